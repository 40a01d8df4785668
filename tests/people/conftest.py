"""A small structure for screens."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from config import settings
from config.settings import Settings
from models.tables import Action, Document, Exam, Parcours, Person
from tests import world
from tests.world import check, day, exam, mark, moped, session, stay
from tui.app import AssiduApp

CHOSEN = Settings(operator="Mobilité 49", user="Claire")
HOSTILE = "[/x] =1+1 [bold]é🙂"


@dataclass
class Town:
    """What the screens show: a permis action, an ADSE action, mopeds, and three persons, one with a hostile name."""

    home: Path
    adse: Action
    permis: Action
    mobility: Action
    amina: Person
    bakary: Person
    hostile: Person

    def app(self) -> AssiduApp:
        return AssiduApp(CHOSEN, self.home)


@pytest.fixture
def town(base, tmp_path):
    settings.save(CHOSEN, tmp_path)
    return _build(tmp_path)


def _build(home: Path) -> Town:
    adse = world.action("cd49-adse-a-renforce", code="ADSE-26", places=3, title="Ateliers du quartier")
    permis = world.action("cd93-3b-permis", code="PERMIS-26")
    mobility = world.action("cd49-point-mobilite", code="MOB-26")
    amina = world.person("Diallo Amina", code="AD01", birth=day("04/05/1990"), public="RSA", town="Angers")
    bakary = world.person("Touré Bakary", code="BT02", confirmed=False)
    hostile = world.person("=1+1", last_name=HOSTILE, first_name="x" * 120)
    for one in (amina, bakary, hostile):
        stay(adse, one, "12/01/2026", group="Matin")
    stay(permis, amina, "12/01/2026")
    stay(permis, bakary, "12/01/2026", "31/03/2026", exit_type="abandon", confirmed=False)
    for date in ("05/02/2026", "12/02/2026", "19/02/2026"):
        mark(session(adse, "seance", date, theme="Budget"), amina, bakary)
    mark(session(adse, "entretien", "20/02/2026", "9:00", "10:00"), hostile)
    session(adse, "seance", "25/06/2026", theme="[/x]", code="S-OUBLI")
    session(permis, "conduite", "03/07/2026", code="S-DEMAIN")
    mark(session(permis, "conduite", "12/03/2026"), amina, status="retard", minutes=105)
    Document.create(action=adse, person=amina, kind="contrat", day=day("20/01/2026"), recipient=HOSTILE)
    Exam.create(action=permis, person=amina, test="code", day=day("20/04/2026"), result="réussi", reason="[/x]")
    exam(permis, bakary, "code", "20/03/2026", "échoué")
    world.loan(moped(mobility, "AA-123-BB", "01/01/2026"), amina, "02/05/2026", "02/06/2026", "30/05/2026")
    check(amina, "05/01/2026")
    Parcours.update(recorded_by="Claire").execute()
    return Town(home, adse, permis, mobility, amina, bakary, hostile)
