"""The personal plan (PAP): the codification its lines are chosen in, the lines of a contract, what to look at."""

from collections.abc import Iterable
from dataclasses import dataclass

from pendulum import Date

from config.schema import Convention, PlanCode, Severity
from models.french.ranking import BEGINS_CODE, rank, ranked
from models.french.wording import day as say_day
from models.tables import Contract, PlanLine

CANCELLED = "annulé"  # an action given up is no longer one of the plan
BOTH = "les deux sphères"


@dataclass(frozen=True)
class Alone:
    """Why the actions of a plan cannot be all of it, and how firm that is."""

    severity: Severity
    sentence: str


def by_code(spec: Convention) -> dict[str, PlanCode]:
    """The whole codification, in its order."""
    return {one.code: one for one in spec.plan_code}


def parts(spec: Convention, code: str) -> list[str]:
    """The codes just below a theme or a parent; none for an action."""
    return [one.code for one in spec.plan_code if one.code.rpartition(".")[0] == code]


def actions(spec: Convention) -> list[PlanCode]:
    """What is entered by hand: the leaves (reading 62-20), without those read from an exchange (reading 62-18)."""
    parents = {one.code.rpartition(".")[0] for one in spec.plan_code}
    return [one for one in spec.plan_code if one.code not in parents and not one.exchange]


def found(spec: Convention, text: str) -> list[PlanCode]:
    """The actions of this code, or whose code begins so, else those whose label or remark, or the label of what they
    are part of, has every word typed: the best first."""
    known = by_code(spec)

    def told(one: PlanCode) -> tuple[str, str]:
        return one.code, " ".join([one.note, *(known[code].label for code in _above(one.code) if code in known)])

    by_the_code = [one for one in actions(spec) if (how := rank(text, one.code)) is not None and how <= BEGINS_CODE]
    return ranked(by_the_code or actions(spec), text, told)


def services(spec: Convention, code: str) -> tuple[str, ...]:
    """The services to call on for an action: its own, or those of what it is part of."""
    known = by_code(spec)
    for one in reversed(_above(code)):
        if one in known and known[one].services:
            return known[one].services
    return ()


def sphere(code: PlanCode) -> str:
    """The sphere of an action in a word: *solidarité*, *professionnelle*, both, or '' when its fiche says none."""
    return code.spheres[0] if len(code.spheres) == 1 else BOTH if code.spheres else ""


def of_contract(contract: Contract) -> list[PlanLine]:
    """The lines of the plan of a contract: those of its action with a day in it, begun before it or not."""
    query = PlanLine.select().where(PlanLine.action == contract.action, PlanLine.person == contract.person)
    return [one for one in query.order_by(PlanLine.start, PlanLine.code) if within(one, contract)]


def within(line: PlanLine, contract: Contract) -> bool:
    """Whether a line has a day in a contract, up to its end or to the day it was broken."""
    last: Date | None = contract.broken or contract.end
    return line.end >= contract.start and (last is None or line.start <= last)


def alone(spec: Convention, codes: Iterable[str]) -> Alone | None:
    """What is wrong with a plan made of these codes only (readings 62-13, 62-14); None when nothing is.

    An action that can never be the only one is an error when it is; several such actions, or one to be looked at, are
    an alert.
    """
    known = by_code(spec)
    told = [known[code] for code in dict.fromkeys(codes) if code in known]
    if not told or any(one.alone == "oui" for one in told):
        return None
    if len(told) > 1:
        listed = ", ".join(one.code for one in told)
        return Alone("warning", f"aucune des actions {listed} ne peut être la seule, et le plan n'en a pas d'autre")
    label = f"« {told[0].code} {told[0].label} »"
    if told[0].alone == "jamais":
        return Alone("error", f"{label} ne peut être la seule action du plan")
    return Alone("warning", f"{label} ne peut, dans certains cas, être la seule action du plan")


def out_of_sphere(code: PlanCode, wanted: str) -> str:
    """Why an action does not belong to a plan of the sphere ``wanted``; '' when it does or no sphere is wanted."""
    if code.exchange:
        return f"« {code.code} {code.label} » ne vient que de l'échange de données"
    if wanted and code.spheres and wanted not in code.spheres:
        return f"« {code.code} {code.label} » est de la sphère {sphere(code)}, pas de la sphère {wanted}"
    return ""


def warnings(spec: Convention, lines: Iterable[PlanLine]) -> list[str]:
    """What to look at in a plan, one sentence each."""
    kept = [one for one in lines if one.result != CANCELLED]
    known = by_code(spec)
    breach = alone(spec, (one.code for one in kept))
    sentences = [breach.sentence] if breach else []
    for line in kept:
        if line.code in known and (why := out_of_sphere(known[line.code], spec.sphere)):
            sentences.append(f"{why} (du {say_day(line.start)} au {say_day(line.end)})")
    return sentences


def _above(code: str) -> list[str]:
    """A code and all it is part of, the theme first: A, A.1, A.1.1."""
    pieces = code.split(".")
    return [".".join(pieces[:rank]) for rank in range(1, len(pieces) + 1)]
