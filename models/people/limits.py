"""What a participant, a parcours and an action cannot be: plain data in, limits out."""

from collections.abc import Collection, Iterable, Iterator

from pendulum import Date

from config.schema import Convention
from models.acts.limits import Dates, Limit, Values, outside
from models.french import wording
from models.tables import Action, Parcours, Person, fields_of
from models.tables.fields import values_of
from models.tables.people import AGREED

PAST = {
    "birth": "La naissance",
    "rsa_since": "L'entrée au RSA",
    "job_seeker_since": "L'inscription à Pôle emploi",
    "path_since": "Le début du parcours d'insertion",
}
"""Days of a person that have come."""

CLOSED = {field.name: values_of(field) for field in fields_of(Person) if field.choices}
"""The closed lists of a person."""

FROM_ENTRY = {
    "planned_end": "La fin prévue",
    "exit": "La sortie",
    "renewed": "Le renouvellement",
    "job_end": "La fin du contrat de travail",
}
"""Days of a parcours that do not precede its entry."""

OF_EXIT = ("exit_type", "exit_contract", "job_end", "destination")
"""What is said of an exit."""

LISTED = (
    (Parcours.exit_type, "un type de sortie"),
    (Parcours.exit_contract, "un contrat de sortie"),
    (Parcours.orientation, "une orientation"),
)
"""The fields of a parcours with a closed list, and what one of their values is."""


def person(values: Values, today: Date) -> Iterator[Limit]:
    """The limits of a participant: days to come, values out of their lists."""
    for name, what in PAST.items():
        day = values.get(name)
        if day is not None and day > today:
            yield Limit(name, f"{what} ({wording.day(day)}) est après aujourd'hui : corrigez la date.", "warning")
    for name, known in CLOSED.items():
        if values.get(name) and values[name] not in known:
            yield Limit(name, f"« {values[name]} » n'est pas dans la liste ; au choix : {', '.join(known)}.")


def parcours(values: Values, spec: Convention | None, action: Dates | None, today: Date) -> Iterator[Limit]:
    """The limits of a parcours by itself: days out of order, values out of their lists, what is said of an exit that is
    not there; in doubt, an entry or an exit outside the action, a work contract that no such exit has."""
    entry, exit, renewed = values.get("entry"), values.get("exit"), values.get("renewed")
    for name, what in FROM_ENTRY.items():
        day = values.get(name)
        if day is not None and entry is not None and day < entry:
            yield Limit(
                name, f"{what} ({wording.day(day)}) précède l'entrée ({wording.day(entry)}) : corrigez la date."
            )
    job_end = values.get("job_end")
    if exit is not None and job_end is not None and entry is not None and entry <= job_end < exit:
        told = f"La fin du contrat de travail ({wording.day(job_end)}) précède la sortie ({wording.day(exit)}) :"
        yield Limit("job_end", f"{told} corrigez l'une des deux dates.")
    if exit is not None and renewed is not None and renewed > exit:
        told = f"Le renouvellement ({wording.day(renewed)}) suit la sortie ({wording.day(exit)}) : corrigez-les."
        yield Limit("renewed", told, "warning")
    for field, what in LISTED:
        value, known = values.get(field.name), values_of(field)
        if value and value not in known:
            yield Limit(field.name, f"« {value} » n'est pas {what} : {', '.join(known)}.")
    if exit is None and (said := next((name for name in OF_EXIT if values.get(name)), None)):
        told = "Un type de sortie, un contrat ou une destination demandent une date de sortie."
        yield Limit(said, told, "warning")
    oriented = values.get("oriented")
    if oriented is not None and oriented > today:
        told = f"L'orientation ({wording.day(oriented)}) est après aujourd'hui : corrigez la date."
        yield Limit("oriented", told, "warning")
    if values.get("evaluation") is not None and values["evaluation"] < 0:
        yield Limit("evaluation", "L'évaluation de départ ne peut pas être négative.")
    if spec is not None:
        yield from _of_convention(values, spec, action)
    yield from outside("entry", entry, action)
    yield from outside("exit", exit, action)


