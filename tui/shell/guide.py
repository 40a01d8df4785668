"""Premiers pas: from an empty base to a roll called, one step a line, each done there, left for later, or corrected."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from models.acts.refusals import Refused
from models.french import wording
from models.people import actions
from models.sessions import planning
from models.tables import Action, Session
from tui.lists.pasting import PasteScreen
from tui.lists.taking import TakeScreen
from tui.page import Page
from tui.people.action_forms import ask_correction, ask_new
from tui.sessions.form import correct_session, new_session
from tui.widgets.rows import Row, Rows, fit

ACTION, PEOPLE, SESSION, ROLL = "action", "personnes", "séance", "appel"
TAKE, TODAY = "reprendre", "aujourd'hui"


@dataclass(frozen=True)
class Step:
    """A step: its name, what it is called, what is done of it ('' for nothing yet), what is to be done."""

    name: str
    title: str
    done: str
    to_do: str


class GuideScreen(Page):
    """The steps of the action made last."""

    TITLE = "Premiers pas"
    HELP = (
        "D'une base vide au premier appel, en quatre étapes : chacune se fait ici, se passe, ou se corrige.\n"
        "Le reste peut attendre : « premiers pas », dans la liste des commandes, y ramène."
    )

    def __init__(self) -> None:
        super().__init__()
        self.action: Action | None = None
        self.session: Session | None = None
        self.done: set[str] | None = None

    @property
    def about(self) -> set[tuple[str, int]]:
        """The action and the session it leads to."""
        known = (("Action", self.action), ("Session", self.session))
        return {(name, one.id) for name, one in known if one is not None}

    def body(self) -> ComposeResult:
        yield Rows(opens="Fait l'étape choisie, ou corrige celle qui est faite.")

    def on_resize(self) -> None:
        self.reload()

    def reload(self) -> None:
        self.action = Action.select().order_by(Action.id.desc()).first()
        made = Session.select().where(Session.action == self.action).order_by(Session.id.desc())
        self.session = made.first() if self.action is not None else None
        steps = list(self._steps())
        self.query_one(Rows).show(list(self._rows(steps)), self._next(steps))

    def _next(self, steps: list[Step]) -> str | None:
        """The first step not done after the one just done; None when none was, to stay where one is."""
        before, self.done = self.done, {one.name for one in steps if one.done}
        if before is not None and self.done <= before:
            return None
        last = max((rank for rank, one in enumerate(steps) if one.name in self.done - (before or set())), default=0)
        return next((one.name for one in (*steps[last:], *steps) if not one.done), TODAY)

    def _steps(self) -> Iterator[Step]:
        action, session = self.action, self.session
        told = f"{action.code}, du {wording.day(action.start)} au {wording.day(action.end)}" if action else ""
        yield Step(ACTION, "Votre action", told, "sa convention, ses dates, ses places")
        count = actions.persons(action) if action else 0
        people = wording.counted(count, "personne entrée", "personnes entrées") if count else ""
        yield Step(PEOPLE, "Vos personnes", people, "collez des lignes « NOM Prénom », ou tapez-les")
        when = f"{wording.long_day(session.day)} à {wording.time(session.start)}" if session else ""
        yield Step(SESSION, "Votre première séance", when, "le jour, les heures, le formateur")
        called = ""
        for line in planning.numbered([session.id] if session else []):
            called = f"{line.marked} sur {line.expected}" if line.marked else ""
        yield Step(ROLL, "L'appel", called, "p présent, a absent, e excusé, r retard, t tous présents")

    def _rows(self, steps: list[Step]) -> Iterator[Row]:
        width = max(20, self.size.width - 4)
        yield Row("Quatre étapes, chacune se fait ici, se passe (↓) et se corrige (Entrée)")
        yield Row("")
        for rank, step in enumerate(steps, 1):
            told = Content.styled(fit(f"{rank} {'■' if step.done else '○'} {step.title:<22} ", 28), "bold")
            rest = Content.styled(fit(step.done or step.to_do, max(1, width - 28)), "" if step.done else "$text-muted")
            yield Row(told + rest, step.name)
        yield Row("")
        yield Row(fit("Ou reprendre un fichier : classeur, CSV, liste de noms, présences, prêts", width), TAKE)
        yield Row(fit("Aller à Aujourd'hui ; Ctrl+P, puis « premiers pas », ramène ici", width), TODAY)

    @on(Rows.Opened)
    async def opened(self, event: Rows.Opened) -> None:
        match event.target:
            case "action":
                ask_new(self.app) if self.action is None else ask_correction(self.app, self.action)
            case "personnes":
                self._people(self._needed())
            case "séance":
                self._session(self._needed())
            case "appel":
                if self.session is None:
                    raise Refused("Préparez d'abord une séance : étape 3.")
                self.app.open_session(self.session.id)
            case "reprendre":
                self.app.open_screen(TakeScreen)
            case _:
                self.app.action_go("today")

    def _needed(self) -> Action:
        if self.action is None:
            raise Refused("Créez d'abord l'action : étape 1.")
        return self.action

    def _people(self, action: Action) -> None:
        if actions.persons(action):
            self.app.open_action(action.id, "Parcours")
            self.app.notify("n fait entrer quelqu'un de plus, c corrige, Suppr retire ; Échap revient aux étapes.")
            return

        def pasted(lines: list[str] | None) -> None:
            if lines:
                self.app.open_screen(TakeScreen, lines, action.code)

        self.app.push_screen(PasteScreen(), pasted)

    def _session(self, action: Action) -> None:
        if self.session is None:
            new_session(self.app, lambda made: None, action=action)
        else:
            correct_session(self.app, self.session.id)
