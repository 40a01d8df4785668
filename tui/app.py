"""The application: global keys, going from screen to screen, undo, and errors told in French."""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, ParamSpec

from peewee import SqliteDatabase
from textual._callback import invoke
from textual.binding import Binding
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input

from config import settings as installation
from config.settings import Settings
from models.acts import rights, undo
from models.acts.refusals import Refused
from models.days.clock import seconds_to_midnight, today
from models.french import wording
from models.storage.opening import open_database
from models.tables import Action, JournalEntry
from tui import background, french, may
from tui.background import BackgroundTold, Listening
from tui.cursor import stand
from tui.host import Reached, Told
from tui.keys import OrderedKeys
from tui.page import AWAY, Heading, Said, sentence_of, telling
from tui.shell import screens
from tui.shell.places import PLACES
from tui.shell.saying import Saying
from tui.shell.undoing import Undoing
from tui.signs import NoSigns, SimpleSigns, simple
from tui.themes import THEMES, fitting
from tui.workbooks import WRITING, stop_writing

DEFECT = 3  # exit status
SETTLED = 2.0  # seconds after the first screen
TURN = 0.001  # seconds a thread at work keeps the processor from a key
P = ParamSpec("P")


def _line(engine: Any, home: Path) -> Any:
    """The line to the server, watched; None for a file."""
    if isinstance(engine, SqliteDatabase):
        return None
    from models.together.line import Line

    line = Line(engine, home)
    line.start()
    return line