def _of_convention(values: Values, spec: Convention, action: Dates | None) -> Iterator[Limit]:
    known, variant = spec.listed("variant"), values.get("variant")
    if variant and variant not in known:
        choice = f" : {', '.join(known)}" if known else ", qui n'en a pas"
        of = f" de {action.code}" if action else ""
        yield Limit("variant", f"« {variant} » n'est pas une variante de la convention{of}{choice}.", "warning")
    kind = values.get("exit_type")
    if values.get("exit_contract") and kind and kind not in with_contract(spec):
        yield Limit("exit_contract", f"Un contrat de travail pour une sortie « {kind} » : vérifiez.", "doubt")


def with_contract(spec: Convention) -> set[str]:
    """The types of exit that have a work contract: a job, and those the convention classes by contract."""
    classed = [case for known in spec.exit_class for case in known.case if case.contracts or case.longer or case.up_to]
    return {"emploi", *(kind for case in classed for kind in case.types)}


def beside(
    name: str,
    entry: Date,
    exit: Date | None,
    others: Iterable[tuple[Date, Date | None]],
    end: Date,
    birth: Date | None = None,
) -> Iterator[Limit]:
    """The doubts of a parcours beside the ``others`` (entry, exit) of the same person in an action that lasts to
    ``end``, and beside the person's birth."""
    for other_entry, other_exit in others:
        if entry <= (other_exit or end) and other_entry <= (exit or end):
            told = f"{name} a déjà dans cette action un parcours depuis le {wording.day(other_entry)}."
            yield Limit("entry", told, "doubt")
    if birth is not None and entry < birth:
        yield Limit("entry", "L'entrée précède la naissance.", "doubt")


def stranger(name: str, where: str) -> str:
    """What is said of somebody who has no parcours ``where`` something is noted of them."""
    return f"{name} n'a pas de parcours dans {where} : faites d'abord son entrée."


def action(values: Values, spec: Convention | None) -> Iterator[Limit]:
    """The limits of an action: shared rules taken for a convention, dates out of order, places missing where the
    convention pays for them, numbers below zero."""
    start, end, places = values.get("start"), values.get("end"), values.get("places")
    if spec is not None and spec.role == "commun":
        told = f"« {spec.title} » réunit des règles communes à d'autres conventions : choisissez l'une d'elles."
        yield Limit("convention", told)
    if start is not None and end is not None and end < start:
        yield Limit(
            "end",
            f"La fin ({wording.day(end)}) précède le début ({wording.day(start)}) : corrigez l'une des deux dates.",
        )
    if spec is not None and spec.places == "obligatoires" and not places:
        told = "Cette convention est payée à la place : donnez le nombre de places."
        yield Limit("places", told, "error" if places is None else "warning")
    if places is not None and places < 0:
        yield Limit("places", "Le nombre de places ne peut pas être négatif.")
    if values.get("staff") is not None and values["staff"] < 0:
        yield Limit("staff", "Les ETP ne peuvent pas être négatifs.")
    for name in AGREED:
        if values.get(name) is not None and values[name] < 0:
            header = Action._meta.fields[name].facts.header
            yield Limit(name, f"« {header} » ne peut pas être négatif : corrigez ce nombre.")


def other_convention(foreign: Collection[str], recorded: bool, variants: bool) -> Iterator[Limit]:
    """What forbids an action another convention: sessions of natures that are ``foreign`` to it; anything ``recorded``
    under the present one, or the ``variants`` of its parcours."""
    if foreign:
        yield Limit(
            "convention",
            f"La convention ne peut plus changer : l'action a des séances de nature {', '.join(sorted(foreign))}, que"
            " cette convention n'a pas. Créez une autre action.",
        )
    elif recorded:
        yield Limit(
            "convention",
            "La convention ne peut plus changer : des séances ou des faits sont déjà enregistrés sous celle-ci. "
            "Créez une autre action.",
            "warning",
        )
    elif variants:
        told = "La convention ne peut plus changer : des parcours portent une de ses variantes. Créez une autre action."
        yield Limit("convention", told, "warning")


def early_end(end: Date, departures: Iterable[Date]) -> Iterator[Limit]:
    """An end of action before the ``departures`` of mopeds that stay in the park to that end."""
    late = min((day for day in departures if day > end), default=None)
    if late is not None:
        told = f"Une mise à disposition part le {wording.day(late)}, après cette fin : corrigez-la d'abord."
        yield Limit("end", told)
