"""What a figure is a part of, in a few words: « 4 sur 12 sorties (33,3 %), attendu 30 % »; what its own parts are."""

from config import schema
from models.figures.bases import base_of, is_objective, is_share
from models.figures.figures import Figure
from models.figures.measures.base import PERSON
from models.french import wording

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
INDICATIVE = "objectif indicatif"
UNITS = {
    "mise en relation": "mises en relation",
    "place-mois": "places-mois",
    "place-jour": "places-jours",
    "mois": "mois",
    "accès": "accès",
    "action du plan": "actions du plan",
}


def told(figure: Figure) -> str:
    """The figure over what it is a part of, its share, and the share expected; of a file active, its full months.

    Of a figure that is a part of nothing, only that its objective is indicative, or what was agreed with the
    Département; empty when nothing is to be said.
    """
    if figure.agreed is not None:
        return f"objectif convenu, indicatif : {wording.quantity(figure.agreed, figure.indicator.unit)}"
    if figure.months is not None:
        return full_months(figure) + (f", {INDICATIVE}" if figure.indicative else "")
    if figure.base is None or not is_share(figure.indicator):
        return INDICATIVE if figure.indicative else ""
    unit = figure.indicator.unit
    nouns = NOUNS | OF_PERSONS if unit == PERSON else NOUNS
    if isinstance(figure.indicator, schema.Attendances):
        nouns = nouns | {"personnes": ("jour ouvré", "jours ouvrés")}
    one, several = nouns.get(base_of(figure.indicator), (unit, UNITS.get(unit, f"{unit}s")))
    whole = wording.counted(int(figure.base), one, several)
    text = f"{wording.quantity(figure.value, unit)} sur {whole}"
    if figure.share is not None:
        text += f" ({wording.percent(figure.share)})"
    return text + _expected(figure)


def year_name(year: int, figure: Figure) -> str:
    """« 2026 : 4 sur 12 sorties (33,3 %) »; without a share, the year alone."""
    share = told(figure)
    return f"{year} : {share}" if share else str(year)


def part_name(indicator: schema.Indicator, part: str) -> str:
    """What a part is called: a month in words, the others as they are."""
    return wording.month(part) if isinstance(indicator, schema.MonthEnds) else part


def full_months(figure: Figure) -> str:
    """How many months reach the places: the mean alone does not meet the target (readings 59-04, E-43)."""
    met, of = figure.months or (0, 0)
    return f"{met} mois sur {of} à 100 % ou plus"


def _expected(figure: Figure) -> str:
    target: schema.Target | None = getattr(figure.indicator, "target", None)
    if target is None or not is_objective(figure.indicator):
        return ""
    word = INDICATIVE if target.indicative else "attendu"
    if target.per:
        return f", {word} {wording.number(target.each)} pour {wording.counted(target.per, 'place')}"
    return f", {word} {target.each * (target.percent or 100)} %"
