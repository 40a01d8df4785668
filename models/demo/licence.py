"""The demo's driving-licence action: code, lessons, exams, hours released and granted, people gone to work."""

from pendulum import Date

from models.days.months import plus_months
from models.demo.scene import DATA, Scene, Stay, here

QUOTA = 50 * 60
STAYING = 12  # so many are there today, each with an initial of their own
HUNGRY = {2: (54 * 60, 6 * 60), 8: (52 * 60, 3 * 60)}  # rank: minutes driven, minutes granted above the quota


def tell(scene: Scene) -> None:
    """The whole action."""
    action = scene.action("licence")
    stays = _enter(scene, action)
    _lessons_together(scene, action, stays)
    _interviews(scene, action, stays)
    done = _drive(scene, action, stays)
    _pool(scene, action, stays, done)
    _exams(scene, action, stays)
    _projects(scene, action, stays)


def _exits(today: Date) -> dict[int, tuple[Date, str]]:
    """Who has left: the second follow-up of three months falls due soon."""
    return {
        12: (plus_months(today, -4), "emploi"),
        13: (plus_months(today, -3).add(days=12), "formation"),
        14: (plus_months(today, -6), "abandon"),
        15: (today.subtract(days=20), "emploi"),
    }


def _enter(scene: Scene, action: int) -> list[Stay]:
    exits, stays = _exits(scene.today), []
    for rank, line in enumerate(DATA["people"]["licence"]):
        young = rank % 4 == 1
        home = DATA["people"]["homes"][rank % len(DATA["people"]["homes"])]
        person = scene.person(
            line,
            "Autre" if young else "RSA",
            *((18, 23) if young else (24, 47)),
            town=home["town"],
            postcode=home["postcode"],
            licence="aucun",
        )
        entry = scene.workday(scene.start.add(days=scene.dice.randint(0, 18)))
        out, kind = exits.get(rank, (None, ""))
        evaluation = 40 * 60 if rank == 6 else scene.dice.randint(20, 38) * 60
        stays.append(scene.stay(action, person, entry, out, exit_type=kind, evaluation=evaluation))
        scene.document(action, person, "contrat", entry)
        state = "confirmé" if rank % 3 else "idée"
        scene.add("ProjectState", entry, action=action, person=person, day=entry, state=state, job="Aide à domicile")
        if out:
            if kind != "abandon":
                scene.document(action, person, "relais-referent", out)
            follow = plus_months(out, 3)
            if follow <= scene.today:
                found = kind == "emploi"
                scene.add(
                    "FollowUp",
                    follow,
                    action=action,
                    person=person,
                    parcours=len(scene.rows["Parcours"]),
                    months=3,
                    day=follow,
                    reached=found,
                    situation="emploi" if found else "",
                )
    return stays


def _lessons_together(scene: Scene, action: int, stays: list[Stay]) -> None:
    begin, soon, halfway = scene.start.add(days=5), scene.today.add(days=21), plus_months(scene.start, 5)
    plans = [("code", day, 9 * 60, 120, 0) for day in scene.every(2, begin, soon)]
    for day in scene.every(4, begin, soon):
        plans.append(("code", day, 9 * 60, 120, 0) if day < halfway else ("atelier", day, 13 * 60 + 30, 180, 3))
    fridays = ("atelier", "projet", "eco-conduite", "projet", "etudes-de-plans", "projet")
    for rank, day in enumerate(scene.every(5, begin, soon, step=2)):
        plans.append((fridays[rank % len(fridays)], day, 13 * 60 + 30, 180, 3))
    plans.append(("code", scene.today, 9 * 60, 120, 0))
    for rank, (nature, day, start, length, trainer) in enumerate(sorted(plans, key=lambda plan: plan[1])):
        themes = DATA["themes"][nature]
        session = scene.session(action, nature, day, start, length, trainer, theme=themes[rank % len(themes)])
        if day < scene.today:
            scene.call(session, here(stays, day), faithful=93)


def _interviews(scene: Scene, action: int, stays: list[Stay]) -> None:
    for stay in stays:
        for months in (0, 3, 6, 9):
            day = scene.workday(plus_months(stay.entry, months).add(days=9))
            if day > stay.last:
                continue
            session = scene.session(action, "entretien", day, 17 * 60, 45, 0, theme="Point sur le projet")
            scene.mark(session, stay.person, "présent" if day < scene.today else "prévu")


