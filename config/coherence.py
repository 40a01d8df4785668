"""What a convention file names and what it declares must agree: each disagreement is one French sentence."""

import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from config import schema
from config.reading import Reader, nearest, short

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_IS_WRITTEN = "s'écrit en minuscules sans accent, chiffres et tirets : « cd00-mon-action »."


def check(convention: schema.Convention, data: dict[str, Any], reader: Reader) -> None:
    """Notes in ``reader`` every nature, exam, document or indicator named but not declared, and every contradiction.

    ``convention`` may be partial (None for a table found at fault); ``data`` is the file as it is, so that a faulty
    table is not also said to be missing.
    """
    if isinstance(convention.id, str) and not ID.fullmatch(convention.id):
        reader.fault("id", ID_IS_WRITTEN)
    declared = {name: _codes(data, name, reader) for name in DECLARING}
    if convention.quota:
        _known(convention.quota.nature, declared["nature"], "quota.nature", "[[nature]]", reader)
    if convention.park and not convention.park.year:
        reader.fault("park.year", "attend au moins 1 jour : les jours de parc lui sont rapportés.")
    for rank, nature in _ranked(convention.nature):
        if nature.funding:
            where = f"nature[{rank}].funding"
            if nature.funding.proof:
                _known(nature.funding.proof, declared["document_kind"], f"{where}.proof", "[[document_kind]]", reader)
            _funding(nature.funding, data, where, reader)
    for rank, indicator in _ranked(convention.indicator):
        _references(indicator, declared, f"indicator[{rank}]", reader)
        _indicator(indicator, convention, data, f"indicator[{rank}]", reader)
    for rank, rule in _ranked(convention.rule):
        _references(rule, declared, f"rule[{rank}]", reader)
        _rule(rule, convention, data, f"rule[{rank}]", reader)
    for rank, one in _ranked(convention.returns):
        _return(one, declared, f"returns[{rank}]", reader)
    _classes(convention, reader)
    _distance(convention.distance, reader)
    _facts(convention, data, reader)


DECLARING = (
    "nature",
    "exam",
    "document_kind",
    "contract_kind",
    "step",
    "scale",
    "variant",
    "exit_class",
    "plan_code",
    "liaison_kind",
    "indicator",
    "returns",
    "parameter",
    "profile",
)
MARKED = {"indicator": "id", "parameter": "name", "profile": "field"}
NAMING = {
    "nature": "nature",
    "natures": "nature",
    "missed": "nature",
    "exam": "exam",
    "document": "document_kind",
    "contracts": "contract_kind",
    "instead": "contract_kind",
    "step": "step",
    "steps": "step",
    "among": "step",
    "unless": "step",
    "scale": "scale",
    "classes": "exit_class",
    "variants": "variant",
    "requests": "liaison_kind",
}
OTHERWISE = ((schema.Exits, "contracts"), (schema.Trained, "among"))  # closed lists, not codes of the file
KEPT: dict[type, str] = {
    schema.Contracts: "contrats",
    schema.ContractLength: "contrats",
    schema.ContractRenewals: "contrats",
    schema.ContractAtEntry: "contrats",
    schema.ContractInTime: "contrats",
    schema.ContractTooSoon: "contrats",
    schema.ContractOverlap: "contrats",
    schema.ContractThroughout: "contrats",
    schema.ContractLapsed: "contrats",
    schema.ContractSignatures: "contrats",
    schema.WeeklyHours: "contrats",
    schema.ContractsPreceded: "ede",
    schema.DistanceScales: "ede",
    schema.DistanceFirst: "ede",
    schema.Steps: "étapes",
    schema.MissingStep: "étapes",
    schema.Trained: "formations",
    schema.ObstaclesLifted: "freins",
    schema.Accesses: "prescriptions",
    schema.Prescriptions: "prescriptions",
    schema.Introductions: "mises en relation",
    schema.Projects: "projets",
    schema.EntryProject: "projets",
    schema.Progressions: "évaluations",
    schema.Evaluated: "évaluations",
    schema.EntryLevel: "évaluations",
    schema.Immersions: "immersions",
    schema.ImmersionPapers: "immersions",
    schema.FollowUps: "suivis",
    schema.FollowUpDue: "suivis",
    schema.PlanLines: "plan",
    schema.MissingPlan: "plan",
    schema.PlanResults: "plan",
    schema.PlanAlone: "plan",
    schema.PlanSphere: "plan",
    schema.Liaisons: "liaisons",
    schema.LiaisonComplete: "liaisons",
    schema.LiaisonOpinion: "liaisons",
    schema.LiaisonAnswer: "liaisons",
    schema.LoanStep: "documents",
    schema.MissingContact: "contacts",
    schema.ContactOfAction: "contacts",
    schema.WorkedHoursTotal: "heures travaillées",
}


