"""Two records that may be one person's: compared side by side, then joined, or said to be two people's."""

from typing import Any

from models.acts.refusals import Refused
from models.figures.differences import differences
from models.french import wording
from models.joining import moving, people
from models.people import participants, twins
from models.tables import Action, Parcours, Person
from tui.answers import figure_lines, moved_lines
from tui.forms.form import FormScreen
from tui.forms.joining import ask_choices, refuse_others
from tui.forms.rows import Field
from tui.host import Host
from tui.widgets.finder import Picker

TWO = "deux"


def ask_other(app: Host, person: Person) -> None:
    """Asks which record is to be joined to somebody's; one that looks alike is proposed."""
    refuse_others()
    alike = [other for pair in twins.pairs() if (other := _beside(pair, person)) is not None]
    field = Field(
        "other",
        "Fiche à y réunir",
        "person",
        required=True,
        default=alike[0] if alike else None,
        find=lambda text: [one for one in participants.find(text) if one.id != person.id],
    )
    note = f"Celle qui reste : {wording.introduced(person)}. Rien n'est fait avant d'avoir comparé."
    form = FormScreen("Réunir deux fiches d'une personne", [field], note=note)
    app.push_screen(form, lambda values: None if values is None else _compare(app, person, values["other"]))


def ask_pair(app: Host, one: Person, other: Person) -> None:
    """Asks what two records that look alike are: one person's, and which is kept, or two people's."""
    refuse_others()
    lines: list[tuple[Any, str]] = [
        ((kept, joined), f"Une personne : garder {kept.code}, y réunir {joined.code}")
        for kept, joined in ((one, other), (other, one))
    ]
    lines.append((TWO, "Ce sont deux personnes : ne plus le demander"))

    def chosen(what: Any) -> None:
        if what == TWO:
            twins.tell_apart(one, other, who=app.who)
            app.notify("Deux personnes, c'est noté ; Ctrl+Z l'annule.")
            app.reload()
        elif what is not None:
            ask_join(app, *what)

    app.push_screen(Picker(f"{wording.introduced(one)} / {wording.introduced(other)}", lines), chosen)


def ask_join(app: Host, kept: Person, other: Person) -> None:
    """Shows what joining ``other`` to ``kept`` does, asks what they say otherwise, and joins them."""
    refuse_others()
    plan = people.plan(kept, other)
    ask_choices(
        app,
        f"Réunir {other.code} à {kept.code}",
        [
            f"Reste : {wording.introduced(kept)}",
            f"Y est réunie : {wording.introduced(other)}",
            *moved_lines(plan.moved, plan.filled),
            *plan.remarks,
        ],
        plan.choices,
        sides=(kept.code, other.code),
        do=lambda taken: people.join(kept, other, taken, who=app.who),
        actions=people.concerned(kept, other),
        done=f"{other.code} réunie à {kept.code}",
    )


def ask_move(app: Host, parcours: Parcours) -> None:
    """Asks in which action a parcours entered in the wrong one is, and moves it there."""
    refuse_others()
    others = Action.select().where(Action.id != parcours.action).order_by(Action.code)
    lines = [(one, f"{one.code}  {one.title or one.spec.title}") for one in others]
    if not lines:
        raise Refused("Il n'y a pas d'autre action : créez-la d'abord.")

    def chosen(target: Action | None) -> None:
        if target is not None:
            _ask_place(app, parcours, target)

    app.push_screen(Picker(f"{wording.person(parcours.person)} : déplacer vers quelle action ?", lines), chosen)


def _ask_place(app: Host, parcours: Parcours, target: Action) -> None:
    """Shows what follows a parcours to another action and what has no place there, and moves it."""
    plan = moving.plan(parcours, target)
    told = [f"Suivent de {parcours.action.code} à {target.code} :", *moved_lines(plan.moved)]
    if not plan.moved:
        told = ["Rien d'autre que le parcours n'est à déplacer."]
    if plan.lost:
        told += [f"Sans place dans {target.code} :", *(f"  {one}" for one in plan.lost)]
    drop = Field(
        "drop",
        "Ce qui n'a pas de place",
        "choice",
        required=True,
        default=False,
        choices=((False, "arrêter là"), (True, "le retirer")),
        hint="← et → choisissent.",
    )

    def do(values: dict[str, Any]) -> Any:
        return moving.move(parcours, target, drop=bool(values.get("drop")), who=app.who)

    def preview(values: dict[str, Any]) -> str:
        _, changed = differences([parcours.action, target], lambda: do(values), dry_run=True)
        return "\n".join(figure_lines(changed))

    form = FormScreen(
        f"Déplacer un parcours de {parcours.action.code} à {target.code}",
        [drop] if plan.lost else [],
        do,
        preview=preview,
        note="\n".join(told),
    )
    app.push_screen(form, lambda values: app.reload())


def _compare(app: Host, kept: Person, other: Person) -> None:
    try:
        ask_join(app, kept, other)
    except Refused as refused:
        app.notify(str(refused), severity="warning")


def _beside(pair: twins.Pair, person: Person) -> Person | None:
    """The other one of a pair somebody is in."""
    both = {pair.first.id: pair.second, pair.second.id: pair.first}
    return both.get(person.id)
