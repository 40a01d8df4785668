"""The demo's intermediary association: modules one to three, a renewal, hours worked, an attestation missing."""

from pendulum import Date

from models.days.months import plus_months
from models.demo.scene import DATA, Scene, Stay, here

GROUPS = ("Groupe 1", "Groupe 2")
RENEWED = (1, 4)  # ranks of those whose module 1 was renewed


def tell(scene: Scene) -> list[int]:
    """The whole action; gives some of its people, who borrow mopeds too."""
    action = scene.action("modules")
    stays = [_enter(scene, action, rank) for rank in range(len(DATA["people"]["modules"]))]
    publics = [scene.rows["Person"][stay.person - 1]["public"] for stay in stays]
    for rank, stay in enumerate(stays):
        if publics[rank] == "RSA":
            _alone(scene, action, rank, stay)
    _together(scene, action, stays)
    _work(scene, action, stays)
    return [stay.person for stay in stays[2:12:3]]


def _enter(scene: Scene, action: int, rank: int) -> Stay:
    young = rank % 4 == 2
    person = scene.person(
        DATA["people"]["modules"][rank], "FAJ" if young else "RSA", *((18, 22) if young else (26, 52))
    )
    second = rank >= 7  # the second group came later: its first blocks end soon
    base = plus_months(scene.today, -6).add(days=9) if second else scene.start.add(days=3)
    entry = scene.workday(base.add(days=rank % 7))
    renewed = plus_months(entry, 6) if rank in RENEWED else None
    out = plus_months(scene.today, -1) if rank == 0 else None
    stay = scene.stay(
        action,
        person,
        entry,
        out,
        exit_type="emploi" if out else "",
        renewed=renewed,
        renewal_reason="Projet réorienté après une mission" if renewed else "",
        group=GROUPS[second],
    )
    scene.begin(action, stay)
    if out:
        scene.leave(action, stay, out)
    day = entry.subtract(days=6)
    scene.add(
        "EligibilityCheck",
        day,
        person=person,
        day=day,
        public="FAJ" if young else "RSA",
        proof="Carte d'identité" if young else "Attestation CAF",
    )
    session = scene.session(action, "diagnostic", entry, 14 * 60, 60, 3, place=DATA["sites"][1])
    scene.mark(session, person, "présent")
    return stay


def _alone(scene: Scene, action: int, rank: int, stay: Stay) -> None:
    """Module 1: an hour a week, up to 15 in each block."""
    ends = [(stay.entry, plus_months(stay.entry, 6))]
    if rank in RENEWED:
        ends.append((ends[0][1], plus_months(stay.entry, 12)))
    for first, over in ends:
        hours = 0
        for day in scene.every(1 + rank % 5, first.add(days=5), min(over.subtract(days=1), scene.today.add(days=14))):
            if day > stay.last or hours == 14 + rank % 2:
                break
            session = scene.session(
                action, "module-1", day, (9 + rank % 3) * 60, 60, 3, theme="Projet", place=DATA["sites"][1]
            )
            if day > scene.today:
                scene.mark(session, stay.person, "prévu")
            elif scene.dice.randrange(100) < 15:
                scene.mark(session, stay.person, "excusé")
            else:
                scene.mark(session, stay.person, "présent")
                hours += 1
    if rank == 11:
        session = scene.session(action, "module-1", scene.today, 9 * 60 + 30, 60, 3, theme="Projet")
        scene.mark(session, stay.person, "prévu")


def _together(scene: Scene, action: int, stays: list[Stay]) -> None:
    """Module 2 of both groups, module 3 of the first; the second has its own next week."""

    def meet(module: str, group: str, days: list[Date], length: int, start: int, trainer: int) -> list[int]:
        came: set[int] = set()
        for rank, day in enumerate(days):
            themes = DATA["themes"][module]
            session = scene.session(
                action,
                module,
                day,
                start,
                length,
                trainer,
                theme=themes[rank % len(themes)],
                group=group,
                place=DATA["sites"][1],
            )
            if day < scene.today:
                persons = here(stays, day, group)
                scene.call(session, persons, faithful=93, least=5)
                came |= set(persons)
        return sorted(came)

    first, second = plus_months(scene.start, 2), plus_months(scene.today, -4)
    meet("module-2", GROUPS[0], scene.every(3, first, first.add(days=130))[:6], 180, 14 * 60, 3)
    meet("module-2", GROUPS[1], scene.every(3, second, second.add(days=130))[:6], 180, 14 * 60, 3)
    training = plus_months(scene.start, 5)
    days = [day for weekday in (1, 2, 4, 5) for day in scene.every(weekday, training, training.add(days=60))]
    came = meet("module-3", GROUPS[0], sorted(days)[:10], 210, 13 * 60 + 30, 4)
    for person in came:
        if person != stays[3].person:  # one attestation never came
            scene.document(action, person, "attestation-presence-module-3", max(sorted(days)[:10]).add(days=5))
            scene.document(action, person, "attestation-competences", max(sorted(days)[:10]).add(days=5))
    coming = scene.today.add(days=4)
    days = [day for weekday in (1, 2, 4, 5) for day in scene.every(weekday, coming, coming.add(days=30))]
    meet("module-3", GROUPS[1], sorted(days)[:10], 210, 13 * 60 + 30, 4)


def _work(scene: Scene, action: int, stays: list[Stay]) -> None:
    """Hours worked each whole month of the stay."""
    for stay in stays:
        for month in range(12):
            first = plus_months(scene.start, month)
            after = plus_months(first, 1)
            if stay.entry <= first and after <= scene.today and first <= stay.last:
                minutes = 15 * scene.dice.randint(60, 340)
                scene.add(
                    "WorkedHours",
                    after,
                    action=action,
                    person=stay.person,
                    month=first.format("YYYY-MM"),
                    minutes=minutes,
                )
