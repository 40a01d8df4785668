"""The demo's chantier d'insertion: nine posts, work contracts renewed, a monthly interview, trainings, exits."""

from dataclasses import dataclass

from pendulum import Date

from models.days.months import plus_months
from models.demo.scene import DATA, Scene, Stay

MENTOR = 6  # rank among the trainers
OLD_HAND, TOO_LONG = 5, 6  # here for 18 months before the year: one is past fifty, the other is not
NOT_SEEN, UNTRAINED = 4, 8


@dataclass(frozen=True)
class Leaver:
    """Someone who left: when, to what contract, its last day, and whether the exit was reviewed."""

    out: Date
    contract: str
    job_end: Date | None
    reviewed: bool


def tell(scene: Scene) -> None:
    """The whole action."""
    action = scene.action("worksite")
    leavers = _leavers(scene)
    for rank, line in enumerate(DATA["people"]["worksite"]):
        stay = _enter(scene, action, rank, line, leavers.get(rank))
        _contracts(scene, action, rank, stay, leavers.get(rank))
        _interviews(scene, action, rank, stay)
        _trainings(scene, action, rank, stay)
        _work(scene, action, stay)
    _returns(scene, action)


def _leavers(scene: Scene) -> dict[int, Leaver]:
    """One went to a lasting job five months in and was called since; one to another structure two months ago."""
    early, late = plus_months(scene.start, 5).add(days=4), plus_months(scene.today, -2).subtract(days=3)
    return {7: Leaver(early, "CDI", None, True), 8: Leaver(late, "SIAE", plus_months(late, 10), False)}


def _enter(scene: Scene, action: int, rank: int, line: str, leaver: Leaver | None) -> Stay:
    entries = {
        9: plus_months(scene.start, 5).add(days=10),  # takes the post of the first who left
        10: scene.today.subtract(days=45),
    }
    entry = scene.workday(entries.get(rank, scene.start.add(days=2 + rank)))
    ages = (53, 57) if rank == OLD_HAND else (24, 46)
    more = {"disabled": None} if rank == 10 else {}
    orienting = DATA["people"]["orienting"]
    person = scene.recipient(line, "north", *ages, zone="Métropole Lille", **more)
    out = leaver.out if leaver else None
    leaving = {"exit_type": "emploi", "exit_contract": leaver.contract, "job_end": leaver.job_end} if leaver else {}
    stay = scene.stay(action, person, entry, out, oriented_by=orienting[rank % len(orienting)], **leaving)
    planned = scene.workday(entry.add(days=9))
    scene.note("Step", planned, action, person, kind="plan-d-actions", day=planned)
    if leaver and leaver.reviewed:
        for kind in ("bilan", "attestation-competences"):
            scene.note("Step", leaver.out, action, person, kind=kind, day=leaver.out)
        day = scene.past_workday(plus_months(leaver.out, 3).add(days=4))
        found = {
            "parcours": len(scene.rows["Parcours"]),
            "months": 3,
            "day": day,
            "reached": True,
            "attempts": 2,
            "situation": "emploi",
            "contract": "CDI",
        }
        scene.note("FollowUp", day, action, person, **found)
    return stay


def _contracts(scene: Scene, action: int, rank: int, stay: Stay, leaver: Leaver | None) -> None:
    """Six months and six more; two had worked here before the year."""
    spans = [(stay.entry, plus_months(stay.entry, 6).subtract(days=1))]
    if rank in (OLD_HAND, TOO_LONG):
        spans.insert(0, (plus_months(stay.entry, -18), stay.entry.subtract(days=1)))
    until = leaver.out if leaver else stay.last
    if plus_months(stay.entry, 6) <= min(until, scene.today):
        spans.append((plus_months(stay.entry, 6), scene.end))
    for number, (start, end) in enumerate(spans):
        scene.add(
            "Contract",
            start,
            action=action,
            person=stay.person,
            kind="cddi",
            start=start,
            end=end,
            status="validé",
            renewal=number > 0 or None,
            signed=scene.past_workday(start),
            weekly=26 * 60,
            broken=until if leaver and start <= until < end else None,
            reason="Embauche" if leaver and start <= until < end else "",
        )


def _interviews(scene: Scene, action: int, rank: int, stay: Stay) -> None:
    for month in range(12):
        day = scene.workday(plus_months(scene.start, month).add(days=9 + rank))
        skipped = rank == NOT_SEEN and month == 4
        if stay.entry <= day <= min(stay.last, scene.today.add(days=21)) and not skipped:
            theme = DATA["themes"]["worksite"][month % 4]
            scene.meet(action, "entretien", stay.person, day, MENTOR, 13 * 60 + 30, theme=theme, place=DATA["sites"][2])


def _trainings(scene: Scene, action: int, rank: int, stay: Stay) -> None:
    """One training for nearly everyone, a stay in a firm for some."""
    start = scene.past_workday(plus_months(stay.entry, 2 + rank % 3))
    if rank != UNTRAINED and start <= stay.last:
        label = ("Sauveteur secouriste du travail", "CACES R482 A", "Élagage, premiers gestes")[rank % 3]
        end = start.add(days=1 + rank % 3)
        more = {"label": label, "end": end, "provider": "AFPI Lille", "minutes": (2 + rank % 3) * 7 * 60}
        if start > stay.entry:
            scene.note("Training", start, action, stay.person, start=start, **more)
    if rank % 4 == 1:
        start = scene.past_workday(plus_months(stay.entry, 4))
        end = start.add(days=11)
        if stay.entry < start and end < scene.today:
            more = {"kind": "PMSMP", "company": "Façades du Nord", "agreed": start, "evaluated": end}
            scene.note("Immersion", end, action, stay.person, start=start, end=end, **more)


def _work(scene: Scene, action: int, stay: Stay) -> None:
    """Hours worked each whole month of the stay."""
    for month in range(12):
        first = plus_months(scene.start, month)
        after = plus_months(first, 1)
        if stay.entry <= first and after <= scene.today and first <= stay.last:
            minutes = 15 * scene.dice.randint(390, 450)
            scene.note("WorkedHours", after, action, stay.person, month=first.format("YYYY-MM"), minutes=minutes)


def _returns(scene: Scene, action: int) -> None:
    """Every month was handed in, the last one as soon as its day came."""
    month = scene.start
    while plus_months(month, 1).add(days=9) <= scene.today:
        day = max(scene.past_workday(plus_months(month, 1).add(days=6)), month.end_of("month"))  # closed in August
        scene.add("HandedIn", day, action=action, code="rapport-mensuel", start=month, day=day)
        month = plus_months(month, 1)
