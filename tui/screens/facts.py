"""The facts of one kind in an action: exams, documents, immersions, follow-ups, checks of the public, worked hours."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import Binding

from models import records, timeline, wording
from models.tables import Action, WorkedHours
from tui import fact_forms
from tui.widgets.listing import Column, Entry, Listing


class FactsView(Listing):
    """One line a fact. ``table`` is its model."""

    HELP = (
        "Tous les faits de ce registre, le plus récent en tête.\n"
        "n en ajoute un, c ou Entrée corrige celui qui est choisi, f ouvre la fiche de la personne, Suppr le retire."
    )
    EMPTY = "Rien n'est encore noté. n ajoute une ligne."
    COLUMNS = (Column("Date", 10), Column("Personne", 28), Column("Fait"), Column("Noté par", 14, least=100))
    BINDINGS: ClassVar = [
        Binding("n", "add", "Ajouter", id="facts.add"),
        Binding("c", "correct", "Corriger", id="facts.correct"),
        Binding("f", "person", "Fiche", id="facts.person"),
        Binding("delete,backspace", "remove", "Retirer", id="facts.remove"),
    ]

    def __init__(self, action: Action, table: Any) -> None:
        super().__init__()
        self.action, self.table = action, table
        self.facts: dict[int, Any] = {}

    def entries(self) -> Iterable[Entry]:
        self.facts = {fact.id: fact for fact in records.of_action(self.table, self.action)}
        for number, fact in self.facts.items():
            day = wording.day(timeline.day_of(fact))
            day = day[3:] if self.table is WorkedHours else day  # a month has no day
            told = records.told(fact)
            yield Entry(number, [day, wording.person(fact.person), wording.capital(told), fact.recorded_by])

    def foot(self) -> str:
        persons = len({fact.person_id for fact in self.facts.values()})
        text = f"{wording.counted(len(self.facts), 'ligne')} · {wording.counted(persons, 'personne')}"
        if self.table is WorkedHours:
            text += f" · Σ {wording.hours(sum(fact.minutes for fact in self.facts.values()))}"
        return text

    def opened(self, target: int) -> None:
        fact_forms.ask_correct(self.app, self.facts[target])

    def action_add(self) -> None:
        fact_forms.ask_new(self.app, self.table, self.action)

    def action_correct(self) -> None:
        if fact := self.facts.get(self.target):
            fact_forms.ask_correct(self.app, fact)

    def action_person(self) -> None:
        if fact := self.facts.get(self.target):
            self.app.open_person(fact.person_id)

    def action_remove(self) -> None:
        if fact := self.facts.get(self.target):
            fact_forms.remove(self.app, fact)
