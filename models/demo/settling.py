"""The demo's calendar made possible: nobody leads, holds or attends two sessions at once, no room has two."""

from collections import defaultdict
from typing import Any

from models.demo.scene import DATA, Scene

EARLIEST, LATEST = 8 * 60, 20 * 60
STEP = 15  # minutes between two times tried
Row = dict[str, Any]


def settle(scene: Scene) -> None:
    """Gives each session whose trainer is busy another hour of its day when it has one person, else another trainer;
    then each trainer a room of their own, and lessons none."""
    people: dict[int, set[int]] = defaultdict(set)
    for mark in scene.rows["Attendance"]:
        people[mark["session"]].add(mark["person"])
    by_day: dict[Any, list[Row]] = defaultdict(list)
    for session in scene.rows["Session"]:
        if session["state"] != "annulée":
            by_day[session["day"]].append(session)
    for sessions in by_day.values():
        placed: list[Row] = []
        for session in sorted(sessions, key=lambda one: (len(people[one["id"]]) == 1, one["start"], one["id"])):
            _place(session, placed, people)
            placed.append(session)
    sites = set(DATA["sites"])
    for session in scene.rows["Session"]:
        if session["nature"] == "conduite":
            session["place"] = ""
        elif session["place"] in sites:
            session["place"] += f", salle {DATA['trainers'].index(session['trainer']) + 1}"


def _place(session: Row, placed: list[Row], people: dict[int, set[int]]) -> None:
    own, length, wanted = people[session["id"]], session["end"] - session["start"], session["start"]

    def free(trainer: str, start: int) -> bool:
        return not any(
            one["start"] < start + length
            and start < one["end"]
            and (one["trainer"] == trainer or people[one["id"]] & own)
            for one in placed
        )

    starts = [wanted]
    if len(own) == 1:
        starts = sorted(range(EARLIEST, LATEST - length + 1, STEP), key=lambda start: abs(start - wanted))
        starts = [wanted, *starts]
    tried = [(session["trainer"], start) for start in starts]
    user, *others = DATA["trainers"]  # whoever opens the demo has their own sessions in one action
    tried += [(trainer, start) for trainer in (*others, user) for start in starts]
    trainer, start = next((one for one in tried if free(*one)), (session["trainer"], wanted))
    session.update(trainer=trainer, start=start, end=start + length)
