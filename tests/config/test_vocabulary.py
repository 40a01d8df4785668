"""Each way a convention file can be wrong with registers, contracts, classes, targets, delays, facts and returns."""

import pytest

from config.catalogue import read
from config.reading import Faults

SOUND = """\
id = "cd00-essai"
title = "Essai"
territory = "Nulle-Part"
edition = "2026"
document = "Cahier des charges"
places = "obligatoires"
records = ["contrats", "étapes"]

[[nature]]
code = "entretien"
label = "Entretien"
collective = false

[[contract_kind]]
code = "cddi"
label = "CDDI"

[[step]]
code = "diagnostic"
label = "Diagnostic"

[[indicator]]
measure = "attendances"
id = "entretiens"
label = "Entretiens"
unit = "entretien"
source = "Article 1"
definition = "Entretiens tenus."
natures = ["entretien"]

[[indicator]]
measure = "attended-hours"
id = "heures"
label = "Heures"
unit = "heure"
source = "Article 1"
definition = "Heures suivies."
natures = ["entretien"]
"""
RULE = '[[rule]]\nsource = "Article 2"\nremedy = "Vérifiez."\n'
INDICATOR = '[[indicator]]\nid = "essai"\nlabel = "Essai"\nsource = "Article 3"\ndefinition = "Compte."\n'
EDE = """
[distance]
source = "Article 4"
items = 2
paliers = 2
low = 18
high = 35
below = "professionnelle"
between = "instance"
above = "sociale"
"""


def item(code: str, *weights: int) -> str:
    """An item of the échelle with a palier of each weight."""
    paliers = "".join(
        f'[[distance.item.palier]]\ncode = "{rank}"\nlabel = "P{rank}"\nweight = {weight}\n'
        for rank, weight in enumerate(weights, 1)
    )
    return f'[[distance.item]]\ncode = "{code}"\nlabel = "Item {code}"\n{paliers}'


@pytest.fixture
def told(tmp_path):
    """The sentences about a file holding this text, from the key on."""

    def sentences(text: str) -> list[str]:
        path = tmp_path / "essai.toml"
        path.write_text(text, encoding="utf-8")
        try:
            read(path)
        except Faults as found:
            return [sentence.partition(" : ")[2] for sentence in found.sentences]
        return []

    return sentences


