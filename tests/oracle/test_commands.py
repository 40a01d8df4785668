"""The commands answer with the recomputed figures, in the published shapes."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from config.catalogue import convention
from tests.oracle import deviations, figures, ledger, spreadsheet
from tests.oracle.plain import Book, kind, rows, the_action
from tests.oracle.workbooks import made_up
from tui.command import main

QUICK = range(100, 105)  # each convention once
SEEDS = [*QUICK, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(105, 110))]


@pytest.fixture
def taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Takes over a made-up workbook into an empty home; gives the workbook and the day."""

    def take_over(seed: int) -> tuple[Book, date]:
        book, today = made_up(seed)
        monkeypatch.setenv("ASSIDU_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("ASSIDU_TODAY", today.isoformat())
        monkeypatch.delenv("ASSIDU_DATABASE", raising=False)
        file = tmp_path / "reprise.xlsx"
        spreadsheet.write(book, file, seed)
        assert main(["import", str(file), "--json"]) == 0
        return book, today

    return take_over


@pytest.fixture
def ask(capsys):
    """Runs a command with ``--json``; gives its status and its document."""

    def run(*words: str) -> tuple[int, dict]:
        capsys.readouterr()
        status = main([*words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run


def same_figures(said: dict, meant: dict) -> None:
    assert {one["id"] for one in said["indicators"]} == set(meant)
    for one in said["indicators"]:
        figure = meant[one["id"]]
        value, target = figure["value"], figure["target"]
        assert one["value"] == float(value)
        assert one["target"] == (None if target is None else float(target))
        assert one["rate"] == (float(value / target) if target else None)
        assert one["detail"] == {part: float(amount) for part, amount in figure["detail"].items()}


@pytest.mark.sweep(2)
@pytest.mark.parametrize("seed", SEEDS)
def test_indicators(taken_over, ask, seed):
    book, today = taken_over(seed)
    for action in book["Actions"]:
        code, first, last = action["Code"], action["Début"], action["Fin"]
        status, said = ask("indicators", code)
        assert (status, said["action"], said["from"], said["to"]) == (0, code, str(first), str(last))
        assert said["convention"] == action["Convention"]
        same_figures(said, figures.figures(book, code, first, last, today))

        middle = first + (last - first) / 2
        _, said = ask("indicators", code, "--from", f"{middle:%d/%m/%Y}", "--to", str(today))
        if middle <= today:
            same_figures(said, figures.figures(book, code, middle, today, today))


@pytest.mark.sweep(2)
@pytest.mark.parametrize("seed", SEEDS)
def test_check(taken_over, ask, seed):
    book, today = taken_over(seed)

    def told(said: dict) -> Counter:
        names = deviations.Deviation._fields
        return Counter(
            tuple(one[name] for name in names) for one in said["deviations"] if one["rule"] in deviations.RULES
        )

    def meant(found: list[deviations.Deviation]) -> Counter:
        return Counter((*one[:-1], one.date.isoformat()) for one in found)

    for code in [None, *(action["Code"] for action in book["Actions"])]:
        expected = deviations.check(book, code, today) if code else deviations.deviations(book, today)
        status, said = ask("check", *([code] if code else []))
        assert told(said) == meant(expected)
        assert status == any(one.severity == "error" for one in expected)
        assert all(one["message"] and one["source"] for one in said["deviations"])


@pytest.mark.parametrize("seed", [seed for seed in QUICK if seed % 5 in (2, 4)])
def test_hours(taken_over, ask, seed):
    book, today = taken_over(seed)
    (code,) = [action["Code"] for action in book["Actions"] if kind(book, action["Code"]) == "permis"]
    meant = ledger.ledger(book, code, today)
    status, said = ask("hours", code)
    assert (status, said["action"]) == (0, the_action(book, code)["Code"])
    for name in ("envelope", "done", "planned", "pool"):
        assert said[name] == meant[name] / 60
    found = {one.pop("id"): one for one in said["participants"]}
    assert found == {
        person: {name: minutes / 60 for name, minutes in hours.items()}
        for person, hours in meant["participants"].items()
    }
    names = ("Date", "Participant", "Heures", "Motif", "Signalé au référent le", "Signalé au Département le")
    typed = Counter(
        (
            {"libération": "liberation"}.get(move["Sens"], move["Sens"]),
            *(str(move[name]) if move[name] else None for name in names if name != "Heures"),
            move["Heures"] / 60,
            None,
        )
        for move in rows(book, "Mutualisation", Action=code)
    )
    keys = ("kind", "date", "participant", "reason", "reported_referent", "reported_departement", "hours", "reverses")
    assert Counter(tuple(move[key] for key in keys) for move in said["movements"]) == typed
    assert sorted(move["number"] for move in said["movements"]) == list(range(1, len(said["movements"]) + 1))


@pytest.mark.sweep(2)
@pytest.mark.parametrize("seed", QUICK)
def test_export(taken_over, tmp_path, seed):
    """Each figure is a number in the row of its label, whatever the workbook holds."""
    book, today = taken_over(seed)
    for action in book["Actions"]:
        code, first, last = action["Code"], action["Début"], action["Fin"]
        file = tmp_path / f"{code}.xlsx"
        assert main(["export", code, "-o", str(file)]) == 0
        sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("Indicateurs").to_python()
        by_label = {row[0]: row for row in sheet if row}
        meant = figures.figures(book, code, first, last, today)
        for indicator in convention(action["Convention"]).indicator:
            value = by_label[indicator.label][1]
            assert as_hours(value) == pytest.approx(float(meant[indicator.id]["value"]), abs=1e-9), indicator.id


def as_hours(value) -> float:
    """A number as it is; a duration in hours."""
    return value.total_seconds() / 3600 if isinstance(value, timedelta) else float(value)