def _ranked(items: tuple[Any, ...] | None) -> list[tuple[int, Any]]:
    return [(rank, item) for rank, item in enumerate(items or (), 1) if item is not None]


def _codes(data: dict[str, Any], name: str, reader: Reader) -> dict[str, None]:
    """The codes (ids, for indicators) declared in the tables ``name``; notes those declared twice."""
    key = MARKED.get(name, "code")
    tables = data.get(name)
    codes: dict[str, None] = {}  # in the order of the file, and found at once
    for rank, table in enumerate(tables if isinstance(tables, list) else [], 1):
        code = table.get(key) if isinstance(table, dict) else None
        if isinstance(code, str):
            if code in codes:
                reader.fault(f"{name}[{rank}].{key}", f"« {short(code)} » est déjà pris ; donnez-lui un autre nom.")
            codes[code] = None
    return codes


def _references(item: Any, declared: dict[str, dict[str, None]], where: str, reader: Reader) -> None:
    for field in fields(item):
        table = NAMING.get(field.name)
        named = getattr(item, field.name)
        if table is None or not named or (type(item), field.name) in OTHERWISE:
            continue
        if isinstance(named, str):
            _known(named, declared[table], f"{where}.{field.name}", f"[[{table}]]", reader)
            continue
        for rank, code in enumerate(named, 1):
            _known(code, declared[table], f"{where}.{field.name}[{rank}]", f"[[{table}]]", reader)
    if isinstance(item, schema.StagedInterviews):
        for moment in ("start", "middle", "end"):
            _known(getattr(item, moment), declared["nature"], f"{where}.{moment}", "[[nature]]", reader)
    if isinstance(item, schema.MissingRecord) and item.immersions and item.register != "immersions":
        reader.fault(f"{where}.immersions", "ne se dit que du registre « immersions ».")
    if isinstance(item, schema.RenewableStay) and item.by:
        _known(item.by, declared["step"], f"{where}.by", "[[step]]", reader)


def register_of(item: Any) -> str | None:
    """The register an indicator counts or a rule checks; None when it reads none, or several."""
    if isinstance(item, schema.MissingRecord | schema.RecordInTime | schema.MissingMotive):
        return item.register
    if isinstance(item, schema.MissingStep) and item.document:
        return "documents"
    return KEPT.get(type(item))


def _keeps(item: Any, convention: schema.Convention, where: str, reader: Reader) -> None:
    """What counts or checks a register asks that the convention keeps it."""
    register = register_of(item)
    if register and register not in (convention.records or ()):
        reader.fault(where, f"lit le registre « {register} » ; ajoutez-le à records.")


def _classes(convention: schema.Convention, reader: Reader) -> None:
    for rank, one in _ranked(convention.exit_class):
        if not one.case and not one.otherwise:
            reader.fault(
                f"exit_class[{rank}]", "ne reçoit aucune sortie : ajoutez [[exit_class.case]] ou otherwise = true."
            )
        for place, case in _ranked(one.case):
            if case.longer is not None and case.up_to is not None:
                reader.fault(f"exit_class[{rank}].case[{place}]", "longer et up_to s'excluent : gardez-en un.")
    for rank, rule in _ranked(convention.rule):
        if isinstance(rule, schema.ExitToQualify) and not convention.exit_class:
            reader.fault(f"rule[{rank}]", "qualifier une sortie demande des classes : ajoutez [[exit_class]].")


