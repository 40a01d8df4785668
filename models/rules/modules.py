"""Rules on funded module hours: eligibility, volume, proof of attendance."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from config import schema
from models.figures.scope import Scope
from models.french.wording import day as say_day
from models.french.wording import hours
from models.hours import payable
from models.rules.deviation import Deviation, deviation


def _funding(scope: Scope, nature: str) -> tuple[schema.Nature, schema.Funding]:
    found = scope.spec.nature_of(nature)
    assert found is not None and found.funding is not None
    return found, found.funding


def volume_cap(scope: Scope, rule: schema.VolumeCap) -> Iterator[Deviation]:
    """Hours attended, payable or not, above the volume of a block or a window (readings 49-24 to 49-26)."""
    used: dict[tuple[Any, ...], int] = defaultdict(int)
    above = set()
    for hour in scope.shared_hours:
        if hour.nature not in rule.natures:
            continue
        nature, funding = _funding(scope, hour.nature)
        over = payable.span(funding, hour.block, hour.window)
        if over is None:
            continue
        key = (hour.person_id, hour.nature, over)
        used[key] += hour.minutes
        if used[key] > funding.volume and key not in above:
            above.add(key)
            if hour.action == scope.action.id:
                run = f"le bloc de {funding.block} mois" if funding.per == "bloc" else "la période d'éligibilité"
                message = (
                    f"{hour.name} : {hours(used[key])} de « {nature.label} » au {say_day(hour.day)}, "
                    f"pour {hours(funding.volume)} au plus dans {run}."
                )
                yield deviation(
                    rule, scope.action.code, hour.person, hour.day, message, ("Session", hour.session), hour.nature
                )


def eligibility(scope: Scope, rule: schema.ModuleEligibility) -> Iterator[Deviation]:
    """The first session of each person and module attended without eligibility, or outside every block."""
    seen = set()
    for hour in scope.hours:
        if hour.nature not in rule.natures or (hour.person_id, hour.nature) in seen:
            continue
        nature, funding = _funding(scope, hour.nature)
        reason = hour.reason
        if not reason and funding.per == "bloc" and hour.block is None:
            reason = "hors de tout bloc de ce parcours"
        if reason:
            seen.add((hour.person_id, hour.nature))
            message = f"{hour.name} : « {nature.label} » le {say_day(hour.day)}, {reason} ; heures non payables."
            yield deviation(
                rule, scope.action.code, hour.person, hour.day, message, ("Session", hour.session), hour.nature
            )


def document_for_sessions(scope: Scope, rule: schema.DocumentForSessions) -> Iterator[Deviation]:
    """Persons who attended such sessions and have no such document; dated at the last of these sessions."""
    given = scope.documents(rule.document)
    last = {}
    for hour in scope.hours:
        if hour.nature in rule.natures and hour.person_id not in given:
            last[hour.person_id] = hour
    for hour in last.values():
        message = (
            f"{hour.name} : pas de « {scope.spec.document_label(rule.document)} » "
            f"(dernière séance le {say_day(hour.day)}) ; ses heures ne sont pas payables."
        )
        yield deviation(rule, scope.action.code, hour.person, hour.day, message, ("Session", hour.session))
