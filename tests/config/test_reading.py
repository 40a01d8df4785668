"""What is wrong with a convention file is told: which file, which line, which key, what to write."""

import dataclasses

import pytest

from config.catalogue import read
from config.reading import Faults
from config.schema import GroupSize
from config.schema.kept import DocumentKind, ExamKind

START = """\
id = "cd00-essai"
title = "Essai"
territory = "Nulle-Part"
edition = "2026"
document = "Cahier des charges"

[[nature]]
code = "atelier"
label = "Atelier"
collective = true

[[indicator]]
measure = "sessions"
id = "ateliers"
label = "Nombre d'ateliers"
unit = "séance"
source = "Article 1"
definition = "Ateliers tenus."
natures = ["atelier"]
"""
RULE = """
[[rule]]
rule = "group-size"
natures = ["atelier"]
minimum = 4
source = "Article 2"
remedy = "Regroupez."
"""
PARK = """\
[park]
days = "180 jours"
year = "0 jours"
usual = "4 mois"
exceptional = "8 mois"
chained_within = "30 jours"
source = "Article 3"
"""


@pytest.fixture
def faults(tmp_path):
    """The sentences about a file holding this text, without the folder's name."""

    def told(text: str) -> list[str]:
        path = tmp_path / "essai.toml"
        path.write_text(text, encoding="utf-8")
        try:
            read(path)
        except Faults as found:
            return [sentence.replace(str(path), "essai.toml") for sentence in found.sentences]
        return []

    return told


def test_a_new_convention_of_known_measures_is_a_file_and_nothing_else(tmp_path):
    path = tmp_path / "essai.toml"
    path.write_text(START + RULE, encoding="utf-8")
    found = read(path)
    assert (found.id, found.nature[0].length, found.rule[0].minimum) == ("cd00-essai", 120, 4)


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "essai.toml"
    path.write_text(START, encoding="utf-8-sig")
    assert read(path).id == "cd00-essai"


@pytest.mark.parametrize(
    ("replaced", "by", "sentence"),
    [
        (
            'unit = "séance"',
            'unit = "seance"',
            "essai.toml, ligne 16 : indicator[1].unit : « seance » est inconnu ; vouliez-vous dire « séance » ?",
        ),
        (
            "collective = true",
            "colective = true",
            "essai.toml, ligne 10 : nature[1].colective : clé inconnue ; vouliez-vous dire « collective » ?",
        ),
        (
            'measure = "sessions"',
            'measure = "session"',
            "essai.toml, ligne 13 : indicator[1].measure : « session » est inconnu ; vouliez-vous dire « sessions » ?",
        ),
        (
            'rule = "group-size"',
            'rule = "groupsize"',
            "essai.toml, ligne 22 : rule[1].rule : « groupsize » est inconnu ; vouliez-vous dire « group-size » ?",
        ),
        (
            "minimum = 4",
            'minimum = "quatre"',
            "essai.toml, ligne 24 : rule[1].minimum : attend un nombre entier, pas « quatre ».",
        ),
        (
            "minimum = 4",
            "minimum = 4\nmaximum = 3",
            "essai.toml, ligne 24 : rule[1].minimum : est plus grand que maximum.",
        ),
        (
            "minimum = 4",
            'minimum = 4\nof = "parcours"',
            "essai.toml, ligne 25 : rule[1].of : clé inconnue.",
        ),
        (
            "collective = true",
            'collective = true\nlength = "2 mois"',
            "essai.toml, ligne 11 : nature[1].length : « 2 mois » n'est pas compris : "
            "une durée s'écrit « 2 h », « 2 h 30 » ou « 45 min ».",
        ),
        (
            'rule = "group-size"\nnatures = ["atelier"]\nminimum = 4',
            'rule = "stay-length"\nof = "action"\nmaximum = "99999 mois"',
            "essai.toml, ligne 24 : rule[1].maximum : « 99999 mois » n'est pas compris : "
            "un nombre de mois s'écrit « 12 mois », 1200 au plus.",
        ),
        (
            'label = "Atelier"',
            'label = " "',
            "essai.toml, ligne 9 : nature[1].label : est vide ; écrivez-y un texte.",
        ),
        (
            'label = "Atelier"',
            'label = "Atelier\\u001b[2J"',
            "essai.toml, ligne 9 : nature[1].label : contient un caractère invisible ; retapez ce texte.",
        ),
        (
            'title = "Essai"',
            "",
            'essai.toml : title : clé obligatoire absente ; ajoutez title = "…".',
        ),
        (
            'natures = ["atelier"]\n\n',
            'natures = ["ateliers"]\n\n',
            "essai.toml, ligne 19 : indicator[1].natures[1] : « ateliers » n'est déclaré dans aucun [[nature]] ; "
            "vouliez-vous dire « atelier » ?",
        ),
        (
            "collective = true",
            'collective = true\n[[nature]]\ncode = "atelier"\nlabel = "Autre"\ncollective = true',
            "essai.toml, ligne 12 : nature[2].code : « atelier » est déjà pris ; donnez-lui un autre nom.",
        ),
        (
            'id = "cd00-essai"',
            'id = "Mon essai"',
            "essai.toml, ligne 1 : id : s'écrit en minuscules sans accent, chiffres et tirets : « cd00-mon-action ».",
        ),
    ],
)
def test_one_fault_one_sentence(faults, replaced, by, sentence):
    text = START + RULE
    assert replaced in text
    assert faults(text.replace(replaced, by, 1)) == [sentence]


