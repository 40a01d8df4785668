"""A fact of a register, described in French as the journal and the screens show it."""

from collections.abc import Callable
from typing import Any

from pendulum import Date

from models.french import wording
from models.tables import (
    Contact,
    Contract,
    Document,
    Ede,
    EligibilityCheck,
    Evaluation,
    Exam,
    FollowUp,
    Immersion,
    Introduction,
    Job,
    Liaison,
    Obstacle,
    PlanLine,
    Prescription,
    ProjectState,
    Step,
    Training,
    WorkedHours,
)
from models.tables.fields import MonthField
from models.tables.registers import Register


def day_of(record: Register) -> Date:
    """The day a fact is dated; the first of its month for one that is a month's."""
    table = type(record)
    dated = getattr(record, table.dated)
    return Date.fromisoformat(f"{dated}-01") if isinstance(table._meta.fields[table.dated], MonthField) else dated


def about(record: Register) -> str:
    """Whom a fact is about: its person, or the action when it is about nobody."""
    person = record.person
    return wording.person(person) if person is not None else record.action.code


def describe(record: Register) -> str:
    """The fact in a few French words, without the person."""
    return " ".join(DESCRIBED[type(record)](record).split())


def _label(record: Register, name: str) -> str:
    """What a code of the convention is called; the code itself when it has none such."""
    code = getattr(record, name)
    return record.action.spec.listed(record._meta.fields[name].listed).get(code, code)


def _more(*parts: str) -> str:
    """Each part that is there, after a comma."""
    return "".join(f", {part}" for part in parts if part)


def _aside(text: str) -> str:
    return f" ({text})" if text else ""


def _until(day: Date | None, without: str = "") -> str:
    return f"jusqu'au {wording.day(day)}" if day else without


def _check(one: EligibilityCheck) -> str:
    return f"public vérifié, {one.public}{_aside(one.proof)}"


def _exam(one: Exam) -> str:
    of = " ".join(part for part in (one.certification, one.block) if part)
    return f"{_label(one, 'test')}{_aside(of)}, {one.result}{_aside(one.reason)}"


def _document(one: Document) -> str:
    return f"{_label(one, 'kind')}{_more(one.recipient and f'remis à {one.recipient}')}"


def _immersion(one: Immersion) -> str:
    company = f"chez {one.company}" if one.company else ""
    project = {None: "", True: "projet validé", False: "projet non validé"}[one.validated]
    return f"{one.kind} {company} {_until(one.end)}{_more(project)}"


def _follow_up(one: FollowUp) -> str:
    reached = "joint" if one.reached else "injoignable" if one.unreachable else "non joint"
    attempts = wording.counted(one.attempts, "essai") if one.attempts else ""
    stay = one.parcours
    after = f"sortie du {wording.day(stay.exit)}" if stay and stay.exit else ""
    return f"suivi à {one.months} mois, {reached}{_more(one.situation, one.contract, attempts, after)}"


def _worked(one: WorkedHours) -> str:
    training = f"dont {wording.hours(one.training)} de formation" if one.training else ""
    return f"{wording.hours(one.minutes)} travaillées en {wording.month(one.month)}{_more(training)}"


def _contract(one: Contract) -> str:
    label = _label(one, "kind")
    named = label if label.casefold().startswith("contrat") else f"contrat {label}"
    renewal = "renouvellement" if one.renewal else ""
    broken = f"rompu le {wording.day(one.broken)}" if one.broken else ""
    end = _until(one.end, "sans terme")
    return f"{named} {end}{_more(renewal, one.status, broken)}{_aside(one.reason)}"


def _step(one: Step) -> str:
    return f"{_label(one, 'kind')}{_aside(one.note)}"


def _project(one: ProjectState) -> str:
    proof = f"validé par {one.proof}" if one.proof else ""
    return f"projet {one.state}{_more(one.job)}{_aside(one.rome)}{_more(proof)}"


def _evaluation(one: Evaluation) -> str:
    moment = {"entrée": "à l'entrée", "en cours": "en cours", "sortie": "à la sortie"}[one.moment]
    return f"évaluation {moment}, {_label(one, 'scale')}{_more(one.subject)} : {one.level}"


def _training(one: Training) -> str:
    provider = f"chez {one.provider}" if one.provider else ""
    hours = wording.hours(one.minutes) if one.minutes else ""
    kind = "qualifiante" if one.qualifying else ""
    certified = f"attestée le {wording.day(one.certified)}" if one.certified else ""
    return f"formation {one.label} {provider} {_until(one.end, 'en cours')}{_more(hours, kind, certified)}"


def _obstacle(one: Obstacle) -> str:
    closed = f"{one.outcome} le {wording.day(one.closed)}" if one.closed else ""
    return f"frein {one.nature}{_more(closed)}"


def _introduction(one: Introduction) -> str:
    return f"mise en relation avec {one.employer}{_aside(one.offer)}{_more(one.result)}{_aside(one.reason)}"


def _job(one: Job) -> str:
    return f"emploi chez {one.employer}{_more(one.contract, _until(one.end))}"


def _prescription(one: Prescription) -> str:
    way = "reçue de" if one.direction == "reçue" else "envoyée vers"
    return f"prescription {way} {one.structure}{_more(one.answer)}{_aside(one.reason)}"


def _ede(one: Ede) -> str:
    total = "total non calculé" if one.total is None else f"total {one.total}"
    return f"échelle de distance à l'emploi, {total}{_more(one.occasion)}{_aside(one.proposal)}"


def _plan(one: PlanLine) -> str:
    return f"plan {one.code} {_label(one, 'code')} {_until(one.end)}{_more(one.result)}"


def _liaison(one: Liaison) -> str:
    decision = f"décision : avis {one.decision}" if one.decision else ""
    opinion = f"avis {one.opinion}" if one.opinion and not decision else ""
    return f"fiche de liaison, {_label(one, 'kind')}{_aside(one.reason)}{_more(opinion, decision, one.outcome)}"


WITH = {
    "référent": "le référent",
    "prescripteur": "le prescripteur",
    "employeur": "l'employeur",
    "correspondant": "le correspondant",
    "partenaire": "un partenaire",
}


def _contact(one: Contact) -> str:
    partner = WITH.get(one.partner, one.partner)
    by = f"par {one.channel}" if one.channel in ("téléphone", "visio", "courriel", "courrier") else one.channel
    whom = f"{partner} {one.structure}".strip()
    return f"contact avec {whom}{_more(one.purpose, by)}{_aside(one.note)}"


DESCRIBED: dict[type, Callable[[Any], str]] = {
    Contact: _contact,
    Contract: _contract,
    Document: _document,
    Ede: _ede,
    EligibilityCheck: _check,
    Evaluation: _evaluation,
    Exam: _exam,
    FollowUp: _follow_up,
    Immersion: _immersion,
    Introduction: _introduction,
    Job: _job,
    Liaison: _liaison,
    Obstacle: _obstacle,
    PlanLine: _plan,
    Prescription: _prescription,
    ProjectState: _project,
    Step: _step,
    Training: _training,
    WorkedHours: _worked,
}
