"""The échelle: nothing is computed without its grid, and a total on a bound is for the instance."""

import pytest
from openpyxl import Workbook

from config import catalogue
from config.reading import Faults
from models.acts.refusals import Refused
from models.figures.figures import figures
from models.registers import facts
from models.tables import Ede
from models.takeover.process import take_over
from models.terms import distance
from tests.terms.conftest import ITEMS, grid
from tests.world import action, day, person, stay

BETWEEN = "Décision de l'équipe pluridisciplinaire ou de l'équipe d'orientation"


def scale(id: str = "cd62-cers"):
    return catalogue.convention(id).distance


def everything(palier: str = "p1", **others: str) -> dict[str, str]:
    """The same palier at each item but the ones named."""
    return dict.fromkeys(ITEMS, palier) | others


def test_the_shipped_grid_has_no_item_and_gives_no_total(base):
    assert (scale().items, scale().paliers, scale().item) == (8, 6, ())
    with pytest.raises(Refused, match="demander au Département"):
        distance.total(scale(), {"logement": "p1"})


def test_the_operator_s_grid_serves_both_contracts(configured):
    assert [item.code for item in scale("cd62-cers").item] == list(ITEMS)
    assert scale("cd62-cers") == scale("cd62-cerp")


def test_a_total_is_the_sum_of_the_weights(configured):
    # seven items at 2 points and one at 12
    assert distance.total(scale(), everything("p2", langue="p5")) == 7 * 2 + 12


def test_an_item_unanswered_is_no_zero(configured):
    with pytest.raises(Refused, match=r"2 items sans réponse \(Budget, Reseau\)"):
        distance.total(scale(), dict.fromkeys(ITEMS[:6], "p1"))
    assert distance.points(scale(), dict.fromkeys(ITEMS[:6], "p2")) == 12


@pytest.mark.parametrize(
    ("points", "proposed"),
    [
        (8, "Pôle Emploi"),
        (17, "Pôle Emploi"),
        (18, f"{BETWEEN} (valeur limite non prévue par la grille)"),
        (19, BETWEEN),
        (34, BETWEEN),
        (35, f"{BETWEEN} (valeur limite non prévue par la grille)"),
        (36, "Sphère solidarité"),
        (160, "Sphère solidarité"),
        (None, "sans total"),
    ],
)
def test_the_orientation_a_total_proposes(base, points, proposed):
    assert distance.proposal(scale(), points) == proposed


def test_the_bounds_are_readings_an_operator_may_change(base, tmp_path):
    (tmp_path / "conventions").mkdir()
    own = grid(()) + '[[parameter]]\nname = "seuil-bas"\nvalue = 19\nreading = "62-04"\nmeaning = "18 compris"\n'
    (tmp_path / "conventions" / "cd62-ede.toml").write_text(own, encoding="utf-8")
    assert distance.proposal(scale(), 18) == "Pôle Emploi"


def test_a_coloured_answer_is_a_point_of_vigilance(configured):
    assert distance.vigilance(scale(), everything("p1")) == []
    (said,) = distance.vigilance(scale(), everything("p1", logement="p6"))
    assert said.startswith("Logement (palier 6), bleue : frein réel")


def test_the_evolution_tells_the_items_that_moved(configured):
    before, after = everything("p4"), everything("p4", logement="p2", budget="p6")
    told = [(one.item, one.before, one.after, one.points) for one in distance.evolution(scale(), before, after)]
    assert told == [("Logement", "palier 4", "palier 2", 2 - 8), ("Budget", "palier 4", "palier 6", 20 - 8)]


def test_answers_are_read_as_they_are_written(base):
    assert distance.answers_of(distance.written(everything("p3"))) == everything("p3")
    assert distance.written({"logement": "p1", "sante": ""}) == "logement=p1"
    with pytest.raises(Refused, match="« logement » ne se lit pas"):
        distance.answers_of("logement; sante=p1")
    with pytest.raises(Refused, match="a deux réponses"):
        distance.answers_of("sante=p1; sante=p2")


def test_a_grid_that_is_not_eight_by_six_is_said_with_its_line(configured):
    (configured / "cd62-ede.toml").write_text(grid(ITEMS[:7]).replace("weight = 20", "weight = 21"), encoding="utf-8")
    with pytest.raises(Faults) as wrong:
        catalogue.convention("cd62-ede")
    assert any("7 items décrits, l'échelle en a 8" in one for one in wrong.value.sentences)
    assert any("un poids va de 1 à 20" in one for one in wrong.value.sentences)


