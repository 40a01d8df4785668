"""Every register has its sheet, derived from its fields: taken over, found again by its key, checked."""

import pytest
from pendulum import Date

from models import tables
from models.tables import Action, Contract, HandedIn, Introduction, Parcours, Person, Session
from models.tables.fields import CodeField, DayField, MinutesField, MonthField
from models.takeover.sheets import REGISTERS

CONVENTION = """
id = "cd00-tout"
title = "Tous les registres"
territory = "Ici"
edition = "2021"
document = "Cahier des charges"
records = ["examens", "documents", "immersions", "suivis", "éligibilités", "heures travaillées", "contrats", "étapes",
    "projets", "évaluations", "formations", "freins", "mises en relation", "emplois", "prescriptions", "ede", "plan",
    "liaisons", "contacts"]
variant = [{ code = "b", label = "Type B" }]
exam = [{ code = "code", label = "Code" }]
document_kind = [{ code = "bilan", label = "Bilan" }]
contract_kind = [{ code = "cer", label = "CER" }]
step = [{ code = "diagnostic", label = "Diagnostic" }]
scale = [{ code = "cecrl", label = "CECRL", levels = ["A1", "A2", "B1"] }]
plan_code = [{ code = "A.1.1", label = "Logement", source = "Annexe" }]
liaison_kind = [{ code = "avenant", label = "Avenant", source = "Annexe" }]

[[returns]]
code = "bilan"
label = "Bilan"
every = "mois"
source = "Article 9"

[[nature]]
code = "entretien"
label = "Entretien"
collective = false
"""
ACTIONS = [["Code", "Convention", "Début", "Fin"], ["T", "cd00-tout", "01/01/2021", "31/12/2021"]]
PEOPLE = [["Identifiant", "Nom", "Prénom"], ["1", "ÉLOÏ", "Zoé"]]


@pytest.fixture(autouse=True)
def convention(tmp_path):
    (tmp_path / "conventions").mkdir()
    (tmp_path / "conventions" / "cd00-tout.toml").write_text(CONVENTION, encoding="utf-8")


def example(field) -> str:
    """What someone would type in this column."""
    said = {
        "action": "T",
        "person": "1",
        "reached": "oui",
        "unreachable": "non",
        "rome": "H2603",
        "months": "3",
        "parcours": "05/02/2021",
        "level": "A2",
    }
    said |= {"answers": "logement=p1 ; sante=p2", "level": "A2"}
    if field.name in said:
        return said[field.name]
    if isinstance(field, CodeField):
        listed = {"exam": "code", "document_kind": "bilan", "contract_kind": "CER", "step": "diagnostic"}
        return {**listed, "scale": "cecrl", "plan_code": "a.1.1", "liaison_kind": "Avenant"}[field.listed]
    if field.choices:
        return field.choices[0][0].upper()
    kinds = {DayField: "05/03/2021", MonthField: "2021-03", MinutesField: "20:30"}
    typed = next((text for kind, text in kinds.items() if isinstance(field, kind)), None)
    return typed or {"_YesField": "oui", "_WholeField": "3"}.get(type(field).__name__, "Un texte [b]entre[/b]")


@pytest.mark.parametrize("ods", [False, True], ids=["xlsx", "ods"])
def test_a_row_of_every_register_is_taken_over_once_with_all_it_says(take, ods):
    stays = [["Action", "Participant", "Entrée", "Sortie"], ["T", "1", "04/01/2021", "05/02/2021"]]
    sheets = {"Actions": ACTIONS, "Participants": PEOPLE, "Parcours": stays}
    for model in tables.REGISTERS:
        fields = tables.fields_of(model)
        sheets[model.sheet] = [[field.verbose_name for field in fields], [example(field) for field in fields]]
    first, again = take(sheets, ods=ods), take(sheets, ods=ods)
    assert first.errors == [] and first.warnings == []
    assert first.created == {"Actions": 1, "Participants": 1, "Parcours": 1} | {
        model.sheet: 1 for model in tables.REGISTERS
    }
    assert again.unchanged == first.created
    for model in tables.REGISTERS:
        record = model.get()
        for field in tables.fields_of(model):
            assert getattr(record, field.name) not in (None, ""), (model.__name__, field.name)


