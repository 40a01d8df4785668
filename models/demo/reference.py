"""The demo's Référence RSA: social support of people oriented by the Département, contracts and regular meetings."""

from pathlib import Path

from pendulum import Date

from config.files import draft
from models.days.months import plus_months
from models.demo.scene import DATA, Scene, Stay

WORKER = 4  # rank among the trainers
SIGNED_LATE, ON_THE_PHONE, UNDER_REVIEW, SHORT = 3, 6, 11, 5
DAYS_APART = 17  # between two orientations


def tell(scene: Scene) -> None:
    """The whole action."""
    action = scene.action("reference")
    for rank, line in enumerate(DATA["people"]["reference"]):
        oriented = scene.past_workday(scene.start.add(days=DAYS_APART * rank - 12))
        entry = max(scene.start, scene.workday(oriented.add(days=6)))
        stay = _enter(scene, action, rank, line, oriented, entry)
        _meetings(scene, action, rank, stay)
        _contracts(scene, action, rank, stay, oriented)
    _returns(scene, action)


def own_convention(scene: Scene, home: Path) -> None:
    """Writes the operator's own edition of the convention: the same, for the demo's year. Raises OSError."""
    folder = home / "conventions"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in DATA["own"].items():
        told = text.lstrip().format(year=scene.start.year, first=scene.start.isoformat(), last=scene.end.isoformat())
        with draft(folder / f"{name}.toml") as file:
            file.write_text(told, encoding="utf-8")


def _enter(scene: Scene, action: int, rank: int, line: str, oriented: Date, entry: Date) -> Stay:
    leaving = {
        2: (plus_months(scene.today, -1), "sortie du RSA", ""),
        8: (scene.today.subtract(days=24), "réorientation", "France Travail"),
    }
    out, kind, where = leaving.get(rank, (None, "", ""))
    person = scene.recipient(line, "segreen", 25, 58, zone="PDS Nord Anjou", referent=DATA["trainers"][WORKER])
    more = {"oriented": oriented, "orientation": "sociale", "oriented_by": "Département"}
    stay = scene.stay(action, person, entry, out, exit_type=kind, destination=where, **more)
    if out:
        scene.leave(action, stay, out)
    return stay


def _meetings(scene: Scene, action: int, rank: int, stay: Stay) -> None:
    """Every five weeks or so, face to face; one person prefers the telephone."""
    for number in range(9):
        day = scene.workday(stay.entry.add(days=3 + 36 * number))
        if day > min(stay.last, scene.today.add(days=30)):
            break
        far = rank == ON_THE_PHONE and number
        theme = DATA["themes"]["reference"][(rank + number) % 5]
        channel = "téléphone" if far or (rank + number) % 6 == 5 else "face à face"
        more = {"theme": theme, "channel": channel, "place": "Segré-en-Anjou Bleu"}
        scene.meet(action, "rendez-vous", stay.person, day, WORKER, (9 + rank % 8) * 60, **more)
        if not number:
            for kind in ("droits-devoirs", "diagnostic"):
                scene.note("Step", day, action, stay.person, kind=kind, day=day)


def _contracts(scene: Scene, action: int, rank: int, stay: Stay, oriented: Date) -> None:
    """A contract within two months of the orientation; one of six months is to be renewed soon."""
    start = oriented.add(days=74 if rank == SIGNED_LATE else 30 + rank % 4 * 5)
    end = plus_months(start, 12).subtract(days=1)
    if rank == SHORT:
        start = oriented.add(days=40)
        end = scene.today.add(days=19)
    if start > scene.today:
        return
    waiting, signed = rank == UNDER_REVIEW, scene.past_workday(start)
    scene.add(
        "Contract",
        start,
        action=action,
        person=stay.person,
        kind="contrat-engagements",
        start=start,
        end=end,
        status="en validation" if waiting else "validé",
        signed=signed,
        signed_referent=signed,
        sent=scene.past_workday(start.add(days=4)),
        validated=None if waiting else scene.past_workday(start.add(days=20)),
    )


def _returns(scene: Scene, action: int) -> None:
    """Every quarter was handed in but the last one."""
    start = scene.start
    while (after := start.first_of("quarter").add(months=3)) and after.add(days=60) <= scene.today:
        day = max(scene.past_workday(after.add(days=20)), after.subtract(days=1))
        scene.add("HandedIn", day, action=action, code="trimestriel", start=start, day=day)
        start = after
