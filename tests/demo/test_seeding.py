"""Filling a home with the demo."""

import sqlite3
from pathlib import Path

import pytest

from config import catalogue, schema, settings
from models.demo import seeding

DAY = "2026-11-21"


def content(home: Path) -> str:
    engine = sqlite3.connect(home / settings.DATABASE)
    try:
        return "\n".join(engine.iterdump())
    finally:
        engine.close()


@pytest.mark.slow
def test_the_same_day_gives_the_same_content(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSIDU_TODAY", DAY)
    for name in ("one", "two"):
        seeding.seed(tmp_path / name)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_the_settings_name_the_person_at_the_keyboard_and_the_closures(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSIDU_TODAY", DAY)
    seeding.seed(tmp_path)
    kept = settings.load(tmp_path)
    assert kept.user in kept.trainers
    assert len(kept.sites) == 4
    assert any(closure.start.isoformat() == "2026-08-01" for closure in kept.closures)


@pytest.mark.slow
def test_the_operator_has_its_own_edition_of_a_convention(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSIDU_TODAY", DAY)
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    seeding.seed(tmp_path)
    own = catalogue.convention("cd49-reference-rsa")
    (dates,) = own.rules_of(schema.ActionDates)
    assert (dates.earliest.isoformat(), dates.latest.isoformat()) == ("2026-02-01", "2027-01-31")
    assert own.edition == "2026"
