"""Every command there is: those of the screen, going elsewhere, and what the whole application does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from textual.content import Content
from textual.screen import Screen

from models.french.folding import fold
from tui import french
from tui.app import THEMES, AssiduApp
from tui.widgets.finder import Finder
from tui.widgets.rows import Row, fit


@dataclass(frozen=True)
class Command:
    """Something to do, with the key that does it at once when there is one."""

    text: str
    key: str
    run: Callable[[], Any]


def commands(app: AssiduApp, screen: Screen) -> Iterator[Command]:
    """Every command that can be given from ``screen``, those of the screen first; each once."""
    seen: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.description or not active.enabled or binding.system or active.node is app:
            continue
        if binding.action in seen or binding.description in french.BUILT_IN.values():
            continue
        seen.add(binding.action)
        yield Command(
            binding.tooltip or binding.description, french.display(binding), _runner(app, binding.action, active.node)
        )
    keys: dict[str, str] = {}
    for _, binding in app._bindings:
        shown = french.display(binding)
        keys[binding.action] = f"{keys[binding.action]} ou {shown}" if binding.action in keys else shown
    for name, place in app.places():
        action = f"go('{name}')"
        yield Command(f"Aller à : {place.title}", keys.get(action, ""), _runner(app, action, app))
    yield Command("Chercher une personne, une séance, une action…", "/", app.action_search)
    yield Command("Annuler mon dernier acte", "Ctrl+Z", _runner(app, "undo", app))
    if app.line is not None:
        yield Command("Marques en attente du serveur, ou refusées", "", app.action_waiting)
    yield Command("Sauvegarder maintenant", "", app.action_backup)
    yield Command("Réglages : structure, votre nom, formateurs, sites", "", app.action_settings)
    given = "noms à la place des identifiants" if app.settings.identifiers else "identifiants à la place des noms"
    yield Command(f"Classeurs : {given}", "", partial(app.choose_identifiers, not app.settings.identifiers))
    for name, (_, label) in THEMES.items():
        yield Command(label, "", partial(app.choose_theme, name))
    yield Command("Aide de cet écran", "F1", app.action_help)
    yield Command("Quitter Assidu", "Ctrl+Q", app.action_quit)


def _runner(app: AssiduApp, action: str, node: Any) -> Callable[[], Any]:
    async def run() -> None:
        await app.run_action(action, node)

    return run


class PaletteScreen(Finder):
    """The list of commands of the screen it was opened from."""

    TITLE = "Commandes"
    PROMPT = "Que voulez-vous faire ?"
    HELP = "Tapez quelques lettres de la commande, ↑ et ↓ choisissent, Entrée lance, Échap ferme."
    WIDTH: ClassVar = 70

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.commands = list(commands(screen.app, screen))  # type: ignore[arg-type]

    def found(self, text: str) -> Sequence[Row]:
        words = fold(text).split()
        return [
            Row(self._line(command), command.run)
            for command in self.commands
            if all(word in fold(command.text) for word in words)
        ]

    def _line(self, command: Command) -> Content:
        return Content(fit(command.text, self.WIDTH - 12)) + Content.styled(f"{command.key:>10}", "$accent")
