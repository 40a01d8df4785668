"""What people say of lines that Assidu works out: why a deviation is as it is, why and until when a stake is put off.

The line stays: a deviation explained is still listed, a stake put off comes back on its day.
"""

from typing import NamedTuple

from pendulum import Date

from models.acts.act import Act
from models.acts.refusals import Refused
from models.tables import Motive


class Line(NamedTuple):
    """What tells a line apart: ``about`` (``MOTIVES``), its rule or kind, its record, its day, the part it is about."""

    about: str
    rule: str
    of: str
    number: int
    day: Date | None
    part: str = ""


def give(line: Line, motive: str, *, told: str, who: str, until: Date | None = None) -> Motive:
    """Says a motive of a line, in the place of the one it had; ``told`` is the sentence of the act.

    Raises Refused without a motive, and to whoever is no coordinator.
    """
    with Act("motive", told, who) as act:
        act.for_coordinators()
        if not motive.strip():
            raise Refused("Le motif manque : dites pourquoi en quelques mots.")
        known = _known(line)
        if known is not None:
            act.update(known, motive=motive.strip(), until=until)
            return known
        key = dict(zip(line._fields, line, strict=True))
        return act.insert(Motive, **key, motive=motive.strip(), until=until)


def take_back(line: Line, *, told: str, who: str) -> None:
    """Takes the motive of a line back. Raises Refused when it has none, and to whoever is no coordinator."""
    with Act("motive", told, who) as act:
        act.for_coordinators()
        known = _known(line)
        if known is None:
            raise Refused("Cette ligne n'a pas de motif.")
        act.delete(known)


def given(about: str) -> dict[Line, Motive]:
    """The motives there are, by line; one query."""
    found = Motive.select().where(Motive.about == about)
    return {Line(one.about, one.rule, one.of, one.number, one.day, one.part): one for one in found}


def _known(line: Line) -> Motive | None:
    columns = (getattr(Motive, name) for name in line._fields)
    same = (column.is_null() if value is None else column == value for column, value in zip(columns, line, strict=True))
    found: Motive | None = Motive.select().where(*same).first()
    return found
