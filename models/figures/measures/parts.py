"""The parts a figure is told by: a profile, a variant, a participant… each an expression over the records counted."""

from typing import Any

from peewee import Case, fn

from config import schema
from models.figures.measures.base import UNKNOWN
from models.tables import Parcours, Person
from models.terms.publics import public_on

BANDS = ((18, "moins de 18 ans"), (26, "18–25 ans"), (30, "26–29 ans"), (50, "30–49 ans"))  # below each age (G2)
OLDEST = "50 ans et plus"


def part_of(by: schema.By | None, spec: schema.Convention, day: Any = Parcours.entry, counted: Any = None) -> Any:
    """What tells the parts of records joined with Person (and Parcours, for what belongs to it); None without ``by``.

    Ages are completed on ``day`` (the entry); the public is that of the first day ``counted`` (the same, when not
    given). What is not known is one part, *non renseigné*.
    """
    told: dict[str, Any] = {
        "public": known(public_on(day if counted is None else counted)),
        "sexe": Case(Person.sex, [("F", "femmes"), ("M", "hommes")], UNKNOWN),
        "âge": _band(day),
        "situation familiale": known(Person.family_status),
        "niveau de formation": known(Person.education),
        "situation emploi": known(Person.employment),
        "commune": known(Person.town),
        "quartier prioritaire": Case(Person.priority_area, [(True, "oui"), (False, "non")], UNKNOWN),
        "participant": Person.code,
        "structure orientante": known(Parcours.oriented_by),
        "variante": labelled(Parcours.variant, spec.variant),
        "type": known(Parcours.exit_type),
        "contrat": known(Parcours.exit_contract),
        "destination": known(Parcours.destination),
    }
    return told[by] if by else None


def known(column: Any) -> Any:
    """The text of a column, or *non renseigné* when it is empty."""
    return fn.COALESCE(fn.NULLIF(column, ""), UNKNOWN)


def labelled(column: Any, kinds: tuple[Any, ...]) -> Any:
    """The label of a code among what the convention declares; the code itself when it declares none such."""
    labels = [(kind.code, kind.label) for kind in kinds]
    return Case(column, labels, known(column)) if labels else known(column)


def _band(day: Any) -> Any:
    years = fn.SUBSTR(day, 1, 4).cast("integer") - fn.SUBSTR(Person.birth, 1, 4).cast("integer")
    age = years - Case(None, [(fn.SUBSTR(day, 6) < fn.SUBSTR(Person.birth, 6), 1)], 0)
    return Case(None, [(Person.birth.is_null(), UNKNOWN), *((age < below, band) for below, band in BANDS)], OLDEST)
