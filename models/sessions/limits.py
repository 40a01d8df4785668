"""What a session and a mark in it cannot be: plain data in, limits out."""

from collections.abc import Iterable, Iterator

from pendulum import Date

from config.schema import Convention
from models.acts.limits import Dates, Limit, Values, outside
from models.french import wording
from models.tables import CHANNELS
from models.terms.presence import ATTENDED

LONGEST_TEXT = 200
TEXTS = {"theme": "Thème", "trainer": "Intervenant", "place": "Lieu", "group": "Groupe"}
"""The texts of a session, and what each is called."""

LONGEST_DAY = 24 * 60
NOBODY = "Personne n'est attendu : pour un rendez-vous individuel, nommez le participant."
CANCELLED = "Cette séance est annulée : rétablissez-la avant d'y toucher, ce qui y est noté ne compte pas."


def session(values: Values, spec: Convention | None, action: Dates | None, today: Date) -> Iterator[Limit]:
    """The limits of a session: a nature its convention does not have, a channel out of the list, times out of order, a
    text too long, *tenue* on a day to come; in doubt, a day outside the action."""
    nature, day = values.get("nature"), values.get("day")
    if spec is not None and nature and spec.nature_of(nature) is None:
        choice, of = ", ".join(each.code for each in spec.nature), f" de {action.code}" if action else ""
        yield Limit("nature", f"La convention{of} n'a pas de séance « {nature} » ; au choix : {choice}.")
    if values.get("channel") and values["channel"] not in CHANNELS:
        told = f"« {values['channel']} » n'est pas un canal ; au choix : {', '.join(CHANNELS)}."
        yield Limit("channel", told)
    for name, what in TEXTS.items():
        yield from too_long(name, what, values.get(name) or "")
    if values.get("start") is not None and values.get("end") is not None:
        yield from times(values["start"], values["end"])
    if values.get("state") == "tenue" and day is not None and day > today:
        yield Limit("state", f"Séance dite tenue le {wording.day(day)}, après aujourd'hui : corrigez-la.", "warning")
    yield from outside("day", day, action)


def too_long(name: str, what: str, text: str) -> Iterator[Limit]:
    """A text nobody could read in a list."""
    if len(text) > LONGEST_TEXT:
        yield Limit(name, f"« {what} » dépasse {LONGEST_TEXT} caractères : raccourcissez-le.", "warning")


def times(start: int, end: int) -> Iterator[Limit]:
    """Times of a day, in minutes from midnight, that do not follow each other."""
    if not 0 <= start < end <= LONGEST_DAY:
        yield Limit("end", f"La fin ({wording.time(end)}) doit venir après le début ({wording.time(start)}).")


def marked(day: Date, length: int, minutes: Iterable[tuple[str, int]], today: Date) -> Iterator[Limit]:
    """The limits of a session in which people are marked: by name, with the minutes typed for them or 0."""
    minutes = list(minutes)
    if minutes and day > today:
        yield Limit(
            "day",
            f"Des présences sont marquées : la séance ne peut pas être le {wording.day(day)}, après aujourd'hui."
            " Effacez d'abord les marques.",
        )
    for name, typed in minutes:
        if typed > length:
            yield Limit(
                "end",
                f"{name} y a {wording.counted(typed, 'minute')} : la séance ne peut pas durer "
                f"{wording.counted(length, 'minute')}. Corrigez d'abord ses minutes.",
            )


def expected(nobody_on: Date | None, group: str, collective: bool) -> Iterator[Limit]:
    """The doubt of a session that expects nobody on a day."""
    if nobody_on is not None and not collective:
        yield Limit("person", NOBODY, "doubt")
    elif nobody_on is not None:
        whom = f" du groupe « {group} »" if group else ""
        told = f"Personne n'est attendu le {wording.day(nobody_on)} : aucun parcours{whom} n'est ouvert ce jour-là,"
        yield Limit("day", f"{told} et personne n'est nommé.", "doubt")


def called(day: Date, state: str, today: Date) -> Iterator[Limit]:
    """Why the roll of a session is not to be called: it is cancelled, or still to come."""
    if state == "annulée":
        yield Limit("status", CANCELLED, "warning")
    if day > today:
        told = f"La séance est le {wording.day(day)}, après aujourd'hui : l'appel se fait le jour même ou après."
        yield Limit("status", told)


def attended(status: str, minutes: int | None, length: int | None) -> Iterator[Limit]:
    """The minutes that nobody called so can have in a session of a length, when it is known."""
    if minutes is None:
        if status == "retard":
            yield Limit("minutes", "Un retard demande ses minutes : indiquez le temps suivi.")
    elif status not in ATTENDED:
        if minutes:
            yield Limit("minutes", f"« {status} » : les minutes ne se comptent que pour présent et retard.")
    elif length is not None and not 0 <= minutes <= length:
        whole = wording.hours(length)
        yield Limit("minutes", f"La séance dure {whole} : écrivez une durée de 0 à {whole}.")


def stays(day: Date, spans: Iterable[tuple[Date, Date]]) -> Iterator[Limit]:
    """The doubt of a mark when none of the parcours of its person is open that day."""
    if not any(entry <= day <= end for entry, end in spans):
        yield Limit("person", f"Aucun parcours de cette personne n'est ouvert le {wording.day(day)}.", "doubt")
