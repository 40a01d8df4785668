"""The catalogue told to people, one convention whole, a file checked, and one's own begun."""

import pytest

from config.catalogue import catalogue, usable
from config.schema import Rule
from config.words import RULES

WORDLESS = ("None", "True", "False", "Minutes", "tuple", "()")  # what is not said in French words


def test_conventions_for_people(assidu):
    lines = assidu("conventions").out.splitlines()
    apart = lines.index("Règles communes")
    assert [line.split()[0] for line in lines[: apart - 1]] == sorted(usable())
    assert [line.split()[0] for line in lines[apart + 1 :]] == sorted(set(catalogue()) - set(usable()))
    assert lines[apart - 1] == ""


def test_a_convention_for_people(assidu):
    out = assidu("conventions", "show", "cd49-point-mobilite").out
    for said in (
        "[loan-length, erreur] — Annexe 3, §4",
        "Nombre de jours de location",
        "[park-size, pour information]",
        "Prêt : 4 mois, 8 par exception — Annexe 3, §4",
    ):
        assert said in out
    module = next(line for line in assidu("conventions", "show", "cd49-ai").out.splitlines() if "l'heure" in line)
    assert "45,00 € l'heure, 15 h au plus par bloc de 6 mois ; RSA — Annexe 4, §4.2, module 1" in module


def test_a_convention_tells_its_choices_its_returns_and_what_it_leaves_out(assidu):
    lines = [line.strip() for line in assidu("conventions", "show", "cd49-reference-rsa").out.splitlines()]
    for said in (
        "Reprend : cd49-reference, cd49-commun-etapes",
        "Registres : contrats, éligibilités, contacts, étapes, documents",
        "Contrats : Contrat d'engagements [contrat-engagements]",
        "Attendu : 120 par ETP (indicatif).",
        "Contrat attendu [missing-contract, erreur] — Annexe 1, §4.4",
        "nom : contrat-a-temps ; porte sur : délai ; contrats : Contrat d'engagements ; depuis : orientation ; "
        "dans les : 2 mois",
        "nom : debut ; au plus tôt le : 01/01/2021 ; au plus tard le : 31/12/2021",
        "Compte rendu trimestriel de l'accompagnement [trimestriel] : chaque trimestre — Annexe 1, art. 6",
        "file-active-par-etp = 120 — Lecture 49-07",
        "nom : premier-diagnostic ; étape : Premier diagnostic de la situation professionnelle ; depuis : entrée ; "
        "dans les : 1 mois",
        "Ce que rien ici n'enregistre, ne calcule ni ne vérifie : 2 faits sur les 25 du document",
        "Le référent a un diplôme d'État de travailleur social, justifié au dépôt de la demande. — Annexe 1, art. 3",
    ):
        assert said in lines, said


def test_the_rules_of_a_common_file_are_shown_too(assidu):
    out = assidu("conventions", "show", "cd49-reference").out
    assert "Règles communes : d'autres conventions en héritent, aucune action n'en relève." in out
    assert "Appel non fait" not in out


@pytest.mark.parametrize("id", sorted(catalogue()))
def test_every_convention_is_told_with_all_its_rules_and_indicators(assidu, id):
    answer = assidu("conventions", "show", id)
    known = catalogue()[id]
    assert (answer.status, answer.errors) == (0, [])
    assert answer.out.count("      Attendu : ") == sum(bool(getattr(one, "target", None)) for one in known.indicator)
    for one in (*known.indicator, *known.rule):
        assert one.source in answer.out
    for name in WORDLESS:
        assert name not in answer.out


def test_an_operator_begins_a_convention_and_runs_an_action_under_it(assidu, home, store):
    begun = assidu("conventions", "new", "cd00-mon-chantier", "--like", "cd49-aci")
    path = home / "conventions" / "cd00-mon-chantier.toml"
    assert (begun.status, begun.out.splitlines()[0]) == (0, f"Convention commencée : {path}")
    assert assidu("conventions", "check", str(path)).status == 0
    assert assidu("conventions").out.startswith("cd00-mon-chantier")
    store.Action.create(code="ACI-26", convention="cd00-mon-chantier", start="2026-01-01", end="2026-12-31", places=2)
    figures = assidu("indicators", "ACI-26", "--json").document["indicators"]
    assert next(one["target"] for one in figures if one["id"] == "nombre-d-heures-travaillees") == 2080


def test_a_convention_file_is_checked(assidu, tmp_path):
    path = tmp_path / "essai.toml"
    path.write_text('id = "cd00-essai"\ntitle = "E"\nterritory = "T"\nedition = "2026"\ndocument = "D"\n')
    assert assidu("conventions", "check", str(path)).status == 0
    path.write_text('id = 3\ntitel = "E"\nterritory = "T"\nedition = "2026"\ndocument = "D"\n')
    answer = assidu("conventions", "check", str(path))
    assert answer.status == 2
    assert [line.removeprefix(str(path)).split(" : ")[1] for line in answer.errors] == ["titel", "id"]


def test_every_rule_there_is_has_a_french_name_and_is_shown(assidu):
    """Those of convention files, and those every action is checked for whatever its convention."""
    calendar = {"trainer-overlap", "place-overlap", "public-holiday"}
    everywhere = {
        "overlap",
        "roll-not-called",
        "roll-incomplete",
        "sheet-missing",
        "record-limits",
        "same-key",
    } | calendar
    assert set(RULES) == {kind.rule for kind in Rule.kinds.values()} | everywhere
    out = assidu("conventions", "show", "cd49-adse-b").out
    assert all(f"{RULES[rule]} [{rule}] — règle de gestion" in out for rule in everywhere)