def test_the_file_each_example_breaks_is_sound(told):
    assert told(SOUND) == []
    assert told(SOUND + EDE) == []
    assert told(SOUND + EDE + item("a", 1, 20) + item("b", 5, 5)) == []


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (
            'rule = "contract-length"\ncontracts = ["cdi"]\nmaximum = "24 mois"',
            "rule[1].contracts[1] : « cdi » n'est déclaré dans aucun [[contract_kind]] ; vouliez-vous dire « cddi » ?",
        ),
        (
            'rule = "missing-step"\nstep = "bilan"\nsince = "entrée"\nmonths = "1 mois"',
            "rule[1].step : « bilan » n'est déclaré dans aucun [[step]].",
        ),
        (
            'rule = "missing-step"\nstep = "diagnostic"\nsince = "entrée"',
            "rule[1] : un délai s'écrit avec months, days ou les deux.",
        ),
        (
            'rule = "missing-interview"\nnatures = ["entretien"]\nsince = "entrée"',
            "rule[1] : un délai s'écrit avec months, days ou les deux.",
        ),
        (
            'rule = "missing-step"\nstep = "diagnostic"\nsince = "jamais"\nmonths = "1 mois"',
            "rule[1].since : « jamais » est inconnu ; au choix : entrée, orientation, sortie.",
        ),
        (
            'rule = "missing-contract"\ncontracts = ["cddi"]',
            "rule[1].of : au choix pour missing-contract : entrée, délai, durée, échéance.",
        ),
        (
            'rule = "contract-length"\ncontracts = ["cddi"]\nminimum = "24 mois"\nmaximum = "4 mois"',
            "rule[1].minimum : est plus grand que maximum.",
        ),
        (
            'rule = "missing-record"\nregister = "formations"',
            "rule[1] : lit le registre « formations » ; ajoutez-le à records.",
        ),
        (
            'rule = "missing-record"\nregister = "contrats"\nimmersions = ["stage"]',
            "rule[1].immersions : ne se dit que du registre « immersions ».",
        ),
        (
            'rule = "follow-up"\nmonths = "3 mois"',
            "rule[1] : lit le registre « suivis » ; ajoutez-le à records.",
        ),
        (
            'rule = "follow-up"\nmonths = "3 mois"\nclasses = ["durable"]',
            "rule[1].classes[1] : « durable » n'est déclaré dans aucun [[exit_class]].",
        ),
        (
            'rule = "exit-to-qualify"',
            "rule[1] : qualifier une sortie demande des classes : ajoutez [[exit_class]].",
        ),
        (
            'rule = "entry-condition"\nof = "âge"\nages = [25, 18]',
            "rule[1].ages : attend le premier et le dernier âge admis, par exemple [18, 25].",
        ),
        (
            'rule = "entry-condition"\nof = "public"\npublics = ["RSE"]',
            "rule[1].publics[1] : « RSE » est inconnu ; vouliez-vous dire « RSA » ?",
        ),
        (
            'rule = "action-dates"\nearliest = 2021-01-01\nlatest = "fin 2021"',
            "rule[1].latest : attend une date (2026-03-31), pas « fin 2021 ».",
        ),
        (
            'rule = "action-dates"\nearliest = 2021-01-01\nlatest = 2021-12-31\nstrength = "dure"',
            "rule[1].strength : « dure » est inconnu ; au choix : ferme, alerte, souple.",
        ),
        (
            'rule = "weekly-hours"\ncontracts = ["cddi"]\nminimum = "20 heures"',
            "rule[1].minimum : « 20 heures » n'est pas compris : une durée s'écrit « 2 h », « 2 h 30 » ou « 45 min ».",
        ),
    ],
)
def test_a_rule_that_cannot_be_followed(told, rule, sentence):
    found = told(f"{SOUND}\n{RULE}{rule}\n")
    assert sentence in found


