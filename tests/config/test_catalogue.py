"""Conventions are found by their id: the ones shipped, and the operator's own."""

import subprocess
import sys

import pytest

from config import catalogue
from config.reading import Faults

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
    (own / "cd00-essai.toml").write_text(OWN, encoding="utf-8")
    assert catalogue.convention("cd00-essai").title == "Essai"
    assert list(catalogue.catalogue()) == ["cd00-essai", *SIX]


def test_the_hidden_twin_a_mac_leaves_beside_a_file_is_no_convention(own):
    (own / "cd00-essai.toml").write_text(OWN, encoding="utf-8")
    (own / "._cd00-essai.toml").write_bytes(b"\x00\x05\x16\x07\xff")
    assert list(catalogue.catalogue()) == ["cd00-essai", *SIX]


def test_a_file_named_otherwise_than_its_id_is_refused(own):
    (own / "essai.toml").write_text(OWN, encoding="utf-8")
    with pytest.raises(Faults, match="« cd00-essai » n'est pas le nom du fichier"):
        catalogue.convention("essai")


def test_a_convention_is_read_once():
    assert catalogue.convention("cd49-ai") is catalogue.convention("cd49-ai")


def test_asking_for_one_convention_reads_no_other():
    code = (
        "import config.catalogue as c; read = []; real = c.read_text\n"
        "c.read_text = lambda file: (read.append(file.name), real(file))[1]\n"
        "c.convention('cd49-ai'); print(read)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['cd49-ai.toml']"


SIX = [
    "cd49-adse-a-renforce",
    "cd49-adse-a-simple",
    "cd49-adse-b",
    "cd49-ai",
    "cd49-point-mobilite",
    "cd93-3b-permis",
]