def _distance(scale: schema.DistanceScale | None, reader: Reader) -> None:
    """The échelle is all configured or not at all (reading 62-05)."""
    if scale is None:
        return
    if scale.low > scale.high:
        reader.fault("distance.low", "est plus grand que high.")
    items = [item for item in scale.item or () if item is not None]
    if items and len(items) != scale.items:
        reader.fault("distance.item", f"{_described(len(items), 'item')}, l'échelle en a {scale.items}.")
    for rank, item in enumerate(items, 1):
        if len(item.palier) != scale.paliers:
            reader.fault(
                f"distance.item[{rank}].palier",
                f"{_described(len(item.palier), 'palier')}, il en faut {scale.paliers}.",
            )
        for place, palier in _ranked(item.palier):
            if not 1 <= palier.weight <= 20:
                reader.fault(f"distance.item[{rank}].palier[{place}].weight", "un poids va de 1 à 20.")


def _facts(convention: schema.Convention, data: dict[str, Any], reader: Reader) -> None:
    """Everything that is said to encode a fact is in the file."""
    known = {key for key, value in data.items() if value not in ("", [], {})}
    known |= {f"{rule.rule}" for _, rule in _ranked(convention.rule)}
    for tables in data.values():
        for one in tables if isinstance(tables, list) else []:
            if isinstance(one, dict):
                known |= {str(one[mark]) for mark in ("id", "code", "name", "field") if mark in one}
    for rank, fact in _ranked(convention.fact):
        if not fact.by:
            reader.fault(f"fact[{rank}].by", "dites ce qui l'encode, ou passez-le dans [[not_encoded]].")
        for place, name in enumerate(fact.by, 1):
            if name not in known:
                reader.fault(
                    f"fact[{rank}].by[{place}]",
                    f"« {short(name)} » n'est pas dans ce fichier{nearest(name, known) or '.'}",
                )


def _known(code: str, codes: Iterable[str], where: str, table: str, reader: Reader) -> None:
    if code not in codes:
        reader.fault(where, f"« {short(code)} » n'est déclaré dans aucun {table}{nearest(code, codes) or '.'}")


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


def _return(one: schema.Return, declared: dict[str, dict[str, None]], where: str, reader: Reader) -> None:
    for place, id in enumerate(one.indicators, 1):
        _known(id, declared["indicator"], f"{where}.indicators[{place}]", "[[indicator]]", reader)
    if one.day is not None and one.within is not None:
        reader.fault(where, "day et within s'excluent : gardez-en un.")
    if one.day is not None and not 1 <= one.day <= 28:
        reader.fault(f"{where}.day", "attend un jour du mois, de 1 à 28.")
    if one.like:
        _known(one.like, declared["returns"], f"{where}.like", "[[returns]]", reader)
    if one.stopped and (one.every != "année" or one.day is not None or one.within is not None):
        reader.fault(f"{where}.stopped", "vaut pour un rapport de chaque année, sans day ni within.")


def _indicator(
    indicator: schema.Indicator, convention: schema.Convention, data: dict[str, Any], where: str, reader: Reader
) -> None:
    if isinstance(indicator, schema.PayableAmount) and _unfunded(indicator.nature, convention):
        reader.fault(f"{where}.nature", f"« {short(indicator.nature)} » n'a pas de prix ; ajoutez [nature.funding].")
    if isinstance(indicator, schema.PlaceEstimate):
        _estimate(indicator, convention, where, reader)
    if not (isinstance(indicator, schema.FollowUps | schema.WorkedHoursTotal) and not convention.records):
        _keeps(indicator, convention, where, reader)
    if isinstance(indicator, schema.DistanceScales) and "distance" not in data:
        reader.fault(where, "cet indicateur lit l'échelle ; ajoutez un tableau [distance].")
    if isinstance(indicator, schema.ContractsPreceded):
        _preceded(indicator, where, reader)
    if isinstance(indicator, schema.InTime):
        _delay(indicator, where, reader)
        if not (indicator.natures or indicator.contracts or indicator.steps):
            reader.fault(where, "dites ce qui doit être fait à temps : natures, contracts ou steps.")
        if bool(indicator.missed) is not (indicator.since == "absence"):
            reader.fault(where, 'missed et since = "absence" vont ensemble.')
    if isinstance(indicator, schema.PlaceAmount) and indicator.per < 1:
        reader.fault(f"{where}.per", "attend un nombre de places d'au moins 1, par exemple 100.")
    _by(indicator, convention, f"{where}.by", reader)
    loans = isinstance(indicator, schema.LoanDays | schema.Mopeds) or getattr(indicator, "of", "") == "prêts"
    if loans and "park" not in data:
        reader.fault(where, "cet indicateur compte des prêts ; ajoutez un tableau [park].")
    _target(getattr(indicator, "target", None), indicator, convention, f"{where}.target", reader)