@pytest.mark.parametrize(
    ("indicator", "sentence"),
    [
        (
            'measure = "in-time"\nunit = "personne"\nsince = "entrée"\nmonths = "1 mois"',
            "indicator[3] : dites ce qui doit être fait à temps : natures, contracts ou steps.",
        ),
        (
            'measure = "in-time"\nunit = "personne"\nsince = "entrée"\nsteps = ["diagnostic"]',
            "indicator[3] : un délai s'écrit avec months, days ou les deux.",
        ),
        (
            'measure = "obstacles-lifted"\nunit = "frein"',
            "indicator[3] : lit le registre « freins » ; ajoutez-le à records.",
        ),
        (
            'measure = "exits"\nunit = "sortie"\nclasses = ["durable"]',
            "indicator[3].classes[1] : « durable » n'est déclaré dans aucun [[exit_class]].",
        ),
        (
            'measure = "present"\nunit = "personne"\ncontracts = ["cddi"]\nstatuses = ["valide"]',
            "indicator[3].statuses[1] : « valide » est inconnu ; vouliez-vous dire « validé » ?",
        ),
        (
            'measure = "entries"\nunit = "entrée"\nvariants = ["type-a"]',
            "indicator[3].variants[1] : « type-a » n'est déclaré dans aucun [[variant]].",
        ),
        (
            'measure = "progressions"\nunit = "personne"\nscale = "cecrl"',
            "indicator[3].scale : « cecrl » n'est déclaré dans aucun [[scale]].",
        ),
        (
            'measure = "contracts"\nunit = "contrat"',
            "indicator[3].contracts : clé obligatoire absente ; ajoutez contracts = […].",
        ),
        (
            'measure = "place-amount"\nunit = "€"\nmoney = 4340',
            "indicator[3].money : attend une quantité avec son unité, par exemple « 45 € », pas « 4340 ».",
        ),
        (
            'measure = "place-amount"\nunit = "€"\nmoney = "4 340 €"\nper = 0',
            "indicator[3].per : attend un nombre de places d'au moins 1, par exemple 100.",
        ),
        (
            'measure = "entries"\nunit = "entrée"\nby = "classe"',
            "indicator[3].by : « classe » ne convient qu'à la mesure exits : seule une sortie en a une.",
        ),
        (
            'measure = "exits"\nunit = "sortie"\nby = "classe"',
            "indicator[3].by : répartir par classe demande des classes : ajoutez [[exit_class]].",
        ),
        (
            'measure = "persons"\nunit = "personne"\nof = "parcours"\nby = "sexe"\nby_public = true',
            "indicator[3].by : by et by_public s'excluent : gardez-en un.",
        ),
        (
            'measure = "persons"\nunit = "personne"\nof = "prêts"\nby = "variante"',
            "indicator[3].by : « variante » se lit dans un parcours : un prêt n'en a pas.",
        ),
        (
            'measure = "attendances"\nunit = "rendez-vous"\nnatures = ["entretien"]',
            "indicator[3].unit : « rendez-vous » est inconnu",
        ),
    ],
)
def test_an_indicator_that_cannot_be_counted(told, indicator, sentence):
    found = told(f"{SOUND}\n{INDICATOR}{indicator}\n")
    assert any(one.startswith(sentence) for one in found), found


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ('{ base = "places", percent = 0 }', ".percent : attend un nombre de centièmes, par exemple 50."),
        ('{ base = "places", per = 0 }', ".per : attend un nombre de places d'au moins 1, par exemple 100."),
        ('{ base = "places", each = 0 }', ".each : attend un nombre d'au moins 1."),
        ('{ base = "places", hours = "2 h" }', ".hours : ne convient qu'à un indicateur en heures."),
        ('{ base = "place" }', ".base : « place » est inconnu ; vouliez-vous dire « places » ?"),
        ('{ base = "personnes" }', ".base : « personnes » ne convient pas à la mesure attendances."),
        ('{ base = "places-mois" }', ".base : « places-mois » ne convient pas à la mesure attendances."),
        (
            '{ base = "places", money = "1 €" }',
            " : un objectif en euros s'écrit avec money, et seulement celui d'un indicateur en euros.",
        ),
        ('{ base = "places", pourcent = 50 }', ".pourcent : clé inconnue ; vouliez-vous dire « percent » ?"),
    ],
)
def test_a_target_that_cannot_be_compared(told, target, sentence):
    text = SOUND.replace('natures = ["entretien"]\n', f'natures = ["entretien"]\ntarget = {target}\n', 1)
    assert told(text) == [f"indicator[1].target{sentence}"]


def test_a_target_by_the_place_needs_places(told):
    text = SOUND.replace('places = "obligatoires"\n', "").replace(
        'natures = ["entretien"]\n', 'natures = ["entretien"]\ntarget = { base = "places", each = 3 }\n', 1
    )
    assert told(text) == ['indicator[1].target.base : un objectif par place demande places = "obligatoires".']


@pytest.mark.parametrize(
    ("classes", "sentence"),
    [
        (
            '[[exit_class]]\ncode = "durable"\nlabel = "Durable"\nsource = "A"\n',
            "exit_class[1] : ne reçoit aucune sortie : ajoutez [[exit_class.case]] ou otherwise = true.",
        ),
        (
            '[[exit_class]]\ncode = "durable"\nlabel = "Durable"\nsource = "A"\n'
            '[[exit_class.case]]\nlonger = "6 mois"\nup_to = "6 mois"\n',
            "exit_class[1].case[1] : longer et up_to s'excluent : gardez-en un.",
        ),
        (
            '[[exit_class]]\ncode = "durable"\nlabel = "Durable"\nsource = "A"\n'
            '[[exit_class.case]]\ncontracts = ["intérimaire"]\n',
            "exit_class[1].case[1].contracts[1] : « intérimaire » est inconnu ; vouliez-vous dire « intérim » ?",
        ),
        (
            '[[exit_class]]\ncode = "autre"\nlabel = "Autre"\nsource = "A"\notherwise = true\n' * 2,
            "exit_class[2].code : « autre » est déjà pris ; donnez-lui un autre nom.",
        ),
    ],
)
def test_classes_of_exit(told, classes, sentence):
    assert told(f"{SOUND}\n{classes}") == [sentence]