class AssiduApp(OrderedKeys[None]):
    """Assidu on ``settings``, in the folder ``home``; opens the database. Raises CannotOpen when it cannot."""

    TITLE = "Assidu"
    ENABLE_COMMAND_PALETTE = False  # ours is French and knows the screen
    COMMANDS: ClassVar = set()
    CSS = """
    ModalScreen { background: $shade; }
    .-linear ModalScreen { background: $background; align: left top; }
    .-linear * { border: none; }
    .-linear ModalScreen > Vertical, .-linear ModalScreen > VerticalScroll { border: blank; width: 100%; margin: 0;
        background: $background; }
    .-linear Heading { height: 1; }
    .-linear Said { dock: top; margin: 1 0 0 0; }
    .-linear .columns { display: none; }
    .-linear Rows { text-wrap: wrap; text-overflow: fold; }
    .-linear FormScreen Row .line { layout: vertical; }
    .-linear FormScreen Row .label, .-linear FormScreen .long Row .label { width: 100%; }
    .-linear FormScreen Row .fault { padding-left: 0; }
    """
    BINDINGS: ClassVar = [
        # with priority: they work in a window too, and are no text a field could want
        Binding("f1", "help", "Aide", priority=True, tooltip="Aide de cet écran", id="app.help"),
        Binding("ctrl+p", "palette", "Commandes", priority=True, tooltip="Toutes les commandes", id="app.palette"),
        Binding("question_mark", "help", "Aide", id="app.help_letter"),
        Binding("colon", "palette", "Commandes", id="app.palette_letter"),
        Binding(
            "slash",
            "search",
            "Chercher",
            show=False,
            tooltip="Chercher une personne, une séance, une action…",
            id="app.search",
        ),
        Binding("escape", "back", "Retour", tooltip="Revenir en arrière", id="app.back"),
        Binding("ctrl+z", "undo", "Annuler", show=False, tooltip="Annuler mon dernier acte", id="app.undo"),
        Binding("ctrl+y", "redo", "Rétablir", show=False, tooltip="Rétablir ce que je viens d'annuler", id="app.redo"),
        Binding(
            "f2",
            "read",
            "Lire",
            show=False,
            priority=True,
            tooltip="Mettre le curseur sur le titre, puis sur le dernier message\nUne autre touche agit où l'on était.",
            id="app.read",
        ),
        Binding("ctrl+q", "quit", "Quitter", show=False, priority=True, tooltip="Quitter Assidu", id="app.quit"),
        *(
            Binding(place.keys, f"go('{name}')", place.title, show=False, id=f"app.{name}")
            for name, place in PLACES.items()
        ),
        Binding(
            "ctrl+c",
            "copy",
            "Copier",
            show=False,
            priority=True,
            tooltip="Copier la liste\nTelle qu'elle est montrée ; dans un champ, ce qui y est choisi.",
            id="app.copy",
        ),
    ]

    def __init__(self, settings: Settings, home: Path) -> None:
        super().__init__()
        self.settings, self.home = settings, home
        self.database = open_database(installation.database_url(settings, home))
        self.acting = rights.coming_in()
        self.day, self.undoing, self.saying = today(), Undoing(), Saying()
        self._counts: dict[str, tuple[int, str]] = {}
        self._place: tuple[str, Screen[Any] | None] = ("today", None)
        self.line = _line(self.database, home)
        self.reading: Widget | None = None  # what the terminal's cursor was taken to, until the next key
        self._read: Widget | None = None
        for theme in THEMES.values():
            self.register_theme(theme)
        self._begin_in(self._fitting())
        self._take_keys()
        self.simple_signs = simple(settings.signs)
        self._lay_out()

    @property
    def who(self) -> str:
        """The operator's name, written beside every act: that of the account when it is listed."""
        return self.acting.name or self.settings.user or self.settings.operator or "opérateur"

    def get_default_screen(self) -> Screen[Any]:
        """The first screen; the terminal answers of its background while it is loaded."""
        self._ask_background()
        first = screens.today()
        self._wear()
        return first

    def on_ready(self) -> None:
        gc.freeze()  # what is loaded by now stays: never looked through again between a key and its mark
        gc.enable()
        sys.setswitchinterval(TURN)
        if not installation.exists(self.home):
            from tui.shell.first_run import first_run

            self.push_screen(first_run(self.settings, self.home, self._settle), self._began)
        self.set_timer(SETTLED, self._keep)
        self._wait_for_midnight()
        if self.wrong_keys:
            self.notify(self.wrong_keys, severity="warning")

    # the day changes while the application is open

    def _wait_for_midnight(self) -> None:
        self.set_timer(seconds_to_midnight() + 1, self._midnight)

    def _midnight(self) -> None:
        if not self.screen_stack:
            return  # it is being closed: its screens are gone
        self.ready()
        self._wait_for_midnight()

    def ready(self) -> bool:
        """Has the screens read again what derives from today when the day has changed; the key is then let through as
        long as it acts on the same line. What was done before it was done from the screen in front."""
        self._read, self.reading = self.reading, None  # the next key acts where one is
        self.undoing.follow(self._page)
        if self.day == (day := today()):
            return True
        before, self.day = self.day, day
        front, target = self.screen, self._aimed_at()
        for screen in self.screen_stack:
            if callable(turn := getattr(screen, "new_day", None)):
                turn(before, screen is front)
        same = self._aimed_at() == target
        told = "" if same else " Regardez ce qui est choisi avant de continuer."
        self.notify(f"Le jour a changé : nous sommes le {wording.long_day(day)}.{told}", severity="warning")
        return same

    @property
    def _page(self) -> Screen[Any]:
        """The screen in front, or the one its window is over."""
        return next(screen for screen in reversed(self.screen_stack) if not isinstance(screen, ModalScreen))

    def place_cursor(self) -> None:
        stand(self)
        self._tell_act()
        if self.screen_stack:
            self.saying.settle(self._page)

    def _aimed_at(self) -> Any:
        """The record a key would act on."""
        return getattr(self.focused, "target", None)

    def _watch(self) -> None:
        """Once the first screen is there: what others do, and the server."""
        from tui.together.others import Others

        self.others = Others(self, self.line)

    def _keep(self) -> None:
        """Once the first screen is there: what protects the files, that nobody is to wait for."""
        from tui.keeping.keeping import keep

        keep(self)
        self._watch()

    def action_backup(self) -> None:
        """A backup now, without stopping what is being done."""
        from tui.keeping.keeping import back_up_now

        back_up_now(self)

    def _began(self, values: object) -> None:
        if values is None:
            self.notify(f"Vos actes seront signés « {self.who} » : donnez votre nom avec Ctrl+P, puis Réglages.")
        elif not Action.select().exists():
            self.open_screen(screens.guide)

    def action_settings(self) -> None:
        """The answers of the first opening, to be corrected."""
        from tui.shell.first_run import first_run

        self.push_screen(first_run(self.settings, self.home, self._settle, again=True))

    def _settle(self, settings: Settings) -> None:
        self.settings = settings
        self._lay_out()
        self.call_after_refresh(self.reload)
        self._wear()

    def on_unmount(self) -> None:
        if self.line is not None:
            self.line.stop()
        self.database.close()

    # the server, when the base is on one

    @property
    def told_of_server(self) -> str:
        """What the headings say of a server out of reach and of the marks that wait; '' when all is well."""
        if self.line is None:
            return ""
        from tui.together.others import told

        return told(self.line)

    def show_waiting(self) -> None:
        """Shows again what waits for the server."""
        from tui.together.others import show_headings

        show_headings(self)
        if callable(show := getattr(self.screen, "show_waiting", None)):
            show()

    def action_waiting(self) -> None:
        """The marks that wait, and those that were refused."""
        from tui.together.waiting import WaitingScreen

        if self.line is not None and not isinstance(self.screen, WaitingScreen):
            self.push_screen(WaitingScreen(self.line))

    async def action_quit(self) -> None:
        """Quits; marks that wait are told first."""
        from tui.forms.form import FormScreen

        count = len(self.line.waiting.waiting()) if self.line is not None else 0
        if not count or isinstance(self.screen, FormScreen):
            self.exit()
            return
        told = wording.counted(count, "marque attend", "marques attendent")
        note = f"{told} le serveur, sur cette machine : elles partiront quand vous rouvrirez Assidu. Quitter ?"
        self.push_screen(FormScreen("Quitter", [], lambda _: self.exit(), note=note, by=""))

    # keys

    def _take_keys(self) -> None:
        """Gives commands the keys of the settings; what is wrong with them is told once the first screen is there."""
        self.wrong_keys, self._renamed = "", {}
        if not self.settings.keys:
            return
        from tui.shell.chosen_keys import Chosen

        chosen = Chosen(self.settings.keys)
        self.set_keymap({name: ",".join(keys) for name, keys in chosen.keys.items()})
        self.wrong_keys = chosen.sentence
        for name, keys in chosen.keys.items():
            if name.startswith("app.") and "+" in (own := french.key_name(chosen.known[name].keys[0])):
                self._renamed[own] = french.key_name(keys[0])

    @property
    def keymap(self) -> dict[str, str]:
        """The keys given to commands in the place of their own, by the name of the command."""
        return dict(self._keymap)

    def key_of(self, command: str, own: str) -> str:
        """The key of a command whose ``own`` is this one, as people write it."""
        return french.key_name(self._keymap.get(command, own).partition(",")[0])

    def _with_chosen_keys(self, sentence: str) -> str:
        """A sentence that names the application's own keys, naming those chosen in their place."""
        for own, key in self._renamed.items():
            sentence = sentence.replace(own, key)
        return sentence

    # going from screen to screen

    @property
    def places(self) -> Iterator[Reached]:
        """The places, in the order of the digits, with what waits there."""
        at, screen = self._place
        here = at if screen in self.screen_stack else "today"
        for name, place in PLACES.items():
            number, colour = self._counts.get(name, (0, ""))
            key = self.key_of(f"app.{name}", place.keys.partition(",")[0])
            yield Reached(name, key, place.title, number, colour, name == here)

    def count(self, place: str, number: int, colour: str) -> None:
        """Says beside a place how many things wait there."""
        if self._counts.get(place) != (number, colour):
            self._counts[place] = (number, colour)
            for heading in self.screen.query(Heading):
                heading.refresh()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """A key whose command is not the account's says whose it is."""
        refused = getattr(self.screen, "refused", None)
        if not priority and refused is not None and (sentence := refused(key)):
            self.notify(sentence, severity="warning")
            return True
        return await super()._check_bindings(key, priority)

    def push_screen(self, screen: Any, *arguments: Any, **options: Any) -> Any:
        """As the library's; a form that is not for the account to fill is not shown. Raises Refused."""
        if sentence := may.refusal_of_form(self.acting, getattr(screen, "by", "")):
            raise Refused(sentence)
        return super().push_screen(screen, *arguments, **options)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "back":  # it stops what is being written too
            return len(self.screen_stack) > 1 or any(one.group == WRITING for one in self.workers)
        if action == "search":  # in a field, / is a letter: no hint may promise otherwise
            return not isinstance(self.focused, Input)
        return True

    def action_go(self, name: str) -> None:
        """Opens a screen over the home screen, whatever was open before."""
        if self._refuse_away():
            return
        while len(self.screen_stack) > 2 or (len(self.screen_stack) == 2 and name == "today"):
            self.pop_screen()
        self._place = ("today", None)
        if name == "today":
            return
        screen = PLACES[name].make()
        self._place = (name, screen)
        if len(self.screen_stack) == 2:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    async def action_back(self) -> None:
        if isinstance(self.screen, ModalScreen):
            self.screen.dismiss(None)
        elif stop_writing(self):
            self.notify("Arrêt…")
        elif len(self.screen_stack) > 1:
            self.pop_screen()

    def open_screen(self, make: Callable[P, Screen[Any]], *arguments: P.args, **options: P.kwargs) -> None:
        """Opens the screen ``make`` makes of the arguments over the current one."""
        if not self._refuse_away():
            self.undoing.follow(self._page)
            self.push_screen(make(*arguments, **options))

    def _refuse_away(self) -> bool:
        """Tells that no other screen can be read while the server is out of reach; false when it is not."""
        away = self.line is not None and self.line.away and self.database.lost_here()
        if away:
            self.notify(AWAY, severity="warning")
        return away

    def open_session(self, session: int, person: int | None = None) -> None:
        self.open_screen(screens.session, session, person)

    def open_person(self, person: int, record: tuple[str, int] | None = None) -> None:
        self.open_screen(screens.person, person, record)

    def open_action(self, action: int, tab: str = "", record: Any = None) -> None:
        self.open_screen(screens.action, action, tab, record)

    def open_hours(self, action: int, movement: int | None = None) -> None:
        self.open_screen(screens.hours, action, movement)

    def open_park(self, action: int, moped: int | None = None, record: tuple[str, int] | None = None) -> None:
        self.open_screen(screens.park, action, moped, record)

    def open_record(self, table: str, number: int) -> None:
        """Opens the screen where this record is kept (``table`` is the name of its model)."""
        from tui.shell.opening import open_record

        with telling(self):
            open_record(self, table, number)

    # what the global keys do

    def action_help(self) -> None:
        from tui.shell.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_palette(self) -> None:
        from tui.shell.palette import PaletteScreen

        if not isinstance(self.screen, PaletteScreen):
            self.push_screen(PaletteScreen(self.screen), self._run_command)

    async def _run_command(self, command: Any) -> None:
        """What was chosen in the palette, once it is closed."""
        if command is not None:
            await invoke(command)

    def action_stakes(self) -> None:
        self.open_screen(screens.stakes)

    def action_search(self) -> None:
        from tui.shell.search import SearchScreen

        self.push_screen(SearchScreen(), self._open_found)

    def _open_found(self, found: tuple[str, int] | None) -> None:
        if found is not None:
            self.open_record(*found)

    def action_undo(self) -> None:
        """Takes back the operator's last act; in a text field the key belongs to the field."""
        if isinstance(self.focused, Input):
            return
        self._take_back(undo.last_act(self.who), "Rien à annuler.", "Ctrl+Z")

    def action_redo(self) -> None:
        """Does again the operator's last act taken back; in a text field the key belongs to the field."""
        if isinstance(self.focused, Input):
            return
        self._take_back(undo.last_undone(self.who), "Rien à rétablir.", "Ctrl+Y")

    def _take_back(self, entry: JournalEntry | None, nothing: str, key: str) -> None:
        if entry is None:
            self.notify(nothing)
            return
        page = self._page
        self.undoing.follow(page)
        if question := self.undoing.question(entry, page, key):
            self.notify(question, severity="warning")
            return
        from models.journal.undoing import take_back

        undone = take_back(entry, self.who)
        self.notify(undone.sentence)
        self.reload()

    def reload(self) -> None:
        """Has the current screen read its data again."""
        if callable(read := getattr(self.screen, "read_again", None)):
            read()

    def action_copy(self) -> None:
        """Copies what is chosen, else the list shown, to the clipboard of the terminal and to that of the machine; says
        how to quit, as the key does elsewhere."""
        from tui import clipboard
        from tui.shell.copying import copied

        text, told = copied(self.screen)
        if text:
            self.copy_to_clipboard(text)
            if not self.is_headless:
                clipboard.copy_beside(text)
        long = len(text.encode(errors="replace")) > clipboard.TERMINAL_HOLDS and not clipboard.tool()
        doubt = " C'est long : certains terminaux ne le prennent pas." if long else ""
        said = f"Copié : {told}.{doubt}" if text else "Rien à copier ici."
        self.notify(f"{said} Pour quitter Assidu : Ctrl+Q.")

    # colours, signs and layout

    def _lay_out(self) -> None:
        """Draws for the eye, or for whoever reads line by line."""
        self.linear = self.settings.layout == "linear"
        self._signs: list[LineFilter] = [NoSigns()] if self.linear else [SimpleSigns()] if self.simple_signs else []
        self.set_class(self.linear, "-linear", update=self.is_running)

    def action_read(self) -> None:
        """Takes the terminal's cursor to the title, then to what was told last, then back to the line one is on."""
        here = [*self.screen.query(Heading), *(one for one in self.screen.query(Said) if self.said_on(self.screen))]
        rank = here.index(self._read) + 1 if self._read in here else 0
        self.reading = here[rank] if rank < len(here) else None
        stand(self)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._signs]

    def _fitting(self) -> str:
        colours = self.console.color_system
        return fitting(self.settings.theme, colours, light=bool(Listening.light), grey=self.no_color)

    def _begin_in(self, theme: str) -> None:
        """Takes these colours before anything is drawn: the library would read all its style sheets a second time."""
        self.set_reactive(AssiduApp.theme, theme)
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def _wear(self) -> None:
        """Takes the colours that suit the settings and the terminal."""
        if self.theme != (wanted := self._fitting()):
            self.theme = wanted

    def _ask_background(self) -> None:
        driver = self._driver
        if self.settings.theme not in THEMES and driver is not None and not self.is_headless and background.asks():
            Listening.asked = True
            driver.write(background.QUESTION)

    def on_background_told(self, message: BackgroundTold) -> None:
        self._wear()

    def choose_theme(self, name: str) -> None:
        """Changes the colours, and keeps the choice in the settings."""
        self.settings = replace(self.settings, theme=name)
        self._wear()
        try:
            installation.save(self.settings, self.home)
        except OSError:
            self.notify("Choix gardé jusqu'à la fermeture seulement : le dossier d'Assidu refuse l'écriture.")

    def choose_identifiers(self, identifiers: bool) -> None:
        """Whether workbooks give identifiers instead of names, kept in the settings."""
        self.settings = replace(self.settings, identifiers=identifiers)
        try:
            installation.save(self.settings, self.home)
        except OSError:
            self.notify("Choix non gardé : le dossier d'Assidu refuse l'écriture.", severity="warning")
            return
        given = "les identifiants, sans les noms" if identifiers else "les noms"
        self.notify(f"Les classeurs donneront {given}.")

    # said in French, and never a traceback

    def get_key_display(self, binding: Binding) -> str:
        return french.display(binding)

    def notify(self, message: str, *, severity: Any = "information", **options: Any) -> None:
        """Tells a message on the line kept free for it, never over anything; '' tells no more."""
        self.saying.say(self._with_chosen_keys(message), severity, self._page, self.screen)
        self._say()
        if self.linear and severity != "information":
            self.reading = next(iter(self.screen.query(Said)), None)
            self.call_after_refresh(stand, self)

    def said_on(self, screen: Screen[Any]) -> Told | None:
        """What the message line of this screen says."""
        told = self.saying.on(screen)
        return told and replace(told, back=self._with_chosen_keys(told.back))

    def _say(self) -> None:
        for screen in {self.screen, self._page}:
            for line in screen.query(Said):
                line.say()

    def _tell_act(self) -> None:
        """Says what was done last, and how it is taken back."""
        if self.screen_stack and self.saying.follow():
            self._say()

    async def run_action(self, action: Any, default_namespace: Any = None, namespaces: Any = None) -> bool:
        with telling(self):
            done = await super().run_action(action, default_namespace, namespaces)
            self._tell_act()
            return done
        return True

    async def _dispatch_message(self, message: Message) -> None:
        with telling(self):
            await super()._dispatch_message(message)

    def _handle_exception(self, error: Exception) -> None:
        """A defect: one sentence, a crash file without anyone's name, and out. A refusal is told, and what a damaged
        base explains."""
        defect = getattr(error, "error", error)  # what a worker failed of
        if sentence := sentence_of(defect):
            self.notify(sentence, severity="warning")
            return
        from rich.text import Text

        from tui.crash import write_crash

        self._return_code = DEFECT
        if self._exception is None:
            self._exception = defect
            self._exception_event.set()
            self._exit_renderables.append(Text(write_crash(self.home, defect)))
        self._close_messages_no_wait()