def _drive(scene: Scene, action: int, stays: list[Stay]) -> dict[int, int]:
    """Each one's lessons, a slot a week, up to so many hours; a few next week and today. Gives the minutes driven."""
    done: dict[int, int] = {}
    begin = scene.start.add(days=24)
    for rank, stay in enumerate(stays):
        most = HUNGRY.get(rank, (scene.dice.randint(30, 46) * 60, 0))[0]
        length = 120 if rank in HUNGRY else scene.dice.choice([60, 90, 90])
        start, trainer = (11 * 60, 1) if rank % 2 else (17 * 60 + 45, 3)
        total = 0
        for day in scene.every(1 + rank % 5, begin, scene.today.add(days=9)):
            if not stay.entry <= day <= stay.last or total + length > most:
                continue
            session = scene.session(action, "conduite", day, start, length, trainer)
            if day > scene.today:
                scene.mark(session, stay.person, "prévu")
            elif scene.dice.randrange(100) < 5:
                scene.mark(session, stay.person, "excusé")
            else:
                scene.mark(session, stay.person, "présent")
                total += length
        done[stay.person] = total
    for rank, hour in ((0, 11), (4, 13), (7, 14)):
        session = scene.session(action, "conduite", scene.today, hour * 60, 60, 1)
        scene.mark(session, stays[rank].person, "prévu")
    return done


def _pool(scene: Scene, action: int, stays: list[Stay], done: dict[int, int]) -> None:
    moves: list[tuple[Date, str, int, int, str, Date | None, Date | None]] = []
    for rank, (out, _) in _exits(scene.today).items():
        left = QUOTA - done[stays[rank].person]
        day = min(out.add(days=3), scene.today)
        moves.append((day, "libération", stays[rank].person, left, "Heures non utilisées à la sortie", None, None))
    granted = scene.today.subtract(days=25)
    for rank, (_, minutes) in HUNGRY.items():
        reported = granted.add(days=2)
        departement = reported if rank == 2 else None  # the other report was forgotten
        why = "Situation particulière : perte de confiance après un échec"
        moves.append((granted, "mobilisation", stays[rank].person, minutes, why, reported, departement))
    for number, (day, kind, person, minutes, why, referent, departement) in enumerate(
        sorted(moves, key=lambda move: move[:2]), 1
    ):
        movement = scene.add(
            "Movement",
            day,
            action=action,
            number=number,
            day=day,
            kind=kind,
            person=person,
            minutes=minutes,
            reason=why,
            reverses=None,
            label="",
            rank=0,
        )
        if referent:
            scene.add("MovementReport", referent, movement=movement, referent=referent, departement=departement)


def _exams(scene: Scene, action: int, stays: list[Stay]) -> None:
    def sit(rank: int, test: str, day: Date, result: str, reason: str = "") -> None:
        day = scene.past_workday(day)
        person = stays[rank].person
        scene.add("Exam", day, action=action, person=person, test=test, day=day, result=result, reason=reason)

    for rank, (out, kind) in _exits(scene.today).items():
        if kind != "abandon":
            sit(rank, "code", out.subtract(days=60), "réussi")
            sit(rank, "conduite", out.subtract(days=9), "réussi")
    for rank in range(STAYING):
        first = plus_months(scene.start, 4).add(days=7 * (rank % 5))
        if rank % 3:
            sit(rank, "code", first, "réussi")
        else:
            sit(rank, "code", first, "échoué")
            sit(rank, "code", first.add(days=33), "échoué" if rank == 9 else "réussi")
    sit(9, "code", scene.today.subtract(days=30), "réussi", "Dyslexie reconnue, épreuve aménagée")
    for rank, result in ((1, "réussi"), (4, "réussi"), (7, "échoué"), (2, "échoué")):
        sit(rank, "conduite", scene.today.subtract(days=35 - 4 * rank), result)
    sit(2, "conduite", scene.today.subtract(days=7), "réussi")


def _projects(scene: Scene, action: int, stays: list[Stay]) -> None:
    for rank in range(10):
        start = scene.workday(plus_months(scene.start, 4 + rank % 4).add(days=3 * rank))
        end = start.add(days=11)
        ended = end < scene.today
        scene.add(
            "Immersion",
            end,
            action=action,
            person=stays[rank].person,
            start=start,
            end=end,
            kind=("stage", "PMSMP", "plateau technique")[rank % 3],
            company=("Transports Loire-Sud", "Ambulances du Val", "Aide à domicile 49")[rank % 3],
            validated=rank % 4 != 3 if ended else None,
        )
    for rank in (12, 13, 15):  # those who left for a job or a training
        start = scene.workday(stays[rank].last.subtract(days=40))
        scene.add(
            "Immersion",
            start,
            action=action,
            person=stays[rank].person,
            start=start,
            end=start.add(days=4),
            kind="PMSMP",
            company="Ambulances du Val",
            validated=True,
        )
    for rank in (1, 4, 10):
        scene.document(action, stays[rank].person, "relais-referent", scene.today.subtract(days=12))
