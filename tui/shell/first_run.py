"""The few things needed to begin: asked at the first opening, corrected later; written in the settings."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from config import settings as installation
from config.settings import Settings
from models.acts.refusals import Refused
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.themes import CHOICES

LAYOUTS = {"": "En colonnes", "linear": "Ligne à ligne : braille, lecteur d'écran"}


def first_run(settings: Settings, home: Path, done: Callable[[Settings], None], *, again: bool = False) -> FormScreen:
    """The form of the first opening; ``done`` receives the settings once they are written in ``home``. ``again``: to
    correct them, the layout and the colours too."""
    colours = Field("theme", "Couleurs", "choice", required=True, default=settings.theme, choices=list(CHOICES.items()))

    layout = Field(
        "layout", "Disposition", "choice", required=True, default=settings.layout, choices=list(LAYOUTS.items())
    )

    def write(values: dict[str, Any]) -> None:
        chosen = replace(
            settings,
            operator=values["operator"],
            user=values["user"],
            trainers=_listed(values["trainers"]) or (values["user"],),
            sites=_listed(values["sites"]),
            theme=values.get("theme", settings.theme),
            layout=values.get("layout", settings.layout),
        )
        try:
            installation.save(chosen, home)
        except OSError:
            raise Refused(f"Impossible d'écrire dans {home} : vérifiez vos droits et la place sur le disque.") from None
        done(chosen)

    return FormScreen(
        "Réglages" if again else "Bienvenue dans Assidu",
        [
            Field("operator", "Votre structure", required=True, default=settings.operator or None),
            Field("user", "Votre nom", required=True, default=settings.user or None, hint="Écrit à côté de vos actes."),
            Field(
                "trainers",
                "Formateurs",
                default=", ".join(settings.trainers),
                hint="Séparés par des virgules ; vide : vous seul.",
            ),
            Field("sites", "Sites", default=", ".join(settings.sites), hint="Séparés par des virgules."),
            *([layout, colours] if again else []),
        ],
        write,
        note="Quelques mots suffisent ; ils se corrigent quand on veut : Ctrl+P, puis Réglages.\n"
        f"Le reste (fermetures, dossier d'export…) se règle dans {home / installation.FILE}.",
        by="",
        begin="operator" if again else "",
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in (" ".join(piece.split()) for piece in text.split(",")) if part)
