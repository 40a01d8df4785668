"""A convention takes from others what it does not say itself; its choices are named, and given another value."""

import contextlib
import copy
import datetime
import tomllib
from pathlib import Path

import pytest
import tomli_w

import config
from config import catalogue
from config.reading import Faults
from config.refusal import Refusal

BASE = """\
id = "cd00-base"
title = "Base"
territory = "Nulle-Part"
edition = "2026"
document = "Cahier des charges"
places = "obligatoires"
readings = ["Lecture A : de la base."]

[[parameter]]
name = "seances"
value = 44
reading = "Lecture A"
meaning = "Séances par place."

[[parameter]]
name = "groupe"
value = 6
reading = "Article 3"
meaning = "Personnes par séance."

[[parameter]]
name = "au-plus-tot"
value = 2026-01-01
reading = "Article 4"
meaning = "Premier jour d'une action."

[[nature]]
code = "seance"
label = "Séance"
collective = true

[[indicator]]
measure = "attendances"
id = "participations"
label = "Participations"
unit = "participation"
source = "Article 2"
definition = "Présences."
natures = ["seance"]
target = { base = "places", each = "$seances", pro_rata = true }

[[rule]]
rule = "group-size"
name = "groupe"
natures = ["seance"]
minimum = "$groupe"
source = "Article 3"
remedy = "Regroupez."

[[rule]]
rule = "action-dates"
name = "debut"
earliest = "$au-plus-tot"
latest = 2026-12-31
source = "Article 4"
remedy = "Vérifiez."
"""
CHILD = 'id = "cd00-fille"\ninherits = ["cd00-base"]\ntitle = "Fille"\n'


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Writes operator's own files: ``own("cd00-base", text)``."""
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    (tmp_path / "conventions").mkdir()

    def write(name: str, text: str) -> None:
        (tmp_path / "conventions" / f"{name}.toml").write_text(text, encoding="utf-8")

    write("cd00-base", BASE)
    return write


def child(own, text: str):
    own("cd00-fille", CHILD + text)
    return catalogue.convention("cd00-fille")


def faults(own, text: str) -> list[str]:
    """What is wrong with the child, from the key on."""
    with pytest.raises(Faults) as found:
        child(own, text)
    return [sentence.partition(" : ")[2] for sentence in found.value.sentences]


def test_everything_is_taken_but_what_the_file_says_itself(own):
    found = child(own, 'edition = "2027"\nreadings = ["Lecture B : la sienne."]\n')
    base = catalogue.convention("cd00-base")
    assert (found.title, found.edition, found.territory) == ("Fille", "2027", "Nulle-Part")
    assert (found.indicator, found.rule, found.nature) == (base.indicator, base.rule, base.nature)
    assert found.readings == ("Lecture B : la sienne.", "Lecture A : de la base.")


def test_a_choice_takes_another_value_wherever_it_serves(own):
    found = child(own, '[[parameter]]\nname = "seances"\nvalue = 30\n')
    assert found.indicator[0].target.each == 30
    assert found.parameter[0].meaning == "Séances par place."
    assert catalogue.convention("cd00-base").indicator[0].target.each == 44


def test_a_choice_may_be_a_day(own):
    found = child(own, '[[parameter]]\nname = "au-plus-tot"\nvalue = 2026-09-01\n')
    assert found.rule[1].earliest == datetime.date(2026, 9, 1)


def test_one_key_of_a_target_changes_and_the_others_stay(own):
    found = child(own, '[[indicator]]\nid = "participations"\ntarget = { each = 20 }\n')
    target = found.indicator[0].target
    assert (target.base, target.each, target.pro_rata) == ("places", 20, True)


def test_a_rule_changes_by_its_name(own):
    found = child(own, '[[rule]]\nname = "groupe"\nstrength = "souple"\n')
    assert (found.rule[0].minimum, found.rule[0].severity) == (6, "info")


