"""What a convention file names and what it declares must agree: each disagreement is one French sentence."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from config import schema
from config.reading import Reader, nearest


def check(convention: schema.Convention, reader: Reader) -> None:
    """Notes in ``reader`` every nature, exam, document or indicator named but not declared, and every contradiction."""
    declared = {
        "nature": [nature.code for nature in convention.nature],
        "natures": [nature.code for nature in convention.nature],
        "exam": [exam.code for exam in convention.exam],
        "document": [document.code for document in convention.document_kind],
    }
    for list_name, codes in (
        ("nature", declared["nature"]),
        ("exam", declared["exam"]),
        ("document_kind", declared["document"]),
        ("indicator", [indicator.id for indicator in convention.indicator]),
    ):
        _twice(list_name, codes, reader)
    for rank, nature in enumerate(convention.nature, 1):
        if nature.funding:
            _funding(nature.funding, convention, f"nature[{rank}].funding", declared["document"], reader)
    if convention.quota:
        _known(convention.quota.nature, declared["nature"], "quota.nature", "[[nature]]", reader)
    for rank, indicator in enumerate(convention.indicator, 1):
        where = f"indicator[{rank}]"
        _references(indicator, declared, where, reader)
        _indicator(indicator, convention, where, reader)
    for rank, rule in enumerate(convention.rule, 1):
        where = f"rule[{rank}]"
        _references(rule, declared, where, reader)
        _rule(rule, convention, where, reader)


def _twice(name: str, codes: list[str], reader: Reader) -> None:
    for rank, code in enumerate(codes, 1):
        if code in codes[: rank - 1]:
            key = "id" if name == "indicator" else "code"
            reader.fault(f"{name}[{rank}].{key}", f"« {code} » est déjà pris ; donnez-lui un autre nom.")


def _references(item: Any, declared: dict[str, list[str]], where: str, reader: Reader) -> None:
    for field in fields(item):
        if field.name in declared:
            named = getattr(item, field.name)
            table = "[[document_kind]]" if field.name == "document" else f"[[{field.name.removesuffix('s')}]]"
            for code in (named,) if isinstance(named, str) else named:
                _known(code, declared[field.name], f"{where}.{field.name}", table, reader)


def _known(code: str, codes: Iterable[str], where: str, table: str, reader: Reader) -> None:
    if code not in codes:
        reader.fault(where, f"« {code} » n'est déclaré dans aucun {table}{nearest(code, codes) or '.'}")


def _funding(
    funding: schema.Funding, convention: schema.Convention, where: str, documents: list[str], reader: Reader
) -> None:
    if funding.proof:
        _known(funding.proof, documents, f"{where}.proof", "[[document_kind]]", reader)
    if funding.per == "bloc" and funding.block is None:
        reader.fault(f"{where}.block", 'clé obligatoire pour per = "bloc" ; ajoutez block = "6 mois".')
    if convention.window is None:
        reader.fault(where, "des heures payables demandent une fenêtre d'éligibilité ; ajoutez un tableau [window].")
    if funding.faj_ages:
        _ages(funding.faj_ages, f"{where}.faj_ages", reader)
        if "FAJ" not in funding.publics:
            reader.fault(f"{where}.faj_ages", "des âges sont donnés pour le FAJ, absent de publics.")


def _ages(ages: tuple[int, ...], where: str, reader: Reader) -> None:
    if len(ages) != 2 or ages[0] > ages[1]:
        reader.fault(where, "attend le premier et le dernier âge admis, par exemple [18, 25].")


def _indicator(indicator: schema.Indicator, convention: schema.Convention, where: str, reader: Reader) -> None:
    if isinstance(indicator, schema.PayableAmount):
        nature = convention.nature_of(indicator.nature)
        if nature and nature.funding is None:
            reader.fault(f"{where}.nature", f"« {nature.code} » n'a pas de prix ; ajoutez [nature.funding].")
    if isinstance(indicator, schema.PlaceEstimate):
        counted = {other.id: other for other in convention.indicator if isinstance(other, schema.Attendances)}
        for key in ("attendances", "interviews"):
            named = getattr(indicator, key)
            if named not in counted:
                what = f"« {named} » n'est pas un indicateur de mesure attendances"
                reader.fault(f"{where}.{key}", f"{what}{nearest(named, counted) or '.'}")
            elif counted[named].target is None:
                reader.fault(f"{where}.{key}", f"« {named} » n'a pas d'objectif ; ajoutez-lui target.")
    loans = isinstance(indicator, schema.LoanDays | schema.Mopeds) or getattr(indicator, "of", "") == "prêts"
    if loans and convention.park is None:
        reader.fault(where, "cet indicateur compte des prêts ; ajoutez un tableau [park].")
    _target(getattr(indicator, "target", None), indicator, convention, f"{where}.target", reader)


_BASES: dict[str, tuple[type, ...]] = {
    "cyclomoteurs": (schema.LoanDays,),
    "personnes": (schema.ExamSuccesses, schema.FollowUps),
}


def _target(
    target: schema.Target | None,
    indicator: schema.Indicator,
    convention: schema.Convention,
    where: str,
    reader: Reader,
) -> None:
    if target is None:
        return
    if target.base == "places" and convention.places != "obligatoires":
        reader.fault(f"{where}.base", 'un objectif par place demande places = "obligatoires".')
    if target.base in _BASES and not isinstance(indicator, _BASES[target.base]):
        reader.fault(f"{where}.base", f"« {target.base} » ne convient pas à la mesure {indicator.measure}.")
    if target.each < 1:
        reader.fault(f"{where}.each", "attend un nombre d'au moins 1.")
    if (target.money is None) == (indicator.unit == "€"):
        reader.fault(where, "un objectif en euros s'écrit avec money, et seulement celui d'un indicateur en euros.")


_NEEDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((schema.LoanLength, schema.LoanExtension, schema.LoanAge, schema.DocumentForLoan, schema.ParkSize), "park"),
    ((schema.DrivingQuota,), "quota"),
    ((schema.ModuleEligibility, schema.VolumeCap), "window"),
)


def _rule(rule: schema.Rule, convention: schema.Convention, where: str, reader: Reader) -> None:
    for kinds, table in _NEEDS:
        if isinstance(rule, kinds) and getattr(convention, table) is None:
            reader.fault(where, f"la règle {rule.rule} lit le tableau [{table}] ; ajoutez-le.")
    if isinstance(rule, schema.VolumeCap | schema.ModuleEligibility):
        for code in rule.natures:
            nature = convention.nature_of(code)
            if nature and nature.funding is None:
                reader.fault(f"{where}.natures", f"« {code} » n'a pas de volume ; ajoutez [nature.funding].")
    if isinstance(rule, schema.Exclusivity) and rule.family != convention.family:
        reader.fault(f"{where}.family", f"« {rule.family} » n'est pas la famille de cette convention (clé family).")
    if isinstance(rule, schema.LoanAge):
        _ages(rule.ages, f"{where}.ages", reader)
    if isinstance(rule, schema.SessionLength) and rule.minimum is None and rule.maximum is None:
        reader.fault(where, "une durée de séance demande minimum, maximum ou les deux.")
    low, high = getattr(rule, "minimum", None), getattr(rule, "maximum", None)
    if low is not None and high is not None and low > high:
        reader.fault(f"{where}.minimum", "est plus grand que maximum.")
