"""The form of a person: who they are, and what the conventions of their parcours want known."""

from collections.abc import Iterable
from typing import Any

from config.schema import Convention
from models.french import wording
from models.people import participants, publics
from models.registers import facts
from models.tables import TRAINER, FormerPublic, Person, fields_of
from models.terms import profile
from tui.forms.asked import asked, kind_of
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.host import Host

ALSO: dict[str, tuple[str, ...]] = {
    "référent": ("referent_structure", "referent_contact"),
    "niveau de formation": ("education_scale",),
}
"""What goes with a field of the profile and is never missing."""

USUAL = (
    *("birth", "sex", "public", "caf_number", "town", "phone", "email", "prescriber", "referent"),
    *("family_status", "education", "employment"),
)
"""What is asked of anybody, whatever the conventions want known; of the others, those a convention asks for."""

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
    proposed: dict[str, list[str]] = {}
    for one in (one for spec in specs for one in spec.profile):
        if profile.fields[one.field].of == "person":
            for name in (*profile.fields[one.field].names, *ALSO.get(one.field, ())):
                proposed.setdefault(name, []).extend(one.values if name in profile.fields[one.field].names else ())

    def field(name: str, hint: str = "", **more: Any) -> Field:
        column = getattr(Person, name)
        if kind_of(column) == "text" and proposed.get(name):
            hint = f"{hint} Proposés : {', '.join(dict.fromkeys(proposed[name]))}.".strip()
        return asked(column, person, suggestions=_suggestions(name, proposed), hint=hint, **more)

    made = "Vide : Assidu en fait un à partir du nom." if person is None else "Il suit la personne partout."
    found = [
        field("last_name"),
        field("first_name"),
        field("code", hint=made, required=person is not None),
        *(one for name in USUAL for one in (field(name), *(_public(person) if name == "public" else ()))),
    ]
    wanted = {name for kept in profile.fields.values() for name in kept.names}.union(*ALSO.values())
    shown = {one.name for one in found}
    for column in fields_of(Person):
        name = column.name
        if name not in shown and column.facts.taken:
            known = person is not None and getattr(person, name) not in (None, "")
            if name not in wanted or name in proposed or known:
                found.append(field(name, column.help_text))
    return found


def _public(person: Person | None) -> list[Field]:
    """What is asked of another public than the one recorded: since when, or always."""
    if person is None or not person.public:
        return []
    ways = (("depuis", "un changement"), ("toujours", "une correction"))
    return [
        Field(
            "public_how",
            "Autre public, par",
            "choice",
            required=True,
            choices=ways,
            hint="Un changement a son jour ; une correction vaut pour toujours, les chiffres d'avant compris.",
            when=lambda values: values["public"] != person.public,
        ),
        Field(
            "public_since",
            "Public depuis le",
            "date",
            required=True,
            hint="Premier jour de ce public.",
            when=lambda values: values["public"] != person.public and values["public_how"] == "depuis",
        ),
    ]


def contacts(person: Person, who: str) -> FormScreen:
    """Asks how to reach somebody: all that a trainer corrects."""
    return FormScreen(
        f"Coordonnées de {wording.person(person)}",
        [asked(getattr(Person, name), person) for name in Person.corrected],
        lambda values: participants.correct(person, who=who, **values),
        by=TRAINER,
    )


def save(person: Person, who: str, values: dict[str, Any]) -> Person:
    """Corrects a person with what the form says."""
    said = {name: value for name, value in values.items() if name != "public_how"}
    return participants.correct(person, who=who, confirmed=True, **said)


def ask_change_of_public(app: Host, former: FormerPublic) -> None:
    """Asks for the day on which a public changed."""
    app.push_screen(
        FormScreen(
            f"Changement de public de {wording.person(former.person)}",
            [asked(FormerPublic.since, former, hinted=True)],
            lambda values: publics.move(former, values["since"], who=app.who),
            note=f"Public jusqu'à la veille : {former.public}. Suppr, sur la fiche, retire ce changement.",
        )
    )


def remove_change_of_public(app: Host, former: FormerPublic) -> None:
    """Removes a change of public at once; undoing brings it back."""
    publics.remove(former, who=app.who)
    app.notify("Changement de public retiré ; Ctrl+Z le remet.")
    app.reload()


def _suggestions(name: str, proposed: dict[str, list[str]]) -> list[str]:
    typed = facts.typed_before(Person, name) if name in RECURRENT else []
    return list(dict.fromkeys([*proposed.get(name, ()), *typed]))
