"""The same workbook spelled otherwise: what differs from a stored key only so is that key, by every door."""

from datetime import date

import pytest
from pendulum import Date

from models.acts.refusals import Refused
from models.acts.spellings import of_code
from models.acts.undo import undo
from models.park import mopeds
from models.people import actions, parcours, participants
from models.registers import facts
from models.rules.checks import deviations
from models.sessions import planning
from models.sessions.expected import open_roll
from models.tables import Action, Evaluation, JournalEntry, Moped, Obstacle, Parcours, Person, Session
from tests.takeover.conftest import ACTIONS, PEOPLE, cells

WHO = "Claire"
SPELLED = {
    "ADSE-1": ["ADSE\u20111", "\ufeffADSE-1", " ADSE\u20131 ", "ADSE\u22121\u200b", "AD\u00adSE\u20151"],
    "É 7": ["E\u0301 7", "É\u00a07", "É\u202f 7", "\u200eÉ\u20097", "É  7"],
    "FG-100-A": ["fg-100-a", "FG100A", "fg 100 a", "FG\u2011100\u2011A", "Fg\u00a0100\u2212A"],
    "Matinée": ["matinee", "MATINÉE", "Matine\u0301e", " matinée\u00a0", "mat\u00adinée"],
    "Cœur – ville": [
        "coeur - ville",
        "CŒUR \u2014 VILLE",
        "Cœur\u00a0-  ville",
        "cœur \u2010 ville",
        "Coeur \u2212 Ville",
    ],
}


def book(rank=None):
    """A workbook as it is first typed, or with each name in its spelling of this rank."""

    def typed(name):
        return name if rank is None else SPELLED[name][rank]

    action, one, group, theme, plate = (
        typed(name) for name in ("ADSE-1", "É 7", "Matinée", "Cœur – ville", "FG-100-A")
    )
    day, last = date(2021, 1, 1), date(2021, 12, 31)
    return {
        "Actions": [
            ["Code", "Convention", "Début", "Fin", "Places"],
            [action, "cd49-adse-a-simple", day, last, 8],
            ["PM", "cd49-point-mobilite", day, last, None],
        ],
        "Participants": [["Identifiant", "Nom", "Prénom"], [one, "Diallo", "Amina"]],
        "Parcours": [["Action", "Participant", "Entrée", "Groupe"], [action, one, day, group]],
        "Séances": [
            ["Action", "Séance", "Nature", "Date", "Début", "Fin", "Thème", "Groupe"],
            [action, "S 1", "seance", date(2021, 3, 1), "9:00", "11:00", theme, typed("Matinée")],
        ],
        "Présences": [["Action", "Séance", "Participant", "Statut"], [action, "S\u00a01", one, "PRÉSENT"]],
        "Cyclomoteurs": [["Action", "Immatriculation", "Mise en service"], ["PM", plate, day]],
        "Prêts": [
            ["Action", "Immatriculation", "Départ", "Participant", "Retour prévu"],
            ["PM", typed("FG-100-A"), date(2021, 2, 1), one, date(2021, 3, 1)],
        ],
    }


@pytest.mark.parametrize("rank", range(5))
def test_the_same_file_spelled_otherwise_changes_nothing(take, rank):
    first, second = take(book()), take(book(rank))
    assert first.errors == second.errors == []
    assert second.unchanged == first.created
    assert set(second.created.values()) == set(second.updated.values()) == {0}
    assert Session.get().theme == "Cœur - ville"
    assert [one.rule for one in deviations() if one.rule == "same-key"] == []


@pytest.mark.parametrize("rank", range(5))
def test_two_spellings_in_one_file_are_one_row(take, rank):
    rows, others = book(), book(rank)
    for sheet, lines in others.items():
        rows[sheet] = [*rows[sheet], *lines[1:]]
    report = take(rows)
    assert report.errors == []
    assert report.created == {name: 1 + (name == "Actions") for name in rows}


@pytest.mark.parametrize("rank", range(5))
def test_two_spellings_with_another_content_are_an_error(take, rank):
    rows = book()
    rows["Cyclomoteurs"].append(["PM", SPELLED["FG-100-A"][rank], date(2021, 1, 2)])
    assert cells(take(rows).errors) == ["Cyclomoteurs!A3"]


@pytest.mark.parametrize("rank", range(5))
def test_forms_and_commands_find_what_is_stored(take, rank):
    take(book())
    action, park, person = (of_code(Action, "ADSE-1"), of_code(Action, "PM"), of_code(Person, "É 7"))
    assert of_code(Action, SPELLED["ADSE-1"][rank]) == action
    assert of_code(Person, SPELLED["É 7"][rank]) == person
    with pytest.raises(Refused, match="déjà"):
        participants.add(last_name="Autre", first_name="Léa", code=SPELLED["É 7"][rank], who=WHO)
    day = Date(2021, 1, 1)
    with pytest.raises(Refused, match="déjà"):
        actions.add(code=SPELLED["ADSE-1"][rank], convention="cd49-adse-b", start=day, end=day, who=WHO)
    with pytest.raises(Refused, match="FG-100-A est déjà"):
        mopeds.add(park, SPELLED["FG-100-A"][rank], Date(2021, 1, 1), who=WHO)
    other = participants.add(last_name="Autre", first_name="Léa", who=WHO)
    stay = parcours.enter(action, other, Date(2021, 1, 1), group=SPELLED["Matinée"][rank], who=WHO)
    assert stay.group == "Matinée"
    texts = {"theme": SPELLED["Cœur – ville"][rank], "group": SPELLED["Matinée"][rank]}
    (made,) = planning.plan(action, [Date(2021, 4, 1)], [(540, 660)], nature="seance", **texts, who=WHO)
    assert (made.theme, made.group) == ("Cœur - ville", "Matinée")
    assert len(open_roll(made).rows) == 2
    assert [line.expected for line in planning.sessions_of(action)] == [2, 2]


