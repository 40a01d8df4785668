"""Rules on who may enter, tested on the day of entry (reading G9). What is not known is never a deviation here: the
profile lists it."""

from collections import defaultdict
from collections.abc import Iterator

from pendulum import Date

from config import schema
from config.catalogue import UnknownConvention, convention
from models.days.clock import today
from models.days.months import age, plus_months
from models.figures.scope import Scope
from models.french.comparing import scale_key
from models.french.wording import counted
from models.french.wording import day as say_day
from models.rules.deviation import Deviation, of_stay
from models.tables import Action, Evaluation, Parcours, ProjectState
from models.terms.scales import scale_of


def _entered(stay: Parcours) -> str:
    return f"entrée le {say_day(stay.entry)}"


def entry_public(scope: Scope, rule: schema.EntryPublic) -> Iterator[Deviation]:
    """Entries of someone whose public, RSA status, rights and duties or orientation is not admitted (59-11)."""
    for stay in scope.begun:
        person = stay.person
        faults = []
        public = scope.public_on(person, stay.entry) if rule.publics else ""
        if public and public not in rule.publics:
            faults.append(f"public {public} (admis : {', '.join(rule.publics)})")
        if rule.statuses and person.rsa_status and person.rsa_status not in rule.statuses:
            faults.append(f"statut RSA « {person.rsa_status} » (admis : {', '.join(rule.statuses)})")
        if rule.rights_and_duties and person.rights_and_duties is False:
            faults.append("hors droits et devoirs")
        if rule.orientations and stay.orientation and stay.orientation not in rule.orientations:
            faults.append(f"orientation {stay.orientation} (admise : {', '.join(rule.orientations)})")
        if faults:
            yield of_stay(scope, rule, stay, stay.entry, f"{_entered(stay)}, {' ; '.join(faults)}.")


def entry_age(scope: Scope, rule: schema.EntryAge) -> Iterator[Deviation]:
    """Entries of someone of the public whose completed age is out of bounds (readings G2, 49-01)."""
    first, last = rule.ages
    for stay in scope.begun:
        person = stay.person
        public = scope.public_on(person, stay.entry) if rule.publics else ""
        if person.birth is None or (rule.publics and public not in rule.publics):
            continue
        years = age(person.birth, stay.entry)
        if not first <= years <= last:
            of = f"public {public}, " if rule.publics else ""
            message = f"{_entered(stay)}, {of}{counted(years, 'an')} (admis de {first} à {last} ans révolus)."
            yield of_stay(scope, rule, stay, stay.entry, message)


def entry_place(scope: Scope, rule: schema.EntryPlace) -> Iterator[Deviation]:
    """Entries of someone of the public who lives elsewhere, by the postcode."""
    for stay in scope.begun:
        postcode = stay.person.postcode.replace(" ", "")
        public = scope.public_on(stay.person, stay.entry) if rule.publics else ""
        if rule.publics and public not in rule.publics:
            continue
        if postcode and not postcode.startswith(rule.postcodes):
            of = f"public {public}, " if rule.publics else ""
            message = (
                f"{_entered(stay)}, {of}code postal {postcode} (admis : ceux qui commencent par "
                f"{' ou '.join(rule.postcodes)})."
            )
            yield of_stay(scope, rule, stay, stay.entry, message)


def entry_licence(scope: Scope, rule: schema.EntryLicence) -> Iterator[Deviation]:
    """Entries of someone whose driving licence is not among those admitted."""
    for stay in scope.begun:
        licence = stay.person.licence
        if licence and licence not in rule.admitted:
            message = f"{_entered(stay)}, permis : {licence} (admis : {', '.join(rule.admitted)})."
            yield of_stay(scope, rule, stay, stay.entry, message)


def entry_project(scope: Scope, rule: schema.EntryProject) -> Iterator[Deviation]:
    """Entries of someone whose project, last known that day in any action, is in none of the states."""
    known: dict[int, list[tuple[Date, str]]] = defaultdict(list)
    query = ProjectState.select(ProjectState.person, ProjectState.day, ProjectState.state)
    query = query.where(ProjectState.person.in_(scope.people)).order_by(ProjectState.day, ProjectState.id)
    for person, day, state in query.tuples():
        known[person].append((day, state))
    for stay in scope.begun:
        if rule.variants and stay.variant not in rule.variants:
            continue
        states = [one for one in known[stay.person_id] if one[0] <= stay.entry]
        if states and states[-1][1] not in rule.states:
            day, state = states[-1]
            message = (
                f"{_entered(stay)}, projet « {state} » depuis le {say_day(day)} (admis : {', '.join(rule.states)})."
            )
            yield of_stay(scope, rule, stay, stay.entry, message)


