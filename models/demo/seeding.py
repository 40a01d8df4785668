"""Filling a home with the made-up year."""

from pathlib import Path

from pendulum import Date

from config.settings import Closure, Settings, database_url, save
from models.days.clock import today
from models.demo import coaching, engagements, fleet, licence, modules, reference, workshops, worksite
from models.demo.scene import DATA, Scene
from models.demo.settling import settle
from models.storage.opening import open_database


def seed(home: Path) -> None:
    """Fills ``home`` with settings and a database of made-up records. Raises CannotOpen or OSError."""
    scene = Scene(today())
    save(_settings(scene), home)
    reference.own_convention(scene, home)
    engine = open_database(database_url(Settings(), home))
    try:
        _tell(scene)
        settle(scene)
        scene.store()
    finally:
        engine.close()


def _tell(scene: Scene) -> None:
    licence.tell(scene)
    workshops.tell_reinforced(scene, workshops.tell_open(scene))
    workshops.tell_simple(scene)
    fleet.tell(scene, modules.tell(scene))
    coaching.tell(scene)
    worksite.tell(scene)
    reference.tell(scene)
    engagements.tell(scene)


def _settings(scene: Scene) -> Settings:
    closures = [
        Closure(first, last, closure["label"])
        for year in range(scene.start.year, scene.end.year + 1)
        for closure in DATA["closures"]
        for first, last in [_dates(closure, year)]
    ]
    return Settings(
        operator=DATA["operator"],
        user=DATA["user"],
        declaration_number=DATA["declaration_number"],
        sites=tuple(DATA["sites"]),
        trainers=tuple(DATA["trainers"]),
        closures=tuple(closures),
    )


def _dates(closure: dict[str, str], year: int) -> tuple[Date, Date]:
    """The two ends of a closure that begins that year."""
    over = year + (closure["to"] < closure["from"])
    return Date.fromisoformat(f"{year}-{closure['from']}"), Date.fromisoformat(f"{over}-{closure['to']}")
