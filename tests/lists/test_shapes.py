"""Other shapes of lists, each in a few lines: what they yield, answered with what is proposed."""

from datetime import date
from typing import Any

import pytest

from models.lists import files
from models.lists.process import Taking
from models.tables import Attendance, Person, Session
from tests.lists.test_samples import answered, with_action
from tests.takeover.conftest import write_xlsx

OWN = {"entree": "2026-09-01", "horaires": "9h-12h", "debut": "9h", "duree": "60"}


@pytest.fixture(autouse=True)
def today(on_day, base):
    on_day("2026-11-30")


@pytest.fixture
def take(home):
    """Takes a list given as text, or as pages; of the action of a sample."""

    def run(content, action="01", name="liste.csv", **own):
        with_action(action)
        path = home / (name if isinstance(content, str) else "liste.xlsx")
        if isinstance(content, str):
            path.write_text(content, "utf-8")
        else:
            write_xlsx(path, content)
        taking = answered(Taking(files.read(path), home, 15), {**OWN, **own})
        report = taking.write("Nadia")
        assert not report.errors, report.errors
        return taking

    return run


def people():
    return sorted(f"{one.last_name} {one.first_name}" for one in Person.select())


def marks():
    """Each mark: the day, the surname, the status, the minutes."""
    query = Attendance.select(Attendance, Session, Person).join(Session).switch(Attendance).join(Person)
    return sorted((str(one.session.day), one.person.last_name, one.status, one.minutes) for one in query)


def test_a_page_for_each_person(take):
    def page(last, first, day):
        head = [["FICHE"], ["Nom :", last], ["Prénom :", first], ["Date de naissance :", date(1990, 1, day)], [None]]
        roll = [["Date", "Début", "Fin", "Présence"], [date(2026, 9, 8), "9h00", "12h00", "P"]]
        return [*head, *roll, [date(2026, 9, 10), "9h00", "12h00", "A"], ["Total"]]

    take(
        {"DUPONT Marie": page("DUPONT", "Marie", 1), "SY Awa": page("SY", "Awa", 2), "ROUX Léa": page("ROUX", "Léa", 3)}
    )
    assert people() == ["DUPONT Marie", "ROUX Léa", "SY Awa"]
    assert [str(Person.get(last_name="SY").birth), Session.select().count()] == ["1990-01-02", 2]
    assert [status for _, _, status, _ in marks()].count("présent") == 3


def test_a_grid_whose_rows_are_days(take):
    rows: list[list[Any]] = [["Atelier"], ["Date", "DUPONT Marie", "LEROY Jean", "SY Awa"]]
    rows += [[date(2026, 9, 8), "P", "A", "P"], [date(2026, 9, 10), "P", "", "exc"], ["Total", 2, 0, 1]]
    take({"Présences": rows})
    assert people() == ["DUPONT Marie", "LEROY Jean", "SY Awa"]
    assert len(marks()) == 5 and ("2026-09-10", "SY", "excusé", None) in marks()


def test_an_export_whose_columns_are_moments(take):
    head = ["Nom", "Prénom", "Adresse de courriel", "8 Sep 2026 9.00AM Tous", "10 Sep 2026 9.00AM Tous"]
    rows: list[list[Any]] = [[*head, "15 Sep 2026 9.00AM Tous", "P", "A", "Points", "Pourcentage"]]
    rows += [["Dupont", "Marie", "m@ex.org", "P (2/2)", "A (0/2)", "P (2/2)", 2, 1, "4/6", "66,7"]]
    rows += [["Le Roy", "Jean", "j@ex.org", "P (2/2)", "-", "E (1/2)", 1, 0, "3/6", "50"]]
    take({"Présences": rows})
    assert people() == ["Dupont Marie", "Le Roy Jean"] and len(marks()) == 5


def test_sessions_without_people(take):
    rows: list[list[Any]] = [["Planning"], ["Date", "Heure de début", "Heure de fin", "Thème", "Intervenant", "Salle"]]
    take({"S47": [*rows, [date(2026, 11, 16), "9h", "12h", "Budget", "Claire", "A"]]})
    one = Session.get()
    assert (one.start, one.end, one.theme, one.trainer, one.place) == (540, 720, "Budget", "Claire", "A")
    assert Person.select().count() == 0