def entry_level(scope: Scope, rule: schema.EntryLevel) -> Iterator[Deviation]:
    """Entries of someone evaluated then below the least level of a scale (reading 93-04).

    No level is asked for when ``least`` is none of the scale's.
    """
    scale = scale_of(scope.spec, rule.scale)
    ranks = {scale_key(level): rank for rank, level in enumerate(scale.levels)} if scale else {}
    least = ranks.get(scale_key(rule.least))
    if scale is None or least is None:
        return
    found: dict[int, list[Evaluation]] = defaultdict(list)
    query = Evaluation.select().where(
        Evaluation.action == scope.action, Evaluation.scale == rule.scale, Evaluation.moment == "entrée"
    )
    for one in query.order_by(Evaluation.day, Evaluation.subject):
        found[one.person_id].append(one)
    for stay, first, last in scope.spans:
        below = [
            f"{one.subject} {one.level}".strip()
            for one in found[stay.person_id]
            if first <= one.day <= (stay.exit or last) and ranks.get(scale_key(one.level), least) < least
        ]
        if below:
            message = f"{_entered(stay)}, {scale.label} : {', '.join(below)} (au moins {rule.least} demandé)."
            yield of_stay(scope, rule, stay, stay.entry, message)


def entry_with(scope: Scope, rule: schema.EntryWith) -> Iterator[Deviation]:
    """Entries of someone without a parcours open that day under one of the conventions, or under an operator's own
    convention that inherits it."""
    open_ = _elsewhere(scope, rule.conventions)
    others = " ou ".join(f"« {_title(id)} »" for id in rule.conventions)
    for stay in scope.begun:
        if not any(first <= stay.entry <= last for first, last in open_[stay.person_id]):
            message = f"{_entered(stay)}, sans parcours ouvert ce jour-là sous {others}."
            yield of_stay(scope, rule, stay, stay.entry, message)


def stay_beyond(scope: Scope, rule: schema.StayBeyond) -> Iterator[Deviation]:
    """Parcours still open ``within`` after the last their person had under one of the conventions; someone who had none
    there is another rule's."""
    open_ = _elsewhere(scope, rule.conventions)
    others = " ou ".join(f"« {_title(id)} »" for id in rule.conventions)
    for stay in scope.begun:
        ended = [last for first, last in open_[stay.person_id] if first <= (stay.exit or scope.action.end)]
        if not ended:
            continue
        limit = plus_months(max(ended), rule.within)
        if min(stay.exit or scope.action.end, today()) > limit:
            message = f"parcours au-delà du {say_day(limit)}, {rule.within} mois après celui sous {others}."
            yield of_stay(scope, rule, stay, limit, message)


def _elsewhere(scope: Scope, conventions: tuple[str, ...]) -> dict[int, list[tuple[Date, Date]]]:
    """The first and last days of the parcours its persons (by id) have under one of the conventions, or under an
    operator's own that inherits it."""
    found: dict[int, list[tuple[Date, Date]]] = defaultdict(list)
    columns = (Action.convention, Parcours.person, Parcours.entry, Parcours.exit, Action.end)
    rows = list(Parcours.select(*columns).join(Action).where(Parcours.person.in_(scope.people)).tuples())
    admitted = {id for id in {row[0] for row in rows} if _under(id, conventions)}
    for id, person, entry, exit, end in rows:
        if id in admitted:
            found[person].append((entry, exit or end))
    return found


def actions_under(conventions: tuple[str, ...]) -> list[int]:
    """The actions under one of these conventions, or under an operator's own that inherits it; by identifier."""
    if not conventions:
        return []
    named = Action.select(Action.id, Action.convention).tuples()
    return [identity for identity, id in named if _under(id, conventions)]


def _under(id: str, admitted: tuple[str, ...]) -> bool:
    """Whether a convention is one of these, or takes what it says from one of them."""
    if id in admitted:
        return True
    try:
        return any(_under(parent, admitted) for parent in convention(id).inherits)
    except UnknownConvention:
        return False


def _title(id: str) -> str:
    try:
        return convention(id).title
    except UnknownConvention:
        return id
