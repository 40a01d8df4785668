"""The facts of one register in an action."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container

from models.french import wording
from models.registers import facts, sentences
from models.tables import Action, WorkedHours
from models.tables.registers import Register
from tui.journal.history import show_history
from tui.page import View
from tui.registers import forms
from tui.widgets.finder import Picker
from tui.widgets.listing import Column, Entry, Listing
from tui.widgets.rows import Rows
from tui.widgets.tabs import TabBar


class FactsView(Listing):
    """One line a fact. ``table`` is its model."""

    OPENS = "Le fait choisi, pour le corriger."
    HELP = "Tous les faits de ce registre, le plus récent en tête."
    CALLED = "Lignes"
    EMPTY = "Rien n'est encore noté. n ajoute une ligne."
    COLUMNS = (Column("Date", 10), Column("Personne", 28), Column("Fait"), Column("Noté par", 14, least=100))
    BINDINGS: ClassVar = [
        Binding("n", "add", "Ajouter", id="facts.add"),
        Binding("c", "correct", "Corriger", id="facts.correct", tooltip="\nLe fait choisi."),
        Binding("f", "person", "Fiche", id="facts.person", tooltip="\nCelle de la personne."),
        Binding("delete,backspace", "remove", "Retirer", id="facts.remove"),
        Binding("h", "history", "Historique", id="facts.history", tooltip="\nDu fait choisi."),
        Binding(
            "i",
            "print",
            "Imprimer",
            id="facts.print",
            tooltip="Écrire la page à imprimer et à signer\nCelle d'une fiche de liaison ; Assidu dit où elle est.",
        ),
    ]

    def __init__(self, action: Action, table: type[Register]) -> None:
        super().__init__()
        self.action, self.table = action, table
        self.facts: dict[int, Any] = {}

    def entries(self) -> Iterable[Entry]:
        self.facts = {fact.id: fact for fact in facts.of_action(self.table, self.action)}
        for number, fact in self.facts.items():
            day = wording.day(sentences.day_of(fact))
            day = day[3:] if self.table is WorkedHours else day  # a month has no day
            told = sentences.describe(fact)
            yield Entry(number, [day, sentences.about(fact), wording.capital(told), fact.recorded_by])

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self.refoot())

    def foot(self) -> str:
        persons = len({fact.person_id for fact in self.facts.values()} - {None})
        text = f"{wording.counted(len(self.facts), 'ligne')} · {wording.counted(persons, 'personne')}"
        if self.table is WorkedHours:
            text += f" · Σ {wording.hours(sum(fact.minutes for fact in self.facts.values()))}"
        return "\n".join(part for part in (self.whole(), text) if part)

    def opened(self, target: int) -> None:
        forms.ask_correct(self.app, self.facts[target])

    def action_add(self) -> None:
        forms.ask_new(self.app, self.table, self.action)

    def action_correct(self) -> None:
        if fact := self.facts.get(self.target):
            forms.ask_correct(self.app, fact)

    def action_person(self) -> None:
        if (fact := self.facts.get(self.target)) is None:
            return
        if fact.person_id is None:
            self.app.notify("Ce contact ne parle de personne : il n'a pas de fiche.")
        else:
            self.app.open_person(fact.person_id, (self.table.__name__, fact.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what has a page of its own is printed."""
        return self.table in forms.PRINTED if action == "print" else super().check_action(action, parameters)

    def action_print(self) -> None:
        if fact := self.facts.get(self.target):
            forms.print_one(self.app, self.table, fact.id)

    def action_history(self) -> None:
        if fact := self.facts.get(self.target):
            told = f"{sentences.about(fact)}, {sentences.describe(fact)}"
            show_history(self.app, told, self.table.__name__, fact.id)

    def action_remove(self) -> None:
        if fact := self.facts.get(self.target):
            forms.remove(self.app, fact)


class Chooser(TabBar):
    """The registers of an action, one of them chosen."""

    KEY: ClassVar = "r ← →"
    KEY_WIDTH: ClassVar = len(f"‹ +99 {KEY}")


class RegistersView(View):
    """Every register the action's convention keeps, one at a time, with how many facts each has."""

    BINDINGS: ClassVar = [
        Binding("left", "step(-1)", "Registre d'avant", show=False, id="registers.before"),
        Binding("right", "step(1)", "Registre d'après", show=False, id="registers.after"),
        Binding(
            "r", "choose", "Registre", id="registers.choose", tooltip="Choisir un registre par ses premières lettres"
        ),
    ]
    HELP = (
        "Les registres que tient la convention de cette action, avec le nombre de lignes de chacun ; dans chacun, le"
        " plus récent en tête."
    )

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action
        self.registers = facts.kept_by(action)
        self.made: dict[Any, FactsView] = {}
        self.rank = 0

    def compose(self) -> ComposeResult:
        yield Chooser([register.sheet for register in self.registers])
        yield Container(id="register")

    @property
    def shown(self) -> FactsView | None:
        return self.made.get(self.registers[self.rank])

    def reload(self) -> None:
        """Counts again, and reads the register in sight."""
        bar = self.query_one(Chooser)
        bar.names = [f"{one.sheet} {count}" for one, count in facts.counts(self.action).items()]
        bar.refresh()
        if self.shown is None:
            self._show(self.rank)
        else:
            self.shown.action = self.action
            self.shown.reload()

    def action_step(self, by: int) -> None:
        self._show((self.rank + by) % len(self.registers))

    def action_choose(self) -> None:
        names = self.query_one(Chooser).names
        self.app.push_screen(
            Picker("Quel registre ?", list(enumerate(names))), lambda rank: None if rank is None else self._show(rank)
        )

    @on(TabBar.Chosen)
    def chosen(self, event: TabBar.Chosen) -> None:
        event.stop()
        self._show(self.query_one(Chooser).rank)

    def _show(self, rank: int) -> None:
        """Shows a register, its list made the first time."""
        self.rank = self.query_one(Chooser).rank = rank
        self.query_one(Chooser).refresh()
        for view in self.made.values():
            view.display = False
        register = self.registers[rank]
        if register not in self.made:
            self.made[register] = FactsView(self.action, register)
            self.query_one("#register").mount(self.made[register])
        view = self.made[register]
        view.display = True
        self.call_after_refresh(self._read, view)

    def _read(self, view: FactsView) -> None:
        if view.is_attached and not view.query(Rows):  # laid out in several rounds
            self.call_after_refresh(self._read, view)
        elif view.is_attached and view.display:
            view.reload()
            view.rows.focus()
