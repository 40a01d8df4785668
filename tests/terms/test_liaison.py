"""The fiche de liaison: what each request needs, and by when an opinion is due."""

import pytest
from openpyxl import load_workbook

from config import catalogue
from models.acts.refusals import Refused
from models.export.liaison import printed, usual_path
from models.figures.figures import figures
from models.registers import facts
from models.rules.checks import deviations
from models.tables import Contract, Ede, Liaison
from models.terms import liaison
from tests.world import action, day, person, stay

CUI = "IAE : Positionnement sur un contrat unique d'insertion non marchand"


@pytest.fixture
def anne(base):
    where, who = action("cd62-cers", "01/01/2012", "31/12/2012"), person("ANNE")
    stay(where, who, "10/01/2012")
    return where, who


TICK = "une case à cocher"


def fiche(anne, kind: str, on: str = "01/10/2012", **more) -> Liaison:
    where, who = anne
    signed = {name: day(value) for name, value in more.items() if name.startswith("signed")}
    return facts.add(Liaison, who="Claire", action=where, person=who, kind=kind, day=day(on), **more | signed)


def lacking(one: Liaison) -> list[str]:
    kind = liaison.kind_of(one.action.spec, one.kind)
    assert kind is not None
    return liaison.lacks(kind, one)


def test_a_reorientation_needs_a_motive_and_the_echelle(anne):
    bare = fiche(anne, "reorientation")
    assert lacking(bare) == ["le motif de la demande", TICK, "« Échelle de distance à l'emploi » à joindre"]
    whole = fiche(
        anne,
        "reorientation",
        "02/10/2012",
        reason="Autres",
        attached="échelle de distance à l'emploi",
        actions="Vers l'emploi",
    )
    assert lacking(whole) == []
    assert liaison.wishes(liaison.kind_of(whole.action.spec, whole.kind), whole) == ["la signature du référent"]


def test_a_suspension_needs_the_referent_s_signature_and_the_summons(anne):
    one = fiche(anne, "suspension", reason="Refus de se soumettre au contrôle")
    assert lacking(one) == ["« Courriers de convocation » à joindre", "la signature du référent"]


def test_a_motive_of_another_request_is_refused(anne):
    with pytest.raises(Refused, match="« Motif » ne peut pas être"):
        fiche(anne, "suspension", reason="Orientation initiale inadaptée")
    fiche(anne, "suspension", reason="Radiation Pôle Emploi")
    fiche(anne, "reorientation", reason="Radiation Pôle Emploi")


def test_a_plain_request_needs_its_object_alone(anne):
    assert lacking(fiche(anne, "appui")) == ["l'objet de la demande"]
    assert lacking(fiche(anne, "appui", "02/10/2012", request="Une question sur le FSL")) == []


def test_an_amendment_and_actions_need_both_signatures(anne):
    both = ["la signature du référent", "la signature de la personne"]
    assert lacking(fiche(anne, "avenant", request="Nouvelle action")) == ["« PAP modifié » à joindre", *both]
    assert lacking(fiche(anne, "actions-cg", request="Mobilité", signed_referent="01/10/2012")) == [
        TICK,
        "« Outils nécessaires au suivi de l'action » à joindre",
        "la signature de la personne",
    ]


def test_a_cui_needs_the_cv_as_well(anne):
    one = fiche(
        anne,
        "actions-cg",
        actions=f"{CUI}; IAE : Chantier École",
        attached="Outils nécessaires au suivi de l'action",
        signed_referent="01/10/2012",
        signed_person="01/10/2012",
    )
    assert lacking(one) == ["« CV » à joindre"]


def told(anne, rule: str) -> list[tuple[str, str]]:
    return [(one.rule, one.severity) for one in deviations(anne[0]) if one.rule == rule]


def test_the_instance_has_one_month(anne, monkeypatch):
    fiche(anne, "reorientation", "01/10/2012", reason="Autres", attached="Échelle de distance à l'emploi")
    monkeypatch.setenv("ASSIDU_TODAY", "2012-11-01")
    assert told(anne, "liaison-opinion") == []
    monkeypatch.setenv("ASSIDU_TODAY", "2012-11-02")
    assert told(anne, "liaison-opinion") == [("liaison-opinion", "warning")]
    facts.correct(Liaison.get(), opinion="favorable", opinion_day=day("02/11/2012"), who="Claire")
    assert told(anne, "liaison-opinion") == []
    found = {one.indicator.id: one.value for one in figures(anne[0], anne[0].start, anne[0].end)}
    assert found["avis-de-l-equipe-pluridisciplinaire-rendus-dans-le-mois"] == 0  # given, a day too late


