"""Participants: everybody, found without accents or order of words; a new one, with a warning when already known."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from models.days.clock import today
from models.french import wording
from models.people import identities, participants
from models.tables import Action, Parcours, Person
from tui.forms.form import FormScreen
from tui.host import Host
from tui.page import Page
from tui.people.person_forms import identity
from tui.widgets.fields import Line
from tui.widgets.listing import Column, Entry, Listing

SHOWN = 500


class ParticipantsView(Listing):
    """Those found by ``text``, with the actions they are in today."""

    OPENS = "La fiche de la personne."
    CALLED = "Participants"
    KEYS = "Entrée ouvre la fiche"
    EMPTY = "Personne ne correspond. n crée une fiche."
    COLUMNS = (
        Column("Personne"),
        Column("Identifiant", 14),
        Column("Naissance", 10),
        Column("Public", 6),
        Column("Commune", 16, least=100),
        Column("Actions", 18),
    )

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.archived = False

    def entries(self) -> Iterable[Entry]:
        found = participants.find(self.text, SHOWN, self.archived)
        running, former = self._actions_of([person.id for person in found]), identities.formerly(found)
        for person in found:
            cells = [
                f"{identities.person(person, former)}{_mark(person)}",
                person.code,
                wording.day(person.birth),
                person.public,
                person.town,
                ", ".join(running.get(person.id, ())),
            ]
            yield Entry(person.id, cells)

    def _actions_of(self, ids: list[int]) -> dict[int, list[str]]:
        query = (
            Parcours.select(Parcours.person, Action.code)
            .join(Action)
            .where(
                Parcours.person.in_(ids),
                Parcours.entry <= today(),
                Parcours.exit.is_null() | (Parcours.exit >= today()),
                Action.end >= today(),
            )
            .order_by(Action.code)
        )
        running: dict[int, list[str]] = {}
        for person, code in query.tuples():
            running.setdefault(person, []).append(code)
        return running

    def foot(self) -> str:
        count = len(self._entries)
        more = " : précisez le nom pour voir les autres" if count == SHOWN else ""
        archived = ", personnes archivées comprises (a les cache)" if self.archived else ""
        return f"{wording.counted(count, 'personne')}{archived}{more}"

    def opened(self, target: int) -> None:
        self.app.open_person(target)


def _mark(person: Person) -> str:
    if person.restricted:
        return "  archivé(e)"
    return "" if person.confirmed else "  ? à compléter"


class ParticipantsScreen(Page):
    """The list of participants."""

    TITLE = "Participants"
    HELP = (
        "Toutes les personnes connues, avec les actions où elles sont aujourd'hui.\n"
        "« ? à compléter » : ajoutée pendant un appel, sa fiche attend d'être complétée."
    )
    BINDINGS: ClassVar = [
        Binding(
            "f",
            "find",
            "Trouver",
            id="participants.find",
            tooltip=(
                "\n"
                "Quelques lettres du nom, du prénom ou de l'identifiant, sans accents et dans n'importe quel"
                " ordre ; Entrée ouvre alors la fiche choisie, Échap revient à la liste."
            ),
        ),
        Binding(
            "n",
            "new",
            "Nouvelle fiche",
            id="participants.new",
            tooltip="\nSi la personne semble déjà connue, Assidu le dit avant d'enregistrer.",
        ),
        Binding(
            "a",
            "archived",
            "Archivés",
            show=False,
            id="participants.archived",
            tooltip="Voir aussi les personnes archivées, ou les cacher\nArchivées au terme de leur conservation.",
        ),
        Binding(
            "delete,backspace",
            "remove",
            "Supprimer",
            show=False,
            id="participants.remove",
            tooltip="\nUne fiche créée par erreur, tant que rien n'y est noté.",
        ),
        Binding("up", "move('cursor_up')", "Ligne précédente", show=False, id="participants.up"),
        Binding("down", "move('cursor_down')", "Ligne suivante", show=False, id="participants.down"),
        Binding("escape", "leave", "Retour", id="participants.leave"),
    ]
    DEFAULT_CSS = "ParticipantsScreen Line { height: 1; margin: 0 1; }"

    def body(self) -> ComposeResult:
        yield Line("", "f : chercher un nom, un prénom, un identifiant")
        yield ParticipantsView()

    def on_mount(self) -> None:
        self.query_one(ParticipantsView).rows.focus()

    def reload(self) -> None:
        self.query_one(ParticipantsView).reload()

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        view = self.query_one(ParticipantsView)
        view.text = event.value
        view.reload()

    @on(Input.Submitted)
    def entered(self) -> None:
        view = self.query_one(ParticipantsView)
        if view.target is not None:
            view.opened(view.target)

    def action_find(self) -> None:
        self.query_one(Line).focus()

    def action_move(self, way: str) -> None:
        getattr(self.query_one(ParticipantsView).rows, f"action_{way}")()

    async def action_leave(self) -> None:
        """From the field to the list; from the list, back."""
        if isinstance(self.focused, Line):
            self.query_one(ParticipantsView).rows.focus()
        else:
            await self.app.action_back()

    def action_new(self) -> None:
        ask_new(self.app)

    def action_archived(self) -> None:
        view = self.query_one(ParticipantsView)
        view.archived = not view.archived
        self.reload()

    def action_remove(self) -> None:
        target = self.query_one(ParticipantsView).target
        if target is not None and not isinstance(self.focused, Line):
            participants.remove(Person.get_by_id(target), who=self.app.who)
            self.app.notify("Fiche supprimée ; Ctrl+Z la remet.")
            self.reload()


def ask_new(app: Host) -> None:
    """Asks for a new participant, telling who may already be that person."""
    made: list[Person] = []

    def save(values: dict[str, Any]) -> None:
        made.append(participants.add(who=app.who, **values))

    form = FormScreen("Nouvelle fiche", identity(None), save, rehearsed=True, doubt=_already_known)
    app.push_screen(form, lambda values: None if values is None else app.open_person(made[0].id))


def _already_known(values: dict[str, Any]) -> str | None:
    borne = {name: values[name] or "" for name in ("caf_number", "code")}
    alike = participants.lookalikes(values["last_name"], values["first_name"], values["birth"], **borne)
    if not alike:
        return None
    known = " ; ".join(wording.introduced(one) for one in alike[:3])
    return f"Déjà connu, ou presque : {known}. Est-ce une autre personne ?"