def test_the_columns_added_to_known_sheets_are_stored(take):
    report = take(
        {
            "Actions": [[*ACTIONS[0], "ETP"], [*ACTIONS[1], "1,5"]],
            "Participants": [
                [*PEOPLE[0], "Statut RSA", "RQTH", "Revenu mensuel (€)", "Oral", "Inscrit à Pôle emploi le"],
                [*PEOPLE[1], "socle", "non", "412,50", "à l'aise à l'oral", "02/01/2021"],
            ],
            "Parcours": [
                ["Action", "Participant", "Entrée", "Sortie", "Type de sortie", "Variante", "Orienté le",
                 "Orientation", "Structure orientante", "Contrat de sortie", "Fin du contrat", "Destination"],
                ["T", "1", "04/01/2021", "01/06/2021", "emploi", "b", "20/12/2020",
                 "sociale", "CCAS", "cdd", "15/12/2021", "Boulangerie"],
            ],
            "Séances": [
                ["Action", "Séance", "Nature", "Date", "Début", "Fin", "Canal"],
                ["T", "S1", "entretien", "05/01/2021", "9:00", "10:00", "telephone"],
            ],
        }
    )  # fmt: skip
    assert report.errors == []
    assert Action.get().staff == 150
    someone, stay = Person.get(), Parcours.get()
    assert (someone.rsa_status, someone.disabled, someone.income, someone.oral) == (
        "socle", False, 41250, "à l'aise à l'oral",
    )  # fmt: skip
    assert (stay.variant, stay.orientation, stay.exit_contract, stay.job_end) == (
        "b", "sociale", "CDD", Date(2021, 12, 15),
    )  # fmt: skip
    assert (stay.oriented, stay.oriented_by, stay.destination) == (Date(2020, 12, 20), "CCAS", "Boulangerie")
    assert Session.get().channel == "téléphone"


def test_an_optional_part_of_a_key_left_empty_finds_its_row_again(take):
    rows = [["Action", "Participant", "Date", "Employeur", "Résultat"], ["T", "1", "05/03/2021", "Le Fournil", None]]
    take({"Actions": ACTIONS, "Participants": PEOPLE, "Mises en relation": rows})
    rows[1][4] = "atteint"
    assert take({"Mises en relation": rows}).updated == {"Mises en relation": 1}
    assert [one.result for one in Introduction.select()] == ["atteint"]


@pytest.mark.parametrize(
    ("sheet", "row", "cell", "says"),
    [
        ("Contrats", {"Contrat": "cer", "Début": "05/03/2021", "Fin": "04/03/2021"}, "E2", "précède « Début »"),
        ("Contrats", {"Contrat": "aucun", "Début": "05/03/2021"}, "C2", "n'est pas dans la liste"),
        ("Contrats", {"Contrat": "cer", "Début": "05/03/2021", "Durée hebdomadaire (h)": "0"}, "E2", "1 minute"),
        ("Freins", {"Frein": "Mobilité", "Repéré le": "05/03/2021", "Clos le": "06/03/2021"}, None, "vont ensemble"),
        ("Projets", {"Date": "05/03/2021", "État": "idée", "ROME": "1234"}, "E2", "code ROME"),
        (
            "Suivis",
            {"Échéance": "3", "Date": "05/03/2021", "Joint": "oui", "Injoignable": "oui"},
            "F2",
            "« Joint » et « Injoignable »",
        ),
        ("Heures travaillées", {"Mois": "2021-03", "Heures": "20", "Dont formation": "21"}, "E2", "formation"),
        ("Plan", {"Code": "A.1.1", "Début": "05/03/2021"}, "A1", "« Fin » est obligatoire"),
    ],
)
def test_what_cannot_be_is_told_with_its_cell_and_nothing_is_written(take, sheet, row, cell, says):
    report = take(
        {
            "Actions": ACTIONS,
            "Participants": PEOPLE,
            sheet: [["Action", "Participant", *row], ["T", "1", *row.values()]],
        }
    )
    assert len(report.errors) == 1
    assert says in report.errors[0].message
    assert cell is None or report.errors[0].cell == cell
    assert Action.select().count() == 0


