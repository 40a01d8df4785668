"""Conventions: listed, shown, checked, begun."""

import argparse
from pathlib import Path

from tui.commands.answering import say


def conventions(asked: argparse.Namespace) -> int:
    from config import catalogue
    from config.reading import short
    from models.french.comparing import tidy
    from tui.conventions import specification

    if asked.part == "show":
        return say(specification.told(catalogue.convention(tidy(asked.id))))
    if asked.part == "check":
        found = catalogue.read(Path(asked.file))
        return say([f"{asked.file} : convention « {short(found.id)} » valide."])
    if asked.part == "new":
        return _begin(asked)
    return say(specification.listed(catalogue.catalogue().values()))


def _begin(asked: argparse.Namespace) -> int:
    from config import starting

    path = starting.begin(asked.id, asked.like)
    return say([f"Convention commencée : {path}", "Complétez son intitulé et son édition dans ce fichier."])
