"""The form of a person: who they are, and what the conventions of their parcours want known."""

from collections.abc import Iterable
from typing import Any

from config.schema import Convention
from models.registers import facts
from models.tables import PUBLICS, SEXES, Person
from models.terms import profile
from tui.forms.rows import Field
from tui.registers.fields import kind_of

ALSO: dict[str, tuple[str, ...]] = {
    "référent": ("referent_structure", "referent_contact"),
    "niveau de formation": ("education_scale",),
}
"""What goes with a field of the profile and is never missing."""

RECURRENT = (
    "town",
    "prescriber",
    "referent",
    "family_status",
    "education",
    "employment",
    "zone",
    "education_scale",
    "referent_structure",
)
"""Texts that are the same for many: what was typed for others is proposed."""


def identity(person: Person | None, specs: Iterable[Convention] = ()) -> list[Field]:
    """The fields of a person filled with what is known; those only some conventions ask for when one of ``specs`` does,
    or when they are known already."""
    from models.takeover.sheets import PARTICIPANTS  # with all that writes workbooks: only when a form is opened

    proposed: dict[str, list[str]] = {}
    for one in (one for spec in specs for one in spec.profile):
        if profile.fields[one.field].of == "person":
            for name in (*profile.fields[one.field].names, *ALSO.get(one.field, ())):
                proposed.setdefault(name, []).extend(one.values if name in profile.fields[one.field].names else ())

    def field(name: str, label: str, kind: str = "text", hint: str = "", **more: Any) -> Field:
        default = None if person is None else getattr(person, name)
        if kind == "text" and proposed.get(name):
            hint = f"{hint} Proposés : {', '.join(dict.fromkeys(proposed[name]))}.".strip()
        return Field(name, label, kind, default=default, suggestions=_suggestions(name, proposed), hint=hint, **more)

    made = "Vide : Assidu en fait un à partir du nom." if person is None else "Il suit la personne partout."
    found = [
        field("last_name", "Nom", required=True),
        field("first_name", "Prénom", required=True),
        field("code", "Identifiant", required=person is not None, hint=made),
        field("birth", "Naissance", "date"),
        field("sex", "Sexe", "choice", choices=SEXES),
        field("public", "Public", "choice", choices=PUBLICS),
        field("caf_number", "N° allocataire"),
        field("town", "Commune"),
        field("phone", "Téléphone"),
        field("email", "Courriel"),
        field("prescriber", "Prescripteur"),
        field("referent", "Référent"),
        field("family_status", "Situation familiale"),
        field("education", "Niveau de formation"),
        field("employment", "Situation emploi"),
    ]
    always = {one.name for one in found}
    for column in PARTICIPANTS.columns:  # the others are said there: header, help, closed list
        name = column.attribute
        known = person is not None and getattr(person, name) not in (None, "")
        if name not in always and (name in proposed or known):
            kind = kind_of(getattr(Person, name))
            kind = "choice" if column.values and kind != "yes" else kind
            choices = () if kind == "yes" else column.values
            found.append(field(name, column.header, kind, choices=choices, hint=column.comment))
    return found


def _suggestions(name: str, proposed: dict[str, list[str]]) -> list[str]:
    typed = facts.typed_before(Person, name) if name in RECURRENT else []
    return list(dict.fromkeys([*proposed.get(name, ()), *typed]))
