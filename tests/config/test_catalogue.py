"""Conventions are found by their id: the ones shipped, and the operator's own."""

import subprocess
import sys

import pytest

from config import catalogue
from config.reading import Faults
from config.schema import ParcoursLength
from models.tables import Action

OWN = """
id = "cd00-essai"
title = "Essai"
territory = "Nulle-Part"
edition = "2026"
document = "Cahier des charges"
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    (tmp_path / "conventions").mkdir()
    return tmp_path / "conventions"


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(catalogue.UnknownConvention, match="vouliez-vous dire « cd49-adse-b »"):
        catalogue.convention("cd49-adse-c")


def test_the_operator_s_own_convention_joins_the_catalogue(own):
    shipped = list(catalogue.catalogue())
    (own / "cd00-essai.toml").write_text(OWN, encoding="utf-8")
    assert catalogue.convention("cd00-essai").title == "Essai"
    assert list(catalogue.catalogue()) == ["cd00-essai", *shipped]
    assert "cd00-essai" in catalogue.usable()


def test_common_rules_come_last_and_no_action_runs_under_them(own):
    roles = [one.role for one in catalogue.catalogue().values()]
    assert roles == sorted(roles, reverse=True)
    assert {"convention"} == {one.role for one in catalogue.usable().values()} != set(roles)


def test_the_hidden_twin_a_mac_leaves_beside_a_file_is_no_convention(own):
    shipped = list(catalogue.catalogue())
    (own / "cd00-essai.toml").write_text(OWN, encoding="utf-8")
    (own / "._cd00-essai.toml").write_bytes(b"\x00\x05\x16\x07\xff")
    assert list(catalogue.catalogue()) == ["cd00-essai", *shipped]


def test_a_file_named_otherwise_than_its_id_is_refused(own):
    (own / "essai.toml").write_text(OWN, encoding="utf-8")
    with pytest.raises(Faults, match="« cd00-essai » n'est pas le nom du fichier"):
        catalogue.convention("essai")


def test_a_convention_is_read_once():
    assert catalogue.convention("cd49-ai") is catalogue.convention("cd49-ai")


def test_asking_for_one_convention_reads_it_and_what_it_inherits():
    code = (
        "import config.catalogue as c; read = []; real = c.read_text\n"
        "c.read_text = lambda file: (read.append(file.name), real(file))[1]\n"
        "c.settled.load = lambda *_: None  # as at the first use\n"
        "c.convention('cd49-ai'); print(read)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['cd49-ai.toml', 'cd49-reference.toml', 'cd49-commun-etapes.toml']"


NEXT = """
id = "cd49-adse-b"
inherits = ["cd49-adse-b"]
title = "ADSE parcours B, édition suivante"
edition = "2026"
document = "Cahier des charges 2026"

[[rule]]
name = "duree-parcours"
maximum = "9 mois"
"""


def months(id: str, edition: str = "") -> int:
    """The longest parcours of a convention, in months."""
    return catalogue.convention(id, edition).rules_of(ParcoursLength)[0].maximum


def test_a_new_edition_leaves_the_actions_of_the_former_one_as_they_were(own):
    (own / "cd49-adse-b.toml").write_text(NEXT, encoding="utf-8")
    former, current = (Action(convention="cd49-adse-b", edition=edition).spec for edition in ("2021", "2026"))
    assert (former.document, months("cd49-adse-b", "2021")) == (
        "Cahier des charges 2021, annexe 2 : Actions de dynamisation sociale vers l'emploi (ADSE)",
        12,
    )
    assert (current.document, months("cd49-adse-b", "2026")) == ("Cahier des charges 2026", 9)
    assert catalogue.catalogue()["cd49-adse-b"] is current


def test_the_operator_keeps_a_former_edition_beside_the_new_one(own):
    (own / "cd00-essai@2026.toml").write_text(OWN, encoding="utf-8")
    (own / "cd00-essai.toml").write_text(OWN.replace("2026", "2027").replace("Essai", "Neuf"), encoding="utf-8")
    assert catalogue.convention("cd00-essai").title == "Neuf"
    assert catalogue.convention("cd00-essai", "2027").title == "Neuf"
    assert catalogue.convention("cd00-essai", "2026").title == "Essai"
    assert catalogue.convention("cd00-essai", "2019").title == "Neuf"  # no file has it any more


def test_a_former_edition_of_the_operator_s_prevails_over_the_one_shipped_for_it_alone(own):
    (own / "cd49-adse-b@2021.toml").write_text(NEXT.replace('"2026"', '"2021"'), encoding="utf-8")
    (own / "cd49-adse-b.toml").write_text(NEXT.replace('"9 mois"', '"6 mois"'), encoding="utf-8")
    assert (months("cd49-adse-b"), months("cd49-adse-b", "2026"), months("cd49-adse-b", "2021")) == (6, 6, 9)


def test_a_file_of_a_former_edition_is_never_today_s(own):
    (own / "cd49-adse-b@2020.toml").write_text(NEXT.replace('"2026"', '"2020"'), encoding="utf-8")
    assert (months("cd49-adse-b"), months("cd49-adse-b", "2021"), months("cd49-adse-b", "2020")) == (12, 12, 9)


def test_a_former_edition_gone_wrong_is_told_with_the_rest(own):
    (own / "cd49-adse-b@2020.toml").write_text(NEXT.replace("maximum", "maximun"), encoding="utf-8")
    with pytest.raises(Faults, match=r"cd49-adse-b@2020.toml, ligne 10 : rule\[1\].maximun : clé inconnue"):
        catalogue.catalogue()
