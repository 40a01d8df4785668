"""What Entrée opens on a line of a list of duties: the right form, on the right person."""

from models.acts.refusals import GONE, Refused
from models.duties import lists
from models.duties.lists import Task
from models.french import wording
from models.joining import mopeds
from models.tables import Action, Contract, FollowUp, Moped, Parcours, Person
from models.terms import profile
from tui.forms.form import FormScreen
from tui.host import Host
from tui.park import joining as park
from tui.people import joining, parcours_forms
from tui.people.person_forms import identity, save
from tui.registers import forms


def open_task(app: Host, task: Task) -> None:
    """Opens what settles a task. Raises Refused when its record is gone."""
    if task.duty == "appels":
        app.open_session(task.record)
        return
    if task.duty == "doublons":
        _double(app, task)
        return
    action, person = Action.get_or_none(Action.code == task.action), Person.get_or_none(Person.id == task.person)
    if action is None or person is None:
        raise Refused(GONE)
    if task.duty == "suivis":
        _follow_up(app, task, action, person)
    elif task.duty == "contrats":
        _contract(app, task, action, person)
    elif task.table == "Person":
        lacking = profile.missing(action.spec, person)
        app.push_screen(
            FormScreen(
                f"Identité de {wording.person(person)}",
                identity(person, [action.spec]),
                lambda values: save(person, app.who, values),
                begin=profile.fields[lacking[0]].names[0] if lacking else "",
            )
        )
    else:
        stay = Parcours.get_by_id(task.record)
        (parcours_forms.ask_exit if task.duty == "sorties" else parcours_forms.ask_correction)(app, stay)


def _double(app: Host, task: Task) -> None:
    """Two records that look alike: which is kept, or that they are two people's."""
    if task.table == "Moped":
        same = Moped.get_by_id(task.record)
        kept = next(one for one, other in mopeds.twins() if other == same)
        park.ask_pair(app, kept, same)
    else:
        joining.ask_pair(app, Person.get_by_id(task.person), Person.get_by_id(task.record))


def _follow_up(app: Host, task: Task, action: Action, person: Person) -> None:
    known = lists.contact_of(task)
    if known is not None:
        forms.ask_correct(app, known)
    else:
        forms.ask_new(app, FollowUp, action, person, months=task.months, parcours=Parcours.get_by_id(task.record))


def _contract(app: Host, task: Task, action: Action, person: Person) -> None:
    """The next contract: of the same kind, from the day after, for as long."""
    last = Contract.get_by_id(task.record)
    start = last.end.add(days=1)
    forms.ask_new(app, Contract, action, person, kind=last.kind, start=start, renewal=True)
