"""The sessions somebody who leaves is still named in: a session of theirs alone is cancelled, they leave the others."""

from collections.abc import Iterable
from dataclasses import dataclass

from pendulum import Date

from models.acts.act import Act
from models.french import wording
from models.tables import Action, Attendance, Parcours, Session


@dataclass(frozen=True)
class Named:
    """A session somebody is named in and nobody has marked them; ``alone``: nobody else is expected in it."""

    session: Session
    line: Attendance
    alone: bool

    @property
    def told(self) -> str:
        """« 14/03/2026 à 9h00, Leçon de conduite (annulée) »."""
        session = self.session
        label = session.action.spec.nature_label(session.nature)
        what = "annulée" if self.alone else "retirée de l'appel"
        return f"{wording.day(session.day)} à {wording.time(session.start)}, {label} ({what})"


def named(parcours: Parcours) -> list[Named]:
    """The sessions of its action, not cancelled and since its entry, in which the person of a parcours is named and not
    marked, but those another of their parcours is open for; in order of time. Three queries."""
    mine = (Parcours.action == parcours.action_id) & (Parcours.person == parcours.person_id)
    others = list(Parcours.select(Parcours.entry, Parcours.exit).where(mine, Parcours.id != parcours.id).tuples())
    lines = (
        Attendance.select(Attendance, Session, Action)
        .join(Session)
        .join(Action)
        .where(
            Attendance.person == parcours.person_id,
            Attendance.status == "prévu",
            Session.action == parcours.action_id,
            Session.state != "annulée",
            Session.day >= parcours.entry,
        )
        .order_by(Session.day, Session.start, Session.id)
    )
    kept = [
        line
        for line in lines
        if not any(entry <= line.session.day and (out is None or line.session.day <= out) for entry, out in others)
    ]
    beside = Attendance.select(Attendance.session).where(
        Attendance.session.in_([line.session_id for line in kept]), Attendance.person != parcours.person_id
    )
    shared = {session for (session,) in beside.tuples()}
    return [Named(line.session, line, _alone(line.session, shared)) for line in kept]


def after(found: Iterable[Named], exit: Date | None) -> list[Named]:
    """Those of ``found`` later than an exit; none without one."""
    return [one for one in found if exit is not None and one.session.day > exit]


def told(found: list[Named]) -> str:
    """How many, and each on its line; '' for none."""
    if not found:
        return ""
    count = wording.counted(len(found), "séance prévue", "séances prévues")
    return "\n".join([f"{count} après la sortie :", *(f"  {one.told}" for one in found)])


def free(act: Act, parcours: Parcours, exit: Date) -> int:
    """Cancels, as part of an act, the sessions of the person alone after an exit, with it as their motive, and takes
    the person out of the others. Returns how many."""
    found = after(named(parcours), exit)
    for one in found:
        if one.alone:
            reason = f"Sortie de {wording.person(parcours.person)} le {wording.day(exit)}"
            act.update(one.session, state="annulée", cancel_reason=reason)
        else:
            act.delete(one.line)
    return len(found)


def _alone(session: Session, shared: set[int]) -> bool:
    nature = session.action.spec.nature_of(session.nature)
    return session.id not in shared and not (nature and nature.collective)
