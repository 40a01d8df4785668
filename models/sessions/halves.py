"""The half-days of a session, in each of which people sign once; and a whole day split in two, each with its roll."""

from models.acts.act import Act
from models.acts.limits import refuse
from models.acts.refusals import Refused
from models.french import wording
from models.sessions import limits
from models.sessions.planning import checked_times, free_code, stored
from models.tables import Attendance, Session, SheetSeen

NOON, UNTIL, EVENING = 12 * 60, 14 * 60, 18 * 60  # a session of a morning that runs late is no whole day
MORNING, AFTERNOON, NIGHT = "matin", "après-midi", "soir"


def halves(start: int, end: int) -> tuple[str, ...]:
    """The half-days a session from ``start`` to ``end``, in minutes from midnight, takes up: both when it begins before
    noon and ends after two."""
    if start < NOON:
        return (MORNING, AFTERNOON) if end > UNTIL else (MORNING,)
    return (AFTERNOON,) if start < EVENING else (NIGHT,)


def usual_cut(session: Session) -> tuple[int, int]:
    """When the morning is likely to end and the afternoon to begin: as in the latest pair of the action that fits, else
    at noon, so that no time is lost unasked."""
    pairs = Session.select().where(Session.action == session.action_id, Session.pair != "")
    by_pair: dict[str, list[Session]] = {}
    for one in pairs.order_by(Session.day.desc(), Session.start):
        by_pair.setdefault(one.pair, []).append(one)
    for both in by_pair.values():
        if len(both) == 2 and session.start < both[0].end <= both[1].start < session.end:
            return both[0].end, both[1].start
    return NOON, NOON


def split(session: Session, end: int, start: int, *, who: str) -> Session:
    """Makes two paired sessions of a whole day: the morning to ``end``, the afternoon from ``start``, in minutes from
    midnight. Returns the afternoon.

    Who was there the whole day was in both; who came late or left early counts in each half what they attended of it.
    Raises Refused when the session is no whole day, or the hours are not within it.
    """
    with Act("halves", "", who) as act:
        session = stored(session.id)
        act.sentence = (
            f"{session.action.code}, séance du {wording.day(session.day)} à {wording.time(session.start)} : "
            "deux demi-journées"
        )
        if session.pair or len(halves(session.start, session.end)) == 1:
            raise Refused("Cette séance n'est pas d'une journée entière : elle ne se partage pas en demi-journées.")
        for times in checked_times([(session.start, end), (start, session.end)]):
            refuse(limits.times(*times))
        whole = (session.start, session.end)
        own = {name: getattr(session, name) for name in COPIED}
        code = free_code(session.action, session.day)
        after = act.insert(Session, code=code, start=start, end=whole[1], pair=session.code, **own)
        act.update(session, end=end, pair=session.code)
        for line in list(Attendance.select().where(Attendance.session == session.id)):
            there = _there(line, *whole)
            values = {"session": after, "person": line.person_id, "origin": line.origin}
            act.insert(Attendance, **values, **_half(line, there, start, whole[1]))
            act.update(line, **_half(line, there, whole[0], end))
        for sheet in list(SheetSeen.select().where(SheetSeen.session == session.id)):
            act.insert(SheetSeen, session=after, person=sheet.person_id)
    return after


COPIED = ("action", "nature", "day", "theme", "trainer", "place", "state", "group", "channel", "cancel_reason")


def _there(line: Attendance, start: int, end: int) -> tuple[int, int]:
    """From when to when somebody marked with minutes was there: to the end when late, else from the start."""
    if line.minutes is None:
        return start, end
    return (end - line.minutes, end) if line.status == "retard" else (start, start + line.minutes)


def _half(line: Attendance, there: tuple[int, int], start: int, end: int) -> dict[str, object]:
    """The mark of one half-day, of what was attended of it."""
    if line.status not in ("présent", "retard"):
        return {"status": line.status, "minutes": None, "estimated": False}
    minutes = max(0, min(there[1], end) - max(there[0], start))
    if not minutes:
        return {"status": "absent", "minutes": None, "estimated": False}
    if minutes == end - start:
        return {"status": "présent", "minutes": None, "estimated": False}
    return {"status": line.status, "minutes": minutes, "estimated": line.estimated}
