"""What takes long at the size of a département: deviations worked out and kept, a return, verify, the list of actions.

500 actions, 10 000 people, 220 000 marks; the list of actions at three sizes, with the exponent it grows by.
"""

from functools import partial
from math import log
from pathlib import Path

from tests.benchmark import departement
from tests.benchmark.departement import Size
from tests.benchmark.large import environment
from tests.benchmark.measure import ms, ratio, say, timed

EACH = Size(people=20, attendances=440)
ACTIONS, SIZES = 500, (15, 60, 240)


def run(home: Path, scale: int) -> None:
    """Prints the processor's time of each, beside what it is compared with."""
    _whole(home / "whole", max(1, ACTIONS // scale))
    taken = {number: _listed(home / f"listed-{number}", max(1, number // scale)) for number in SIZES}
    for number, seconds in taken.items():
        say(f"actions and their figures, {max(1, number // scale)}", ms(seconds), aim="linear")
    first, _, last = SIZES
    print(f"they grow by the exponent {log(taken[last] / taken[first]) / log(last / first):.2f}", flush=True)


def _whole(home: Path, actions: int) -> None:
    from models.duties import periods
    from models.journal.verifying import verify
    from models.returns.prepared import prepare
    from models.rules.checks import deviations
    from models.sessions import roll
    from models.storage.opening import open_database
    from models.tables import Action, Attendance, KeptDeviations

    home.mkdir()
    counts = departement.fill(home, actions, EACH, told=True)
    print(", ".join(f"{count:,} {what}" for what, count in counts.items()), flush=True)
    environment(home)
    engine = open_database(f"sqlite:///{home}/assidu.db")
    cold = timed(deviations)
    say("check, all actions, nothing kept", ms(cold), aim="≤ 8 s")
    say("check, all kept", ms(kept := timed(deviations)), ratio(kept, cold), aim="none")
    line = Attendance.get()
    roll.mark(line.session, line.person, "excusé", who="banc d'essai")
    say("check, once somebody was marked", ms(after := timed(deviations)), ratio(after, cold), aim="none")
    action = next(one for one in Action.select().order_by(Action.code) if one.spec.returns)
    period = periods.periods(action, action.spec.returns[0])[0]
    say("a return prepared, kept", ms(timed(partial(prepare, period))), aim="none")
    KeptDeviations.delete().execute()
    say("a return prepared, nothing kept", ms(timed(partial(prepare, period))), aim="none")
    say("verify", ms(timed(verify)), aim="none")
    engine.close()


def _listed(home: Path, actions: int) -> float:
    """The seconds of the figures of every action, as their list shows them."""
    from models.figures.figures import figures
    from models.figures.scope import usual_period
    from models.people.actions import listing
    from models.storage.opening import open_database

    home.mkdir()
    departement.fill(home, actions, EACH)
    environment(home)
    engine = open_database(f"sqlite:///{home}/assidu.db")

    def every() -> None:
        for one in listing():
            figures(one.action, *usual_period(one.action))

    seconds = timed(every)
    engine.close()
    return seconds
