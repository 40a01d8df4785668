"""Facts about a person beside the sessions, whatever the register: adding, correcting, removing, telling one.

add(Exam, action=action, person=person, test="code", day=day, result="réussi", who="Claire")
correct(exam, reason="stress", who="Claire")
remove(exam, who="Claire")
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, TypeVar

from peewee import JOIN, fn
from pendulum import Date

from config.schema import Convention
from models.acts.act import Act
from models.acts.limits import Limit, Values, brought, dates_of, refuse, refuse_change
from models.acts.limits import doubts as said
from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.french.comparing import tidy
from models.people.limits import stranger
from models.people.parcours import followed
from models.registers import limits
from models.registers.sentences import about, describe
from models.tables import (
    REGISTERS,
    Action,
    EligibilityCheck,
    Evaluation,
    Exam,
    FollowUp,
    JournalEntry,
    Loan,
    Moped,
    Parcours,
    Person,
    fields_of,
)
from models.tables.changes import changes_of
from models.tables.fields import NameField
from models.tables.registers import Register, joined
from models.terms import followed as terms
from models.terms import scales

F = TypeVar("F", bound=Register)

LATEST = 1000  # facts looked at for what was typed before
MOST_SUGGESTED = 200


def add(table: type[F], /, *, who: str, **values: Any) -> F:
    """A new fact of ``table`` (one of REGISTERS), with the table's own fields; those left out are unknown.

    Raises Refused for what cannot be (``models.registers.limits``), for the same fact twice, and for someone who has no
    parcours in the action (one only prescribed needs none).
    """
    values = _tied(table, values)
    values = _tidy(table, {field.name: field.default for field in fields_of(table)} | values, {})
    refuse(limits.missing(table, values))
    refuse(_limits(table, values))
    with Act("record", "", who) as act:
        _refuse_stranger(table, values)
        record = act.insert(table, **values)
        act.sentence = f"{about(record)} : {describe(record)}"
    return record


def correct(record: F, *, who: str, **changes: Any) -> F:
    """Corrects any field of a fact. Raises Refused as ``add`` does, and when a colleague has corrected the same field
    since ``record`` was read."""
    table = type(record)
    with Act("record", "", who) as act:
        read, record = record, table.get_by_id(record.id)
        before = _values(record)
        changes = act.changed(read, record, _tidy(table, changes, before))
        refuse_change(partial(limits.missing, table), before, changes)
        refuse_change(partial(_limits, table), before, changes)
        if "person" in changes and changes["person"] != record.person:
            _refuse_stranger(table, before | changes)
        act.update(record, **changes)
        act.sentence = f"{about(record)} : corrigé, {describe(record)}"
    return record


def doubts(table: type[Register], values: dict[str, Any], fact: Any = None) -> list[str]:
    """What is unusual in a new fact, or in the corrections of ``fact``, and may still be true: sentences to read before
    it is recorded."""
    if fact is None:
        return said(_limits(table, values))
    return said(brought(partial(_limits, table), _values(fact), values))


def remove(record: Register, *, who: str) -> None:
    """Removes a fact recorded by mistake. Raises Refused when a colleague has corrected it since it was read."""
    with Act("record", f"{about(record)} : supprimé, {describe(record)}", who) as act:
        act.delete(act.unchanged(record))


def kept_by(action: Action) -> list[type[Register]]:
    """The registers an action's convention keeps, in the order it names them."""
    by_name = {table.register: table for table in REGISTERS}
    return [by_name[name] for name in action.spec.records if name in by_name]


def of_action(table: type[F], action: Action) -> list[F]:
    """The facts of one register in an action, the latest first; checks of the public are those of its participants."""
    query = table.select(table, Person).join(Person, joined(table)).where(_in(table, action))
    if table is FollowUp:
        query = query.select_extend(Parcours).join_from(FollowUp, Parcours, JOIN.LEFT_OUTER)
    found = list(query.order_by(getattr(table, table.dated).desc(), Person.folded, table.id))
    if table is not EligibilityCheck:
        for record in found:
            record.action = action  # so that telling one asks nothing more
    return found


