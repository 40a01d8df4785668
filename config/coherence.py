"""What a convention file names and what it declares must agree: each disagreement is one French sentence."""

import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from config import schema
from config.reading import Reader, nearest


def check(convention: schema.Convention, data: dict[str, Any], reader: Reader) -> None:
    """Notes in ``reader`` every nature, exam, document or indicator named but not declared, and every contradiction.

    ``convention`` may be partial (None for a table found at fault); ``data`` is the file as it is, so that a faulty
    table is not also said to be missing.
    """
    if isinstance(convention.id, str) and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", convention.id):
        reader.fault("id", "s'écrit en minuscules sans accent, chiffres et tirets : « cd00-mon-action ».")
    codes = {name: _codes(data, name, reader) for name in ("nature", "exam", "document_kind", "indicator")}
    declared = {"nature": codes["nature"], "natures": codes["nature"]}
    declared |= {"exam": codes["exam"], "document": codes["document_kind"]}
    if convention.quota:
        _known(convention.quota.nature, declared["nature"], "quota.nature", "[[nature]]", reader)
    if convention.park and not convention.park.year:
        reader.fault("park.year", "attend au moins 1 jour : les jours de parc lui sont rapportés.")
    for rank, nature in _ranked(convention.nature):
        if nature.funding:
            where = f"nature[{rank}].funding"
            if nature.funding.proof:
                _known(nature.funding.proof, declared["document"], f"{where}.proof", "[[document_kind]]", reader)
            _funding(nature.funding, data, where, reader)
    for rank, indicator in _ranked(convention.indicator):
        _references(indicator, declared, f"indicator[{rank}]", reader)
        _indicator(indicator, convention, data, f"indicator[{rank}]", reader)
    for rank, rule in _ranked(convention.rule):
        _references(rule, declared, f"rule[{rank}]", reader)
        _rule(rule, convention, data, f"rule[{rank}]", reader)


def _ranked(items: tuple[Any, ...] | None) -> list[tuple[int, Any]]:
    return [(rank, item) for rank, item in enumerate(items or (), 1) if item is not None]


def _codes(data: dict[str, Any], name: str, reader: Reader) -> list[str]:
    """The codes (ids, for indicators) declared in the tables ``name``; notes those declared twice."""
    key = "id" if name == "indicator" else "code"
    tables = data.get(name)
    codes: list[str] = []
    for rank, table in enumerate(tables if isinstance(tables, list) else [], 1):
        code = table.get(key) if isinstance(table, dict) else None
        if isinstance(code, str):
            if code in codes:
                reader.fault(f"{name}[{rank}].{key}", f"« {code} » est déjà pris ; donnez-lui un autre nom.")
            codes.append(code)
    return codes


def _references(item: Any, declared: dict[str, list[str]], where: str, reader: Reader) -> None:
    for field in fields(item):
        if field.name in declared:
            named = getattr(item, field.name)
            table = "[[document_kind]]" if field.name == "document" else f"[[{field.name.removesuffix('s')}]]"
            if isinstance(named, str):
                _known(named, declared[field.name], f"{where}.{field.name}", table, reader)
                continue
            for rank, code in enumerate(named, 1):
                _known(code, declared[field.name], f"{where}.{field.name}[{rank}]", table, reader)


def _known(code: str, codes: Iterable[str], where: str, table: str, reader: Reader) -> None:
    if code not in codes:
        reader.fault(where, f"« {code} » n'est déclaré dans aucun {table}{nearest(code, codes) or '.'}")


def _funding(funding: schema.Funding, data: dict[str, Any], where: str, reader: Reader) -> None:
    if funding.per == "bloc" and funding.block is None:
        reader.fault(f"{where}.block", 'clé obligatoire pour per = "bloc" ; ajoutez block = "6 mois".')
    if "window" not in data:
        reader.fault(where, "des heures payables demandent une fenêtre d'éligibilité ; ajoutez un tableau [window].")
    if funding.faj_ages:
        _ages(funding.faj_ages, f"{where}.faj_ages", reader)
        if "FAJ" not in funding.publics:
            reader.fault(f"{where}.faj_ages", "des âges sont donnés pour le FAJ, absent de publics.")


def _ages(ages: tuple[int, ...], where: str, reader: Reader) -> None:
    if len(ages) != 2 or ages[0] > ages[1]:
        reader.fault(where, "attend le premier et le dernier âge admis, par exemple [18, 25].")


def _unfunded(code: str, convention: schema.Convention) -> bool:
    """Whether the file declares this nature, soundly, without a price."""
    return any(nature.code == code and nature.funding is None for _, nature in _ranked(convention.nature))


def _indicator(
    indicator: schema.Indicator, convention: schema.Convention, data: dict[str, Any], where: str, reader: Reader
) -> None:
    if isinstance(indicator, schema.PayableAmount) and _unfunded(indicator.nature, convention):
        reader.fault(f"{where}.nature", f"« {indicator.nature} » n'a pas de prix ; ajoutez [nature.funding].")
    if isinstance(indicator, schema.PlaceEstimate):
        counted = {one.id: one for _, one in _ranked(convention.indicator) if isinstance(one, schema.Attendances)}
        for key in ("attendances", "interviews"):
            named = getattr(indicator, key)
            if named not in counted:
                what = f"« {named} » n'est pas un indicateur de mesure attendances"
                reader.fault(f"{where}.{key}", f"{what}{nearest(named, counted) or '.'}")
            elif counted[named].target is None:
                reader.fault(f"{where}.{key}", f"« {named} » n'a pas d'objectif ; ajoutez-lui target.")
    loans = isinstance(indicator, schema.LoanDays | schema.Mopeds) or getattr(indicator, "of", "") == "prêts"
    if loans and "park" not in data:
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


def _rule(rule: schema.Rule, convention: schema.Convention, data: dict[str, Any], where: str, reader: Reader) -> None:
    for kinds, table in _NEEDS:
        if isinstance(rule, kinds) and table not in data:
            reader.fault(where, f"la règle {rule.rule} lit le tableau [{table}] ; ajoutez-le.")
    if isinstance(rule, schema.VolumeCap | schema.ModuleEligibility):
        for code in rule.natures:
            if _unfunded(code, convention):
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
