"""The demo's collective actions: two with places, groups and interviews, and one open to the neighbourhood."""

from typing import Any

from pendulum import Date

from models.days.months import plus_months
from models.demo.scene import DATA, Scene, Stay, here

NEIGHBOURHOODS = ("Monplaisir", "Belle-Beille")
MOVER = 5  # rank, in the open action, of the one who goes on to a place


def _theme(part: str, rank: int) -> str:
    themes = DATA["themes"][part]
    return themes[rank % len(themes)]


def _enter(scene: Scene, action: int, part: str, rank: int, entry: Date, out: Date | None = None, **more: Any) -> Stay:
    """Someone of the part's list, one in five of the public FAJ, enters."""
    young = rank % 5 == 2
    person = scene.person(DATA["people"][part][rank], "FAJ" if young else "RSA", *((19, 23) if young else (26, 54)))
    return scene.stay(action, person, entry, out, **more)


def _interview(scene: Scene, action: int, stay: Stay, day: Date, trainer: int, theme: str) -> None:
    """An interview of 50 minutes on that day or the next open one, when the stay is open."""
    day = scene.workday(day)
    if stay.entry <= day <= stay.last:
        session = scene.session(action, "entretien", day, 13 * 60, 50, trainer, theme=theme)
        scene.mark(session, stay.person, "présent" if day < scene.today else "prévu")


def tell_open(scene: Scene) -> Stay:
    """Encounters open to two neighbourhoods; gives the stay of the one who goes on to a place of another action."""
    action, today = scene.action("open"), scene.today
    stays = []
    for rank in range(len(DATA["people"]["open"])):
        entry = scene.workday(scene.start.add(days=scene.dice.randint(0, 12)))
        out, kind = None, ""
        if rank == MOVER:
            out, kind = plus_months(scene.start, 5), "réorientation"
        elif rank == 20:
            out, kind = today.subtract(days=9), "abandon"  # came no more for weeks before it was written down
        stays.append(_enter(scene, action, "open", rank, entry, out, exit_type=kind, group=NEIGHBOURHOODS[rank % 2]))
        scene.document(action, stays[-1].person, "planning", entry)
        if out:
            scene.tell_referent(action, stays[-1].person, scene.past_workday(out.subtract(days=2)))
    newcomer = scene.person(DATA["people"]["newcomer"], "", confirmed=False)
    for turn, group in enumerate(NEIGHBOURHOODS):
        days = scene.every(3 + 2 * turn, scene.start.add(days=17), today.add(days=21))
        for rank, day in enumerate(days):
            session = scene.session(
                action, "seance", day, 10 * 60, 120, 2 + 2 * turn, theme=_theme("open", rank), group=group, place=group
            )
            if day < today:
                gone = {stays[20].person} if day > today.subtract(days=50) else set()
                scene.call(session, [one for one in here(stays, day, group) if one not in gone], faithful=78)
                for person in gone & set(here(stays, day, group)):
                    scene.mark(session, person, "absent")
                if turn and day == max(one for one in days if one < today):
                    scene.stay(action, newcomer, day, confirmed=False, planned_end=None, group=group)
                    scene.document(action, newcomer, "planning", day)
                    scene.mark(session, newcomer, "présent", note="Venue avec une voisine ; coordonnées à demander.")
    scene.session(
        action, "seance", today, 10 * 60, 120, 2, theme="Restaurant social", group="Monplaisir", place="Monplaisir"
    )
    return stays[MOVER]


