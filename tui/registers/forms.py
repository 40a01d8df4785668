"""The forms of a person's facts: the same few keys whatever the fact."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from models.acts.refusals import GONE, Refused
from models.registers import facts
from models.tables import REGISTERS, Action, Ede, EligibilityCheck, Liaison, Person, PlanLine
from models.tables.registers import Register
from tui.forms.form import FormScreen
from tui.host import Host
from tui.registers.fields import derived, named, whom

KINDS = {table.__name__: table for table in REGISTERS}


def _echelle(app: Host, action: Action, person: Person | None, fact: Any) -> None:
    from tui.registers.plan_forms import ask_echelle

    ask_echelle(app, action, person, fact)


def _line(app: Host, action: Action, person: Person | None, fact: Any) -> None:
    from tui.registers.plan_forms import ask_line

    ask_line(app, action, person, fact)


def _liaison(app: Host, action: Action, person: Person | None, fact: Any) -> None:
    from tui.registers.liaison_forms import ask

    ask(app, action, person, fact)


def _print_liaison(app: Host, number: int) -> None:
    from tui.registers.liaison_forms import print_fiche

    print_fiche(app, number)


ITS_OWN: dict[Any, Callable[[Host, Action, Person | None, Any], None]] = {
    Ede: _echelle,
    PlanLine: _line,
    Liaison: _liaison,
}
"""Registers whose form is not derived: what asks, of an action, the person or None, the fact to correct or None."""

PRINTED: dict[Any, Callable[[Host, int], None]] = {Liaison: _print_liaison}
"""Registers whose facts are printed on a page of their own: what writes that of a fact, by its number."""


def ask_new(
    app: Host, table: type[Register], action: Action | None, person: Person | None = None, **likely: Any
) -> None:
    """Asks for a new fact of ``table``, about someone of the action; ``likely`` is what its fields begin with."""
    if table in ITS_OWN:
        assert action is not None
        ITS_OWN[table](app, action, person, None)
        return
    fixed = {} if table is EligibilityCheck else {"action": action}
    app.push_screen(
        FormScreen(
            named(f"Ajouter : {table.one}", action, person),
            [
                replace(field, default=likely.get(field.name, field.default))
                for field in (whom(table, action, person), *derived(table, action, person))
            ],
            lambda values: facts.add(table, who=app.who, **fixed, **values),
            rehearsed=True,
            doubt=lambda values: " ".join(facts.doubts(table, {**fixed, **values})),
        )
    )


def ask_correct(app: Host, fact: Any) -> None:
    """Asks what to correct in a fact."""
    table = type(fact)
    action = None if table is EligibilityCheck else fact.action
    if table in ITS_OWN:
        assert action is not None
        ITS_OWN[table](app, action, fact.person, fact)
        return
    app.push_screen(
        FormScreen(
            named(f"Corriger : {table.one}", action, fact.person),
            [whom(table, action, fact.person), *derived(table, action, fact.person, fact)],
            lambda values: facts.correct(fact, who=app.who, **values),
            rehearsed=True,
            doubt=lambda values: " ".join(facts.doubts(table, values, fact)),
        )
    )


def open_or_correct(app: Host, table: str, number: int) -> None:
    """Asks what to correct in a fact; goes to any other record where it is kept. Raises Refused when it is gone."""
    if table not in KINDS:
        app.open_record(table, number)
        return
    fact = KINDS[table].get_or_none(KINDS[table].id == number)
    if fact is None:
        raise Refused(GONE)
    ask_correct(app, fact)


def print_one(app: Host, table: type[Register], number: int) -> None:
    """Writes the page of a fact. Raises Refused when it is gone."""
    PRINTED[table](app, number)


def remove(app: Host, fact: Any) -> None:
    """Removes a fact at once; undoing brings it back."""
    facts.remove(fact, who=app.who)
    app.notify("Ligne retirée ; Ctrl+Z la remet.")
    app.reload()
