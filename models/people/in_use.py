"""The conventions that the actions recorded here run under, each in its edition."""

from config.catalogue import UnknownConvention, convention
from config.schema import Convention
from models.tables import Action


def in_use() -> dict[tuple[str, str], Convention]:
    """By id and edition; those whose file is gone are left out. Raises Faults when a file is wrong."""
    found = {}
    for id, edition in Action.select(Action.convention, Action.edition).distinct().tuples():
        try:
            found[id, edition] = convention(id, edition)
        except UnknownConvention:
            continue
    return found