def tell_reinforced(scene: Scene, moved: Stay) -> None:
    """Eight places and a monthly interview; ``moved`` takes the place that one left free."""
    action, start, today = scene.action("reinforced"), scene.start, scene.today
    stays = []
    for rank in range(len(DATA["people"]["reinforced"])):
        gone = plus_months(start, 4).add(days=16) if rank == 7 else None
        entry = scene.workday(start.add(days=scene.dice.randint(0, 9)))
        stay = _enter(scene, action, "reinforced", rank, entry, gone, exit_type="formation" if gone else "")
        stays.append(stay)
        scene.begin(action, stay)
        signed = plus_months(entry, 1).add(days=12) if rank == 5 else entry  # one was signed late
        scene.document(action, stay.person, "contrat", signed)
        scene.document(action, stay.person, "planning", entry)
        if gone:
            for kind in ("bilan", "copie-bilan"):
                scene.document(action, stay.person, kind, gone.add(days=10))
            scene.leave(action, stay, gone)
    entry = scene.workday(moved.last.add(days=4))
    stays.append(scene.stay(action, moved.person, entry))
    scene.begin(action, stays[-1])
    for kind in ("contrat", "planning"):
        scene.document(action, moved.person, kind, entry)

    days = scene.every(1, start.add(days=12), today.add(days=28))
    days += scene.every(3, start.add(days=20), today.add(days=28), step=8)
    for rank, day in enumerate(sorted(days)):
        session = scene.session(action, "seance", day, 14 * 60, 150, 2, theme=_theme("reinforced", rank))
        if day < today:
            persons = here(stays, day)
            if rank == 11:  # a strike of buses: a group of five
                for number, person in enumerate(persons):
                    scene.mark(session, person, "présent" if number < 5 else "excusé")
            else:
                scene.call(session, persons, faithful=94, least=6)
    scene.session(action, "seance", today, 14 * 60, 150, 2, theme="Cuisine collective")

    for rank, stay in enumerate(stays):
        for month in range(12):
            day = plus_months(start, month).add(days=16 + rank % 4)
            skipped = rank == 3 and month in (3, 5)
            if day <= today.add(days=28) and not skipped:
                _interview(scene, action, stay, day, 2, "Point mensuel")
    session = scene.session(action, "entretien", today, 11 * 60, 50, 2, theme="Point mensuel")
    scene.mark(session, stays[1].person, "prévu")


def tell_simple(scene: Scene) -> None:
    """Fourteen places in two groups, an interview at the start, midway and at the end; one roll was not called."""
    action, start, today = scene.action("simple"), scene.start, scene.today
    stays = []
    places = {"place": DATA["sites"][1]}
    for rank in range(len(DATA["people"]["simple"])):
        gone = plus_months(start, 4) if rank == 6 else None
        since = plus_months(start, 4).add(days=10) if rank == 14 else start.add(days=scene.dice.randint(0, 9))
        entry = scene.workday(since)
        group = "A" if rank < 7 or rank == 14 else "B"
        stay = _enter(scene, action, "simple", rank, entry, gone, exit_type="emploi" if gone else "", group=group)
        stays.append(stay)
        scene.begin(action, stay)
        for kind in ("contrat", "planning"):
            scene.document(action, stay.person, kind, entry)
        if gone:
            for kind in ("bilan", "copie-bilan"):
                scene.document(action, stay.person, kind, gone.add(days=6))
            scene.leave(action, stay, gone)
            _interview(scene, action, stay, gone.subtract(days=5), 3, "Entretien de fin de parcours")
        _interview(scene, action, stay, entry.add(days=4), 3, "Entretien d'entrée")
        midway = plus_months(entry, 2 if gone else 5).add(days=rank)
        _interview(scene, action, stay, midway, 3, "Entretien à mi-parcours")
    for weekday, group in ((2, "A"), (4, "B")):
        days = scene.every(weekday, start.add(days=12), today.add(days=28))
        days += scene.every(weekday + 1, start.add(days=30), today.add(days=28), step=10)
        for rank, day in enumerate(sorted(days)):
            theme = _theme("simple", rank)
            if rank == 8 and group == "A":
                scene.session(
                    action, "seance", day, 14 * 60, 150, 3, state="annulée", cancel_reason="Formateur malade", **places
                )
                continue
            session = scene.session(action, "seance", day, 14 * 60, 150, 3, theme=theme, group=group, **places)
            forgotten = group == "B" and day == max(one for one in days if one < today)
            if day < today and not forgotten:
                scene.call(session, here(stays, day, group), faithful=94, least=6)
    scene.session(action, "seance", today, 14 * 60, 150, 3, theme="Jardin partagé", group="A", **places)
