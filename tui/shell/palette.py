"""Every command there is: those of the screen, going elsewhere, what the whole application does, then what may be done
on the other screens, which leads there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from textual.content import Content
from textual.screen import Screen

from models.french.ranking import ranked
from models.tables import COORDINATOR
from tui.host import Host
from tui.shell import keys, screens
from tui.shell.places import PLACES
from tui.themes import CHOICES
from tui.widgets.fields import Line
from tui.widgets.finder import NOTHING, Finder
from tui.widgets.rows import Row, Rows, fit


@dataclass(frozen=True)
class Command:
    """Something to do, with the key that does it at once when there is one."""

    text: str
    key: str
    run: Callable[[], Any]
    id: str = ""  # of its binding, for one of another screen


def commands(app: Host, screen: Screen[Any]) -> Iterator[Command]:
    """Every command that can be given from ``screen``, those of the screen first; each once."""
    for one in sorted(keys.of_screen(screen), key=lambda one: one.usual):
        if not one.usual or one.action in ("filter", "sort"):
            yield Command(one.name, one.keys[0], _runner(app, one.action, one.node))
    bound = {one.action: one for one in keys.of_application(app)}

    def of(action: str) -> Command:
        return Command(bound[action].name, bound[action].keys[0], _runner(app, action))

    for name, place in PLACES.items():
        action = f"go('{name}')"
        yield Command(f"Aller à : {place.title}", " ou ".join(bound[action].keys), _runner(app, action))
    yield of("search")
    yield of("undo")
    if app.acting.role == COORDINATOR:
        yield Command("Premiers pas : action, personnes, séance, appel", "", partial(app.open_screen, screens.guide))
        yield Command("Reprendre un fichier : liste, présences, prêts…", "", partial(app.open_screen, screens.take))
    if app.line is not None:
        yield Command("Marques en attente du serveur, ou refusées", "", _runner(app, "waiting"))
    yield Command("Sauvegarder maintenant", "", _runner(app, "backup"))
    yield Command("Réglages : structure, votre nom, formateurs, sites", "", _runner(app, "settings"))
    given = "noms à la place des identifiants" if app.settings.identifiers else "identifiants à la place des noms"
    yield Command(f"Classeurs : {given}", "", partial(app.choose_identifiers, not app.settings.identifiers))
    for name, label in CHOICES.items():
        yield Command(label, "", partial(app.choose_theme, name))
    yield of("help")
    yield of("quit")


def commands_elsewhere(app: Host, here: set[str]) -> list[Command]:
    """Every command of the other screens, but those ``here``: choosing one leads where it is given."""
    from tui.shell.elsewhere import elsewhere

    return [Command(one.text, one.key, partial(one.lead, app), one.id) for one in elsewhere(app, here)]


def _runner(app: Host, action: str, node: Any = None) -> Callable[[], Any]:
    """What does ``action``, of ``node``; of the application without one."""

    async def run() -> None:
        await app.run_action(action, node)

    return run


class PaletteScreen(Finder):
    """The list of commands of the screen it was opened from, then those of the others once they are loaded."""

    TITLE = "Commandes"
    PROMPT = "Que voulez-vous faire ?"
    HELP = (
        "Tapez quelques lettres de la commande.\n"
        "D'abord celles de l'écran et de partout ; ensuite celles des autres écrans, avec où : Entrée y mène."
    )
    WIDTH: ClassVar = 70

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.below = screen
        self.commands: list[Command] = []
        self.elsewhere: list[Command] = []

    def on_mount(self) -> None:
        self.commands = list(commands(self.app, self.below))
        self.run_worker(partial(self._load, keys.ids_of(self.below)), thread=True)

    def _load(self, here: set[str]) -> None:
        found = commands_elsewhere(self.app, here)
        if self.is_attached and self.app.is_running:
            self.app.call_from_thread(self._loaded, found)

    def _loaded(self, found: list[Command]) -> None:
        self.elsewhere = found
        if self.is_attached:
            listing = self.query_one(Rows)
            shown = self.found(self.query_one(Line).value)
            listing.show(shown or [NOTHING], listing.target)

    def found(self, text: str) -> Sequence[Row]:
        here, there = (ranked(known, text, _words) for known in (self.commands, self.elsewhere))
        return [Row(self._line(command), command.run) for command in (*here, *there)]

    def _line(self, command: Command) -> Content:
        told = Content(fit(command.text, self.WIDTH - 12))
        if command.id:
            told = told.stylize("$text-muted")
        return told + Content.styled(f"{command.key:>10}", "$text-muted" if command.id else "$accent")


def _words(command: Command) -> tuple[str, str]:
    return "", command.text
