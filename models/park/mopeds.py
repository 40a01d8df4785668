"""Mopeds of a park: lending, giving back, extending, immobilising, and the correction of each (annexe 3, §4)."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Literal

from pendulum import Date

from models.acts.act import Act
from models.acts.limits import Limit, Values, brought, dates_of, refuse, refuse_change, values_of
from models.acts.limits import doubts as said
from models.acts.refusals import Refused
from models.acts.spellings import of_plate
from models.days.clock import today
from models.french.comparing import plate_key, tidy_plate
from models.french.wording import day as say_day
from models.french.wording import person as say_person
from models.french.wording import trimmed
from models.park import chains, limits
from models.park.limits import Span, Stay, Stop, alone, faults
from models.tables import Action, Downtime, Loan, Moped, Person


def add(action: Action, plate: str, in_service: Date, *, who: str, **details: Any) -> Moped:
    """Puts a moped in the park; ``details`` are its other fields.

    Raises Refused when the plate is empty or already there, or retired before service.
    """
    with Act("moped", f"{tidy_plate(plate)} : entrée au parc de {action.code}", who) as act:
        values = _moped_values(action, None, {"plate": plate, "in_service": in_service, **details})
        return act.insert(Moped, action=action, **values)


def correct_moped(moped: Moped, *, who: str, **changes: Any) -> Moped:
    """Corrects a moped: plate, model, site, in_service, retired (its last day in the park; None: back in it).

    Raises Refused when its loans would no longer lie within its days in the park, and when a colleague has corrected
    the same field since ``moped`` was read.
    """
    with Act("moped", f"{moped.plate} : fiche corrigée", who) as act:
        read, moped = moped, Moped.get_by_id(moped.id)
        changes = act.changed(read, moped, changes)
        act.update(moped, **_moped_values(moped.action, moped, changes))
        return moped


def remove_moped(moped: Moped, *, who: str) -> None:
    """Removes a moped entered by mistake. Raises Refused when it has loans or downtime, and when a colleague has
    corrected it since it was read."""
    with Act("moped", f"{moped.plate} : fiche supprimée", who) as act:
        moped = act.unchanged(moped)
        if moped.loans.exists() or moped.downtimes.exists():
            raise Refused(
                f"{moped.plate} a des prêts ou des immobilisations : retirez-le du parc au lieu de l'effacer."
            )
        act.delete(moped)


def lend(moped: Moped, person: Person, departure: Date, due: Date, *, who: str, **details: Any) -> Loan:
    """Lends a moped from ``departure`` (after today: a planned loan) until ``due``.

    ``details``: purpose, professional, and deposit and fee in cents. Raises Refused when the moped is not free, not in
    the park or immobilised that day.
    """
    with Act("lend", f"{moped.plate} : prêt à {say_person(person)} le {say_day(departure)}", who) as act:
        _refuse_fault(moped, Span(departure, due))
        return act.insert(Loan, moped=moped, person=person, departure=departure, due=due, **trimmed(details))


def give_back(loan: Loan, day: Date, *, who: str) -> Loan:
    """Notes the return of a moped. Raises Refused before the departure, after today, or when it is already back."""
    return _end(loan, day, "retour", who)


def lost(
    loan: Loan, day: Date, how: Literal["vol", "perte"], *, who: str, retired: bool = False, complaint: str = ""
) -> Loan:
    """Ends a loan without a return: theft or loss, with the number of the ``complaint``. ``retired``: the moped leaves
    the park the same day."""
    return _end(loan, day, how, who, retired, complaint)


def extend(loan: Loan, until: Date, reason: str, professional: str, *, who: str) -> Loan:
    """Extends a loan, with its motive and the professional who accompanies (reading 49-23).

    Raises Refused when one is missing, when ``until`` is not after the planned return or the moped is promised by then.
    """
    with Act("extend", f"{_title(loan)} : prolongé au {say_day(until)}", who) as act:
        loan = act.unchanged(loan)
        if loan.ended:
            raise Refused(f"Ce prêt s'est terminé le {say_day(loan.ended)} : il ne se prolonge plus.")
        if not reason.strip() or not professional.strip():
            raise Refused("Une prolongation demande un motif et le nom du professionnel qui accompagne.")
        if until <= loan.due:
            raise Refused(f"Le retour est déjà prévu le {say_day(loan.due)} : prolongez au-delà de cette date.")
        changes = {"extended": until, "extension_reason": reason, "professional": professional}
        return _change(act, loan, changes)


def correct_loan(loan: Loan, *, who: str, **changes: Any) -> Loan:
    """Corrects any field of a loan; ``ended=None`` takes a return back, ``extended=None`` an extension.

    Raises Refused as ``lend`` and ``give_back`` do, and when a colleague has corrected the same field since ``loan``
    was read.
    """
    with Act("loan", f"{_title(loan)} : prêt corrigé", who) as act:
        read, loan = loan, Loan.get_by_id(loan.id)
        changes = act.changed(read, loan, changes)
        if "ended" in changes:
            ending = changes.get("ending", loan.ending) or "retour"
            changes["ending"] = ending if changes["ended"] else ""
        if "extended" in changes and changes["extended"] is None:
            changes["extension_reason"] = ""
        return _change(act, loan, changes)


def cancel_loan(loan: Loan, *, who: str) -> None:
    """Removes a loan that did not take place."""
    with Act("loan", f"{_title(loan)} : prêt annulé", who) as act:
        act.delete(act.unchanged(loan))


def immobilise(moped: Moped, start: Date, cause: str, *, who: str, end: Date | None = None) -> Downtime:
    """Stops a moped from ``start`` to ``end``, both in it, or until further notice.

    Raises Refused without a cause, when it is stopped already, or when a loan departs on one of these days.
    """
    with Act("downtime", f"{moped.plate} : immobilisé le {say_day(start)}", who) as act:
        values = _downtime_values(moped, None, {"start": start, "end": end, "cause": cause})
        return act.insert(Downtime, moped=moped, **values)


def end_downtime(downtime: Downtime, day: Date, *, who: str) -> Downtime:
    """Ends a downtime, ``day`` being its last one. Raises Refused before its start."""
    with Act("downtime", f"{downtime.moped.plate} : de nouveau en état le {say_day(day)}", who) as act:
        downtime = act.unchanged(downtime)
        act.update(downtime, **_downtime_values(downtime.moped, downtime, {"end": day}))
        return downtime


def correct_downtime(downtime: Downtime, *, who: str, **changes: Any) -> Downtime:
    """Corrects a downtime: start, end (None: still), cause. Raises Refused as ``immobilise`` does."""
    with Act("downtime", f"{downtime.moped.plate} : immobilisation corrigée", who) as act:
        read, downtime = downtime, Downtime.get_by_id(downtime.id)
        changes = act.changed(read, downtime, changes)
        act.update(downtime, **_downtime_values(downtime.moped, downtime, changes))
        return downtime


def remove_downtime(downtime: Downtime, *, who: str) -> None:
    """Removes a downtime that did not take place."""
    with Act("downtime", f"{downtime.moped.plate} : immobilisation annulée", who) as act:
        act.delete(act.unchanged(downtime))


def doubts(action: Action, kind: type[Moped | Loan | Downtime], values: Values, record: Any = None) -> list[str]:
    """What is unusual in a new moped, loan or downtime, or in the corrections of ``record``, and may still be true."""
    found = partial(OF_KIND[kind], action, besides=record)
    return said(brought(found, values_of(record), values) if record else found(values))


def refuse_impossible(record: Moped | Loan | Downtime) -> None:
    """Raises Refused when a record, as it is stored, cannot be beside the others of its moped."""
    if isinstance(record, Loan):
        _refuse_fault(record.moped, Span(record.departure, record.due, record.ended, record.extended), besides=record)
    elif isinstance(record, Downtime):
        refuse(_stopped(record.moped, record, values_of(record)))
        _refuse_misplaced(record.moped, _stay(record.moped), [(record.start, record.end)])
    else:
        refuse(_moped_limits(record.action, values_of(record)))
        _refuse_misplaced(record, _stay(record), [])


def _end(loan: Loan, day: Date, how: str, who: str, retired: bool = False, complaint: str = "") -> Loan:
    told = {"retour": "rendu", "vol": "volé", "perte": "perdu"}[how]
    with Act("give_back" if how == "retour" else "lost", f"{_title(loan)} : {told} le {say_day(day)}", who) as act:
        loan = act.unchanged(loan)
        if loan.ended:
            raise Refused(f"Ce prêt s'est déjà terminé le {say_day(loan.ended)} : corrigez-le si la date est fausse.")
        _change(act, loan, {"ended": day, "ending": how, "complaint": complaint})
        if retired:
            act.update(loan.moped, **_moped_values(loan.moped.action, loan.moped, {"retired": day}))
        return loan


def _change(act: Act, loan: Loan, changes: dict[str, Any]) -> Loan:
    value = {name: changes.get(name, getattr(loan, name)) for name in ("departure", "due", "ended", "extended")}
    if _moves(loan, changes, "moped", *value):
        _refuse_fault(changes.get("moped", loan.moped), Span(**value), besides=loan)
    act.update(loan, **trimmed(changes))
    return loan


def _refuse_fault(moped: Moped, span: Span, besides: Loan | None = None) -> None:
    others = [_span(one) for one in moped.loans if besides is None or one.id != besides.id]
    found = faults(_stay(moped), [*others, span], _stops(moped), today())
    if found:
        raise Refused(next(iter(found.values())))


def _moped_values(action: Action, moped: Moped | None, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes of a moped, trimmed. Raises Refused when they cannot be."""
    changes = trimmed(changes)
    if "plate" in changes and (moped is None or changes["plate"] != moped.plate):
        changes["plate"] = plate = tidy_plate(changes["plate"])
        if not plate_key(plate):
            raise Refused("L'immatriculation manque : écrivez celle du cyclomoteur.")
        same = of_plate(action, plate)
        if same is not None and (moped is None or same.id != moped.id):
            raise Refused(f"{same.plate} est déjà dans le parc de cette action.")
    if moped is None:
        refuse(_moped_limits(action, changes))
        return changes
    refuse_change(partial(_moped_limits, action), values_of(moped), changes)
    if _moves(moped, changes, "in_service", "retired"):
        start, retired = changes.get("in_service", moped.in_service), changes.get("retired", moped.retired)
        _refuse_misplaced(moped, Stay(changes.get("plate", moped.plate), start, retired, action.end), [])
    return changes


