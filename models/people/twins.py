"""Records of people that look like one person's, in one pass over everybody; and those said to be two people.

The same name and birth, the same allocataire number, the same identifier but for leading zeros, accents and case.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from models.acts.act import Act
from models.acts.refusals import Refused
from models.french import wording
from models.french.folding import fold
from models.people import identities
from models.tables import Person, TwoPeople

MOST_ALIKE = 40  # records of one key compared two by two: more of them is a value typed for everybody

_zeros = re.compile(r"(?<!\d)0+(?=\d)").sub


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person's, the older one first, and why."""

    first: Person
    second: Person
    why: str


def keys(code: str = "", name: str = "", birth: object = None, caf_number: str = "") -> dict[str, str]:
    """What somebody is found again by when recorded twice, with what each is called: two records that share one of
    these look alike. ``name`` is folded; what is not told is no key."""
    number, identifier = loose(caf_number), loose(code)
    found = {f"code {identifier}": "identifiants presque pareils"} if identifier else {}
    if number:
        found[f"caf {number}"] = "même n° allocataire"
    if name and birth is not None:
        found[f"name {' '.join(sorted(name.split()))} {birth}"] = "même nom, même naissance"
    return found


def loose(text: str) -> str:
    """An identifier or a number without what is lost between two programs: leading zeros, case, accents, spaces,
    hyphens."""
    plain = text.lower() if text.isascii() and text.isalnum() else fold(text)
    return "".join(letter for letter in _zeros("", plain) if letter.isalnum())


def pairs() -> list[Pair]:
    """The records that look like one person's, two by two, in order of name; not those said to be two people, nor whose
    names were erased. Three queries, whatever the number of people."""
    known: dict[str, list[int]] = defaultdict(list)
    told: dict[str, str] = {}
    fields = (Person.id, Person.code, Person.folded, Person.birth.converter(str), Person.caf_number)
    query = Person.select(*fields).where(Person.erased.is_null(), identities.once()).order_by(Person.id)
    for number, *values in query.tuples().iterator():
        own = keys(*values)
        told |= own
        for key in own:
            known[key].append(number)
    apart = {frozenset(two) for two in TwoPeople.select(TwoPeople.person, TwoPeople.other).tuples()}
    found: dict[tuple[int, int], list[str]] = {}
    for key, several in known.items():
        if 1 < len(several) <= MOST_ALIKE:
            for pair in combinations(several, 2):
                if frozenset(pair) not in apart:
                    found.setdefault(pair, []).append(told[key])
    people = {
        one.id: one for one in Person.select().where(Person.id.in_({number for pair in found for number in pair}))
    }
    listed = [Pair(people[first], people[second], ", ".join(sorted(why))) for (first, second), why in found.items()]
    return sorted(listed, key=lambda pair: (pair.first.folded, pair.first.id, pair.second.id))


def tell_apart(one: Person, other: Person, *, who: str) -> TwoPeople:
    """Says that two records that look alike are those of two people. Raises Refused when it is said already."""
    told = f"{wording.person(one)} ({one.code}) et {wording.person(other)} ({other.code}) : deux personnes"
    with Act("two_people", told, who) as act:
        act.for_coordinators()
        if next(_said(one, other), None) is not None:
            raise Refused(f"{told}, c'est déjà noté.")
        return act.insert(TwoPeople, person=one, other=other)


def ask_again(one: Person, other: Person, *, who: str) -> None:
    """Takes back that two records are those of two people. Raises Refused when nobody said so."""
    with Act("two_people", f"{wording.person(one)} et {wording.person(other)} : de nouveau à comparer", who) as act:
        act.for_coordinators()
        said = list(_said(one, other))
        if not said:
            raise Refused(f"Personne n'a dit que {one.code} et {other.code} sont deux personnes.")
        for each in said:
            act.delete(each)


def said_apart(person: Person) -> list[Person]:
    """Those somebody was said to be another person than, in order of name."""
    theirs = [one.other_id if one.person_id == person.id else one.person_id for one in _of(person)]
    return list(Person.select().where(Person.id.in_(theirs)).order_by(Person.folded, Person.id))


def _of(person: Person) -> Iterator[TwoPeople]:
    return iter(TwoPeople.select().where((TwoPeople.person == person) | (TwoPeople.other == person)))


def _said(one: Person, other: Person) -> Iterator[TwoPeople]:
    return (each for each in _of(one) if other.id in (each.person_id, each.other_id))