@pytest.mark.parametrize(
    ("scale", "sentence"),
    [
        (EDE.replace("low = 18", "low = 36"), "distance.low : est plus grand que high."),
        (EDE + item("a", 1, 2), "distance.item : 1 item décrit, l'échelle en a 2."),
        (
            EDE + item("a", 1, 2) + item("b", 1),
            "distance.item[2].palier : 1 palier décrit, il en faut 2.",
        ),
        (
            EDE + item("a", 1, 2) + item("b", 1, 21),
            "distance.item[2].palier[2].weight : un poids va de 1 à 20.",
        ),
    ],
)
def test_an_echelle_half_configured(told, scale, sentence):
    assert told(SOUND + scale) == [sentence]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            '[[fact]]\nfact = "F."\nkind = "cap"\nsource = "A"\nby = ["entretien-mensuel"]\n',
            "fact[1].by[1] : « entretien-mensuel » n'est pas dans ce fichier ; vouliez-vous dire « entretiens » ?",
        ),
        (
            '[[fact]]\nfact = "F."\nkind = "cap"\nsource = "A"\nby = []\n',
            "fact[1].by : dites ce qui l'encode, ou passez-le dans [[not_encoded]].",
        ),
        (
            '[[fact]]\nfact = "F."\nkind = "plafond"\nsource = "A"\nby = ["entretien"]\n',
            "fact[1].kind : « plafond » est inconnu",
        ),
        (
            '[[not_encoded]]\nfact = "F."\nkind = "cap"\nsource = "A"\nreason = ""\n',
            "not_encoded[1].reason : est vide ; écrivez-y un texte.",
        ),
        (
            '[[profile]]\nfield = "age"\nsource = "A"\n',
            "profile[1].field : « age » est inconnu",
        ),
        (
            '[[returns]]\ncode = "r"\nlabel = "R"\nevery = "semaine"\nsource = "A"\n',
            "returns[1].every : « semaine » est inconnu",
        ),
        (
            '[[returns]]\ncode = "r"\nlabel = "R"\nevery = "mois"\nsource = "A"\nindicators = ["entretien"]\n',
            "returns[1].indicators[1] : « entretien » n'est déclaré dans aucun [[indicator]] ; "
            "vouliez-vous dire « entretiens » ?",
        ),
        (
            '[[returns]]\ncode = "r"\nlabel = "R"\nevery = "mois"\nsource = "A"\nday = 31\n',
            "returns[1].day : attend un jour du mois, de 1 à 28.",
        ),
        (
            '[[returns]]\ncode = "r"\nlabel = "R"\nevery = "mois"\nsource = "A"\nday = 10\nwithin = "1 mois"\n',
            "returns[1] : day et within s'excluent : gardez-en un.",
        ),
    ],
)
def test_a_fact_a_profile_or_a_return_that_names_nothing(told, table, sentence):
    found = told(f"{SOUND}\n{table}")
    assert len(found) == 1
    assert found[0].startswith(sentence)


@pytest.mark.parametrize(("day", "faults"), [(0, 1), (1, 0), (28, 0), (29, 1)])
def test_a_return_is_due_on_a_day_every_month_has(told, day, faults):
    table = f'[[returns]]\ncode = "r"\nlabel = "R"\nevery = "mois"\nsource = "A"\nday = {day}\n'
    found = told(f"{SOUND}\n{table}")
    assert found == ["returns[1].day : attend un jour du mois, de 1 à 28."] * faults


def test_a_register_nobody_knows(told):
    assert told(SOUND.replace('"étapes"]', '"etapes"]')) == [
        "records[2] : « etapes » est inconnu ; vouliez-vous dire « étapes » ?"
    ]