def test_a_fact_of_a_register_the_convention_does_not_keep_is_a_warning(take):
    adse = [["Code", "Convention", "Début", "Fin"], ["B", "cd49-adse-b", "01/01/2021", "31/12/2021"]]
    report = take(
        {
            "Actions": adse,
            "Participants": PEOPLE,
            "Contrats": [["Action", "Participant", "Contrat", "Début"], ["B", "1", "cer", "05/03/2021"]],
        }
    )
    assert report.errors == []
    assert [one.message for one in report.warnings if "registre" in one.message] == [
        "La convention cd49-adse-b ne tient pas de registre « contrats »."
    ]
    assert Contract.select().count() == 1


def test_a_theme_or_a_parent_in_a_plan_is_a_warning(take):
    """G.2 is divided (reading 62-20); G.2.3 is an action, and H.3.1 may come from the exchange."""
    line = ["01/03/2012", "31/05/2012"]
    report = take(
        {
            "Actions": [["Code", "Convention", "Début", "Fin"], ["S", "cd62-cers", "01/01/2012", "31/12/2012"]],
            "Participants": PEOPLE,
            "Plan": [
                ["Action", "Participant", "Code", "Début", "Fin"],
                *(["S", "1", code, *line] for code in ("G.2", "G.2.3", "H.3.1")),
            ],
        }
    )
    assert report.errors == []
    assert [one.message for one in report.warnings if "action du plan" in one.message] == [
        "« Code » ne peut pas être « G.2 », qui n'est pas une action du plan ; au choix : G.2.1, G.2.2, G.2.3, G.2.4."
    ]


def test_no_action_runs_under_common_rules(take, tmp_path):
    text = CONVENTION.replace("cd00-tout", "cd00-commun").replace("Tous les registres", "Communes")
    (tmp_path / "conventions" / "cd00-commun.toml").write_text('role = "commun"\n' + text, encoding="utf-8")
    report = take({"Actions": [ACTIONS[0], ["T", "cd00-commun", "01/01/2021", "31/12/2021"]]})
    assert len(report.errors) == 1 and report.errors[0].cell == "B2"


def test_every_register_has_one_sheet_and_a_key():
    assert len({sheet.name for sheet in REGISTERS.values()}) == len(tables.REGISTERS)
    assert all(sheet.keys for sheet in REGISTERS.values())


def test_the_day_a_return_was_handed_in_is_taken_over_once(take):
    rows = [["Action", "Rapport", "Début de période", "Remis le"], ["T", "bilan", "01/01/2021", "15/02/2021"]]
    first = take({"Actions": ACTIONS, "Rapports remis": rows})
    assert (first.errors, first.warnings) == ([], [])
    rows[1][3] = "16/02/2021"
    assert take({"Rapports remis": rows}).updated == {"Rapports remis": 1}
    assert [(one.code, one.start, one.day) for one in HandedIn.select()] == [
        ("bilan", Date(2021, 1, 1), Date(2021, 2, 16)),
    ]
    rows[1][3] = "31/12/2020"
    assert take({"Rapports remis": rows}).errors[0].cell == "D2"


def test_a_return_is_not_taken_over_before_its_period_has_ended(take):
    """Reading E-11: January is handed in on the 31st at the earliest; what is no period of the return is told."""
    rows = [["Action", "Rapport", "Début de période", "Remis le"], ["T", "bilan", "01/01/2021", "30/01/2021"]]
    (error,) = take({"Actions": ACTIONS, "Rapports remis": rows}).errors
    assert (error.cell, "précède la fin de la période (janvier 2021), le 31/01/2021" in error.message) == ("D2", True)
    rows[1][3] = "31/01/2021"
    assert take({"Actions": ACTIONS, "Rapports remis": rows}).errors == []
    rows[1][2:] = ["15/02/2021", "01/03/2021"]
    (warning,) = take({"Rapports remis": rows}).warnings
    assert (warning.cell, "écrivez le 01/02/2021" in warning.message) == ("C2", True)
    rows[1][1:] = ["trimestriel", "01/03/2021", "02/07/2021"]
    assert [one.cell for one in take({"Rapports remis": rows}).warnings] == ["B2", "D2"]
