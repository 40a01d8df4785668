"""What an action agreed with the Département is recorded with it, and told beside the figure it is about (E-37)."""

import json
from typing import Any

import pytest

from models.acts.refusals import Refused
from models.figures import shares
from models.figures.figures import figures
from models.people import actions
from models.registers import facts, sentences
from models.tables import Action, Exam
from models.takeover.process import take_over
from tests.export.conftest import exported  # noqa: F401
from tests.takeover.conftest import write_xlsx
from tests.world import action, day, person, stay

AGREED: dict[str, Any] = {"agreed_people": 40, "agreed_places": 12, "agreed_amount": 1250050}


@pytest.fixture
def open_(base):
    where = action("cd49-adse-b", "01/01/2021", "31/12/2021", **AGREED)
    stay(where, person("ANA"), "01/02/2021")
    return where


def of(where, id="participants"):
    return next(one for one in figures(where, where.start, where.end) if one.indicator.id == id)


def test_it_is_kept_with_the_action_and_corrected(base):
    dates: dict[str, Any] = {"start": day("01/01/2026"), "end": day("31/12/2026")}
    added = actions.add(code="B", convention="cd49-adse-b", **dates, **AGREED, who="Claire")
    corrected = actions.correct(added, agreed_people=0, agreed_amount=None, who="Claire")
    assert [getattr(corrected, name) for name in AGREED] == [0, 12, None]
    for name in AGREED:
        with pytest.raises(Refused, match="ne peut pas être négatif"):
            actions.correct(added, **{name: -1}, who="Claire")


def test_it_is_told_beside_the_figure_and_is_no_target(open_):
    figure = of(open_)
    assert (figure.value, figure.target, figure.agreed, figure.reached) == (1, None, 40, None)
    assert shares.told(figure) == "objectif convenu, indicatif : 40"
    assert of(open_, "participations").agreed is None
    Action.update(agreed_people=None).execute()
    assert shares.told(of(Action.get())) == ""


def test_the_answer_of_the_command_names_it(open_, assidu):
    told = json.loads(assidu("indicators", "A", "--json").out)["indicators"]
    assert {one["id"]: one["agreed"] for one in told} == {
        "participations": None,
        "seances-collectives": None,
        "participants": 40,
    }
    assert list(told[0])[-2:] == ["agreed", "months"]


def test_the_workbook_heads_with_it(open_, exported):  # noqa: F811
    import openpyxl

    rows = openpyxl.load_workbook(exported(open_))["Indicateurs"].iter_rows(max_col=2, values_only=True)
    told = dict(rows)
    assert told["Participants convenus"] == 40
    assert told["Places en quartier prioritaire"] == 12
    assert told["Montant convenu (€)"] == 12500.5


def test_a_workbook_brings_it(base, tmp_path):
    headers = ["Code", "Convention", "Début", "Fin", "Participants convenus", "Montant convenu (€)"]
    rows = [headers, ["B", "cd49-adse-b", "01/01/2021", "31/12/2021", 40, 12500.5]]
    write_xlsx(tmp_path / "reprise.xlsx", {"Actions": rows})
    assert take_over(tmp_path / "reprise.xlsx", who="import").errors == []
    where = Action.get()
    assert (where.agreed_people, where.agreed_places, where.agreed_amount) == (40, None, 1250050)


class TestTheBlockOfAnExam:
    """Reading E-24: the certification and the block are in the key; empty, the key is the one of before."""

    ROW = ("Q", "ANA", "certification", "20/07/2018", "réussi")
    HEADERS = ("Action", "Participant", "Épreuve", "Date", "Résultat", "Certification", "Bloc")

    @pytest.fixture
    def where(self, base):
        where = action("cd93-5-qualification", "01/02/2018", "31/07/2018", code="Q")
        stay(where, person("ANA"), "05/02/2018")
        return where

    def taken(self, tmp_path, *rows, headers=HEADERS):
        write_xlsx(tmp_path / "reprise.xlsx", {"Examens": [list(headers), *map(list, rows)]})
        report = take_over(tmp_path / "reprise.xlsx", who="import")
        return [one.message for one in report.errors], report.created.get("Examens"), report.unchanged.get("Examens")

    def test_two_blocks_of_one_day_are_two_exams(self, where, tmp_path):
        rows = [(*self.ROW, "TP Cuisine", f"CCP{rank}") for rank in (1, 2)]
        assert self.taken(tmp_path, *rows) == ([], 2, 0)
        assert self.taken(tmp_path, *rows) == ([], 0, 2)

    def test_without_either_column_it_is_the_exam_of_before(self, where, tmp_path):
        assert self.taken(tmp_path, self.ROW, headers=self.HEADERS[:5]) == ([], 1, 0)
        assert self.taken(tmp_path, (*self.ROW, None, None)) == ([], 0, 1)
        assert self.taken(tmp_path, (*self.ROW, "TP Cuisine", None)) == ([], 1, 0)

    def test_it_is_told(self, where):
        values = {"test": "certification", "day": day("20/07/2018"), "result": "réussi", "block": "CCP1"}
        exam = facts.add(Exam, action=where, person=where.parcours.get().person, who="Claire", **values)
        assert "(CCP1), réussi" in sentences.describe(exam)
        with pytest.raises(Refused):
            facts.add(Exam, action=where, person=exam.person, who="Claire", **values)
