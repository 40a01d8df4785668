"""Facts about a person beside the sessions, whatever the register: adding, correcting, removing, telling one.

add(Exam, action=action, person=person, test="code", day=day, result="réussi", who="Claire")
correct(exam, reason="stress", who="Claire")
remove(exam, who="Claire")
"""

import json
from collections.abc import Callable
from typing import Any

from peewee import fn
from pendulum import Date

from models.acts.act import Act, changed, refuse_changed
from models.acts.refusals import Refused
from models.french import wording
from models.people.parcours import KEPT
from models.registers import limits
from models.tables import (
    REGISTERS,
    Action,
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
    JournalEntry,
    Liaison,
    Obstacle,
    Parcours,
    Person,
    PlanLine,
    Prescription,
    ProjectState,
    Step,
    Training,
    WorkedHours,
    fields_of,
)
from models.tables.fields import MonthField

LATEST = 1000  # facts looked at for what was typed before
MOST_SUGGESTED = 200


def add(table: Any, /, *, who: str, **values: Any) -> Any:
    """A new fact of ``table`` (one of REGISTERS), with the table's own fields; those left out are unknown.

    Raises Refused for what cannot be (``models.registers.limits``), for the same fact twice, and for someone who has no
    parcours in the action (one only prescribed needs none).
    """
    values = _tidy({field.name: field.default for field in fields_of(table)} | values)
    limits.refuse_impossible(table, values)
    with Act("record", "", who) as act:
        _refuse_stranger(table, values)
        record = act.insert(table, **values)
        act.sentence = f"{wording.person(record.person)} : {told(record)}"
    return record


def correct(record: Any, *, who: str, **changes: Any) -> Any:
    """Corrects any field of a fact. Raises Refused as ``add`` does, and when a colleague has corrected the same field
    since ``record`` was read."""
    table: Any = type(record)
    with Act("record", "", who) as act:
        read, record = record, table.get_by_id(record.id)
        changes = changed(read, record, _tidy(changes))
        values = {field.name: getattr(record, field.name) for field in fields_of(table)} | changes
        limits.refuse_impossible(table, values)
        if "person" in changes and changes["person"] != record.person:
            _refuse_stranger(table, values)
        act.update(record, **changes)
        act.sentence = f"{wording.person(record.person)} : corrigé, {told(record)}"
    return record


def remove(record: Any, *, who: str) -> None:
    """Removes a fact recorded by mistake. Raises Refused when a colleague has corrected it since it was read."""
    with Act("record", f"{wording.person(record.person)} : supprimé, {told(record)}", who) as act:
        stored = type(record).get_by_id(record.id)
        refuse_changed(record, stored)
        act.delete(stored)


def kept_by(action: Action) -> list[Any]:
    """The registers an action's convention keeps, in the order it names them."""
    by_name = {table.register: table for table in REGISTERS}
    return [by_name[name] for name in action.spec.records if name in by_name]


def of_action(table: Any, action: Action) -> list[Any]:
    """The facts of one register in an action, the latest first; checks of the public are those of its participants."""
    query = table.select(table, Person).join(Person).where(_in(table, action))
    found = list(query.order_by(getattr(table, table.dated).desc(), Person.folded, table.id))
    if table is not EligibilityCheck:
        for record in found:
            record.action = action  # so that telling one asks nothing more
    return found


def counts(action: Action) -> dict[Any, int]:
    """How many facts each register the convention keeps has in the action, in its order."""
    return {table: table.select().where(_in(table, action)).count() for table in kept_by(action)}


def day_of(record: Any) -> Date:
    """The day a fact is dated; the first of its month for one that is a month's."""
    table = type(record)
    dated = getattr(record, table.dated)
    return Date.fromisoformat(f"{dated}-01") if isinstance(table._meta.fields[table.dated], MonthField) else dated


def typed_before(table: Any, name: str) -> list[str]:
    """What was typed in a text field of the latest facts of a register, the most frequent first."""
    field = getattr(table, name)
    latest = table.select(field.alias("typed")).order_by(table.id.desc()).limit(LATEST).alias("latest")
    typed = latest.c.typed
    query = table.select(typed).from_(latest).where(typed != "").group_by(typed).order_by(fn.COUNT(typed).desc(), typed)
    return [text for (text,) in query.limit(MOST_SUGGESTED).tuples()]


def last_used(who: str) -> list[tuple[str, int | None]]:
    """The registers ``who`` wrote in lately, the last first: the name of each and the action, None for a check."""
    acts = JournalEntry.select(JournalEntry.changes).where(JournalEntry.who == who, JournalEntry.kind == "record")
    latest = acts.order_by(JournalEntry.id.desc()).limit(50).tuples()
    changes = [change for (changes,) in latest for change in json.loads(changes)]
    used = [(change["table"], (change["after"] or change["before"]).get("action")) for change in changes]
    return list(dict.fromkeys(used))


def told(record: Any) -> str:
    """The fact in a few French words, without the person."""
    return " ".join(TOLD[type(record)](record).split())


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    values = wording.trimmed(values)
    return values | {"rome": values["rome"].upper()} if values.get("rome") else values


def _refuse_stranger(table: Any, values: dict[str, Any]) -> None:
    """Someone is in the action when a fact is noted there; one only prescribed may not be."""
    if table not in KEPT:
        return
    if not Parcours.select().where(Parcours.action == values["action"], Parcours.person == values["person"]).exists():
        name, code = wording.person(values["person"]), values["action"].code
        raise Refused(f"{name} n'a pas de parcours dans {code} : faites d'abord son entrée.")


def _in(table: Any, action: Action) -> Any:
    if table is EligibilityCheck:
        return table.person.in_(Parcours.select(Parcours.person).where(Parcours.action == action))
    return table.action == action


def _label(record: Any, name: str) -> str:
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
    return f"{_label(one, 'test')}, {one.result}{_aside(one.reason)}"


def _document(one: Document) -> str:
    return f"{_label(one, 'kind')}{_more(one.recipient and f'remis à {one.recipient}')}"


def _immersion(one: Immersion) -> str:
    company = f"chez {one.company}" if one.company else ""
    project = {None: "", True: "projet validé", False: "projet non validé"}[one.validated]
    return f"{one.kind} {company} {_until(one.end)}{_more(project)}"


def _follow_up(one: FollowUp) -> str:
    reached = "joint" if one.reached else "injoignable" if one.unreachable else "non joint"
    attempts = wording.counted(one.attempts, "essai") if one.attempts else ""
    return f"suivi à {one.months} mois, {reached}{_more(one.situation, one.contract, attempts)}"


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


TOLD: dict[type, Callable[[Any], str]] = {
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
