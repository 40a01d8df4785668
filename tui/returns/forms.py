"""Closing an action and reopening it: what is missing and what deviates are read first."""

from functools import cache
from textwrap import shorten
from typing import Any

from pendulum import Date

from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.returns import closing
from models.tables import Action
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.host import Host

SHOWN, WIDE = 3, 70  # so that all is seen at once on the smallest screen


def ask_close(app: Host, action: Action) -> None:
    """Asks up to which day an action is closed, by whom, and for a written yes."""
    proposed = _proposed(action)
    closing.refuse_day(action, proposed)
    told = cache(lambda until: _told(action, until))

    def preview(values: dict[str, Any]) -> str:
        until = values["until"]
        if until is None or until == proposed:
            return ""
        closing.refuse_day(action, until)
        return told(until)

    def submit(values: dict[str, Any]) -> None:
        if values["confirmed"].strip().casefold() != "oui":
            raise Refused("Pour clôturer, écrivez oui dans le dernier champ.")
        closing.close(action, values["until"], values["signed"], who=app.who)
        app.notify(f"{action.code} : {closing.state(action)}.")

    fields = [
        Field("until", "Clôturer jusqu'au", "date", required=True, default=proposed, hint="Ce jour est clôturé aussi."),
        Field("signed", "Qui en répond", hint="La personne qui répond de ces chiffres."),
        Field("confirmed", "Confirmation", hint="Écrivez oui : tout cela ne changera plus."),
    ]
    title = f"Clôturer {action.code}"
    app.push_screen(FormScreen(title, fields, submit, note=told(proposed), preview=preview, begin="signed"))


def _proposed(action: Action) -> Date:
    """The end of the last month over, or of the action when it comes first; today when that is closed already."""
    day = min(today().start_of("month").subtract(days=1), action.end)
    known = closing.closed_until(action)
    return day if day >= action.start and (known is None or known.until < day) else today()


def _told(action: Action, until: Date) -> str:
    look = closing.look(action, until)
    lines = [f"Du {wording.day(look.start)} au {wording.day(until)} :", closing.missing_line(look)]
    lines += _some([one.message for one in look.missing])
    lines += [closing.deviations_line(look)]
    return "\n".join([*lines, *_some([one.message for one in look.deviations])])


def _some(lines: list[str]) -> list[str]:
    kept = [shorten(f"· {line}", WIDE, placeholder="…") for line in lines[:SHOWN]]
    more = len(lines) - SHOWN
    return [*kept, f"· et {wording.counted(more, 'autre')}"] if more > 0 else kept


def ask_reopen(app: Host, action: Action) -> None:
    """Asks why the closing in force is taken back. Raises Refused when the action is not closed."""
    state = closing.state(action)
    if not state:
        raise Refused(f"{action.code} n'est pas clôturée.")

    def submit(values: dict[str, Any]) -> None:
        lifted = closing.reopen(action, values["reason"], who=app.who)
        app.notify(f"{action.code} : clôture au {wording.day(lifted.until)} levée.")

    fields = [Field("reason", "Motif", required=True, hint="Il reste écrit dans le journal, avec votre nom.")]
    note = f"{wording.capital(state)}.\nLa rouvrir permet de nouveau de changer ce qui est daté d'ici là."
    app.push_screen(FormScreen(f"Rouvrir {action.code}", fields, submit, note=note))
