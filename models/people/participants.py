"""Participants: adding, correcting, and finding them whatever the accents and the order of the words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import reduce
from operator import and_
from typing import Any

from peewee import Case, Value, fn
from pendulum import Date

from models.acts.act import Act
from models.acts.limits import Limit, Values, refuse, refuse_change, values_of
from models.acts.refusals import Refused
from models.acts.spellings import of_code
from models.days.clock import today
from models.french import wording
from models.french.comparing import tidy
from models.french.folding import fold
from models.french.ranking import ranked
from models.people import identities, limits, publics
from models.people.identities import NEARLY
from models.people.twins import loose
from models.tables import FormerIdentity, Person, TwoPeople

LONGEST_NAME = 200
MOST_KNOWN = 3  # people proposed before somebody new
FEWEST_DIGITS = 6  # of a telephone, to be looked for by it
MOST_PARTED = 3  # ways proposed to part a name


def add(*, last_name: str, first_name: str, who: str, code: str = "", **details: Any) -> Person:
    """A new participant; ``details`` are other fields of Person.

    ``code`` (the identifier) is made from the name when it is empty. Raises Refused when the name is empty, too long
    or holds control characters, when the identifier is taken, or when the birth is after today.
    """
    with Act("person", f"{wording.full_name(last_name, first_name)} : fiche ajoutée", who) as act:
        return create(act, last_name=last_name, first_name=first_name, code=code, **details)


def create(act: Act, *, last_name: str, first_name: str, code: str = "", **details: Any) -> Person:
    """Adds a participant inside an act that does more (see ``add``)."""
    values = _tidy({"last_name": last_name, "first_name": first_name, **details})
    refuse(_limits(values))
    last_name, first_name = values["last_name"], values["first_name"]
    code = _name(code, "L'identifiant") or _free_code(last_name, first_name)
    _refuse_taken(code)
    return act.insert(Person, code=code, folded=fold(f"{last_name} {first_name}"), **values)


def correct(person: Person, *, who: str, **changes: Any) -> Person:
    """Corrects any field of a participant, the identifier included. ``public_since`` dates a public that changes;
    without it, it is corrected as a whole: no change of public is left (reading E-08).

    Raises Refused as ``add`` does, and when a colleague has corrected the same field since ``person`` was read."""
    public_since = changes.pop("public_since", None)
    with Act("person", f"{wording.person(person)} : fiche corrigée", who) as act:
        read, person = person, Person.get_by_id(person.id)
        values = _tidy(act.changed(read, person, changes))
        refuse_change(_limits, values_of(person), values)
        if "code" in values:
            values["code"] = _name(values["code"], "L'identifiant")
            if not values["code"]:
                raise Refused("L'identifiant ne peut pas être vide : donnez-en un.")
            _refuse_taken(values["code"], person)
        last_name = values.get("last_name", person.last_name)
        first_name = values.get("first_name", person.first_name)
        identities.keep(act, person, values)
        if values.get("public", person.public) != person.public:
            if public_since is not None:
                person = publics.changing(act, person, values.pop("public"), public_since)
            else:
                publics.correct(act, person)
        if (last_name, first_name) != (person.last_name, person.first_name):
            values["folded"] = fold(f"{last_name} {first_name}")
        act.update(person, **values)
    return person


def remove(person: Person, *, who: str) -> None:
    """Removes a participant nothing is recorded about. Raises Refused when something is, and when a colleague has
    corrected the record since it was read."""
    with Act("person", f"{wording.person(person)} : fiche supprimée", who) as act:
        act.unchanged(person)
        called = FormerIdentity.select().where(FormerIdentity.person == person, FormerIdentity.joined.is_null())
        apart = TwoPeople.select().where((TwoPeople.person == person) | (TwoPeople.other == person))
        for one in (*called, *apart):
            act.delete(one)
        publics.correct(act, person)
        act.delete(Person.get_by_id(person.id))


def welcome_back(act: Act, person: Person | int) -> None:
    """Somebody archived who enters again is in the lists of every day again, as part of an act.

    Raises Refused when the names were erased, or when the record was joined to another.
    """
    stored = Person.get_by_id(person if isinstance(person, int) else person.id)
    if identities.is_joined(stored):
        raise Refused(f"{stored.code} : cette fiche a été réunie à une autre ; cherchez la personne par son nom.")
    if stored.erased is not None:
        raise Refused(f"{stored.code} : les noms ont été effacés ; créez une nouvelle fiche.")
    if stored.restricted is not None:
        act.update(stored, restricted=None)


def find(text: str, limit: int = 20, restricted: bool = False) -> list[Person]:
    """The participants each word of ``text`` begins a word of the name of (or begins the identifier), today's or a
    former one, whatever the accents, case and order: in the order of ``models.french.ranking`` (whose identifier it is,
    whose identifier it begins, by whole words, the rest), those whose name begins with the text first, then in order of
    name.

    Those who left the lists of every day at the end of their retention are found only when ``restricted`` is asked
    for; those whose names were erased, never."""
    words = fold(text).split()
    kept = (Person.erased.is_null() if restricted else Person.restricted.is_null()) & identities.once()
    if not words:
        return list(Person.select().where(kept).order_by(Person.folded, Person.id).limit(limit))
    former = FormerIdentity.select(FormerIdentity.person).where(_called(FormerIdentity, words, text))
    spaced = Value(" ").concat(Person.folded).concat(" ")
    whole = reduce(and_, (spaced.contains(f" {word} ") for word in words))
    begins, by_code = Person.folded.startswith(" ".join(words)), Person.code.startswith(tidy(text))
    wanted = _called(Person, words, text) | Person.id.in_(former)
    rung = _rung(text)
    found = Person.select().where(kept, wanted if rung is None else wanted | rung)
    best = (Person.code == tidy(text), fn.LOWER(Person.code) == tidy(text).lower(), by_code, whole, begins)
    found = found.order_by(*(Case(None, [(one, 0)], 1) for one in best), Person.folded, Person.id).limit(limit)
    return list(found)


def _rung(text: str) -> Any:
    """The condition that the telephone holds the digits of ``text``, six at least, however they are spaced."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < FEWEST_DIGITS or re.search(r"[^\d\s.+()/-]", text):
        return None
    digits = f"0{digits[2:]}" if digits.startswith("33") and text.lstrip().startswith("+") else digits
    phone: Any = Person.phone
    for sign in (" ", ".", "-", "/", "(", ")", "\u00a0", "\u202f"):
        phone = fn.REPLACE(phone, sign, "")
    return fn.REPLACE(phone, "+33", "0").contains(digits)


