"""What a figure is a part of, in a few words: « 4 sur 12 sorties (33,3 %), attendu 30 % »; what its own parts are."""

from fractions import Fraction

from config import schema
from models.figures.bases import base_of, is_share
from models.figures.figures import Figure
from models.figures.measures.base import PERSON
from models.french import wording
from models.tables import Action

NOUNS = {
    "sorties": ("sortie", "sorties"),
    "accompagnés": ("personne accompagnée", "personnes accompagnées"),
    "entrées": ("entrée", "entrées"),
    "places": ("place", "places"),
    "places-mois": ("place-mois", "places-mois"),
    "places-jours": ("place-jour", "places-jours"),
}
OF_PERSONS = {
    "sorties": ("personne sortie", "personnes sorties"),
    "entrées": ("personne entrée", "personnes entrées"),
}
UNITS = {
    "mise en relation": "mises en relation",
    "place-mois": "places-mois",
    "place-jour": "places-jours",
    "mois": "mois",
    "accès": "accès",
    "action du plan": "actions du plan",
}


def told(figure: Figure, action: Action) -> str:
    """The figure over what it is a part of, its share, and the share expected; of a file active, its full months.

    Empty when it is a part of nothing, and when its target is that very base: value, target and rate say it already.
    """
    if isinstance(figure.indicator, schema.MonthEnds) and figure.target and figure.base:
        return _full_months(figure.detail, figure.base, action.places or 0)
    if figure.base is None or not is_share(figure.indicator):
        return ""
    unit = figure.indicator.unit
    nouns = NOUNS | OF_PERSONS if unit == PERSON else NOUNS
    one, several = nouns.get(base_of(figure.indicator), (unit, UNITS.get(unit, f"{unit}s")))
    whole = wording.counted(int(figure.base), one, several)
    text = f"{wording.quantity(figure.value, unit)} sur {whole}"
    if figure.share is not None:
        text += f" ({wording.percent(figure.share)})"
    return text + _expected(figure)


def part_name(indicator: schema.Indicator, part: str) -> str:
    """What a part is called: a month in words, the others as they are."""
    return wording.month(part) if isinstance(indicator, schema.MonthEnds) else part


def _full_months(detail: dict[str, Fraction], base: Fraction, places: int) -> str:
    """How many months reach the places: the mean alone does not meet the target (reading 59-04)."""
    full = sum(value >= places for value in detail.values())
    return f"{full} mois sur {base / places} à 100 % ou plus"


def _expected(figure: Figure) -> str:
    target: schema.Target | None = getattr(figure.indicator, "target", None)
    if target is None:
        return ""
    word = "repère" if target.indicative else "attendu"
    if target.per:
        return f", {word} {wording.number(target.each)} pour {wording.counted(target.per, 'place')}"
    return f", {word} {target.each * (target.percent or 100)} %"
