"""The demo's coaching of the Nord: six places taken in turn, a weekly meeting, exits of each class, monthly returns."""

from itertools import count

from pendulum import Date

from models.days.months import plus_months
from models.demo.scene import DATA, Scene, Stay

Span = tuple[Date, int, Date | None]
"""Who held a place: entry, place, exit."""
COACH = 5  # rank among the trainers
PLACES: tuple[int | None, ...] = (1, 4, None, 7, 9, 11)  # weeks since the present occupant came; None: too long ago
LEAVING: tuple[tuple[str, str, int], ...] = (  # type, contract, its months; 0 without end
    ("emploi", "CDI", 0),
    ("emploi", "CDD", 8),
    ("emploi", "CDD", 4),
    ("formation qualifiante", "", 0),
    ("emploi", "CDD", 5),
    ("emploi", "intérim", 2),
    ("emploi", "CDI", 0),
    ("abandon", "", 0),
    ("emploi", "SIAE", 12),
    ("emploi", "CDD", 10),
)
BY_SCREEN, WITHOUT_STEP, SIGNED_LATE, INCOMPLETE = 3, 6, 9, 12  # ranks of those with something amiss


def tell(scene: Scene) -> None:
    """The whole action."""
    action = scene.action("coaching")
    spans = sorted((one for place in range(len(PLACES)) for one in _occupants(scene, place)), key=lambda one: one[:2])
    untold = spans.index(_left_last_month(scene, spans))
    leaving = count()
    for rank, ((entry, place, out), line) in enumerate(zip(spans, DATA["people"]["coaching"], strict=False)):
        more = {"priority_area": None, "family_status": ""} if rank == INCOMPLETE else {}
        person = scene.recipient(line, "north", 22, 52, zone="Métropole Lille", **more)
        kind = ("emploi", "CDD", 0) if rank == untold else LEAVING[next(leaving) % len(LEAVING)] if out else None
        stay = _stay(scene, action, person, rank, entry, out, kind)
        _papers(scene, action, rank, stay)
        _meetings(scene, action, rank, place, stay)
    _returns(scene, action)


def monday(day: Date) -> Date:
    """The Monday of that week."""
    return day.subtract(days=day.isoweekday() - 1)


def _occupants(scene: Scene, place: int) -> list[Span]:
    """Who held a place, one after the other: entry on a Monday, exit on a Friday at most three months later."""
    weeks = PLACES[place]
    entry = monday(
        plus_months(scene.today, -3).subtract(days=10) if weeks is None else scene.today.subtract(weeks=weeks)
    )
    found: list[Span] = [(entry, place, None)]
    while True:
        out = entry.subtract(days=3)
        entry = monday(out).subtract(weeks=8 + (place + len(found)) % 4)
        if entry < scene.start:
            return found
        found.append((entry, place, out))


def _left_last_month(scene: Scene, spans: list[Span]) -> Span:
    """The last to leave in the month before, else the last of all: nobody has told the end of their contract."""
    month = scene.today.replace(day=1).subtract(days=1)
    gone = sorted((span for span in spans if span[2]), key=lambda span: span[2] or span[0])
    return next(
        (span for span in reversed(gone) if span[2] and span[2].format("YYYY-MM") == f"{month:%Y-%m}"), gone[-1]
    )


def _stay(
    scene: Scene,
    action: int,
    person: int,
    rank: int,
    entry: Date,
    out: Date | None,
    leaving: tuple[str, str, int] | None,
) -> Stay:
    orienting, employers = DATA["people"]["orienting"], DATA["people"]["employers"]
    more: dict[str, object] = {"oriented_by": orienting[rank % len(orienting)], "planned_end": plus_months(entry, 3)}
    if out and leaving:
        kind, contract, months = leaving
        more |= {"exit_type": kind, "exit_contract": contract}
        more |= {"job_end": plus_months(out, months) if months else None}
        if kind == "emploi":
            employer, day = employers[rank % len(employers)], out.subtract(days=11)
            more |= {"destination": employer}
            told = {"employer": employer, "offer": "Poste à pourvoir", "result": "atteint"}
            scene.note("Introduction", day, action, person, day=day, **told)
    return scene.stay(action, person, entry, out, **more)


def _papers(scene: Scene, action: int, rank: int, stay: Stay) -> None:
    """The CER, from the entry on, and the first interview that tells what offers are looked for."""
    start = stay.entry.add(days=9) if rank == SIGNED_LATE else stay.entry
    scene.add(
        "Contract",
        start,
        action=action,
        person=stay.person,
        kind="cer",
        start=start,
        end=plus_months(start, 6).subtract(days=1),
        status="validé",
        signed=start,
        signed_referent=start,
    )
    if rank != WITHOUT_STEP:
        day = stay.entry.add(days=4)
        scene.note("Step", day, action, stay.person, kind="caracterisation", day=day, note="Mobilité : métro et vélo")


def _meetings(scene: Scene, action: int, rank: int, place: int, stay: Stay) -> None:
    """A meeting a week, on the day of the place; one of them once was on a screen only."""
    week, number = stay.entry, 0
    while week <= min(stay.last, scene.today.add(days=14)):
        day = _open(scene, week.add(days=place % 5))
        if stay.entry <= day <= stay.last:
            number += 1
            themes = DATA["themes"]["coaching"]
            channel = "visio" if rank == BY_SCREEN and number == 4 else "face à face"
            theme, hour = themes[number % len(themes)], (9 + place) * 60
            scene.meet(
                action,
                "entretien",
                stay.person,
                day,
                COACH,
                hour,
                theme=theme,
                channel=channel,
                place=DATA["sites"][2],
            )
        week = week.add(weeks=1)


def _open(scene: Scene, day: Date) -> Date:
    """That day, or the nearest of its week when it is a public holiday: the coach receives all the year round."""
    week = [monday(day).add(days=rank) for rank in range(5)]
    return min((one for one in week if one not in scene.holidays), key=lambda one: abs((one - day).days))


def _returns(scene: Scene, action: int) -> None:
    """Every month was handed in but the last one."""
    month = scene.start
    while plus_months(month, 2) <= scene.today:
        day = max(scene.past_workday(plus_months(month, 1).add(days=7)), month.end_of("month"))  # closed in August
        scene.add("HandedIn", day, action=action, code="rapport-mensuel", start=month, day=day)
        month = plus_months(month, 1)
