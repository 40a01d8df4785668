"""What a convention wants known about everyone accompanied, where it is kept, and what is not known yet."""

from dataclasses import dataclass
from typing import Literal, get_args

from config import schema
from models.tables import Parcours, Person


@dataclass(frozen=True)
class Kept:
    """Where a profile field is kept: in ``names``, attributes of the person or of the parcours. It is known as soon as
    one of them is."""

    of: Literal["person", "parcours"]
    names: tuple[str, ...]


def _person(*names: str) -> Kept:
    return Kept("person", names)


def _parcours(*names: str) -> Kept:
    return Kept("parcours", names)


fields: dict[schema.ProfileField, Kept] = {
    "naissance": _person("birth"),
    "sexe": _person("sex"),
    "public": _person("public"),
    "allocataire": _person("caf_number"),
    "commune": _person("town"),
    "adresse": _person("address"),
    "code postal": _person("postcode"),
    "téléphone": _person("phone"),
    "situation familiale": _person("family_status"),
    "niveau de formation": _person("education"),
    "situation emploi": _person("employment"),
    "prescripteur": _person("prescriber"),
    "référent": _person("referent"),
    "statut RSA": _person("rsa_status"),
    "RSA depuis": _person("rsa_since"),
    "droits et devoirs": _person("rights_and_duties"),
    "Pôle emploi": _person("job_seeker_number", "job_seeker_since"),
    "territoire": _person("zone"),
    "quartier prioritaire": _person("priority_area"),
    "primo-entrant": _person("newcomer"),
    "en parcours depuis": _person("path_since"),
    "RQTH": _person("disabled"),
    "scolarité": _person("schooling"),
    "oral": _person("oral"),
    "permis": _person("licence"),
    "certification": _person("certification"),
    "situation particulière": _person("living"),
    "activité précaire": _person("precarious"),
    "revenu": _person("income"),
    "activité indépendante": _person("business"),
    "orientation": _parcours("orientation"),
    "date d'orientation": _parcours("oriented"),
    "structure orientante": _parcours("oriented_by"),
}
assert tuple(fields) == get_args(schema.ProfileField)


def known(field: schema.ProfileField, person: Person, parcours: Parcours | None) -> bool:
    """Whether this field is known; without a parcours, what is kept in one is not asked for. *Non* and zero are
    answers: null or an empty text is not."""
    kept = fields[field]
    record = person if kept.of == "person" else parcours
    return record is None or any(getattr(record, name) not in (None, "") for name in kept.names)


def missing(spec: schema.Convention, person: Person, parcours: Parcours | None = None) -> list[str]:
    """What the convention's ``profile`` wants and nobody has noted, as the convention's file names it, in its order."""
    return [one.field for one in spec.profile if not known(one.field, person, parcours)]
