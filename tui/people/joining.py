"""Two records that may be one person's: compared side by side, then joined, or said to be two people's."""

from typing import Any

from models.acts import rights
from models.acts.refusals import Refused
from models.figures.differences import differences
from models.french import wording
from models.joining import people
from models.people import participants, twins
from models.tables import Person
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.host import Host
from tui.people.answers import figures_text, moved_text
from tui.widgets.finder import Picker

TWO = "deux"


def ask_other(app: Host, person: Person) -> None:
    """Asks which record is to be joined to somebody's; one that looks alike is proposed."""
    _refuse_others()
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
    _refuse_others()
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
    _refuse_others()
    plan = people.plan(kept, other)
    fields = [
        Field(
            one.name,
            one.label,
            "choice",
            required=True,
            default=one.theirs_usually,
            choices=((False, f"{one.mine} ({kept.code})"), (True, f"{one.theirs} ({other.code})")),
        )
        for one in plan.choices
    ]
    known: dict[frozenset[tuple[str, Any]], str] = {}

    def preview(values: dict[str, Any]) -> str:
        """The figures that change, worked out once for each way to choose."""
        key = frozenset(values.items())
        if key not in known:
            _, changed = differences(
                people.concerned(kept, other), lambda: people.join(kept, other, values, who=app.who), dry_run=True
            )
            known[key] = "\n".join(figures_text(changed))
        return known[key]

    def save(values: dict[str, Any]) -> None:
        people.join(kept, other, values, who=app.who)
        app.notify(f"{other.code} réunie à {kept.code} ; Ctrl+Z l'annule.")

    told = [
        f"Reste : {wording.introduced(kept)}",
        f"Y est réunie : {wording.introduced(other)}",
        *moved_text(plan),
        *plan.remarks,
    ]
    if fields:
        told.append("Où elles diffèrent, ← et → choisissent :")
    form = FormScreen(f"Réunir {other.code} à {kept.code}", fields, save, preview=preview, note="\n".join(told))
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


def _refuse_others() -> None:
    """Raises Refused for whoever may not join records: the form is not shown."""
    if sentence := rights.coordinators_only():
        raise Refused(sentence)