def test_a_rule_set_aside_takes_its_choice_with_it(own):
    found = child(own, 'without = ["groupe"]\n[[rule]]\nname = "debut"\nlatest = 2026-06-30\n')
    assert [rule.name for rule in found.rule] == ["debut"]
    assert [one.name for one in found.parameter] == ["seances", "au-plus-tot"]


def test_the_file_s_own_tables_come_first(own):
    found = child(own, '[[nature]]\ncode = "entretien"\nlabel = "Entretien"\ncollective = false\n')
    assert [nature.code for nature in found.nature] == ["entretien", "seance"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'without = ["groupes"]\n',
            "without[1] : « groupes » n'est hérité de personne : retirez-le.",
        ),
        (
            '[[parameter]]\nname = "durée"\nvalue = "3 h"\nreading = "A"\nmeaning = "M."\n',
            'parameter[1].name : « durée » ne sert nulle part : écrivez "$durée" où il sert, ou retirez-le.',
        ),
        (
            '[[rule]]\nname = "groupe"\nminimum = "$groupes"\n',
            "rule[1].minimum : « $groupes » n'est le nom d'aucun [[parameter]] ; vouliez-vous dire « groupe » ?",
        ),
        (
            '[[parameter]]\nname = "seances"\nvalue = "beaucoup"\n',
            "indicator[1].target.each : attend un nombre entier, pas « beaucoup ».",
        ),
        (
            '[[parameter]]\nname = "seances"\nvalue = 4.5\n',
            "parameter[1].value : attend un texte entre guillemets, pas « 4.5 ».",
        ),
    ],
)
def test_what_an_inheriting_file_gets_wrong(own, text, sentence):
    assert sentence in faults(own, text)


def test_a_file_that_does_not_exist_is_not_inherited(own):
    own("cd00-fille", CHILD.replace("cd00-base", "cd00-absente"))
    with pytest.raises(Faults, match=r"inherits\[1\] : « cd00-absente » n'est pas une convention connue."):
        catalogue.convention("cd00-fille")


def test_two_files_that_inherit_each_other(own):
    own("cd00-base", BASE.replace('title = "Base"', 'title = "Base"\ninherits = ["cd00-fille"]'))
    assert any("héritent les uns des autres sans fin" in sentence for sentence in faults(own, ""))


def test_the_faults_of_what_is_inherited_are_told_of_the_file_that_inherits(own):
    own("cd00-base", BASE.replace('code = "seance"', 'code = "atelier"'))
    assert "indicator[1].natures[1] : « seance » n'est déclaré dans aucun [[nature]]." in faults(own, "")


ODD: tuple[object, ...] = (
    *({}, [], [[]], [{}], {"x": {}}, 0, -1, 10**18, 1.5, float("nan"), float("inf"), True, "", "$", "$x", "x" * 5000),
    datetime.date(1, 1, 1),
)


def swept(whole, path):
    """Reads the file as often as there are keys and odd values, each key given each; how many were read or refused."""
    tables = {name: several for name, several in whole.items() if isinstance(several, list)}
    keys = {(name, key) for name, several in tables.items() for one in several if isinstance(one, dict) for key in one}
    tried = 0
    for table, key in sorted(keys | {("", key) for key in whole}):
        for odd in ODD:
            data = copy.deepcopy(whole)
            place = next(one for one in data[table] if key in one) if table else data
            place[key] = odd
            path.write_text(tomli_w.dumps(data), encoding="utf-8")
            with contextlib.suppress(Refusal):
                catalogue.read(path)
            tried += 1
    return tried


def test_a_key_of_another_kind_is_refused_in_sentences(tmp_path):
    assert swept(tomllib.loads(BASE), tmp_path / "cd00-base.toml") > 100


@pytest.mark.slow
@pytest.mark.parametrize("id", ["cd49-aci", "cd93-3b-permis", "cd62-ede"])
def test_so_it_is_in_every_table(tmp_path, id):
    shipped = Path(config.__file__).parent / "conventions" / f"{id}.toml"
    whole = tomllib.loads(shipped.read_text(encoding="utf-8")) | {"id": "cd00-essai"}
    assert swept(whole, tmp_path / "cd00-essai.toml") > 500
