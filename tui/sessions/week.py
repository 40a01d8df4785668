"""Planning: the week by trainer and by day, the month by day; what is made, moved, given or cancelled there."""

from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from pendulum import Date
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from models.acts.refusals import Refused
from models.days.clock import today
from models.days.holidays import closed_days
from models.french import wording
from models.french.folding import fold
from models.sessions import week
from models.sessions.week import Led, Only, Planned
from models.tables import TRAINER, Action, Person, Session
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.page import Page
from tui.sessions.form import cancel_session, correct_session, new_session, remove_session, substitute
from tui.sessions.week_view import Line, Text, WeekView
from tui.widgets.finder import Picker

KINDS = {"tenue": "held", "annulée": "cancelled", "prévue": "planned"}
NOBODY = "(sans intervenant)"
TOLD_FREE, TOLD_OF_DAY = 4, 2


class WeekScreen(Page):
    """The week of today, or ``shift`` weeks from it; of ``month``, the whole month. ``only`` says what is shown."""

    TITLE = "Planning"
    HELP = (
        "La semaine : une ligne par intervenant, une colonne par jour ; ou le mois, jour par jour.\n"
        "Devant une séance : ● tenue, ▲ appel à faire, × annulée, ‼ conflit : un intervenant, un lieu ou quelqu'un"
        " est aussi ailleurs à cette heure.\n"
        "En bas, la séance choisie, avec qui elle se heurte, et qui est libre à cette heure-là.\n"
        "Les jours fériés et les fermetures sont dits en tête de leur colonne."
    )
    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("n", "new", "Nouvelle", id="week.new", tooltip="\nUne séance ou une série, ce jour, avec lui."),
        Binding("c", "correct", "Déplacer", id="week.correct", tooltip="Corriger ou déplacer la séance choisie"),
        Binding(
            "s",
            "substitute",
            "Remplacer",
            id="week.substitute",
            tooltip="Donner à un autre intervenant\nCette séance, ou toutes ses séances d'un jour ou d'une période.",
        ),
        Binding("x", "cancel", "Annuler", id="week.cancel", tooltip="Annuler ou rétablir\nAvec un motif."),
        Binding(
            "f", "filter", "Filtrer", id="week.filter", tooltip="\nUne action, un intervenant, un lieu, quelqu'un."
        ),
        Binding("m", "month", "Mois", id="week.month", tooltip="Voir le mois, ou revenir à la semaine"),
        Binding("v", "mine", "Mien", show=False, id="week.mine", tooltip="Mes séances, ou toute l'équipe"),
        Binding(
            "pageup", "shift(-1)", "Semaine d'avant", show=False, id="week.before", tooltip="\nOu le mois d'avant."
        ),
        Binding(
            "pagedown", "shift(1)", "Semaine d'après", show=False, id="week.after", tooltip="\nOu le mois d'après."
        ),
        Binding("a", "shift(0)", "Aujourd'hui", show=False, id="week.today", tooltip="Revenir à aujourd'hui"),
        Binding(
            "delete",
            "remove",
            "Supprimer",
            show=False,
            id="week.remove",
            tooltip="Supprimer la séance choisie\nSi personne n'y est marqué.",
        ),
    ]
    DEFAULT_CSS = """
    WeekScreen #detail { height: 5; border-top: solid $line; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.day = today()  # the day the cursor is on
        self.month = False
        self.only = Only()
        self.filtered = ""  # what is shown, in words
        self.planned = week.Planning([], [], [])
        self.led: list[Led] = []
        self.days: list[Date] = []
        self.off: dict[Date, str] = {}
        self._wanted: int | None = None  # the session the cursor goes to
        self._begun = False

    @property
    def about(self) -> set[tuple[str, int]]:
        return {("Session", one.line.session.id) for one in self.planned.sessions}

    def body(self) -> ComposeResult:
        yield WeekView()
        yield Static(id="detail")

    @property
    def view(self) -> WeekView:
        return self.query_one(WeekView)

    def new_day(self, before: Date, front: bool) -> None:
        if self.day == before:
            self.day = today()
        super().new_day(before, front)

    def reload(self) -> None:
        if not self._begun and self.app.acting.role == TRAINER:
            self.only, self.filtered = Only(trainer=self.app.who), "mes séances"
        first, last = self._bounds()
        self.planned = week.planning(first, last, self.only, self.app.settings.trainers)
        self.off = {day: why for day, why in self.off.items() if first <= day <= last}
        self._show()
        self._begun = True
        self.run_worker(partial(self._read_off, first, last), thread=True)

    def _bounds(self) -> tuple[Date, Date]:
        if self.month:
            start, end = self.day.start_of("month"), self.day.end_of("month")
            return start.start_of("week"), end.end_of("week")
        return self.day.start_of("week"), self.day.end_of("week")

    def _read_off(self, first: Date, last: Date) -> None:
        """The holidays and closures, behind: their library takes half a second."""
        off = closed_days(first, last, self.app.settings.region, self.app.settings.closures)
        self.app.call_from_thread(self._show_off, first, last, off)

    def _show_off(self, first: Date, last: Date, off: dict[Date, str]) -> None:
        if self.is_attached and (first, last) == self._bounds() and off != self.off:
            self.off = off
            self._show()

    # what is shown

    def _show(self) -> None:
        if self.month:
            self._show_month()
        else:
            self._show_week()
        self._entitle()
        self._describe()

    def _show_week(self) -> None:
        at = self._wish()
        self.led = self.planned.led()
        self.days = week.worked_days(self.planned)
        lines = [
            Line(
                one.trainer or NOBODY,
                wording.hours(one.minutes),
                [self._texts(one, day) for day in self.days],
            )
            for one in self.led
        ]
        self.view.show([self._heading(day) for day in self.days], lines, self._place(at))

    def _texts(self, led: Led, day: Date) -> list[Text]:
        if found := led.days.get(day, []):
            return [self._text(one) for one in found]
        return [Text(f"— {self.off[day]} —", "— fermé —", "off")] if day in self.off else []

    def _text(self, one: Planned) -> Text:
        line, session = one.line, one.line.session
        late = line.to_call and session.day < today()
        sign = "‼" if one.doubts else "▲ " if late else {"tenue": "● ", "annulée": "× "}.get(line.state, "")
        kind = "clash" if one.doubts else "late" if late else KINDS[line.state]
        words = one.whom or line.label
        start, end = _short_time(session.start), _short_time(session.end)
        return Text(f"{sign}{start}–{end} {words}", f"{sign}{start} {words}", kind)

    def _heading(self, day: Date) -> str:
        told = " ".join(wording.short_day(day).split()[:2])
        return f"{told} · {self.off[day]}" if day in self.off else f"{told} •" if day == today() else told

    def _show_month(self) -> None:
        weeks = [self.planned.days[rank : rank + 7] for rank in range(0, len(self.planned.days), 7)]
        by_day: dict[Date, list[Planned]] = {}
        for one in self.planned.sessions:
            by_day.setdefault(one.slot.day, []).append(one)
        lines = [
            Line(f"S{days[0].week_of_year}", "", [self._day_of_month(day, by_day.get(day, [])) for day in days])
            for days in weeks
        ]
        self.days = weeks[0]
        rank = (self.day - self.planned.days[0]).days
        names = [wording.DAYS[day.weekday()][:3] + "." for day in weeks[0]]
        self.view.show(names, lines, (rank // 7, rank % 7, 0))

    def _day_of_month(self, day: Date, found: list[Planned]) -> list[Text]:
        """The day, then how many sessions it has, or why it has none."""
        outside = day.month != self.day.month
        number = f"{day.day}{' •' if day == today() else ''}"
        texts = [Text(number, number, "off" if outside else "planned")]
        held = [one for one in found if one.line.state != "annulée"]
        if held:
            told = wording.counted(len(held), "séance")
            texts.append(Text(told, f"{len(held)} s.", "held"))
        if clashing := sum(bool(one.doubts) for one in found):
            texts.append(Text(f"‼{wording.counted(clashing, 'conflit')}", f"‼{clashing}", "clash"))
        if day in self.off:
            texts.append(Text(self.off[day], self.off[day], "off"))
        return texts

    def _entitle(self) -> None:
        count = wording.counted(len(self.planned.sessions), "séance")
        state = Content.styled(count, "$text-muted")
        if clashing := self.planned.clashing:
            state += Content.styled(f" · {wording.counted(clashing, 'conflit')}", "bold $text-error")
        whose = self.filtered or "toute l'équipe"
        if self.month:
            self.retitle(wording.capital(wording.month(self.day.isoformat()[:7])), whose, state)
            return
        first, last = self._bounds()
        when = f"du {wording.day(first)} au {wording.day(last)}"
        self.retitle(f"Semaine {self.day.week_of_year}", f"{when} · {whose}", state)

    @on(WeekView.Moved)
    def moved(self) -> None:
        if (day := self._day()) is not None:
            self.day = day
        self._describe()

    def _describe(self) -> None:
        """Says of the cell all that its width could not."""
        detail = self.query_one("#detail", Static)
        found = self._chosen()
        led = self._led()
        day = wording.capital(wording.long_day(self.day))
        whose = "" if led is None else f" · {led.trainer or NOBODY}"
        detail.border_title = Content(f"{day}{whose}")
        if found is not None:
            told = self._told(found)
        elif self.month:
            told = [self.off.get(self.day, ""), *self._told_of_day()]
        elif led is None:
            told = ["Aucune séance cette semaine. n en prépare une."]
        else:
            told = [self.off.get(self.day, ""), "Rien de prévu. n prépare une séance."]
        detail.update(Content("\n").join(Content(one) if isinstance(one, str) else one for one in told if one))

    def _told_of_day(self) -> list[str]:
        """The sessions of the day chosen in a month."""
        held = [one for one in self.planned.sessions if one.slot.day == self.day]
        told = [self._text(one).long + f" · {one.line.session.trainer or NOBODY}" for one in held[:TOLD_OF_DAY]]
        more = f" … et {wording.counted(len(held) - TOLD_OF_DAY, 'autre')}." if len(held) > TOLD_OF_DAY else ""
        return [*told, f"Entrée ouvre la semaine ; n prépare une séance.{more}"]

    def _told(self, found: Planned) -> list[Any]:
        line, session = found.line, found.line.session
        times = f"{wording.time(session.start)}–{wording.time(session.end)}"
        parts = [times, found.whom, line.label, session.action.code, session.place, session.group]
        if line.state == "annulée":
            parts.append(f"annulée : {session.cancel_reason}")
        else:
            count = wording.counted(line.expected, "attendu")
            parts.append(f"{line.marked} sur {count}" if line.marked else count)
        told: list[Any] = [" · ".join(part for part in parts if part)]
        told += [Content.styled(f"‼ {one}", "$text-error") for one in found.doubts[:2]]
        free = self.planned.free(found.slot)
        if free and line.state != "annulée" and self.only == Only():
            more = f" et {len(free) - TOLD_FREE} de plus" if len(free) > TOLD_FREE else ""
            told.append(f"Libres à cette heure : {', '.join(free[:TOLD_FREE])}{more}.")
        return told

    # where the cursor is

    def _day(self) -> Date | None:
        line, rank, _ = self.view.at
        if not self.view.lines:
            return None
        return self.planned.days[7 * line + rank] if self.month else self.days[rank]

    def _led(self) -> Led | None:
        line = self.view.at[0]
        return self.led[line] if not self.month and line < len(self.led) else None

    def _chosen(self) -> Planned | None:
        """The session the cursor is on; None in an empty cell, and in a month."""
        led = self._led()
        found = [] if led is None else led.days.get(self.day, [])
        rank = self.view.at[2]
        return found[rank] if rank < len(found) else None

    def _wish(self) -> tuple[str, int | None]:
        """Whose line the cursor is to stay on, and on which session."""
        led, found = (self._led(), self._chosen()) if self.led else (None, None)
        wanted = self._wanted or (found.line.session.id if found else None)
        self._wanted = None
        return fold(led.trainer if led else self.app.who), wanted

    def _place(self, wish: tuple[str, int | None]) -> tuple[int, int, int]:
        """Where the cursor goes: the session wanted, wherever it is now, else the same person and day."""
        name, wanted = wish
        for rank, led in enumerate(self.led):
            for day, sessions in led.days.items():
                for place, one in enumerate(sessions):
                    if one.line.session.id == wanted:
                        return rank, self.days.index(day), place
        line = next((rank for rank, led in enumerate(self.led) if fold(led.trainer) == name), 0)
        column = next((rank for rank, day in enumerate(self.days) if day >= self.day), len(self.days) - 1)
        return line, column, 0

    # what the keys do

    @on(WeekView.Opened)
    def opened(self) -> None:
        if self.month:
            self.action_month()
        else:
            self.app.open_session(self._session().id)

    def _session(self) -> Session:
        if (found := self._chosen()) is None:
            raise Refused("Choisissez d'abord une séance avec les flèches ; n en prépare une ici.")
        return found.line.session

    def action_new(self) -> None:
        led = self._led()
        action = None if self.only.action is None else Action.get_by_id(self.only.action)
        new_session(self.app, self._made, self.day, action, led.trainer if led else "")

    def _made(self, session: Session) -> None:
        """Shows the week of a session just made, with the cursor on it."""
        self.day, self._wanted = session.day, session.id

    def action_correct(self) -> None:
        session = self._session()
        self._wanted = session.id
        correct_session(self.app, session.id)

    def action_cancel(self) -> None:
        cancel_session(self.app, self._session().id)

    def action_remove(self) -> None:
        remove_session(self.app, self._session().id)

    def action_substitute(self) -> None:
        found, led = self._chosen(), self._led()
        if led is None or (found is None and not led.trainer):
            raise Refused("Choisissez d'abord, dans la semaine, une séance ou l'intervenant à remplacer.")
        free = [] if found is None else self.planned.free(found.slot)
        substitute(self.app, led.trainer, self.day, found.line.session.id if found else None, free)

    def action_month(self) -> None:
        self.month = not self.month
        self.led = []
        self.reload()

    def action_shift(self, step: int) -> None:
        """The week, or the month, before or after; 0: that of today."""
        if not step:
            self.day = today()
        else:
            self.day = self.day.add(months=step) if self.month else self.day.add(weeks=step)
        self.reload()

    def action_mine(self) -> None:
        mine = Only(trainer=self.app.who)
        self._filter(*((Only(), "") if self.only == mine else (mine, "mes séances")))

    def action_filter(self) -> None:
        actions, trainers, places = week.choices(*self._bounds())
        lines: list[tuple[Any, str]] = [((Only(), ""), "Tout  ce qui est prévu")]
        lines += [((Only(action=one.id), one.code), f"{one.code}  {one.title or one.spec.title}") for one in actions]
        lines += [((Only(trainer=one), one), f"{one}  intervenant") for one in trainers]
        lines += [((Only(place=one), one), f"{one}  lieu") for one in places]
        lines.append(((None, ""), "Participant  chercher quelqu'un"))

        def chosen(target: tuple[Only | None, str] | None) -> None:
            if target is not None and target[0] is None:
                self._ask_person()
            elif target is not None:
                self._filter(target[0] or Only(), target[1])

        self.app.push_screen(Picker("Ne montrer que…", lines), chosen)

    def _ask_person(self) -> None:
        def show(values: dict[str, Any]) -> None:
            someone: Person = values["person"]
            self._filter(Only(person=someone.id), wording.person(someone))

        fields = [Field("person", "Participant", "person", required=True)]
        self.app.push_screen(FormScreen("Les séances de quelqu'un", fields, show, by=""))

    def _filter(self, only: Only, told: str) -> None:
        self.only, self.filtered = replace(only), told
        self.reload()


def _short_time(minutes: int) -> str:
    """``9h``, ``9h30``: as short as can be in a cell."""
    return wording.time(minutes).removesuffix("00")
