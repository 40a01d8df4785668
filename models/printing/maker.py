"""The page maker: a template and its data make a PDF. The library that does it is loaded when something is printed."""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from pendulum import Date, duration

from config.refusal import Refusal
from config.settings import home
from models.printing.letters import FONTS, on_paper

SHIPPED = Path(__file__).parent / "templates"
SHARED = SHIPPED / "local" / "assidu" / "1.0.0" / "lib.typ"
OWN = "modeles"
"""The operator's templates, in the home: one of the name of a shipped one takes its place."""

PAGE = "<assidu-page>"
"""What a template that must keep a layout says once a page."""

MISSING = "Il manque de quoi imprimer : installez-le avec « pip install typst zxing-cpp », puis recommencez."


class CannotPrint(Refusal):
    """Nothing was printed: the message is one French sentence that says why and what to do."""


class Template(NamedTuple):
    """A template, and the version of what it says."""

    path: Path
    version: str

    @property
    def own(self) -> bool:
        """Whether it is the operator's."""
        return self.path.parent != SHIPPED


def template(name: str) -> Template:
    """The operator's template of this name, else the one shipped. Raises CannotPrint when it cannot be read."""
    own = home() / OWN / f"{name}.typ"
    path = own if own.is_file() else SHIPPED / f"{name}.typ"
    try:
        text = path.read_bytes()
    except OSError:
        raise CannotPrint(f"{path} : ce modèle ne se lit pas ; vérifiez vos droits sur ce fichier.") from None
    if path == own and b"@preview" in text:
        raise CannotPrint(f"{path} : un modèle n'importe rien d'Internet ; retirez-en « @preview ».")
    return Template(path, hashlib.sha256(text + SHARED.read_bytes()).hexdigest()[:12])


def library(name: str) -> ModuleType:
    """A library that only printing needs. Raises CannotPrint when it is not installed here."""
    try:
        if name == "typst":
            import typst

            return typst
        import zxingcpp

        return zxingcpp
    except ImportError:
        raise CannotPrint(MISSING) from None


def made(template: Template, data: Mapping[str, Any], day: Date, pages: int | None = None) -> bytes:
    """The PDF a template makes of ``data``, tagged for screen readers (PDF/UA-1): the same bytes for the same data.

    ``day`` is that of the print; ``pages``: how many the template must lay out, when readers of a signed sheet count
    on it. Raises CannotPrint when a template of the operator's does not compile, or not to these pages.
    """
    typst = library("typst")
    options = {
        "root": str(template.path.parent),
        "font_paths": _fonts(),
        "sys_inputs": {"data": json.dumps(on_paper(dict(data)), ensure_ascii=False)},
        "package_path": str(SHIPPED),
        "package_cache_path": str(SHIPPED),
    }
    moment = int((day - Date(1970, 1, 1)) / duration(seconds=1))
    try:
        pdf = typst.compile(str(template.path), pdf_standards=["ua-1"], timestamp=moment, **options)
    except typst.TypstError as fault:
        if not template.own:
            raise
        raise CannotPrint(_told(template.path, fault)) from None
    if template.own and pages is not None:
        laid = json.loads(typst.query(str(template.path), PAGE, field="value", **options))
        if len(laid) != pages:
            raise CannotPrint(
                f"{template.path} : ce modèle ne pose pas le cadre de chaque page (« #page-frame ») ; "
                "reprenez-le du modèle d'Assidu, sinon la feuille signée ne se relirait pas."
            )
    return bytes(pdf)


def free_memory() -> None:
    """Gives up what the library keeps of the pages it has made: it does after ten others."""
    typst = library("typst")
    for _ in range(11):
        typst.compile(b"", font_paths=_fonts())


@cache
def _fonts() -> Any:
    """Our own fonts alone: the same layout on every machine."""
    return library("typst").Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _told(path: Path, fault: Any) -> str:
    line = re.search(re.escape(path.name) + r":(\d+):", fault.diagnostic or "")
    where = f", ligne {line[1]}" if line else ""
    said = re.sub(r"\s+", " ", str(fault.message))[:200]
    return f"{path}{where} : ce modèle ne se compile pas ({said}) ; corrigez-le, ou retirez-le pour celui d'Assidu."
