"""An operator's own convention begun from another: everything inherited, every choice written out to be changed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from config import catalogue, settings
from config.coherence import ID, ID_IS_WRITTEN
from config.files import draft, make_folder
from config.reading import Faults
from config.schema import Convention, Indicator, Target

HEAD = """\
# Votre convention : elle reprend tout de « {like} », et seulement ce que vous écrivez ici en diffère.
# Complétez l'intitulé et l'édition ; « assidu conventions check » suivi du nom de ce fichier le vérifie.
id = {id}
inherits = [{like_quoted}]
title = {title}
edition = "à compléter"
# territory = {territory}
# document = {document}

# Mettre de côté une règle, un indicateur ou autre chose de repris (« assidu conventions show » dit leurs noms) :
# without = [{aside}]
"""
CHOICES = """
# Les choix et les lectures retenus : changez la valeur, elle vaut partout où elle sert.
"""
EXAMPLES = "\n# Exemples : retirez les « # » et adaptez.\n"
TARGET = """
# Changer l'objectif d'un indicateur (« {label} »), le reste étant repris :
# [[indicator]]
# id = {id}
# target = {{ {target} }}
"""
RULE = """
# Changer une règle (article : {source}) : ici, la signaler pour information (ferme, alerte ou souple) :
# [[rule]]
# name = {name}
# strength = "souple"
"""
ADDED = """
# Ajouter un document à remettre :
# [[document_kind]]
# code = "mon-document"
# label = "Mon document"
"""


def begin(id: str, like: str) -> Path:
    """Writes ``<home>/conventions/id.toml``, which inherits ``like``, and gives its place.

    Raises Faults, one French sentence, for a bad or taken id, common rules, or a file that exists; UnknownConvention
    for an unknown ``like``; OSError when nothing can be written.
    """
    if not ID.fullmatch(id):
        raise Faults(f"« {id} » : un identifiant {ID_IS_WRITTEN}")
    other = catalogue.convention(like)
    if other.role == "commun":
        raise Faults(f"« {like} » rassemble des règles communes ; donnez à --like une convention qui en hérite.")
    folder = settings.home() / "conventions"
    if catalogue.knows(id):
        raise Faults(f"La convention « {id} » existe déjà ; choisissez un autre identifiant.")
    path = folder / f"{id}.toml"
    if path.exists():
        raise Faults(f"{path} : ce fichier existe déjà ; choisissez un autre identifiant.")
    make_folder(settings.home())
    folder.mkdir(exist_ok=True)
    with draft(path) as file:
        file.write_text(text(id, other), encoding="utf-8", newline="\n")
    return path


def text(id: str, like: Convention) -> str:
    """What is written in a file that begins ``id`` like another convention."""
    targets = [one for one in like.indicator if _aim(one)]
    named = [rule for rule in like.rule if rule.name]
    parts = [
        HEAD.format(
            like=like.id,
            id=_toml(id),
            like_quoted=_toml(like.id),
            title=_toml(f"{like.title} (à compléter)"),
            territory=_toml(like.territory),
            document=_toml(like.document),
            aside=_toml(named[-1].name if named else like.indicator[-1].id if like.indicator else "nom"),
        )
    ]
    if like.parameter:
        parts.append(CHOICES)
    for one in like.parameter:
        said = f"\n# {one.meaning} ({one.reading})\n"
        parts.append(f"{said}[[parameter]]\nname = {_toml(one.name)}\nvalue = {_toml(one.value)}\n")
    parts.append(EXAMPLES)
    if targets:
        parts.append(TARGET.format(label=targets[0].label, id=_toml(targets[0].id), target=_aim(targets[0])))
    if named:
        parts.append(RULE.format(source=named[0].source, name=_toml(named[0].name)))
    parts.append(ADDED)
    return "".join(parts)


def _aim(indicator: Indicator) -> str:
    """What its target compares with, as the file writes it; '' without a target, or with one in hours or euros."""
    target: Target | None = getattr(indicator, "target", None)
    if target is None or target.money is not None or target.hours is not None:
        return ""
    return f"each = {target.each}" if target.percent is None else f"percent = {target.percent}"


def _toml(value: Any) -> str:
    """A value as TOML writes it."""
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
