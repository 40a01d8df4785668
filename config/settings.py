"""This installation's settings: where it lives (``ASSIDU_HOME``) and what ``assidu.toml`` says."""

import os
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, unquote

from config.files import draft, make_folder
from config.reading import Faults, Reader, parse, read_text

FILE = "assidu.toml"
DATABASE = "assidu.db"
SQLITE = "sqlite:///"
LATE = 15  # minutes a late arrival is taken to miss, unless the settings or the trainer say otherwise
Region = Literal["", "57", "6AE", "971", "972", "973", "974", "976", "BL", "MF", "NC", "PF", "PM", "TF", "WF"]


@dataclass(frozen=True)
class Closure:
    """Days on which the structure is closed, from ``start`` to ``end``, both in it."""

    start: date
    end: date
    label: str = ""


@dataclass(frozen=True)
class Settings:
    """What the operator chose. ``operator`` is the structure's name, ``user`` the person at the keyboard.

    ``late_minutes`` is what a late arrival is taken to miss until somebody types it; ``region`` the code of the
    ``holidays`` library for regional public holidays ("57" for Moselle, "6AE" for Alsace); ``database`` an address,
    the file of the home when empty; ``export_folder`` the folder of the workbooks, the current one when empty.
    ``signs``: the signs drawn on screens, chosen by the terminal when empty; simple ones are letters any has.
    ``identifiers``: workbooks give identifiers instead of names. ``retention_months`` after the last contact a person
    leaves the lists of every day; names are erased ``restricted_months`` after that, never by themselves when 0: what
    cannot be taken back is chosen, not fallen into. ``layout``: "linear" draws screens for whoever reads them line by
    line. ``keys``: by the name of a command (``roll.present``), the key or the keys that do it instead of its own.
    """

    operator: str = ""
    user: str = ""
    declaration_number: str = ""
    sites: tuple[str, ...] = ()
    trainers: tuple[str, ...] = ()
    export_folder: str = ""
    theme: str = ""
    signs: Literal["", "rich", "simple"] = ""
    database: str = ""
    late_minutes: int = LATE
    region: Region = ""
    identifiers: bool = False
    retention_months: int = 24
    restricted_months: int = 0
    closures: tuple[Closure, ...] = ()
    layout: Literal["", "linear"] = ""
    keys: dict[str, str] = field(default_factory=dict)


def home() -> Path:
    """The folder of this installation: ``ASSIDU_HOME``, else the platform's user data folder.

    Raises Faults when there is no knowing where that is.
    """
    chosen = os.environ.get("ASSIDU_HOME", "").strip()
    if not chosen:
        from platformdirs import user_data_path

        chosen = str(user_data_path("assidu", appauthor=False))
    return typed_path(chosen).absolute()


def typed_path(text: str) -> Path:
    """The file or folder written ``text``, where « ~ » is the user's own. Raises Faults when there is no such user."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise Faults(f"{text} : dossier introuvable, « ~ » n'est celui de personne ; écrivez-le en entier.") from None


def exists(folder: Path) -> bool:
    """Whether this installation has already been set up."""
    return (folder / FILE).is_file()


def load(folder: Path) -> Settings:
    """The settings of the installation in ``folder``; the defaults when it has none. Raises Faults."""
    path = folder / FILE
    if not path.exists():
        return Settings()
    text = read_text(path)
    data = parse(text, str(path))
    reader = Reader(str(path), text)
    settings: Settings | None = reader.table(Settings, data)
    if settings is not None:
        if not 0 <= settings.late_minutes <= 24 * 60:
            reader.fault("late_minutes", "attend un nombre de minutes, de 0 à 1440.")
        if not 1 <= settings.retention_months <= 1200:
            reader.fault("retention_months", "attend un nombre de mois, de 1 à 1200 (cent ans).")
        if not 0 <= settings.restricted_months <= 1200:
            reader.fault("restricted_months", "attend un nombre de mois, de 0 (jamais d'office) à 1200 (cent ans).")
        for rank, closure in enumerate(settings.closures, 1):
            if closure.end < closure.start:
                reader.fault(f"closures[{rank}].end", "la fin de la fermeture précède son début.")
        try:
            typed_path(settings.export_folder)
        except Faults:
            reader.fault("export_folder", "« ~ » n'est le dossier de personne ; écrivez le chemin en entier.")
    reader.finish()
    assert settings is not None
    return settings


def save(settings: Settings, folder: Path) -> None:
    """Writes the settings, whole or not at all: a power cut leaves the old file or the new one. Raises OSError."""
    import tomli_w

    make_folder(folder)
    with draft(folder / FILE, private=True) as path, path.open("wb") as file:
        tomli_w.dump(_plain(settings), file)


def database_url(settings: Settings, folder: Path) -> str:
    """The database's address: ``ASSIDU_DATABASE``, else the settings', else ``assidu.db`` in ``folder``.

    A relative file of the settings is relative to ``folder``.
    """
    chosen = os.environ.get("ASSIDU_DATABASE", "").strip()
    if chosen:
        return chosen
    stored = settings.database or DATABASE
    if stored.startswith(SQLITE):
        stored = unquote(stored.removeprefix(SQLITE), errors="surrogateescape")
    elif "://" in stored:
        return stored
    # surrogates stand for the letters of a name that is not in UTF-8
    return SQLITE + quote((folder / typed_path(stored)).as_posix(), safe="/:", errors="surrogateescape")


def _plain(item: Any) -> Any:
    """What TOML can hold; what has its default value is left out, so that a default may change."""
    if is_dataclass(item):
        values = {one.name: getattr(item, one.name) for one in fields(item)}
        return {one.name: _plain(values[one.name]) for one in fields(item) if values[one.name] != _default(one)}
    return [_plain(part) for part in item] if isinstance(item, tuple) else item


def _default(one: Field[Any]) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()