def test_a_household_number_is_no_identifier(take):
    head = "MATRICULE;TYPE PERSONNE;NOM RESPONSABLE DOSSIER;PRENOM RESPONSABLE DOSSIER;NUMERO TELEPHONE DOSSIER"
    take(f"{head}\n1234567;MONSIEUR;DUPONT;JEAN;639980001\n1234568;MADAME;LE ROY;ANNE;639980002\n")
    one = Person.get(last_name="LE ROY")
    assert (one.code, one.caf_number, one.sex, one.phone) == ("N002", "1234568", "F", "06 39 98 00 02")


def test_an_extraction_keeps_its_identifier_and_not_the_referent(take):
    head = (
        "identifiant_unique_de;civilite;nom;prenom;date_naissance;adresse_ligne6;mail;referent_nom;referent_prenom;brsa"
    )
    take(f"{head}\n0001A;MME;DUPONT;MARIE;1982-02-01 00:00:00.0;08300 RETHEL;NULL;AUBRY;CLAIRE;O\n")
    one = Person.get()
    assert (one.code, one.last_name, str(one.birth), one.town, one.public) == (
        "0001A",
        "DUPONT",
        "1982-02-01",
        "RETHEL",
        "RSA",
    )
    assert not one.email


def test_several_people_in_a_cell(take):
    head = "date rdv,heure rdv,durée en minutes,motif,usager(s),statut"
    take(f'{head}\n06/10/2026,09:00,60,Atelier,"Amadou TRAORÉ, Brigitte LEROY",Rendez-vous honoré\n', "06")
    assert people() == ["LEROY Brigitte", "TRAORÉ Amadou"] and Session.select().count() == 1


def test_a_header_on_two_rows_and_an_example(take):
    rows: list[list[Any]] = [
        ["Remplissez chaque ligne"],
        ["Nom", "Prénom", "Commune", "", "Genre"],
        ["", "", "Nom", "Code postal", ""],
    ]
    rows += [["Exemple", "Léa", "Paris", "75001", "Féminin"], ["DUPONT", "Marie", "Rethel", "08300", "Féminin"]]
    take({"Bénéficiaires": rows, "Communes": [["Abergement", "01001"], ["Amareins", "01002"]]})
    one = Person.get()
    assert (one.last_name, one.town, one.postcode, one.sex) == ("DUPONT", "Rethel", "08300", "F")


@pytest.mark.parametrize("mark", ["am", "j", "m", "s", "f", "n", "1", "0"])
def test_a_mark_of_several_meanings_is_never_proposed(home, mark):
    with_action("01")
    path = home / "grille.csv"
    path.write_text(f"Nom;Prénom;01/09/2026;03/09/2026;08/09/2026\nDUPONT;Marie;{mark};{mark};\n", "utf-8")
    asked = {one.id: one for one in Taking(files.read(path), home, 15).plan.questions}
    assert asked[f"statut.{mark}"].proposed == ""


def test_a_sex_told_by_m_alone_is_asked(home):
    with_action("01")
    path = home / "liste.csv"
    path.write_text("Nom;Prénom;Civilité\nDUPONT;Marie;M\nROUX;Léa;M\n", "utf-8")
    asked = {one.id: one for one in Taking(files.read(path), home, 15).plan.questions}
    assert asked["valeur.sexe.m"].proposed == ""
    path.write_text("Nom;Prénom;Civilité\nDUPONT;Marc;M\nROUX;Léa;Mme\n", "utf-8")
    asked = {one.id: one for one in Taking(files.read(path), home, 15).plan.questions}
    assert asked["valeur.sexe.m"].proposed == "M"


def test_a_cell_in_error_is_asked_about(home):
    with_action("01")
    path = home / "liste.csv"
    path.write_text("Nom;Prénom;Né le\nDUPONT;Marie;31/02/1990\nROUX;Léa;01/02/1990\nSY;Awa;02/02/1990\n", "utf-8")
    asked = {one.id: one for one in Taking(files.read(path), home, 15).plan.questions}
    assert "calendrier" in asked["cellule.liste c2"].text and not asked["cellule.liste c2"].proposed


@pytest.mark.parametrize("said", ["1 85 05 78 006 084 36", "185057800608436", "2 90 12 2A 123 456 07", "1901399070012"])
def test_a_social_security_number_in_a_text_is_not_kept(take, said):
    taking = take(f"Nom;Prénom;Adresse\nDUPONT;Marie;3 rue X {said}\nROUX;Léa;4 rue Y\nSY;Awa;5 rue Z\nA;B;6 rue T\n")
    assert not Person.get(last_name="DUPONT").address
    assert any("sécurité sociale" in one for one in taking.plan.told) and said not in str(taking.plan.told)
