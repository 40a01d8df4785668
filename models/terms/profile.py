"""What a convention wants known about everyone accompanied, where it is kept, and what is not known yet."""

from dataclasses import dataclass
from typing import Literal, get_args

from config import schema
from models.tables import Parcours, Person, fields_of


@dataclass(frozen=True)
class Kept:
    """Where a profile field is kept: in ``names``, attributes of the person or of the parcours. It is known as soon as
    one of them is."""

    of: Literal["person", "parcours"]
    names: tuple[str, ...]


def _kept(profile: str) -> Kept:
    of_person, of_parcours = (
        tuple(field.name for field in fields_of(table) if field.facts.profile == profile)
        for table in (Person, Parcours)
    )
    return Kept("person", of_person) if of_person else Kept("parcours", of_parcours)


fields: dict[schema.ProfileField, Kept] = {name: _kept(name) for name in get_args(schema.ProfileField)}


def known(field: schema.ProfileField, person: Person, parcours: Parcours | None) -> bool:
    """Whether this field is known; without a parcours, what is kept in one is not asked for. *Non* and zero are
    answers: null or an empty text is not."""
    kept = fields[field]
    record = person if kept.of == "person" else parcours
    return record is None or any(getattr(record, name) not in (None, "") for name in kept.names)


def missing(spec: schema.Convention, person: Person, parcours: Parcours | None = None) -> list[schema.ProfileField]:
    """What the convention's ``profile`` wants and nobody has noted, as the convention's file names it, in its order."""
    return [field for field in wanted(spec) if not known(field, person, parcours)]


def wanted(spec: schema.Convention) -> list[schema.ProfileField]:
    """What the convention wants known of everyone."""
    return [one.field for one in spec.profile if one.wanted]
