"""The day a return was handed in to the Département: recorded, corrected, taken back."""

from pendulum import Date

from models.acts.act import Act
from models.acts.limits import Dates, refuse
from models.acts.refusals import CHANGED, Refused
from models.days.clock import today
from models.duties.periods import Period
from models.french import wording
from models.returns import copies, limits
from models.returns.prepared import chosen
from models.storage.connection import writing
from models.tables import HandedIn


def hand_in(period: Period, day: Date, *, who: str) -> None:
    """Records the day a return was handed in, or corrects it; the copy kept of it is then that of what was sent, and is
    drawn up now when its workbook was never written.

    Raises Refused for a day to come or before the period has ended (reading E-11), and when a colleague has noted
    another day since ``period`` was read.
    """
    refuse_day(period, day)
    action, code = period.action, period.of.code
    with writing():
        known = _handed(period)
        if known is None and not copies.of_period(action, code, period.first).exists():
            held = copies.drawn(action, chosen(period), period.start, period.end)
            label = title(period)
            copies.keep(action, copies.RETURN, period.start, period.end, held, code=code, label=label, who=who)
        with Act("return", f"{action.code} : {title(period)}, remis le {wording.day(day)}", who) as act:
            if known is None:
                act.insert(HandedIn, action=action, code=code, start=period.first, day=day)
            elif known.day not in (period.handed, day):
                raise Refused(CHANGED.format(who=known.recorded_by))
            else:
                act.update(known, day=day)
            if known is None or copies.sent_copy(action, code, period.first):
                copies.mark_sent(act, action, code, period.first, day)


def refuse_day(period: Period, day: Date) -> None:
    """Raises Refused for a day a return cannot have been handed in on."""
    action, values = period.action, {"code": period.of.code, "start": period.first, "day": day}
    refuse(limits.handed(values, action.spec, Dates(action.code, action.start, period.end), today()))


def take_back(period: Period, *, who: str) -> None:
    """Removes the day a return was handed in, recorded by mistake."""
    if known := _handed(period):
        with Act("return", f"{period.action.code} : {title(period)}, pas encore remis", who) as act:
            act.delete(known)
            copies.mark_sent(act, period.action, period.of.code, period.first, None)


def title(period: Period) -> str:
    """A return and its period, as the journal names it."""
    return f"{period.of.label}, {period.name}"


def _handed(period: Period) -> HandedIn | None:
    return HandedIn.get_or_none(
        HandedIn.action == period.action, HandedIn.code == period.of.code, HandedIn.start == period.first
    )