def test_an_opinion_counts_once_it_is_given_and_of_its_period(anne):
    """Reading E-07: asked on 1 October; given on 1 November in time, not yet in October's figures; before the request,
    never."""
    fiche(anne, "reorientation", "01/10/2012", opinion="favorable", opinion_day=day("01/11/2012"))
    assert opinions(anne, "31/12/2012") == (1, 1)
    assert opinions(anne, "31/10/2012") == (0, 0)  # nor late: its month is not over
    Liaison.update(opinion_day=day("30/09/2012")).execute()
    assert opinions(anne, "31/12/2012") == (0, 1)


def opinions(anne, until: str) -> tuple[object, object]:
    """Given in time, of those asked, from the start of the action until a day."""
    found = {one.indicator.id: one for one in figures(anne[0], anne[0].start, day(until))}
    told = found["avis-de-l-equipe-pluridisciplinaire-rendus-dans-le-mois"]
    return told.value, told.base


def test_a_request_for_reorientation_needs_an_echelle_by_its_day(anne):
    where, who = anne
    fiche(anne, "reorientation", "01/10/2012", reason="Autres", attached="Échelle de distance à l'emploi")
    assert told(anne, "distance-scale") == [("distance-scale", "error")]
    facts.add(Ede, who="Claire", action=where, person=who, day=day("01/10/2012"), occasion="réorientation", total=40)
    assert told(anne, "distance-scale") == []


def test_the_two_lists_of_motives_are_five_each(base):
    kinds = {kind.code: kind for kind in catalogue.convention("cd62-liaison").liaison_kind}
    assert [len(kinds[code].motives) for code in ("reorientation", "suspension")] == [5, 5]
    assert len(kinds["actions-cg"].actions) == 30


def page(one: Liaison, folder) -> list[str]:
    """What is written on the printed page, cell by cell."""
    path = usual_path(folder, one)
    printed(one, path, "Claire", "Association d'essai")
    sheet = load_workbook(path)["Fiche de liaison"]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]


def test_the_page_has_the_four_blocks_of_annexe_7(anne, tmp_path):
    told = page(fiche(anne, "reorientation", reason="Autres", request="Un projet d'emploi"), tmp_path)
    assert [one for one in told if one.isupper() and len(one) > 7] == [
        "FICHE DE LIAISON RÉFÉRENT – CONSEIL GÉNÉRAL",
        "PARTIE ADMINISTRATIVE",
        "DEMANDE DU 01/10/2012",
        "SIGNATURES",
        "RÉPONSES",
    ]
    assert "Un projet d'emploi" in told
    ticked = [one for one in told if one.startswith("☒")]
    assert ticked == ["☒ Réorientation (passage en équipe pluridisciplinaire)", "☒ Autres"]
    assert "☐ Échelle de distance à l'emploi" in told  # to be attached, and not yet
    assert "Avis de l'équipe pluridisciplinaire" in told
    assert "Partie réservée à la structure" not in told


def test_the_page_tells_the_contract_of_the_day_and_ticks_the_actions_asked(anne, tmp_path):
    where, who = anne
    for start, end in (("01/02/2012", "31/07/2012"), ("01/08/2012", "31/01/2013")):
        Contract.create(action=where, person=who, kind="cers", start=day(start), end=day(end))
    told = page(fiche(anne, "actions-cg", "10/05/2012", request="Le permis", actions=CUI), tmp_path)
    assert told[told.index("CER Solidarité (CERS) : début") + 1] == "01/02/2012"
    assert "☒ Positionnement sur un contrat unique d'insertion non marchand" in told
    assert "☐ CV" in told
    assert "Signature du bénéficiaire (obligatoire)" in told
    assert "Partie réservée à la structure" in told
    assert "Avis de l'équipe pluridisciplinaire" not in told
