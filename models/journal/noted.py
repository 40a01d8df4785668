"""The seal of an act noted elsewhere (on paper, in a message): whether the journal still holds it, and what was done
since. A base put back whole to an older day, or whose last acts were cut off, shows in no other way."""

import re
from collections import Counter
from typing import NamedTuple

from models.acts.refusals import Refused
from models.french import wording
from models.tables import JournalEntry

SHOWN = 16  # signs of a seal that are shown, and enough to tell it
READ = re.compile(
    r"(?:dernier\s*:\s*)?(?:acte\s+)?(?:n°\s*)?(\d{1,9})[\s,:;]+(?:sceau\s+)?([0-9a-f]{16,64})", re.IGNORECASE
)


class Seal(NamedTuple):
    """The number of an act, and the beginning of its hash."""

    number: int
    hash: str


def told(entry: JournalEntry) -> str:
    """The seal of an act, as it is noted."""
    return f"acte n° {entry.id}, sceau {entry.hash[:SHOWN]}"


def read(text: str) -> Seal:
    """A seal as it was noted. Raises Refused for what is none."""
    found = READ.fullmatch(" ".join(text.split()))
    if found is None:
        raise Refused(
            "Ce sceau ne se lit pas : donnez-le comme « assidu verify » l'a dit, « acte n° 12, sceau » puis ses "
            f"{SHOWN} signes."
        )
    return Seal(int(found[1]), found[2].lower())


def compared(seal: Seal) -> list[str]:
    """What was done since the act of a seal ('' when it is not there), then why it is not, when it is not."""
    entry = JournalEntry.get_or_none(JournalEntry.id == seal.number)
    if entry is not None and entry.hash.startswith(seal.hash):
        return [_since(entry)]
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    if entry is None and (last is None or last.id < seal.number):
        ends = f"s'arrête à l'acte n° {last.id}" if last else "est vide"
        return [
            "",
            f"Le sceau noté est celui de l'acte n° {seal.number}, et le journal {ends} : cette base est plus ancienne, "
            "ou ses derniers actes en ont été retirés.",
        ]
    return [
        "",
        f"L'acte n° {seal.number} ne porte pas le sceau noté : le journal a été récrit depuis, ou cette base en est "
        "une autre.",
    ]


def _since(entry: JournalEntry) -> str:
    """How many acts followed this one, whose, and between which days."""
    held = f"L'acte n° {entry.id} et son sceau y sont encore"
    later = JournalEntry.select(JournalEntry.at, JournalEntry.who).where(JournalEntry.id > entry.id)
    acts = list(later.order_by(JournalEntry.id).tuples())
    if not acts:
        return f"{held} ; rien n'a été fait depuis."
    days = [at[:10] for at, _ in (acts[0], acts[-1])]  # as written: by hand, they may be no days
    whose = ", ".join(f"{who} ({count})" for who, count in Counter(who for _, who in acts).most_common())
    when = f"le {days[0]}" if len(acts) == 1 else f"du {days[0]} au {days[1]}"
    was = "a été fait" if len(acts) == 1 else "ont été faits"
    return f"{held} ; {wording.counted(len(acts), 'acte')} {was} depuis, {when} : {whose}."
