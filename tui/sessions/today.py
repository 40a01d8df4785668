"""Aujourd'hui: the rolls left to call, the day's sessions, and what falls due."""

from collections.abc import Callable, Sized
from types import ModuleType
from typing import TYPE_CHECKING, ClassVar

from pendulum import Date
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.worker import Worker

from models.acts.act import last_number
from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.french.folding import fold
from models.sessions import planning
from models.sessions.glance import week_of
from models.sessions.half_called import HalfCalled
from models.sessions.planning import Line
from models.tables import TRAINER, Session
from tui.host import Host
from tui.page import Page
from tui.sessions.week_strip import WeekStrip
from tui.widgets.rows import Row, Rows, fit, group

if TYPE_CHECKING:
    from models.duties.due import Due

SHAPES = {"tenue": "●", "prévue": "○", "annulée": "×"}
COLUMNS = ("État", "Jour", "Horaire", "Séance", "Action", "Formateur", "Marqués")
OLDEST_SHOWN = 50
CALLING = "Entrée ouvre l'appel"
REPORTS = "Rapports"  # the tab of an action where a return is prepared
DEVIATIONS = "Écarts"


class TodayScreen(Page):
    """The day at hand. ``mine``: only the sessions of the operator."""

    TITLE = "Aujourd'hui"
    HELP = (
        "Vos séances du jour, toutes actions confondues ; au-dessus, la semaine : ● tenue, ○ prévue.\n"
        "En tête, les séances passées dont l'appel n'a pas été fait, puis celles où il n'est pas fini, avec qui reste à"
        " marquer ; puis celles du jour ; puis le nombre d'écarts qui sont des erreurs, et ce qui arrive à échéance"
        " dans les 30 jours ou l'a dépassée.\n"
        "Devant chaque séance : ▲ appel à faire, ● tenue, ○ prévue, × annulée ; à droite, le nombre de"
        " personnes marquées sur le nombre attendu."
    )
    BINDINGS: ClassVar = [
        Binding("n", "new", "Nouvelle", tooltip="Préparer une séance ou une série", id="today.new"),
        Binding(
            "c",
            "correct",
            "Corriger",
            tooltip="Corriger la séance choisie\nJour, heures, thème, formateur…",
            id="today.correct",
        ),
        Binding(
            "x",
            "cancel",
            "Annuler",
            tooltip="Annuler la séance, ou la rétablir\nL'annulation demande un motif.",
            id="today.cancel",
        ),
        Binding(
            "delete",
            "remove",
            "Supprimer",
            tooltip="Supprimer la séance choisie\nSi personne n'y est marqué.",
            show=False,
            id="today.remove",
        ),
        Binding("v", "toggle_mine", "Équipe", tooltip="Mes séances, ou toute l'équipe", id="today.mine"),
        Binding(
            "t",
            "app.go('duties')",
            "Tâches",
            tooltip=(
                "Listes à traiter : suivis, contrats…\nSuivis à appeler, contrats à renouveler, profils à compléter…"
            ),
            id="today.duties",
        ),
        Binding(
            "e",
            "app.stakes",
            "Enjeux",
            tooltip="Ce qui va être perdu\nEuros, heures, jours, et ce qui est en retard.",
            id="today.stakes",
        ),
        Binding(
            "i",
            "print",
            "Imprimer",
            tooltip="Imprimer la feuille d'émargement\nDe la séance choisie, de sa semaine, du jour.",
            id="today.print",
        ),
        Binding("left", "day(-1)", "Veille", tooltip="Voir la veille", show=False, id="today.before"),
        Binding("right", "day(1)", "Lendemain", tooltip="Voir le lendemain", show=False, id="today.after"),
        Binding("a", "day(0)", "Aujourd'hui", tooltip="Revenir à aujourd'hui", show=False, id="today.today"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.shift = 0
        self.mine: bool | None = None
        self.late: list[Line] = []
        self.lines: list[Line] = []
        self.named: dict[int, str] = {}
        self.falling: list[Due] = []
        self.wanted: tuple[str, int] | None = None
        self.begun: list[HalfCalled] = []
        self.begun_lines: list[Line] = []
        self.stamp: tuple[Date, int, str | None] | None = None
        self.week = WeekStrip()
        self.errors = 0
        self.checked: tuple[Date, int] | None = None
        self.checking: Worker[None] | None = None

    @property
    def day(self) -> Date:
        """The day shown: today, or ``shift`` days from it."""
        return today().add(days=self.shift)

    @property
    def about(self) -> set[tuple[str, int]]:
        return {("Session", line.session.id) for line in (*self.late, *self.lines)}

    def body(self) -> ComposeResult:
        yield self.week
        listing = Rows(id="day", opens="L'appel de la séance choisie, ou la fiche concernée par une échéance.")
        listing.columns = COLUMNS
        yield listing

    def on_resize(self) -> None:
        self._show()

    def new_day(self, before: Date, front: bool) -> None:
        self.shift = 0
        self.query_one(Rows).highlighted = None
        super().new_day(before, front)

    def reload(self) -> None:
        first = self.mine is None
        found = self._read(self.app.who if first or self.mine else None)
        if first:
            self.mine = found or self.app.acting.role == TRAINER
            if not self.mine:  # nothing of one's own: everyone's
                self._read(None)
        self._show()
        self.call_after_refresh(self._read_rest)  # the sessions first: the rest can wait until they are seen

    def _read(self, trainer: str | None) -> bool:
        """Reads the sessions to show; false when there is none."""
        self.late = planning.uncalled(today(), trainer) if not self.shift else []
        self.lines = planning.sessions_of_day(self.day, trainer)
        shown = [*self.late[:OLDEST_SHOWN], *self.lines]
        alone = [line.session.id for line in shown if line.nature and not line.nature.collective]
        self.named = planning.for_whom(Session.id.in_(alone)) if alone else {}
        return bool(shown)

    def _read_rest(self) -> None:
        """The rolls half called and what falls due, read again once something has changed."""
        from models.duties.due import due

        trainer = self.app.who if self.mine else None
        self.week.show(week_of(self.day, trainer), self.day)
        stamp = (today(), last_number(), trainer)
        if stamp != self.stamp:
            self.falling = due() if self.stamp is None or stamp[:2] != self.stamp[:2] else self.falling
            self.begun = planning.half_called(trainer)
            self.begun_lines = planning.numbered(one.session for one in self.begun[:OLDEST_SHOWN])
            self.stamp = stamp
        self._show()
        if stamp[:2] != self.checked:
            from models.rules.checks import errors
            from tui.behind import behind

            self.checking = behind(self, errors, lambda found: self._checked(stamp[:2], found))

    def _checked(self, stamp: tuple[Date, int], errors: int) -> None:
        self.errors, self.checked, self.checking = errors, stamp, None
        self._show()

    def on_screen_suspend(self) -> None:
        """What is opened over it has work of its own: what was counted so far is kept."""
        if self.checking is not None:
            self.checking.cancel()
            self.checking = None

    def _show(self) -> None:
        first = next((line for line in [*self.late, *self.lines] if line.to_call), None)
        listing = self.query_one(Rows)
        wanted, self.wanted = self.wanted, None
        if wanted is None and first is not None and listing.target is None:
            wanted = ("Session", first.session.id)
        listing.show([*self._late(self.late), *self._day(self.lines), *([] if self.shift else self._rest())], wanted)
        self._entitle()

    def _entitle(self) -> None:
        """The day, whose sessions, and what is left to call."""
        whose = "mes séances" if self.mine else "toutes les séances"
        left = sum(line.to_call for line in [*self.late, *self.lines]) + (0 if self.shift else len(self.begun))
        told = f"{wording.counted(left, 'appel')} à faire" if left else ""
        week = f"semaine {self.day.week_of_year}"
        state = Content.styled(told, "bold $text-warning")
        self.retitle(wording.capital(wording.long_day(self.day)), f"{week} · {whose}", state)
        self.app.count("duties", len(self.falling), "$text-warning" if any(one.overdue for one in self.falling) else "")
        if self.checking is None and self.checked is not None:
            self.app.count("deviations", self.errors, "$text-error")

    def _late(self, lines: list[Line]) -> list[Row]:
        begun = [] if self.shift else self.begun
        if not lines and not begun:
            return []
        rows = [self._session(line) for line in lines[:OLDEST_SHOWN]]
        rows += self._more(lines)
        left = {one.session: one.told for one in begun[:OLDEST_SHOWN]}
        rows += [self._session(line, left[line.session.id]) for line in self.begun_lines if line.session.id in left]
        return group(f"Appels à rattraper ({len(lines) + len(begun)})", [*rows, *self._more(begun)], CALLING)

    def _more(self, found: Sized) -> list[Row]:
        more = len(found) - OLDEST_SHOWN
        return [Row(f"… et {wording.counted(more, 'autre')}, après celles-ci")] if more > 0 else []

    def _day(self, lines: list[Line]) -> list[Row]:
        rows = [self._session(line) for line in lines]
        if not lines:
            rows = [Row(Content.styled("Aucune séance ce jour. n en prépare une.", "$text-muted not bold"))]
        return group(f"Séances du jour ({len(lines)})", rows, CALLING)

    def _rest(self) -> list[Row]:
        """The errors of every action in one line, then what falls due."""
        told = f"■ {wording.counted(self.errors, 'écart')}, Entrée {'les' if self.errors > 1 else 'le'} montre"
        told += " : de l'argent ou un droit est en jeu"
        row = Row(Content.styled(told, "$text-error"), (DEVIATIONS, 0))
        return [*(group("Écarts", [row], "4 tous") if self.errors else []), *self._due(self.falling)]

    def _due(self, falling: list["Due"]) -> list[Row]:
        if not falling:
            return []
        width = max(20, self._room - 9)
        rows = []
        for item in falling[:OLDEST_SHOWN]:
            late = item.overdue
            text = f"{'▲' if late else '·'} {wording.day(item.date)[:5]}  {fit(item.message, width)}"
            style = "$text-warning" if late else ""
            of_return = item.kind == "rapport"
            target = (REPORTS, item.record, item.period) if of_return else (item.table, item.record)
            cells = ("en retard" if late else "à échéance", wording.day(item.date)[:5], "", item.message)
            rows.append(Row(Content.styled(text, style), target, cells))
        return group(f"À échéance ({len(falling)})", [*rows, *self._more(falling)], "t tâches")

    @property
    def _room(self) -> int:
        """Cells of a line."""
        return self.query_one(Rows).inside

    def _session(self, line: Line, left: str = "") -> Row:
        """A session; ``left``: who is still to be marked in it, told in the place of where and by whom it is held."""
        session = line.session
        day = wording.day(session.day)[:5] if session.day < today() else ""
        late = bool(left) or (line.to_call and session.day < today())
        shape = "▲" if late else SHAPES[line.state]
        start = f"{shape} {day:<5} {wording.time(session.start):>5}–{wording.time(session.end):<5} "
        count = f"{line.marked}/{line.expected}"
        room = max(24, self._room - len(start) - 10)
        side = min(16, room // 4)
        whom = self.named.get(session.id)  # a lesson or an interview is known by its person
        label = f"{whom} · {line.label}" if whom else line.label
        if left:
            text = f"{start} {fit(f'{left} · {label} · {session.action.code}', room + 2)} {count:>6}"
        else:
            names = [fit(label, room - 2 * side), fit(session.action.code, side), fit(session.trainer, side)]
            text = f"{start} {' '.join(names)} {count:>6}"
        bold = "bold" if left or line.to_call else ""
        style = bold or ("$text-muted" if line.state in ("annulée", "tenue") else "")
        hours = f"{wording.time(session.start)}–{wording.time(session.end)}"
        state = "appel à faire" if late and not left else left or line.state
        cells = (state, day, hours, label, session.action.code, session.trainer, count)
        return Row(Content.styled(text, style), ("Session", session.id), cells)

    @on(Rows.Opened)
    async def opened(self, event: Rows.Opened) -> None:
        table, number, *period = event.target
        if table == DEVIATIONS:
            await self.app.run_action("app.go('deviations')")
        elif table == REPORTS:
            self.app.open_action(number, REPORTS, *period)
        else:
            self.app.open_record(table, number)

    def action_toggle_mine(self) -> None:
        self.mine = not self.mine
        self.query_one(Rows).highlighted = None
        self.reload()

    def action_day(self, step: int) -> None:
        """Another day, or today for 0."""
        self.shift = self.shift + step if step else 0
        self.query_one(Rows).highlighted = None
        self.reload()

    def action_new(self) -> None:
        _forms().new_session(self.app, self._made, self.day if self.shift else None)

    def _made(self, session: Session) -> None:
        """Shows the day of a session just made, with the cursor on it."""
        self.shift = (session.day - today()).days
        self.mine = self.mine and fold(session.trainer) == fold(self.app.who)
        self.wanted = ("Session", session.id)

    def action_correct(self) -> None:
        self._with_chosen(_forms().correct_session)

    def action_cancel(self) -> None:
        self._with_chosen(_forms().cancel_session)

    def action_remove(self) -> None:
        self._with_chosen(_forms().remove_session)

    def action_print(self) -> None:
        from tui.printing.asking import ask_session

        self._with_chosen(ask_session)

    def _with_chosen(self, do: Callable[[Host, int], None]) -> None:
        target = self.query_one(Rows).target
        if target is None or target[0] != "Session":
            raise Refused("Choisissez d'abord une séance avec ↑ ou ↓.")
        do(self.app, target[1])


def _forms() -> ModuleType:
    """The forms of a session, loaded when one is first asked for."""
    from tui.sessions import form

    return form
