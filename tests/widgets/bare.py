"""An application that is only what a form or a list asks of the one it is in."""

from textual.app import App

from tui.themes import THEMES


class Bare(App):
    """Has the colours, and nothing to say."""

    linear, reading = False, None

    def __init__(self):
        super().__init__()
        self.register_theme(THEMES["sombre"])
        self.theme = "sombre"

    def get_theme_variable_defaults(self):
        return THEMES["sombre"].variables

    def said_on(self, screen):
        return None