def test_a_name_of_one_record_alone_is_spelled_as_it_is_corrected(take):
    take(book())
    session = planning.correct(Session.get(), theme="CŒUR - Ville", who=WHO)
    assert session.theme == "CŒUR - Ville"


def test_a_group_is_spelled_otherwise_by_renaming_it_and_back_by_undoing(take):
    take(book())
    action = of_code(Action, "ADSE-1")
    actions.rename_group(action, "Matinée", "MATINÉE", who=WHO)
    assert {Parcours.get().group, Session.get().group} == {"MATINÉE"}
    undo(JournalEntry.select().order_by(JournalEntry.id.desc()).get(), WHO)
    assert {Parcours.get().group, Session.get().group} == {"Matinée"}


def test_undoing_never_leaves_two_spellings_of_a_group(take):
    take(book())
    stay, session = Parcours.get(), Session.get()
    planning.correct(session, group="", who=WHO)
    parcours.correct(stay, group="Soir", who=WHO)
    left = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    planning.correct(session, group="matinee", who=WHO)
    with pytest.raises(Refused, match="« Matinée » s'écrit maintenant « matinee »"):
        undo(left, WHO)


def test_a_register_finds_its_fact_again(base_action, take):
    action, person = base_action
    facts.add(Obstacle, action=action, person=person, nature="Garde  d’enfants\u00a0", opened=Date(2021, 2, 1), who=WHO)
    assert Obstacle.get().nature == "Garde d’enfants"
    rows = [
        ["Action", "Participant", "Frein", "Repéré le"],
        [action.code, person.code, "Garde d’enfants\u200b", date(2021, 2, 1)],
    ]
    assert take({"Freins": rows}).unchanged == {"Freins": 1}


EVALUATED = [
    [*ACTIONS, ["F2A", "cd93-2a-francais", date(2021, 1, 1), date(2021, 12, 31), None]],
    [["Action", "Participant", "Entrée"], ["F2A", "1", date(2021, 1, 4)]],
]


def evaluations(*rows):
    """Evaluations of somebody in an action of French: domain and level of each, on the CECRL."""
    header = ["Action", "Participant", "Date", "Échelle", "Domaine", "Moment", "Niveau"]
    lines = [["F2A", "1", date(2021, 2, 1), "cecrl", subject, "entrée", level] for subject, level in rows]
    actions, stays = EVALUATED
    return {"Actions": actions, "Participants": PEOPLE, "Parcours": stays, "Évaluations": [header, *lines]}


def test_a_domain_and_a_level_are_those_of_their_scale(take):
    """Reading E-10: « Infra-A1 » is « infra A1 », in an action of the same file too."""
    typed = evaluations(("Expression  ORALE", "Infra\u2011A1"), ("compréhension-écrite", "a 2"))
    assert take(typed).errors == []
    known = [(one.subject, one.level) for one in Evaluation.select().order_by(Evaluation.id)]
    assert known == [("expression orale", "infra A1"), ("compréhension écrite", "A2")]
    again = evaluations(("expression-orale", "INFRA A1"), ("Comprehension Ecrite", "A-2"))
    assert take(again).unchanged == {"Actions": 1, "Participants": 2, "Parcours": 1, "Évaluations": 2}


def test_two_spellings_of_a_domain_in_one_file_are_one_evaluation(take):
    typed = evaluations(("expression orale", "A1"), ("Expression Orale", "a1"))
    assert take(typed).created["Évaluations"] == 1


def test_a_domain_stored_otherwise_is_found_again(take):
    take(evaluations(("expression orale", "A1")))
    Evaluation.update(subject="Expression-orale").execute()
    assert take(evaluations(("expression orale", "A2"))).updated["Évaluations"] == 1
    assert (Evaluation.get().subject, Evaluation.get().level) == ("Expression-orale", "A2")


def test_a_domain_or_a_level_out_of_its_scale_is_an_error(take):
    report = take(evaluations(("expression orale", "A1+"), ("calcul", "A1")))
    assert cells(report.errors) == ["Évaluations!G2", "Évaluations!E3"]
    assert "au choix : infra A1, A1, A2" in report.errors[0].message


@pytest.fixture
def base_action(take):
    first, last = Date(2021, 1, 1), Date(2021, 12, 31)
    action = actions.add(code="V", convention="cd59-v-freins", staff=100, places=10, start=first, end=last, who=WHO)
    person = participants.add(last_name="Diallo", first_name="Amina", who=WHO)
    parcours.enter(action, person, Date(2021, 1, 1), who=WHO)
    return action, person


def test_plates_stored_as_two_are_told(take):
    take(book())
    park = of_code(Action, "PM")
    Moped.create(action=park, plate="FG100A", in_service=Date(2021, 1, 1))
    (told,) = [one for one in deviations(park) if one.rule == "same-key"]
    assert (told.severity, told.source, told.table) == ("warning", "règle de gestion", "Moped")
    assert "« FG-100-A », « FG100A »" in told.message
