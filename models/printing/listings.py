"""Lists to keep at hand: a group with its phones, the loans that are due."""

from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.french.comparing import name_key
from models.printing.papers import Paper
from models.tables import Action, Loan, Moped, Parcours, Person
from models.terms.presence import open_until

GROUP, LOANS = "liste-groupe", "prets-attendus"


def group(action: Action, name: str = "") -> list[Paper]:
    """Everyone whose parcours is open today in the action, of one group when it is named, with their phones.

    Raises Refused when nobody is.
    """
    day = today()
    query = Parcours.select(Parcours, Person).join(Person).where(Parcours.action == action, Parcours.entry <= day)
    query = query.where(open_until(action) >= day.isoformat()).order_by(Person.folded, Person.id)
    stays = [one for one in query if not name or name_key(one.group) == name_key(name)]
    if not stays:
        raise Refused(f"Personne n'est en parcours dans {action.code}{f', groupe {name}' if name else ''}.")
    rows: list[tuple[str, ...]] = [
        (wording.person(one.person), one.person.phone, one.group, wording.day(one.entry), one.person.referent)
        for one in stays
    ]
    head = ("NOM Prénom", "Téléphone", "Groupe", "Entrée", "Référent")
    return [_listing(action, f"{action.code}{f', groupe {name}' if name else ''}", head, rows)]


def loans_due(action: Action) -> list[Paper]:
    """The loans that run in the park of an action, the first to come back first. Raises Refused without any."""
    query = Loan.select(Loan, Moped, Person).join(Moped).switch(Loan).join(Person)
    running = list(query.where(Moped.action == action, Loan.ended.is_null(), Loan.departure <= today()))
    if not running:
        raise Refused(f"Aucun cyclomoteur de {action.code} n'est dehors.")
    loans = sorted(((one.extended or one.due), one.moped.plate, one) for one in running)
    rows: list[tuple[str, ...]] = [
        (
            wording.day(due),
            f"{(today() - due).days} j de retard" if due < today() else "",
            plate,
            wording.person(loan.person),
            loan.person.phone,
        )
        for due, plate, loan in loans
    ]
    return [_listing(action, action.code, ("Retour prévu", "", "Plaque", "NOM Prénom", "Téléphone"), rows)]


def _listing(action: Action, told: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Paper:
    data = {"about": f"{action.code}{f' – {action.title}' if action.title else ''}", "head": head, "rows": rows}
    return Paper(told, data | {"day": wording.long_day(today())}, action, start=today(), end=today())
