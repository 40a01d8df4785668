"""Lists to work through, one a recurring duty: a line settled leaves its list and the next one is at hand."""

from collections.abc import Iterable
from typing import Any, ClassVar

from pendulum import Date
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from models.acts.act import last_number
from models.acts.refusals import Refused
from models.days.clock import today
from models.duties import lists
from models.duties.lists import DUTIES, Task
from models.duties.watch import Watch
from models.french import wording
from models.people import twins
from models.tables import Person
from tui.duties.forms import open_task
from tui.page import Dialog, Page
from tui.widgets.listing import Column, Entry, Listing
from tui.widgets.tabs import TabBar

FOLLOW_UPS, DOUBLES = "suivis", "doublons"
MOST_SHOWN = 500  # the others come as these are settled
STAKES = "Ce qui va être perdu\nEuros, heures, jours, et ce qui est en retard."
FOUND = {"e": "emploi", "f": "formation", "a": "autre"}


class DutyView(Listing):
    """The lines of one duty, in every action, the oldest first."""

    OPENS = "Le bon formulaire sur la personne ; une fois enregistré, la ligne quitte la liste."
    CALLED = "À faire"
    EMPTY = "Rien à faire ici."
    COLUMNS = (
        Column("", 1),
        Column("Date", 10),
        Column("Qui", 22),
        Column("Action", 12, least=90),
        Column("À faire"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.duty = DUTIES[0].name
        self.tasks: dict[tuple[Any, ...], Task] = {}

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self.refoot())

    def entries(self) -> Iterable[Entry]:
        found = lists.tasks(self.duty)[:MOST_SHOWN]
        self.tasks = {(one.table, one.record, one.person, one.months): one for one in found}
        for target, one in self.tasks.items():
            shape = "▲" if one.date < today() else "·"
            cells = [shape, wording.day(one.date), one.name, one.action, wording.capital(one.what)]
            yield Entry(target, cells, tint="$text-warning")

    def foot(self) -> str:
        said = self.current.message if self.current else ""
        if self.duty == DOUBLES and self.tasks:
            return f"{said}\nEntrée compare, et réunit · d ce sont deux personnes"
        if self.duty != FOLLOW_UPS or not self.tasks:
            return said
        return f"{said}\nj joint, puis e emploi, f formation, a autre · n non joint · o injoignable"

    def subject(self) -> str:
        return self.current.name if self.current else ""

    @property
    def current(self) -> Task | None:
        return self.tasks.get(self.target)

    def opened(self, target: tuple[Any, ...]) -> None:
        open_task(self.app, self.tasks[target])


class DutiesScreen(Page):
    """The lists of duties, ``first`` shown first."""

    TITLE = "Tâches"
    HELP = (
        "Ce qui revient et qu'il faut traiter, personne par personne : suivis à appeler, contrats à renouveler,"
        " profils à compléter, sorties à qualifier, appels à faire, doublons probables. ▲ le jour est passé.\n"
        "Une ligne traitée quitte la liste."
    )
    BINDINGS: ClassVar = [
        Binding("tab", "tab(1)", "Liste suivante", show=False, id="duties.next"),
        Binding("shift+tab", "tab(-1)", "Liste précédente", show=False, id="duties.previous"),
        Binding(
            "j",
            "reached",
            "Joint",
            id="duties.reached",
            priority=True,
            tooltip="Personne jointe\nPuis sa situation : en emploi, en formation ou autre.",
        ),
        Binding("n", "missed", "Non joint", id="duties.missed", tooltip="Un essai de plus, sans réponse"),
        Binding(
            "o",
            "give_up",
            "Injoignable",
            id="duties.give_up",
            tooltip="Renoncer à joindre la personne\nLe suivi est noté injoignable.",
        ),
        Binding(
            "d",
            "two_people",
            "Deux personnes",
            id="duties.two_people",
            tooltip="Dire que ce sont deux personnes\nElles ne sont plus proposées ensemble.",
        ),
        Binding("f", "person", "Fiche", id="duties.person", tooltip="Ouvrir la fiche de la personne"),
        Binding("e", "app.stakes", "Enjeux", id="duties.stakes", tooltip=STAKES),
    ]

    def __init__(self, first: str = "") -> None:
        super().__init__()
        self.view = DutyView()
        self.view.duty = first or self.view.duty
        self.stamp: tuple[Date, int] | None = None

    def body(self) -> ComposeResult:
        yield TabBar([wording.capital(one.name) for one in DUTIES])
        yield self.view

    def on_mount(self) -> None:
        bar = self.query_one(TabBar)
        bar.choose(bar.names[[one.name for one in DUTIES].index(self.view.duty)])

    def reload(self) -> None:
        self.retitle("Tâches", lists.TITLES[self.view.duty])
        self.view.reload()
        self.refresh_bindings()
        self.call_after_refresh(self._count)  # the list first: how long the others are can wait until it is seen

    def _count(self) -> None:
        """Says in each tab how many lines its list has, read again after an act."""
        stamp = (today(), last_number())
        if stamp != self.stamp and self.query(TabBar):  # the screen may be closed by now
            watch, self.stamp = Watch.of_all(), stamp
            counts = [sum(1 for _ in one.read(watch)) for one in DUTIES]
            bar = self.query_one(TabBar)
            bar.names = [f"{wording.capital(one.name)} {count}" for one, count in zip(DUTIES, counts, strict=True)]
            bar.refresh()

    @on(TabBar.Chosen)
    def chosen(self) -> None:
        self.view.duty = DUTIES[self.query_one(TabBar).rank].name
        self.view.rows.highlighted = None
        self.reload()
        self.view.rows.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("reached", "missed", "give_up"):
            return self.view.duty == FOLLOW_UPS
        if action == "two_people":
            return self.view.duty == DOUBLES
        return super().check_action(action, parameters)

    def action_tab(self, by: int) -> None:
        self.query_one(TabBar).step(by)

    def action_reached(self) -> None:
        if task := self.view.current:
            self.app.push_screen(FoundScreen(task), lambda found: self._reached(task, found))

    def _reached(self, task: Task, found: str | None) -> None:
        if found:
            lists.call(task, situation=found, who=self.app.who)
            self.app.notify(f"{task.name} : joint, {found}. Ctrl+Z l'annule.")

    def action_missed(self) -> None:
        if task := self.view.current:
            lists.call(task, who=self.app.who)
            self.app.notify(f"{task.name} : non joint, {wording.counted(task.attempts + 1, 'essai')}.")
            self.reload()
            self.view.rows.action_cursor_down()

    def action_give_up(self) -> None:
        if task := self.view.current:
            lists.give_up(task, who=self.app.who)
            self.app.notify(f"{task.name} : injoignable. Ctrl+Z l'annule.")
            self.reload()

    def action_two_people(self) -> None:
        task = self.view.current
        if task is not None and task.table == "Moped":
            raise Refused("Deux cyclomoteurs n'ont pas la même plaque : réunissez-les, ou corrigez l'une des deux.")
        if task is not None:
            twins.tell_apart(Person.get_by_id(task.person), Person.get_by_id(task.record), who=self.app.who)
            self.app.notify(f"{task.name} : deux personnes. Ctrl+Z l'annule.")
            self.reload()

    def action_person(self) -> None:
        if (task := self.view.current) and task.person:
            self.app.open_person(task.person, (task.table, task.record))


class FoundScreen(Dialog[str]):
    """In which situation someone was found: one key."""

    TITLE = "Joint"
    HELP = "La lettre de la situation note le suivi ; fermer ne change rien."
    BINDINGS: ClassVar = [
        *(Binding(key, f"found('{found}')", found.capitalize(), id=f"found.{found}") for key, found in FOUND.items()),
    ]
    DEFAULT_CSS = """
    FoundScreen { align: center middle; }
    FoundScreen > Static { width: 60; max-width: 100%; height: auto; border: round $accent; background: $surface;
        padding: 1 2; }
    """

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.contact = task

    def window(self) -> ComposeResult:
        about = f"{self.contact.name}, {self.contact.months} mois après la sortie du {wording.day(self.contact.since)}"
        keys = "   ".join(f"{key}  {found}" for key, found in FOUND.items())
        box = Static(Content(f"{about}\n\n{keys}"))
        box.border_title = Content("Joint : dans quelle situation ?")
        box.border_subtitle = Content("Échap abandonner")
        yield box

    def action_found(self, found: str) -> None:
        self.dismiss(found)
