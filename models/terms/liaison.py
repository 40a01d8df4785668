"""The fiche de liaison: what its request needs, what it still lacks."""

from collections.abc import Iterable

from config.schema import Convention, LiaisonKind
from models.french.comparing import list_key
from models.tables import Liaison

SIGNED_BY = {"référent": "signed_referent", "personne": "signed_person"}
SIGNATURES = {"référent": "la signature du référent", "personne": "la signature de la personne"}


def listed(text: str) -> list[str]:
    """What is kept separated by semicolons."""
    return [one for one in (part.strip() for part in text.split(";")) if one]


def joined(parts: Iterable[str]) -> str:
    """The same as it is kept."""
    return "; ".join(parts)


def kind_of(spec: Convention, code: str) -> LiaisonKind | None:
    """The request of this code; None when the convention has none such."""
    return next((kind for kind in spec.liaison_kind if kind.code == code), None)


def papers(kind: LiaisonKind, actions: Iterable[str]) -> list[str]:
    """What must be attached to a request for these actions: always, then for some of them (annexe 7, notes 1 to 3)."""
    asked = set(actions)
    more = (one.attachment for one in kind.paper if one.action in asked)
    return list(dict.fromkeys([*kind.attachments, *more]))


def lacks(kind: LiaisonKind, fiche: Liaison) -> list[str]:
    """What the request needs and the fiche has not, in a few French words each: a motive among those of the request or
    else an object, a box ticked, attachments, signatures (readings 62-21, 62-23, E-56)."""
    missing = []
    if kind.motives and fiche.reason not in kind.motives:
        missing.append("le motif de la demande")
    if not kind.motives and not (fiche.request or fiche.reason or fiche.actions):
        missing.append("l'objet de la demande")
    if kind.ticked and not listed(fiche.actions):
        missing.append("une case à cocher")
    attached = {list_key(one) for one in listed(fiche.attached)}
    needed = papers(kind, listed(fiche.actions))
    missing += [f"« {paper} » à joindre" for paper in needed if list_key(paper) not in attached]
    return missing + [SIGNATURES[who] for who in kind.signatures if getattr(fiche, SIGNED_BY[who]) is None]


def wishes(kind: LiaisonKind, fiche: Liaison) -> list[str]:
    """The signatures hoped for and not there: they block nothing (reading 62-22)."""
    return [SIGNATURES[who] for who in kind.wished if getattr(fiche, SIGNED_BY[who]) is None]