def test_counting_echelles_needs_the_bounds(base, tmp_path):
    (tmp_path / "conventions").mkdir()
    text = (
        'id = "cd00-essai"\ntitle = "Essai"\nterritory = "Essai"\nedition = "1"\ndocument = "Essai"\n'
        'records = ["ede"]\n[[indicator]]\nmeasure = "distance-scales"\nid = "a"\nlabel = "A"\nunit = "échelle"\n'
        'source = "§1"\ndefinition = "A."\n'
    )
    (tmp_path / "conventions" / "cd00-essai.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Faults, match=r"ajoutez un tableau \[distance\]"):
        catalogue.convention("cd00-essai")


def echelle(where, who, on, answers=None, **more) -> Ede:
    text = distance.written(answers or {})
    values = {"occasion": "étape", "answers": text, **more}
    return facts.add(Ede, who="Claire", action=where, person=who, day=day(on), **values)


def test_what_the_grid_does_not_have_is_refused(configured):
    where, who = action("cd62-cers", "01/01/2012", "31/12/2012"), person("ANNE")
    stay(where, who, "10/01/2012")
    with pytest.raises(Refused, match="« chance » n'est pas un item"):
        echelle(where, who, "20/01/2012", {"chance": "p1"})
    with pytest.raises(Refused, match="« p7 » n'est pas un palier"):
        echelle(where, who, "20/01/2012", {"logement": "p7"})
    with pytest.raises(Refused, match="est 8 d'après les réponses, pas 9"):
        echelle(where, who, "20/01/2012", everything("p1"), total=9)
    with pytest.raises(Refused, match="va de 8 à 160 points"):
        echelle(where, who, "20/01/2012", total=7)
    assert Ede.select().count() == 0


def test_everyone_s_last_answers_are_told_item_by_item(configured):
    where = action("cd62-cers", "01/01/2012", "31/12/2012")
    anne, bruno = person("ANNE"), person("BRUNO")
    for who in (anne, bruno):
        stay(where, who, "10/01/2012")
    echelle(where, anne, "20/01/2012", everything("p6"))  # 8 × 20 = 160, then 8 × 2 = 16
    echelle(where, anne, "20/06/2012", everything("p2"))
    echelle(where, bruno, "20/06/2012", everything("p2", budget="p5"))  # 7 × 2 + 12 = 26
    found = {one.indicator.id: one for one in figures(where, where.start, where.end)}
    assert found["echelles-remplies-par-orientation-proposee"].detail == {
        "Sphère solidarité": 1,
        "Pôle Emploi": 1,
        BETWEEN: 1,
    }
    assert found["personnes-dont-la-distance-a-l-emploi-a-baisse"].value == 1
    assert found["reponses-par-item-et-palier"].value == 16  # two persons, eight items
    assert found["reponses-par-item-et-palier"].detail["Budget : palier 2"] == 1
    assert found["reponses-par-item-et-palier"].detail["Budget : palier 5"] == 1
    assert found["reponses-par-item-et-palier"].detail["Logement : palier 2"] == 2


@pytest.mark.parametrize(
    ("answers", "total", "said"),
    [
        ("logement", "", "« logement » ne se lit pas"),
        ("logement=p9", "", "n'est pas un palier de « logement »"),
        ("; ".join(f"{item}=p1" for item in ITEMS), 9, "est 8 d'après les réponses, pas 9"),
        ("", 200, "va de 8 à 160 points"),
    ],
)
def test_a_take_over_says_the_cell_at_fault(configured, tmp_path, answers, total, said):
    action("cd62-cers", "01/01/2012", "31/12/2012")
    person("ANNE")
    book = Workbook()
    sheet = book.active
    sheet.title = "EDE"
    sheet.append(["Action", "Participant", "Date", "Réponses", "Total"])
    sheet.append(["A", "ANNE", "20/01/2012", answers, total])
    book.save(tmp_path / "reprise.xlsx")
    (error,) = take_over(tmp_path / "reprise.xlsx").errors
    assert said in error.message
    assert Ede.select().count() == 0
