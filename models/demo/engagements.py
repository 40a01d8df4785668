"""The demo's people under contract in the Pas-de-Calais: CERS and CERP, échelles, plans, fiches de liaison.

The Département has not given its grid yet: the totals of the échelles are those of the paper form.
"""

from dataclasses import dataclass
from typing import Any

from pendulum import Date

from models.days.months import plus_months
from models.demo.scene import DATA, Scene, Stay

REFERENT = 7  # rank among the trainers
ENTRY, RENEWAL = "premier entretien", "renouvellement"


@dataclass(frozen=True)
class Support:
    """Someone's parcours in one of the two actions, and the kind of contract signed there."""

    action: int
    stay: Stay
    kind: str


def tell(scene: Scene) -> None:
    """Both actions."""
    _solidarity(scene, scene.action("solidarity"))
    _professional(scene, scene.action("professional"))


def _solidarity(scene: Scene, action: int) -> None:
    today = scene.today
    begun = [
        scene.start.add(days=6),
        scene.start.add(days=15),
        plus_months(today, -6).subtract(days=12),
        today.subtract(days=62),
        plus_months(today, -4),
        today.subtract(days=16),
    ]
    people = [
        _enter(scene, action, "cers", line, day) for line, day in zip(DATA["people"]["solidarity"], begun, strict=True)
    ]
    for rank, one in enumerate(people[:2]):  # a whole contract each, and its renewal
        start = _contract(scene, one, one.stay.entry.add(days=18), 6, 31 - rank, "F.1.1", "A.2", result="atteint")
        again = plus_months(start, 6)
        if rank == 0:  # the other was renewed without a new échelle
            _scale(scene, one, again.subtract(days=8), RENEWAL, 24)
        _contract(scene, one, again, 6, None, "G.2.3", "C.2", renewal=True)
    _contract(scene, people[2], people[2].stay.entry.add(days=30), 6, 38, "A.2")  # this one may not be alone
    _contract(scene, people[3], people[3].stay.entry.add(days=44), 6, 29, "E.1.1", "B.2", validated=False)
    _contract(scene, people[4], people[4].stay.entry.add(days=25), 6, 22, "D.1.1", "I.2")
    day = scene.past_workday(today.subtract(days=12))
    _scale(scene, people[4], day.subtract(days=2), "réorientation", 16)
    _liaison(
        scene,
        people[4],
        day,
        kind="reorientation",
        reason="Changement de situation de la personne",
        request="Garde d'enfants trouvée, projet d'aide à domicile.",
        actions="Vers l'emploi",
        attached="Échelle de distance à l'emploi",
        signed_referent=day,
    )


def _professional(scene: Scene, action: int) -> None:
    today = scene.today
    begun = [scene.start.add(days=20), plus_months(today, -4), plus_months(today, -3), plus_months(today, -5)]
    people = [
        _enter(scene, action, "cerp", line, day, licence="permis B")
        for line, day in zip(DATA["people"]["professional"], begun, strict=True)
    ]
    first = people[0]
    start = _contract(scene, first, first.stay.entry.add(days=12), 6, 26, "H.1.1", "G.4.2", result="atteint")
    _scale(scene, first, plus_months(start, 6).subtract(days=5), RENEWAL, 19)
    _contract(scene, first, plus_months(start, 6), 9, None, "H.2.2", renewal=True)
    _offer(scene, first, start.add(days=50), 0, "atteint")
    _contract(scene, people[1], people[1].stay.entry.add(days=10), 9, 21, "H.1.1", "I.3")
    _offer(scene, people[1], people[1].stay.entry.add(days=40), 2, "non atteint", "Candidature refusée sans entretien")
    _offer(scene, people[1], people[1].stay.entry.add(days=70), 3, "non atteint")  # nobody wrote why
    _contract(scene, people[2], people[2].stay.entry.add(days=11), 6, 27, "G.2.3", "H.2.2")
    day = scene.past_workday(today.subtract(days=20))
    _liaison(
        scene,
        people[2],
        day,
        kind="avenant",
        request="Une formation de remise à niveau remplace l'atelier.",
        attached="PAP modifié",
        signed_referent=day,  # the person has not signed yet
    )
    _contract(scene, people[3], people[3].stay.entry.add(days=10), 12, 20, "H.1.2", "G.4.3")


def _enter(scene: Scene, action: int, kind: str, line: str, oriented: Date, **more: Any) -> Support:
    """Oriented, entered within days and met at once."""
    oriented = scene.past_workday(oriented)
    entry = scene.workday(oriented.add(days=3))
    levels = ["Niveau V", "Niveau IV", "Formation courte", "Aucun"]
    told = {"education": scene.dice.choice(levels), "referent": DATA["trainers"][REFERENT], "zone": "Arrageois"}
    person = scene.recipient(line, "artois", 23, 57, **told, **more)
    orientation = "sociale" if kind == "cers" else "professionnelle"
    stay = scene.stay(action, person, entry, oriented=oriented, orientation=orientation)
    met = scene.workday(entry.add(days=4))
    scene.meet(action, "premier-entretien", person, met, REFERENT, 10 * 60, place=DATA["sites"][3])
    for months in (2, 4, 6, 8):
        day = scene.workday(plus_months(entry, months))
        if day <= scene.today.add(days=20):
            scene.meet(action, "entretien", person, day, REFERENT, 14 * 60, place=DATA["sites"][3])
    return Support(action, stay, kind)


def _contract(
    scene: Scene,
    one: Support,
    start: Date,
    months: int,
    total: int | None,
    *codes: str,
    renewal: bool = False,
    validated: bool = True,
    result: str = "en cours",
) -> Date:
    """A contract of so many months and the plan it opens, one action a code; gives its first day.

    ``total`` is that of the échelle filled some days before; None when it was filled apart.
    """
    if total is not None:
        _scale(scene, one, start.subtract(days=5), ENTRY, total)
    signed, end = scene.past_workday(start), plus_months(start, months).subtract(days=1)
    scene.add(
        "Contract",
        start,
        action=one.action,
        person=one.stay.person,
        kind=one.kind,
        start=start,
        end=end,
        status="validé" if validated else "en validation",
        renewal=renewal or None,
        signed=signed,
        signed_referent=signed,
        sent=scene.past_workday(start.add(days=3)),
        validated=scene.past_workday(start.add(days=15)) if validated else None,
    )
    for rank, code in enumerate(codes):
        last = plus_months(start, months - rank).subtract(days=1)
        scene.add(
            "PlanLine",
            start,
            action=one.action,
            person=one.stay.person,
            code=code,
            start=start,
            end=last,
            service="Maison du Département Solidarité",
            commitment="Se rendre aux rendez-vous",
            support="Point chaque mois",
            result=result,
        )
    return start


def _scale(scene: Scene, one: Support, day: Date, occasion: str, total: int) -> None:
    day = scene.past_workday(day)
    scene.note("Ede", day, one.action, one.stay.person, day=day, occasion=occasion, total=total)


def _offer(scene: Scene, one: Support, day: Date, employer: int, result: str, reason: str = "") -> None:
    day = scene.past_workday(day)
    told = {"employer": DATA["people"]["employers"][employer], "offer": "Agent polyvalent", "reasonable": True}
    scene.note("Introduction", day, one.action, one.stay.person, day=day, result=result, reason=reason, **told)


def _liaison(scene: Scene, one: Support, day: Date, **told: Any) -> None:
    scene.note("Liaison", day, one.action, one.stay.person, day=day, **told)