def _moves(record: Any, changes: dict[str, Any], *names: str) -> bool:
    """Whether one of these fields changes."""
    return any(name in changes and changes[name] != getattr(record, name) for name in names)


def _moped_limits(action: Action, values: Values, besides: Moped | None = None) -> Iterator[Limit]:
    return limits.moped(values, action.spec, dates_of(action))


def _loan_limits(action: Action, values: Values, besides: Loan | None) -> Iterator[Limit]:
    """The limits of a loan by itself, and its doubts beside the others of its person but ``besides`` (reading E-36)."""
    yield from limits.loan("", values, today(), dates_of(action))
    moped, person, departure, due = (values.get(name) for name in ("moped", "person", "departure", "due"))
    if moped is None or person is None or departure is None or due is None:
        return
    yield from limits.due(due, chains.limit_if_lent(moped, person, departure, besides))
    others = Loan.select(Loan, Moped).join(Moped).where(Loan.person == person, Loan.moped != moped)
    known = [(one.moped.plate, _span(one)) for one in others.order_by(Loan.departure) if one != besides]
    yield from limits.twice(Span(departure, due, values.get("ended"), values.get("extended")), known, today())


def _downtime_limits(action: Action, values: Values, besides: Downtime | None = None) -> Iterator[Limit]:
    return limits.downtime("", values, dates_of(action))