def _called(model: Any, words: list[str], text: str) -> Any:
    """The condition that each word begins a word of the name, or the text the identifier."""
    spaced = Value(" ").concat(model.folded)
    return reduce(and_, (spaced.contains(f" {word}") for word in words)) | model.code.startswith(tidy(text))


def or_new(text: str) -> list[Person]:
    """Those that ``text`` finds, then whoever it would be if nobody knows them yet: not stored, the ways to part their
    name, the likeliest first."""
    known = find(text, MOST_KNOWN)
    return [*known, *(Person(code="", last_name=last, first_name=first) for last, first in parted(text))]


def among(known: Iterable[Person], text: str) -> list[Person]:
    """Those of ``known`` that ``text`` finds, the best first, then in the order given."""
    return ranked(known, text, lambda one: (one.code, one.folded))


def lookalikes(
    last_name: str, first_name: str, birth: Date | None = None, *, caf_number: str = "", code: str = ""
) -> list[Person]:
    """The participants who may be the one about to be added, the likeliest first.

    The same name in any order, the same allocataire number or identifier (but for leading zeros, accents, case) are
    always told; nearly the same name, when neither birth contradicts the other.
    """
    numbers = {loose(caf_number), loose(code)} - {""}
    wanted = {_run_together(f"{last_name} {first_name}"), _run_together(f"{first_name} {last_name}")}
    if "" in wanted:
        return []
    matchers = [SequenceMatcher(b=name, autojunk=False) for name in wanted]
    likeness: dict[int, float] = {}
    columns = (Person.id, Person.folded, Person.birth, Person.caf_number, Person.code)
    known_people = Person.select(*columns).where(Person.erased.is_null(), identities.once())
    for number, folded, born, caf, identifier in known_people.tuples():
        known = _run_together(folded)
        compatible = birth is None or born is None or birth == born
        if numbers and numbers & {loose(caf), loose(identifier)}:
            likeness[number] = 3.0
        elif known in wanted:
            likeness[number] = 2.0 if compatible else 1.0
        elif compatible:
            alike = max(_alike(matcher, known) for matcher in matchers)
            if alike >= NEARLY:
                likeness[number] = alike + (0.5 if birth and birth == born else 0)
    found = Person.select().where(Person.id.in_(list(likeness))).order_by(Person.folded)
    return sorted(found, key=lambda person: -likeness[person.id])