def test_every_fault_of_a_file_is_told_at_once(faults):
    text = START.replace('unit = "séance"', 'unit = "mètre"') + RULE.replace('"atelier"', '"ateliers"')
    told = faults(text + RULE.replace("minimum = 4", "minimun = 4"))
    assert [sentence.split(" : ")[1] for sentence in told] == [
        "indicator[1].unit",
        "rule[2].minimun",
        "rule[1].natures[1]",
    ]


def test_a_faulty_table_is_not_also_said_to_be_missing(faults):
    nature = START.replace("collective = true", 'collective = "oui"')
    assert [sentence.split(" : ")[1] for sentence in faults(nature + RULE)] == ["nature[1].collective"]


@pytest.mark.parametrize(
    ("addition", "key"),
    [
        ('[[rule]]\nrule = "driving-quota"\nsource = "1"\nremedy = "x"', "rule[1] : la règle driving-quota lit"),
        ('[[rule]]\nrule = "park-size"\nminimum = 8\nsource = "1"\nremedy = "x"', "rule[1] : la règle park-size lit"),
        ('[[rule]]\nrule = "exclusivity"\nfamily = "adse"\nsource = "1"\nremedy = "x"', "rule[1].family : « adse »"),
        (
            '[[indicator]]\nmeasure = "document-holders"\nid = "d"\nlabel = "D"\nunit = "personne"\nsource = "1"\n'
            'definition = "x"\ndocument = "bilan"',
            "indicator[2].document : « bilan » n'est déclaré dans aucun [[document_kind]]",
        ),
        (
            '[[indicator]]\nmeasure = "payable-amount"\nid = "m"\nlabel = "M"\nunit = "€"\nsource = "1"\n'
            'definition = "x"\nnature = "atelier"',
            "indicator[2].nature : « atelier » n'a pas de prix",
        ),
        (
            '[[indicator]]\nmeasure = "attendances"\nid = "p"\nlabel = "P"\nunit = "participation"\nsource = "1"\n'
            'definition = "x"\nnatures = ["atelier"]\ntarget = { base = "places", each = 44 }',
            "indicator[2].target.base : un objectif par place",
        ),
    ],
)
def test_what_is_named_must_be_declared(faults, addition, key):
    told = faults(f"{START}\n{addition}\n")
    assert len(told) == 1
    assert key in told[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = \nx = 1", "essai.toml : ligne 1, colonne 6 : ce n'est pas du TOML"),
        ('id = "a"\nid = "b"\n', "cette clé ou ce tableau est écrit deux fois"),
        (f"minimum = {'9' * 5000}", "essai.toml : à la fin du fichier : ce n'est pas du TOML"),
        (PARK, "essai.toml, ligne 3 : park.year : attend au moins 1 jour"),
        ("nature = 3", "essai.toml, ligne 1 : nature : attend une liste entre crochets."),
        ("[[nature]]\n[[exam]]\n", "essai.toml, ligne 1 : nature[1].code : clé obligatoire absente"),
    ],
)
def test_a_text_that_is_no_convention_is_told_in_french(faults, text, said):
    told = faults(text)
    assert any(said in sentence for sentence in told), told


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path):
    (tmp_path / "image.toml").write_bytes(b"\xff\xfe\x00")
    for path, said in ((tmp_path / "absent.toml", "introuvable"), (tmp_path / "image.toml", "UTF-8"), (tmp_path, "")):
        with pytest.raises(Faults) as found:
            read(path)
        assert len(found.value.sentences) == 1
        assert said in found.value.sentences[0]


def test_a_table_is_made_like_a_frozen_dataclass():
    kind = ExamKind("code", label="Code")
    assert (kind.code, kind.label) == ("code", "Code")
    assert kind == ExamKind(code="code", label="Code") != DocumentKind("code", "Code")
    assert dataclasses.replace(kind, label="Conduite").label == "Conduite"
    for given, named in (((), {"code": "x"}), (("x", "y", "z"), {}), (("x", "y"), {"zut": 1})):
        with pytest.raises(TypeError, match="ExamKind takes code, label"):
            ExamKind(*given, **named)
    with pytest.raises(dataclasses.FrozenInstanceError):
        kind.label = "zut"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del kind.label
    with pytest.raises(TypeError, match="GroupSize takes source"):
        GroupSize("article 1", "à faire", "", None, ("atelier",), minimum=1)  # type: ignore[call-arg]