def _estimate(indicator: schema.PlaceEstimate, convention: schema.Convention, where: str, reader: Reader) -> None:
    """An estimate is made of two counts of attendances, each with an objective."""
    counted = {one.id: one for _, one in _ranked(convention.indicator) if isinstance(one, schema.Attendances)}
    for key in ("attendances", "interviews"):
        named = getattr(indicator, key)
        if named not in counted:
            what = f"« {short(named)} » n'est pas un indicateur de mesure attendances"
            reader.fault(f"{where}.{key}", f"{what}{nearest(named, counted) or '.'}")
        elif counted[named].target is None:
            reader.fault(f"{where}.{key}", f"« {short(named)} » n'a pas d'objectif ; ajoutez-lui target.")


def _preceded(indicator: schema.ContractsPreceded, where: str, reader: Reader) -> None:
    """The scale precedes contracts or requests, and the unit is that of those."""
    if bool(indicator.contracts) == bool(indicator.requests):
        reader.fault(where, "dites ce que l'échelle précède : contracts ou requests, l'un des deux.")
    elif (indicator.unit == "fiche") != bool(indicator.requests):
        reader.fault(f"{where}.unit", "compte des contrats (contracts) ou des fiches (requests) ; écrivez celle-là.")


Delayed = schema.InTime | schema.MissingStep | schema.MissingInterview | schema.SessionInTime


def _delay(one: Delayed, where: str, reader: Reader) -> None:
    if one.months is None and one.days is None:
        reader.fault(where, "un délai s'écrit avec months, days ou les deux.")


OF_PARCOURS = ("structure orientante", "variante", "type", "contrat", "destination")


def _by(indicator: schema.Indicator, convention: schema.Convention, where: str, reader: Reader) -> None:
    """The parts a figure is told by must be those of what it counts."""
    by = getattr(indicator, "by", None)
    if by == "classe" and not isinstance(indicator, schema.Exits):
        reader.fault(where, "« classe » ne convient qu'à la mesure exits : seule une sortie en a une.")
    elif by == "classe" and not convention.exit_class:
        reader.fault(where, "répartir par classe demande des classes : ajoutez [[exit_class]].")
    if isinstance(indicator, schema.Persons) and by:
        if indicator.by_public:
            reader.fault(where, "by et by_public s'excluent : gardez-en un.")
        elif indicator.of == "prêts" and by in OF_PARCOURS:
            reader.fault(where, f"« {by} » se lit dans un parcours : un prêt n'en a pas.")


