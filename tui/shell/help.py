"""The help of the screen one is on, written for trainers, and its keys."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui import french
from tui.page import Dialog

EVERYWHERE = (
    ("F1 ou ?", "cette aide"),
    ("Ctrl+P ou :", "toutes les commandes"),
    ("/", "chercher n'importe quoi"),
    ("Échap", "revenir en arrière"),
    ("Ctrl+Z", "annuler mon dernier acte"),
    ("Ctrl+Y", "rétablir ce que je viens d'annuler"),
    ("Ctrl+Q", "quitter"),
    ("1 à 5 ou & é \" ' (", "Aujourd'hui, Actions, Participants, Écarts, Tâches"),
)


class HelpScreen(Dialog[None]):
    """What the screen below is for, what its keys do, and the keys that work everywhere."""

    TITLE = "Aide"
    HELP = "↑ et ↓ font défiler cette aide, Échap la ferme."
    BINDINGS: ClassVar = [
        Binding("question_mark,q,enter", "leave", "Fermer", show=False, id="help.leave"),
        Binding("j", "scroll(1)", "Vers le bas", show=False, id="help.down"),
        Binding("k", "scroll(-1)", "Vers le haut", show=False, id="help.up"),
    ]
    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll { width: 78; max-width: 100%; height: auto; max-height: 95%; border: round $accent;
        background: $surface; padding: 0 1; }
    HelpScreen Static { height: auto; }
    """

    def __init__(self, below: Screen) -> None:
        super().__init__()
        self.below = below

    def compose(self) -> ComposeResult:
        with VerticalScroll() as window:
            window.border_title = Content(f"Aide · {getattr(self.below, 'heading', self.below.title) or 'Assidu'}")
            window.border_subtitle = "Échap ferme"
            yield Static(self._text())

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def _text(self) -> Content:
        parts = [Content(getattr(self.below, "HELP", "") or "Échap revient en arrière."), Content("")]
        own = self._own_keys()
        if own:
            parts += [Content.styled("Sur cet écran", "bold $accent"), *own, Content("")]
        parts += [Content.styled("Partout", "bold $accent"), *(_key(key, text) for key, text in EVERYWHERE)]
        return Content("\n").join(parts)

    def _own_keys(self) -> list[Content]:
        keys: dict[tuple[str, str], list[str]] = {}
        for active in self.below.active_bindings.values():
            binding = active.binding
            if active.node is self.app or not binding.description or binding.system:
                continue
            if binding.description in french.BUILT_IN.values():
                continue
            keys.setdefault((binding.action, binding.tooltip or binding.description), []).append(
                french.display(binding)
            )
        return [_key(" ou ".join(names), description) for (_, description), names in keys.items()]


def _key(key: str, text: str) -> Content:
    return Content.styled(f"{key:<20}", "bold") + Content(f" {text}")
