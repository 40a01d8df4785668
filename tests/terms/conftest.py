"""An empty installation, and a Département that gives its own échelle: 8 items of 6 paliers."""

import pytest

from config import catalogue

ITEMS = ("logement", "sante", "enfants", "mobilite", "formation", "langue", "budget", "reseau")
WEIGHTS = (1, 2, 4, 8, 12, 20)
GRID = 'id = "cd62-ede"\ntitle = "Échelle du Département"\nrole = "commun"\ninherits = ["cd62-ede"]\n' + (
    'territory = "Pas-de-Calais"\nedition = "essai"\ndocument = "Annexe 3"\n'
)


def grid(items=ITEMS) -> str:
    """An operator's file: every item weighs 1, 2, 4, 8, 12, 20; the last two paliers of « logement » are coloured."""
    text = GRID
    for item in items:
        text += f'\n[[distance.item]]\ncode = "{item}"\nlabel = "{item.capitalize()}"\n'
        for rank, weight in enumerate(WEIGHTS, 1):
            colour = {5: "rose", 6: "bleue"}.get(rank, "") if item == "logement" else ""
            text += f'[[distance.item.palier]]\ncode = "p{rank}"\nlabel = "palier {rank}"\nweight = {weight}\n'
            text += f'colour = "{colour}"\n' if colour else ""
    return text


@pytest.fixture
def base(base, monkeypatch, on_day):
    """An empty database; the day is 31/12/2012 unless the test sets another."""
    on_day("2012-12-31")
    monkeypatch.setattr(catalogue, "_already", {})
    return base


@pytest.fixture
def configured(base, tmp_path):
    """The same with the échelle of the Département, in an operator's own file."""
    folder = tmp_path / "conventions"
    folder.mkdir()
    (folder / "cd62-ede.toml").write_text(grid(), encoding="utf-8")
    return folder