_UNITS = {"sorties": ("sortie", "personne"), "accompagnés": ("personne",), "entrées": ("entrée", "personne")}
"""What a figure counts when it is a share of these: never persons over exits, nor exits over persons (E-01)."""
_BASES: dict[str, tuple[type, ...]] = {
    "cyclomoteurs": (schema.LoanDays,),
    "personnes": (
        schema.ExamSuccesses,
        schema.FollowUps,
        schema.DocumentHolders,
        schema.Trained,
        schema.ObstaclesLifted,
        schema.Progressions,
        schema.ServedPeriods,
        schema.InTime,
        schema.ContractsPreceded,
        schema.DistanceScales,
        schema.Liaisons,
    ),
    "places-mois": (schema.MonthEnds,),
    "places-jours": (schema.PlaceDays,),
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
    if target.base in ("places", "places-mois", "places-jours") and convention.places != "obligatoires":
        reader.fault(f"{where}.base", 'un objectif par place demande places = "obligatoires".')
    if target.percent is not None and not 0 < target.percent <= 1000:
        reader.fault(f"{where}.percent", "attend un nombre de centièmes, par exemple 50.")
    if target.per is not None and target.per < 1:
        reader.fault(f"{where}.per", "attend un nombre de places d'au moins 1, par exemple 100.")
    if (target.hours is not None) and indicator.unit != "heure":
        reader.fault(f"{where}.hours", "ne convient qu'à un indicateur en heures.")
    if target.base in _BASES and not isinstance(indicator, _BASES[target.base]):
        reader.fault(f"{where}.base", f"« {target.base} » ne convient pas à la mesure {indicator.measure}.")
    if target.base in _UNITS and indicator.unit not in _UNITS[target.base]:
        units = " ou ".join(_UNITS[target.base])
        reader.fault(
            f"{where}.base", f"« {target.base} » ne se rapporte pas à l'unité {indicator.unit}, mais à {units}."
        )
    if target.each < 1:
        reader.fault(f"{where}.each", "attend un nombre d'au moins 1.")
    if (target.money is None) == (indicator.unit == "€"):
        reader.fault(where, "un objectif en euros s'écrit avec money, et seulement celui d'un indicateur en euros.")


_NEEDS: tuple[tuple[tuple[type, ...], str], ...] = (
    (
        (
            schema.LoanLength,
            schema.LoanExtension,
            schema.LoanAge,
            schema.DocumentForLoan,
            schema.LoanStep,
            schema.ParkSize,
            schema.EntrySupport,
            schema.TwoLoans,
            schema.YearlySession,
        ),
        "park",
    ),
    ((schema.DrivingQuota,), "quota"),
    ((schema.ModuleEligibility, schema.VolumeCap), "window"),
)


def _rule(rule: schema.Rule, convention: schema.Convention, data: dict[str, Any], where: str, reader: Reader) -> None:
    for kinds, table in _NEEDS:
        if isinstance(rule, kinds) and table not in data:
            reader.fault(where, f"la règle {rule.rule} lit le tableau [{table}] ; ajoutez-le.")
    _keeps(rule, convention, where, reader)
    if isinstance(rule, schema.MissingStep | schema.MissingInterview | schema.SessionInTime):
        _delay(rule, where, reader)
    if isinstance(rule, schema.MissingStep) and bool(rule.step) == bool(rule.document):
        reader.fault(where, "dites ce qui est attendu : step ou document, l'un des deux.")
    if isinstance(rule, schema.MissingStep) and (rule.partners or rule.purposes):
        _kept(("contacts",), convention, where, reader)
    if isinstance(rule, schema.MissingOutcome) and not (rule.types or rule.steps):
        reader.fault(where, "dites quelle suite est attendue : types, steps ou les deux.")
    if isinstance(rule, schema.InterviewMoments) and rule.parts < 2:
        reader.fault(f"{where}.parts", "attend un nombre de parts d'au moins 2, par exemple 3.")
    if isinstance(rule, schema.IncompleteProfile):
        _kept(rule.registers, convention, f"{where}.registers", reader)
    if isinstance(rule, schema.EntryAge | schema.LoanAge):
        _ages(rule.ages, f"{where}.ages", reader)
    if isinstance(rule, schema.VolumeCap | schema.ModuleEligibility):
        _funded(rule.natures, convention, f"{where}.natures", reader)
    if isinstance(rule, schema.Exclusivity) and rule.family != convention.family:
        reader.fault(
            f"{where}.family", f"« {short(rule.family)} » n'est pas la famille de cette convention (clé family)."
        )
    _between(rule, where, reader)


def _kept(registers: Iterable[str], convention: schema.Convention, where: str, reader: Reader) -> None:
    for register in registers:
        if register not in (convention.records or ()):
            reader.fault(where, f"« {register} » n'est pas tenu ; ajoutez-le à records.")


def _funded(natures: Iterable[str], convention: schema.Convention, where: str, reader: Reader) -> None:
    for code in natures:
        if _unfunded(code, convention):
            reader.fault(where, f"« {short(code)} » n'a pas de volume ; ajoutez [nature.funding].")


def _between(rule: schema.Rule, where: str, reader: Reader) -> None:
    """A length of session has a bound, and the least is not above the most."""
    if isinstance(rule, schema.SessionLength) and rule.minimum is None and rule.maximum is None:
        reader.fault(where, "une durée de séance demande minimum, maximum ou les deux.")
    low, high = getattr(rule, "minimum", None), getattr(rule, "maximum", None)
    if low is not None and high is not None and low > high:
        reader.fault(f"{where}.minimum", "est plus grand que maximum.")


def _described(count: int, word: str) -> str:
    """« 1 item décrit », « 7 items décrits »."""
    return f"{count} {word}s décrits" if count > 1 else f"{count} {word} décrit"
