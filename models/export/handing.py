"""Handing a workbook over: written, and a copy kept of it, both from one state of the base."""

from pathlib import Path

from pendulum import Date

from models.acts.refusals import Refused
from models.days.clock import today
from models.duties.periods import Period
from models.export import indicators, written
from models.export.returns import write_return
from models.figures.figures import figures
from models.french import wording
from models.returns import copies, handed
from models.returns import prepared as returns
from models.returns.prepared import Prepared
from models.storage.connection import snapshot, writing
from models.tables import Action, Frozen


def hand_over(period: Period, path: Path, who: str, operator: str = "", sent: Date | None = None) -> Prepared:
    """Writes the workbook of a return to ``path`` and keeps a copy of it; ``sent``: it is handed in on that day too.

    An account that only reads writes the file without keeping a copy. Raises CannotWrite, and Refused for a day it
    cannot have been handed in on or when the account may not hand in.
    """
    kept = copies.may_keep()
    if sent is not None:
        _refuse_reading(kept)
        handed.refuse_day(period, sent)
    action, start, end = period.action, period.start, period.end
    with snapshot():
        prepared = returns.prepare(period)
        write_return(prepared, path, who, operator)
        held = copies.drawn(action, prepared.figures, start, end) if kept else None
    if held is not None:
        file = {"name": path.name, "workbook": path.read_bytes()}
        with writing():
            copies.keep(
                action,
                copies.RETURN,
                start,
                end,
                held,
                code=period.of.code,
                label=handed.title(period),
                sent=sent,
                who=who,
                **file,  # type: ignore[arg-type]
            )
            if sent is not None:
                handed.hand_in(period, sent, who=who)
    return prepared


def export_sent(action: Action, start: Date, end: Date, path: Path, who: str, operator: str, sent: Date) -> Frozen:
    """Writes the indicator workbook of an action to ``path`` and keeps a copy of it as sent on that day.

    Raises CannotWrite, and Refused for a day to come or when the account only reads.
    """
    _refuse_reading(copies.may_keep())
    if sent > today():
        raise Refused(f"Le {wording.day(sent)} est à venir : donnez le jour de l'envoi.")
    with snapshot():
        indicators.write(action, start, end, path, who, operator)
        held = copies.drawn(action, figures(action, start, end), start, end)
    label = f"export du {wording.day(start)} au {wording.day(end)}, envoyé le {wording.day(sent)}"
    return copies.keep(
        action,
        copies.EXPORT,
        start,
        end,
        held,
        label=label,
        name=path.name,
        workbook=path.read_bytes(),
        sent=sent,
        who=who,
    )


def write_again(content: bytes, path: Path) -> None:
    """Writes to ``path`` the file of a copy as it was kept, whole or not at all. Raises CannotWrite."""
    written.write_whole(path, lambda draft, _: draft.write_bytes(content))


def _refuse_reading(kept: bool) -> None:
    if not kept:
        raise Refused("Seul un coordinateur note un envoi : sans --sent, le classeur s'écrit sans être gardé.")