def split_name(text: str) -> tuple[str, str]:
    """Last and first name out of a name typed in one go: « DIALLO Amina », « Diallo Amina », « de la Cruz, Maria ».

    A comma parts them; else the words written in capitals are the last name; else the first word is.
    """
    if "," in text:
        last, _, first = text.partition(",")
        return " ".join(last.split()), " ".join(first.split())
    words = text.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        return " ".join(capitals), " ".join(word for word in words if word not in capitals)
    return " ".join(words[:1]), " ".join(words[1:])


def parted(text: str) -> list[tuple[str, str]]:
    """The ways to part a name typed in one go into last and first name, the likeliest first (see ``split_name``)."""
    words = text.replace(",", " ").split()
    ways = [(" ".join(words[:rank]), " ".join(words[rank:])) for rank in range(1, len(words))]
    return list(dict.fromkeys([split_name(text), *ways]))[:MOST_PARTED] if words else []


def _run_together(name: str) -> str:
    return fold(name).replace(" ", "")


def _alike(matcher: SequenceMatcher[str], name: str) -> float:
    """How alike two names are, from 0 to 1; 0 when it is certainly below NEARLY."""
    matcher.set_seq1(name)
    # the two quick ratios are upper bounds: most names are set aside without the long comparison
    if matcher.real_quick_ratio() < NEARLY or matcher.quick_ratio() < NEARLY:
        return 0
    return matcher.ratio()


def _limits(values: Values) -> Iterator[Limit]:
    return limits.person(values, today())


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    """The values with their names trimmed. Raises Refused for a name that is empty or cannot be written."""
    for name in ("last_name", "first_name"):
        if name in values:
            values[name] = _name(values[name], "Le nom")
    if "last_name" in values and not values["last_name"]:
        raise Refused("Le nom est vide : écrivez au moins le nom de famille.")
    return values


def _name(typed: str, what: str) -> str:
    text = tidy(typed)
    if len(text) > LONGEST_NAME:
        raise Refused(f"{what} dépasse {LONGEST_NAME} caractères : raccourcissez-le.")
    if any(unicodedata.category(letter) == "Cc" for letter in typed.strip()):
        raise Refused(f"{what} contient un caractère invisible : effacez-le et tapez-le de nouveau.")
    return text


def _refuse_taken(code: str, person: Person | None = None) -> None:
    other = of_code(Person, code)
    if other is not None and (person is None or other.id != person.id):
        bearer = identities.bearer(code) or other
        raise Refused(f"L'identifiant « {code} » est déjà celui de {wording.person(bearer)} : choisissez-en un autre.")


def _free_code(last_name: str, first_name: str) -> str:
    """DIALLO-A, or DIALLO-A-2 when it is taken."""
    letters = re.sub(r"[^A-Z0-9]", "", fold(last_name).upper())[:12] or "PARTICIPANT"
    initial = re.sub(r"[^A-Z0-9]", "", fold(first_name).upper())[:1]
    base = f"{letters}-{initial}" if initial else letters
    taken = {
        code
        for model in (Person, FormerIdentity)
        for (code,) in model.select(model.code).where(model.code.startswith(base)).tuples()
    }
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