OF_KIND: dict[Any, Any] = {Moped: _moped_limits, Loan: _loan_limits, Downtime: _downtime_limits}
"""The limits of each kind of record of a park, of an action, its values and the record they correct."""


def _stopped(moped: Moped, downtime: Downtime | None, values: Values) -> Iterator[Limit]:
    """The limits of a downtime, by itself and next to the others of its moped."""
    yield from limits.downtime(moped.plate, values, dates_of(moped.action))
    others = [(one.start, one.end) for one in moped.downtimes if downtime is None or one.id != downtime.id]
    yield from limits.beside(moped.plate, values["start"], values.get("end"), others)


def _downtime_values(moped: Moped, downtime: Downtime | None, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes of a downtime, trimmed. Raises Refused when they cannot be."""
    changes = trimmed(changes)
    if not changes.get("cause", downtime.cause if downtime else ""):
        raise Refused("La cause manque : dites pourquoi le cyclomoteur est immobilisé.")
    found = partial(_stopped, moped, downtime)
    if downtime is None:
        refuse(found(changes))
    else:
        refuse_change(found, values_of(downtime), changes)
    if downtime is None or _moves(downtime, changes, "start", "end"):
        start = changes["start"] if downtime is None else changes.get("start", downtime.start)
        end = changes.get("end", downtime.end if downtime else None)
        _refuse_misplaced(moped, _stay(moped), [(start, end)])
    return changes


def _refuse_misplaced(moped: Moped, stay: Stay, stops: list[Stop]) -> None:
    """Raises Refused when a loan of the moped would lie out of the park, or depart on a day of downtime."""
    for loan in moped.loans.order_by(Loan.departure):
        said = alone(stay, _span(loan), stops, today())
        if said:
            raise Refused(said)


def _span(loan: Loan) -> Span:
    return Span(loan.departure, loan.due, loan.ended, loan.extended, loan.id, new=False)


def _stay(moped: Moped) -> Stay:
    return Stay(moped.plate, moped.in_service, moped.retired, moped.action.end)


def _stops(moped: Moped) -> list[Stop]:
    return [(one.start, one.end) for one in moped.downtimes]


def _title(loan: Loan) -> str:
    return f"{loan.moped.plate}, {say_person(loan.person)}"