def counts(action: Action) -> dict[type[Register], int]:
    """How many facts each register the convention keeps has in the action, in its order."""
    return {table: table.select().where(_in(table, action)).count() for table in kept_by(action)}


def typed_before(table: type[Register], name: str) -> list[str]:
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
    changes = [change for (changes,) in latest for change in changes_of(changes) if "table" in change]
    used = [(change["table"], (change["after"] or change["before"]).get("action")) for change in changes]
    return list(dict.fromkeys(used))


def _tied(table: type[Register], values: dict[str, Any]) -> dict[str, Any]:
    """A contact of which nobody says the exit follows the latest on or before its day (reading E-03)."""
    if table is not FollowUp or "parcours" in values:
        return values
    return values | {"parcours": followed(values.get("action"), values.get("person"), values.get("day"))}


def _tidy(table: type[Register], values: dict[str, Any], before: Values) -> dict[str, Any]:
    """Values typed for a fact that was ``before``, as they are stored."""
    if values.get("parcours") == "":  # none chosen in a list
        values = values | {"parcours": None}
    names = {field.name for field in fields_of(table) if isinstance(field, NameField)}
    values = {name: tidy(text) if name in names else text for name, text in wording.trimmed(values).items()}
    if values.get("rome"):
        values["rome"] = values["rome"].upper()
    if table is Evaluation:
        values |= _on_scale({**before, **values}, values)
    return values


def _on_scale(whole: Values, typed: Values) -> Values:
    """A domain and a level typed for an evaluation, as its scale writes them (reading E-10)."""
    scale = scales.scale_of(whole["action"].spec, whole["scale"] or "")
    subject, level = scales.written(scale, whole["subject"] or "", whole["level"] or "")
    return {name: text for name, text in (("subject", subject), ("level", level)) if typed.get(name)}


def _values(record: Register) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields_of(type(record))}


def _limits(table: type[Register], values: Values) -> Iterator[Limit]:
    """The limits of a fact entered by hand."""
    action = values.get("action")
    spec, dates = (action.spec, dates_of(action)) if action is not None else (None, None)
    entry = _first_entry(action, values.get("person")) if table is Exam else None
    yield from limits.fact(table, values, spec, today(), dates, entry)
    yield from limits.exchanged(table, values, spec)
    if table is FollowUp:
        stay = values.get("parcours")
        if isinstance(stay, int):
            values = {**values, "parcours": Parcours.get_or_none(Parcours.id == stay)}
        yield from limits.followed(values)
        yield from _early(values, spec)


def _early(values: Values, spec: Convention | None) -> Iterator[Limit]:
    """A contact made too early to count as made so many months after the exit it follows."""
    stay, day, months = values.get("parcours"), values.get("day"), values.get("months")
    contact = terms.asked(spec, months) if spec is not None else None
    if contact is None or not months or not stay or stay.exit is None or day is None or day < stay.exit:
        return
    since, early = contact
    jobs = terms.jobs_of([stay.action_id]).get((stay.action_id, stay.person_id), ()) if since == "emploi" else ()
    origin = terms.origin_of(since, stay.entry, stay.exit, stay.exit_type, jobs)
    yield from limits.too_early(day, months, terms.counts_from(origin, months, early))


def _first_entry(action: Action | None, person: Person | None) -> Date | None:
    mine = (Parcours.action == action) & (Parcours.person == person)
    first = Parcours.select(Parcours.entry).where(mine).order_by(Parcours.entry).first()
    return first.entry if first else None


def _refuse_stranger(table: type[Register], values: dict[str, Any]) -> None:
    """Someone is in the action when a fact is noted there, or borrows a moped of it; one only prescribed may not be."""
    if not table.needs_parcours:
        return
    action, person = values["action"], values["person"]
    if Parcours.select().where(Parcours.action == action, Parcours.person == person).exists():
        return
    if not Loan.select().join(Moped).where(Moped.action == action, Loan.person == person).exists():
        raise Refused(stranger(wording.person(person), action.code))


def _in(table: type[Register], action: Action) -> Any:
    if table is EligibilityCheck:
        return table.person.in_(Parcours.select(Parcours.person).where(Parcours.action == action))
    return table.action == action
