"""An operator begins a convention of its own from another, and changes what differs."""

import pytest

from config import catalogue, starting
from config.reading import Faults


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path / "maison"))
    return tmp_path / "maison"


def test_what_is_begun_is_usable_at_once_and_the_same_as_its_model(home):
    path = starting.begin("cd00-mon-chantier", "cd49-aci")
    assert path == home / "conventions" / "cd00-mon-chantier.toml"
    found, model = catalogue.usable()["cd00-mon-chantier"], catalogue.convention("cd49-aci")
    assert (found.title, found.edition) == (f"{model.title} (à compléter)", "à compléter")
    assert (found.indicator, found.rule, found.returns) == (model.indicator, model.rule, model.returns)
    assert found.parameter == model.parameter


@pytest.mark.parametrize("like", sorted(catalogue.usable()))
def test_every_convention_may_be_a_model(like):
    found = catalogue.read(starting.begin("cd00-la-mienne", like))
    assert found.rule == catalogue.convention(like).rule


def test_each_choice_is_written_with_what_it_means(home):
    text = starting.begin("cd00-mon-chantier", "cd49-aci").read_text(encoding="utf-8")
    assert (
        "# Heures travaillées attendues d'une place en un an : 52 semaines de 20 heures ; 26 heures par semaine en "
        'feraient 1 352 h. (Annexe 5, §7.1)\n[[parameter]]\nname = "heures-par-place"\nvalue = "1 040 h"\n'
    ) in text
    assert "value = 2021-01-01\n" in text


def test_a_choice_changed_in_the_file_changes_the_target(home):
    path = starting.begin("cd00-mon-chantier", "cd49-aci")
    path.write_text(path.read_text(encoding="utf-8").replace('"1 040 h"', '"1 352 h"'), encoding="utf-8")
    worked = next(one for one in catalogue.read(path).indicator if one.id == "nombre-d-heures-travaillees")
    assert worked.target.hours == 1352 * 60


def test_the_examples_are_valid_once_their_sign_is_removed(home):
    path = starting.begin("cd00-la-mienne", "cd49-adse-a-simple")
    head, examples = path.read_text(encoding="utf-8").split("# Exemples")
    head = head.replace("# without", "without")
    code = [line[2:] for line in examples.splitlines() if line.startswith(("# [[", "# ")) and _is_toml(line[2:])]
    path.write_text(head + "\n".join(code) + "\n", encoding="utf-8")
    found = catalogue.read(path)
    assert found.document_kind[0].code == "mon-document"
    aside = catalogue.convention("cd49-adse-a-simple").rule[-1].name
    assert aside not in [rule.name for rule in found.rule]
    assert found.rule[0].severity == "info"
    assert found.indicator[0].target == catalogue.convention("cd49-adse-a-simple").indicator[0].target


def _is_toml(line: str) -> bool:
    return line.startswith("[[") or " = " in line


@pytest.mark.parametrize(
    ("id", "like", "sentence"),
    [
        ("cd49-aci", "cd49-aci", "La convention « cd49-aci » existe déjà ; choisissez un autre identifiant."),
        (
            "Mon chantier",
            "cd49-aci",
            "« Mon chantier » : un identifiant s'écrit en minuscules sans accent, chiffres et tirets : "
            "« cd00-mon-action ».",
        ),
        (
            "cd00-essai",
            "cd49-reference",
            "« cd49-reference » rassemble des règles communes ; donnez à --like une convention qui en hérite.",
        ),
    ],
)
def test_what_is_refused_writes_nothing(home, id, like, sentence):
    with pytest.raises(Faults) as found:
        starting.begin(id, like)
    assert found.value.sentences == [sentence]
    assert not home.exists()


def test_an_unknown_model_names_the_nearest(home):
    with pytest.raises(catalogue.UnknownConvention, match="vouliez-vous dire « cd49-geiq »"):
        starting.begin("cd00-essai", "cd49-geik")
    assert not home.exists()


def test_a_convention_begun_twice_is_refused_and_kept(home):
    path = starting.begin("cd00-essai", "cd49-ei")
    path.write_text("# le mien\n", encoding="utf-8")
    with pytest.raises(Faults, match="existe déjà"):
        starting.begin("cd00-essai", "cd49-ei")
    assert path.read_text(encoding="utf-8") == "# le mien\n"
