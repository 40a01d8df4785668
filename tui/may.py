"""Who may give which command: one that is not an account's is neither shown nor opened, and its key says who may.

A command that is in no list here changes nothing, and is everybody's.
"""

from models.acts.rights import MAY_NOT, NO_EXPORT, Acting
from models.tables import COORDINATOR, TRAINER

TRAINERS = frozenset(
    (
        *("roll.present", "roll.absent", "roll.excused", "roll.late", "roll.rest", "roll.minutes", "roll.clear"),
        *(
            "roll.add",
            "roll.cancel",
            "roll.note",
            "roll.session_note",
            "roll.see",
            "roll.see_one",
            "sessions.see",
            "sessions.split",
        ),
        *("sessions.new", "sessions.correct", "sessions.cancel", "sessions.remove"),
        *("today.new", "today.correct", "today.cancel", "today.remove"),
        *("week.new", "week.correct", "week.cancel", "week.remove"),
        *("person.correct", "person.add", "parcours.remove", "participants.remove"),
    )
)
"""The commands of trainers and coordinators; what is another's in them is told when it is tried."""

EXPORTS = frozenset(("indicators.export", "return.export", "returns.export", "copy.export", "person.personal"))
"""What is written of what is recorded: not a trainer's."""

COORDINATORS = frozenset(
    (
        *("actions.new", "actions.correct", "actions.remove"),
        *("action.correct", "action.close", "action.reopen", "action.rename_group", "action.rename_theme"),
        *("parcours.confirm", "parcours.correct", "parcours.enter", "parcours.group", "parcours.leave"),
        *("parcours.move", "parcours.renew", "participants.new", "person.enter", "person.join", "person.remove"),
        *("facts.add", "facts.correct", "facts.remove", "duties.give_up", "duties.missed", "duties.reached"),
        *(
            "duties.two_people",
            "hours.grant",
            "hours.release",
            "hours.report",
            "hours.reverse",
            "indicators.target",
        ),
        *("deviations.explain", "deviations.unexplain", "stakes.put_back", "stakes.put_off"),
        *("park.add", "park.correct", "park.end_downtime", "park.extend", "park.give_back", "park.immobilise"),
        *("park.join", "park.lend", "park.lost", "park.remove", "return.hand_in", "returns.close"),
        *("returns.hand_in", "returns.reopen", "returns.take_back", "roll.trainer", "week.substitute"),
    )
)


def refusal(acting: Acting, command: str | None) -> str:
    """Why an account may not give a command, named by the ``id`` of its binding; '' when it may."""
    if acting.role == COORDINATOR or (acting.role == TRAINER and command in TRAINERS):
        return ""
    if command in EXPORTS:
        return NO_EXPORT if acting.role == TRAINER else ""
    return MAY_NOT[acting.role] if command in TRAINERS or command in COORDINATORS else ""


def refusal_of_form(acting: Acting, by: str) -> str:
    """Why an account may not fill a form that is ``by`` coordinators, by trainers too, or ('') by everybody."""
    return "" if not by or acting.role in (COORDINATOR, by) else MAY_NOT[acting.role]
