"""Settings are read strictly, written whole or not at all, and the environment comes first."""

import os
from datetime import date
from typing import get_args

import pytest

from config import settings
from config.reading import Faults
from config.settings import Closure, Settings

CHOSEN = Settings(
    operator="Mobilité 49",
    user="Claire",
    declaration_number="52 49 12345 49",
    sites=("Angers", "Cholet"),
    trainers=("Claire", "Karim [matin]"),
    export_folder="/srv/exports",
    theme="textual-light",
    late_minutes=20,
    region="6AE",
    closures=(Closure(date(2026, 8, 3), date(2026, 8, 21), "Congés d'été"),),
)


def test_what_is_saved_is_read_back(tmp_path):
    settings.save(CHOSEN, tmp_path)
    assert settings.load(tmp_path) == CHOSEN
    assert [file.name for file in tmp_path.iterdir()] == ["assidu.toml"]


def test_an_empty_home_has_the_defaults(tmp_path):
    assert settings.load(tmp_path / "absent") == Settings()
    assert Settings().late_minutes == 15


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    settings.save(CHOSEN, tmp_path)

    def full(handle):
        raise OSError("disque plein")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disque plein"):
        settings.save(Settings(operator="Autre"), tmp_path)
    assert settings.load(tmp_path) == CHOSEN
    assert [file.name for file in tmp_path.iterdir()] == ["assidu.toml"]


def test_every_fault_of_the_settings_is_told(tmp_path):
    (tmp_path / "assidu.toml").write_text(
        'oprator = "X"\nlate_minutes = "quinze"\n[[closures]]\nstart = 2026-08-03\nend = "demain"\n', encoding="utf-8"
    )
    with pytest.raises(Faults) as found:
        settings.load(tmp_path)
    told = [sentence.removeprefix(str(tmp_path / "assidu.toml")) for sentence in found.value.sentences]
    assert told == [
        ", ligne 1 : oprator : clé inconnue ; vouliez-vous dire « operator » ?",
        ", ligne 2 : late_minutes : attend un nombre entier, pas « quinze ».",
        ", ligne 5 : closures[1].end : attend une date (2026-03-31), pas « demain ».",
    ]


def test_a_region_without_public_holidays_is_refused(tmp_path):
    (tmp_path / "assidu.toml").write_text('region = "6AF"\n', encoding="utf-8")
    with pytest.raises(Faults, match="ligne 1 : region : « 6AF » est inconnu ; vouliez-vous dire « 6AE »"):
        settings.load(tmp_path)


def test_every_region_is_one_the_holidays_know():
    import holidays

    known = {one for one in holidays.country_holidays("FR").subdivisions if not one.startswith("Zone")}  # of schools
    assert set(get_args(settings.Region)) - {""} == known


def test_a_closure_that_ends_before_it_starts_is_refused(tmp_path):
    (tmp_path / "assidu.toml").write_text("[[closures]]\nstart = 2026-08-21\nend = 2026-08-03\n", encoding="utf-8")
    with pytest.raises(Faults, match="la fin de la fermeture précède son début"):
        settings.load(tmp_path)


def test_the_home_is_the_environment_s(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSIDU_HOME", str(tmp_path))
    assert settings.home() == tmp_path
    monkeypatch.delenv("ASSIDU_HOME")
    assert settings.home().name == "assidu"


def test_the_database_is_the_environment_s_then_the_settings_then_the_home_s(tmp_path, monkeypatch):
    monkeypatch.delenv("ASSIDU_DATABASE", raising=False)
    assert settings.database_url(Settings(), tmp_path) == f"sqlite:///{tmp_path}/assidu.db"
    assert settings.database_url(Settings(database="sites/a.db"), tmp_path) == f"sqlite:///{tmp_path}/sites/a.db"
    assert settings.database_url(Settings(database="postgresql://srv/assidu"), tmp_path) == "postgresql://srv/assidu"
    monkeypatch.setenv("ASSIDU_DATABASE", "sqlite:////srv/b.db")
    assert settings.database_url(Settings(database="sites/a.db"), tmp_path) == "sqlite:////srv/b.db"


def test_a_home_with_odd_letters_is_found_again(tmp_path, monkeypatch):
    from models.storage.opening import path_of

    monkeypatch.delenv("ASSIDU_DATABASE", raising=False)
    home = tmp_path / "Été 100 % #1"
    assert path_of(settings.database_url(Settings(), home)) == home / "assidu.db"


def test_the_tilde_is_the_user_s_folder_wherever_a_path_is_written(tmp_path, monkeypatch):
    from models.storage.opening import path_of

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("ASSIDU_HOME", "~/Été 100 %")
    monkeypatch.delenv("ASSIDU_DATABASE", raising=False)
    home = settings.home()
    assert home == tmp_path / "Été 100 %"
    for written in ("~/a.db", "sqlite:///~/a.db"):
        assert path_of(settings.database_url(Settings(database=written), home)) == tmp_path / "a.db"
    monkeypatch.setenv("ASSIDU_DATABASE", "sqlite:///~/b.db")
    assert path_of(settings.database_url(Settings(), home)) == tmp_path / "b.db"


def test_the_tilde_of_nobody_is_refused(tmp_path, monkeypatch):
    (tmp_path / "assidu.toml").write_text('export_folder = "~personne-de-ce-nom/exports"\n', encoding="utf-8")
    with pytest.raises(Faults, match="ligne 1 : export_folder : « ~ » n'est le dossier de personne"):
        settings.load(tmp_path)
    monkeypatch.setenv("ASSIDU_HOME", "~personne-de-ce-nom/assidu")
    with pytest.raises(Faults, match="« ~ » n'est celui de personne"):
        settings.home()
