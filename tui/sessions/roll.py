"""Appel: the roll of one session, called at the keyboard. One key marks, is stored, and goes to the next person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from peewee import DatabaseError
from pendulum import Date
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from models.acts.limits import doubts as said
from models.acts.refusals import Disconnected, Refused
from models.acts.rehearsal import rehearse
from models.days.holidays import closed_days
from models.french import typed, wording
from models.french.folding import fold
from models.journal import history
from models.people import participants
from models.sessions import clashes, lately, planning, roll, seen
from models.sessions.expected import Row
from models.tables import Person
from models.terms.presence import ATTENDED
from models.together import waiting
from tui.page import Page
from tui.sessions.person_panel import PersonPanel
from tui.sessions.roll_view import COLOURS, SIGNS, RollView
from tui.sessions.seen import told_seen
from tui.widgets.frame import ROOMY, Frame
from tui.widgets.prompt import Choice, Prompt
from tui.widgets.rows import plain

OFFERED = 6
MARKS = Binding.Group("Marquer")  # stand together in the hints
TO_CONFIRM = "ouvre un parcours à confirmer"
TO_LETTER = "Aller à : tapez l'initiale du nom."
READABLE = "La personne peut demander à lire cette note : des faits, pas de jugement."


class Line(Widget):
    """A line of fixed height, so that changing it never lays the screen out again: a text that ends in … when it is too
    long, and another at the right."""

    DEFAULT_CSS = "Line { height: 1; padding: 0 1; }"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.left = self.right = Content("")

    def render(self) -> Content:
        width = self.content_size.width
        left = self.left.truncate(max(0, width - self.right.cell_length - 1), ellipsis=True)
        return left.pad_right(max(0, width - left.cell_length - self.right.cell_length)) + self.right

    def show(self, left: Content, right: Content | None = None) -> None:
        told = left, right or Content("")
        if [(one.plain, one.spans) for one in told] != [(one.plain, one.spans) for one in (self.left, self.right)]:
            self.left, self.right = told
            self.refresh()


class RollScreen(Page):
    """The roll of the session of this id, on the row of ``person``, else on the first not yet marked."""

    TITLE = "Appel"
    HELP = (
        "Une touche marque la personne surlignée et passe à la suivante ; c'est enregistré aussitôt.\n"
        "● présent, ○ absent, ◊ excusé, ► retard ; un point · veut dire : pas encore marqué.\n"
        "Le plus rapide : aller aux exceptions par l'initiale de leur nom, les marquer, puis marquer présents tous"
        " ceux qui restent.\n"
        "Ce qu'un collègue marque de son côté apparaît tout seul, suivi de « par » et de son nom ou de ses initiales.\n"
        "La ligne au-dessus des touches dit ce qui vient d'être noté, ce qui est douteux, et ce qui l'annule.\n"
        "Avant le cumul, les dernières séances de la personne, la plus récente à droite : • présent, ○ absent,"
        " ◊ excusé, ► retard.\n"
        "À droite, le cumul de la personne : séances suivies, ou heures, sur ce qui est prévu par la convention.\n"
        "Sur un grand écran, à côté : la personne surlignée, ses dernières séances, et ce qui l'attend.\n"
        "Deux personnes du même nom sont suivies de leur date de naissance."
    )
    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("p", "mark('présent')", "Présent", id="roll.present", group=MARKS),
        Binding("a", "mark('absent')", "Absent", id="roll.absent", group=MARKS),
        Binding("e", "mark('excusé')", "Excusé", id="roll.excused", group=MARKS),
        Binding(
            "r",
            "mark('retard')",
            "Retard",
            id="roll.late",
            group=MARKS,
            tooltip=(
                "\n"
                "Compte la durée de la séance moins un quart d'heure, précédée de ~ tant que la durée exacte"
                " n'est pas donnée."
            ),
        ),
        Binding(
            "t",
            "mark_rest",
            "Tous",
            id="roll.rest",
            tooltip="Marquer présents tous ceux qui restent\nUne marque déjà posée ne change jamais.",
        ),
        Binding(
            "f",
            "letter",
            "Aller",
            id="roll.letter",
            tooltip=(
                "Aller au nom qui commence par…\n"
                "La lettre tapée ensuite y va ; la touche d'après est de nouveau une commande."
            ),
        ),
        Binding(
            "f3",
            "find",
            "Trouver",
            show=False,
            id="roll.find",
            tooltip="Trouver quelqu'un dans l'appel\nQuelques lettres de son nom : tout le monde reste à l'écran.",
        ),
        Binding(
            "m",
            "minutes",
            "Durée",
            id="roll.minutes",
            tooltip="Donner les minutes\nDe qui vient d'être marqué, sinon de la personne choisie : 15, 9h20, =1h45.",
        ),
        Binding(
            "plus,equals_sign",
            "add",
            "Ajout",
            id="roll.add",
            tooltip=(
                "Ajouter quelqu'un à l'appel\n"
                "Par son nom ; un inconnu entre « à compléter », le coordinateur confirmera son parcours."
            ),
        ),
        Binding(
            "x,delete",
            "clear",
            "Effacer",
            id="roll.clear",
            tooltip=(
                "Effacer la marque, ou retirer de l'appel\nSans marque, quelqu'un d'ajouté par erreur est retiré."
            ),
        ),
        Binding(
            "c",
            "cancel",
            "Annuler la séance",
            id="roll.cancel",
            tooltip="Annuler ou rétablir la séance\nL'annulation demande un motif.",
        ),
        Binding("o", "note", "Note", id="roll.note", tooltip="Note sur la personne"),
        Binding(
            "v",
            "see",
            "Feuille vue",
            show=False,
            id="roll.see",
            tooltip="\nLa feuille signée est revenue ; de nouveau : elle ne l'est pas.",
        ),
        Binding(
            "u",
            "see_one",
            "Signature vue",
            show=False,
            id="roll.see_one",
            tooltip="\nDe la personne seule, quand elle a signé à part.",
        ),
        Binding(
            "i",
            "print",
            "Imprimer",
            show=False,
            id="roll.print",
            tooltip="Imprimer la feuille d'émargement\nÀ signer, ou avec les présences notées.",
        ),
        Binding(
            "h",
            "history",
            "Historique",
            show=False,
            id="roll.history",
            tooltip="\nDe la marque et de la séance : qui a changé quoi, et quand.",
        ),
        Binding(
            "l",
            "trainer",
            "Formateur",
            show=False,
            id="roll.trainer",
            tooltip="Donner la séance à un autre formateur\nUn remplacement : c'est sa séance, son appel.",
        ),
        Binding("s", "session_note", "Note de séance", show=False, id="roll.session_note"),
        Binding("enter", "person", "Fiche", show=False, id="roll.person", tooltip="\nCelle de la personne."),
        Binding(
            "ctrl+z",
            "undo",
            "Annuler",
            show=False,
            id="app.undo",
            tooltip="\nLa dernière marque, ou d'un coup tous ceux qui ont été marqués présents ensemble.",
        ),
        Binding("ctrl+y", "redo", "Rétablir", show=False, id="app.redo", tooltip="\nCe qui vient d'être annulé."),
    ]

    DEFAULT_CSS = """
    RollScreen Frame { height: 1fr; }
    RollScreen Frame.-boxed { max-width: 109; }
    """
    _commands: ClassVar = {binding.action.partition("(")[0] for binding in BINDINGS}

    def __init__(self, session_id: int, person: int | None = None) -> None:
        super().__init__()
        self.session_id, self.person = session_id, person
        self.prompt, self.panel = Prompt(), PersonPanel()
        self._marked: int | None = None  # who was marked last: m is for them as long as the cursor is not moved
        self._doubtful = ""
        self._begun = False
        self._elsewhere = clashes.Elsewhere([], {})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a line is asked, no key is a command of the roll."""
        return not (self.prompt.display and action in self._commands)

    def body(self) -> ComposeResult:
        with Horizontal():
            with Vertical():
                yield Line(id="session")
                yield Line(id="counts")
                with Frame():
                    yield RollView(id="roll")
                yield self.prompt
            yield self.panel

    @property
    def about(self) -> set[tuple[str, int]]:
        return {("Session", self.session_id)}

    @property
    def view(self) -> RollView:
        return self.query_one(RollView)

    def reload(self) -> None:
        opened = roll.open_roll(self.session_id)
        self.view.me = self.app.who
        self.view.show(opened)
        found = clashes.elsewhere(opened.session)
        self._elsewhere = found._replace(session=self._elsewhere.session) if self._begun else found
        if not self._begun:
            self._begun = True
            self.view.go(self._start(opened))
            self.run_worker(partial(self._look_at_day, opened.session.day), thread=True)
        self.panel.forget()
        self.on_roll_view_moved()
        self._show_session()
        self.show_waiting()
        self.call_after_refresh(self._read_lately)  # the roll first

    def _read_lately(self) -> None:
        """The last presences of each, once the roll is shown and unless it was closed meanwhile."""
        if self.is_attached and (views := self.query(RollView)):
            views.first().show_lately(lately.last_marks(self._opened().session))

    def _look_at_day(self, day: Date) -> None:
        """Adds, behind, that the session is on a day off to what is told after its first mark."""
        off = closed_days(day, day, self.app.settings.region, self.app.settings.closures)
        told = said(clashes.day_off(day, off))
        if told:
            self.app.call_from_thread(self._also_doubt, told)

    def _also_doubt(self, told: list[str]) -> None:
        self._elsewhere = self._elsewhere._replace(session=[*told, *self._elsewhere.session])

    def _start(self, opened: roll.Roll) -> int:
        """The rank the roll opens on."""
        ranks = {row.person: rank for rank, row in reversed(list(enumerate(opened.rows)))}
        if self.person in ranks:
            return ranks[self.person]
        return next((rank for rank, row in enumerate(opened.rows) if row.status is None), 0)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if event.widget is self.view:
            self.prompt.close()

    # who the cursor is on

    def on_resize(self, event: events.Resize) -> None:
        self.panel.fit(event.size.width)
        if self.view.roll is not None:
            self._show_session()
        self.on_roll_view_moved()

    def on_roll_view_moved(self) -> None:
        """The panel follows, once the cursor stays."""
        row = self.view.current
        self.panel.follow(row.person if row else None, plain(row.name) if row else "")

    # marking

    def action_mark(self, status: str) -> None:
        row = self._row()
        act = partial(roll.mark, self.session_id, row.person, status, who=self.app.who, late=self._loss)
        self._mark(row, act, waiting.MARK, status=status)
        self.view.go(self.view.cursor + 1)
        self._marked, self.view.moved = row.person, False
        self._tell_doubts([row.person])

    def action_mark_rest(self) -> None:
        rest = [row.person for row in self.view.rows if self._state(row)[0] is None]
        try:
            added = roll.mark_rest_present(self.session_id, who=self.app.who)
        except Disconnected:
            added = None
        if added:
            self.reload()
            self._tell_doubts([one.person_id for one in added])
        elif added is None and self.app.line is not None and rest:
            self._wait(waiting.REST, rest)
        else:
            self.app.notify("Tout le monde est déjà marqué.")

    def action_clear(self) -> None:
        row = self._row()
        if self._state(row)[0] is None:
            roll.unexpect(self.session_id, row.person, who=self.app.who)
            self.reload()
        else:
            self._mark(row, partial(roll.clear, self.session_id, row.person, who=self.app.who), waiting.CLEAR)

    def action_undo(self) -> None:
        """Takes the last act back and goes to the first person it changed; a mark that waits was not an act yet."""
        line = self.app.line
        if line is not None and (forgotten := line.waiting.take_back()):
            self.show_waiting()
            self.app.notify(f"Oublié : {waiting.told(forgotten, self._names())}.")
            return
        self._follow(self.app.action_undo)

    def action_redo(self) -> None:
        """Does the last act taken back again and goes to the first person it changed."""
        self._follow(self.app.action_redo)

    def _follow(self, act: Callable[[], None]) -> None:
        before = {row.person: (row.status, row.minutes) for row in self.view.rows}
        act()
        rows = self.view.rows
        changed = (rank for rank, row in enumerate(rows) if before.get(row.person) != (row.status, row.minutes))
        if (rank := next(changed, None)) is not None:
            self.view.go(rank)

    def action_minutes(self) -> None:
        row = self._just_marked() or self._row()
        if self._state(row)[0] not in ATTENDED:
            raise Refused(f"{row.name} n'est ni présent ni en retard : marquez d'abord p ou r.")
        session = self._opened().session
        late = self._state(row)[0] == "retard"

        def read(text: str) -> int | None:
            return typed.parse_attended(text, late, session.start, session.end) if text.strip() else None

        def told(text: str) -> str:
            minutes = read(text)
            return whole if minutes is None else f"{wording.hours(minutes)} suivies sur {wording.hours(length)}."

        def answered(text: str, _: Any) -> None:
            minutes = read(text)
            status = self._state(row)[0] or ""
            roll.refuse_minutes(length, status, minutes)
            act = partial(roll.set_minutes, self.session_id, row.person, minutes, who=self.app.who, late=self._loss)
            self._mark(row, act, waiting.MINUTES, status=status, minutes=minutes)

        length = self._opened().length
        whole = f"Rien : {'l’estimation' if late else 'toute la séance'}."
        moment = f"{wording.time(session.start + 20)} l'heure {'d’arrivée' if late else 'de départ'}"
        hint = f"15 : minutes {'de retard' if late else 'manquées à la fin'} ; {moment} ; =1h45 le temps suivi."
        asked = f"{'Retard' if late else 'Départ'} de {_short(row.name)} :"
        self._ask(asked, answered, hint=hint, follow=told)

    def _just_marked(self) -> Row | None:
        """Who was marked last, as long as the cursor was not moved since and they attended."""
        if self._marked is None or self.view.moved:
            return None
        row = next((one for one in self.view.rows if one.person == self._marked), None)
        return row if row is not None and self._state(row)[0] in ATTENDED else None

    def _mark(self, row: Row, act: Callable[[], Any], verb: str, **values: Any) -> None:
        """Does a mark of one person, and shows it; when the server is out of reach, keeps it for its return."""
        try:
            attendance = act()
        except Disconnected:
            if self.app.line is None:
                raise
            self._wait(verb, [row.person], before=self._state(row), **values)
        else:
            self._take(row.person, attendance)

    def _wait(self, verb: str, people: list[int], **values: Any) -> None:
        opened = self._opened()
        roll.refuse_day(opened.session.day, opened.session.state)
        line = self.app.line
        assert line is not None
        line.put(verb, self.session_id, people, self.app.who, late=self._loss, **values)
        self.app.show_waiting()

    def _state(self, row: Row) -> waiting.State:
        """How someone is marked, with what waits for the server."""
        return self.view.waiting_marks.get(row.person, (row.status, row.minutes))

    def _names(self) -> dict[int, str]:
        return {row.person: plain(row.name) for row in self.view.rows}

    def show_waiting(self) -> None:
        line = self.app.line
        if line is not None and self.query(RollView):
            marks = line.waiting.waiting()
            here = {person: one.shown for one in marks if one.session == self.session_id for person in one.people}
            if self.view.waiting_marks.keys() - here.keys() and not line.away:
                try:
                    self.view.show(roll.open_roll(self.session_id))  # what is stored takes their place at once
                except (DatabaseError, Refused):
                    return  # shown waiting until it can be read: the next look
            self.view.show_waiting(here)
        if self.query(RollView) and self.view.roll is not None:
            self._show_counts()

    # moving

    def action_letter(self) -> None:
        self.view.wait_for_letter()
        self.app.notify(TO_LETTER)

    def on_roll_view_letter_typed(self, event: RollView.LetterTyped) -> None:
        self.app.notify("" if event.found else f"Aucun nom en {event.letter.upper()}.")

    def on_roll_view_letter_dropped(self) -> None:
        self.app.notify("")

    def action_person(self) -> None:
        self.app.open_person(self._row().person)

    # who is in the roll

    def action_find(self) -> None:
        def found(text: str) -> list[Choice]:
            words = fold(text).split()
            rows = [row for row in self.view.rows if words and all(word in fold(row.name) for word in words)]
            return [Choice(plain(row.name), row.person) for row in rows[:OFFERED]]

        self._ask("Trouver :", self._go_to, hint="↑ ↓ choisissent, Entrée y va.", complete=found)

    def _go_to(self, text: str, person: int | None) -> None:
        if person is None:
            raise Refused(f"Personne de l'appel n'a « {text.strip()} » dans son nom.")
        self.view.moved = True
        self.view.go(next(rank for rank, row in enumerate(self.view.rows) if row.person == person))

    def action_add(self) -> None:
        self._doubtful = ""
        self._ask(
            "Ajouter :",
            self._add,
            hint="Nom et prénom, avec ou sans accents. ↑ ↓ choisissent, Entrée ajoute.",
            complete=self._known,
        )

    def _known(self, text: str) -> Sequence[Choice]:
        if not text.strip():
            return []
        here, enrolled = {row.person for row in self.view.rows}, self._opened().enrolled
        choices = []
        for person in participants.find(text, OFFERED):
            outcome = "déjà dans l'appel" if person.id in here else "" if person.id in enrolled else TO_CONFIRM
            choices.append(Choice(" — ".join(filter(None, (plain(wording.introduced(person)), outcome))), person))
        return [*choices, *(Choice(_new(*parted), parted) for parted in participants.parted(text))]

    def _add(self, text: str, person: Person | tuple[str, str] | None) -> None:
        if not text.strip():
            raise Refused("Écrivez un nom, ou Échap pour abandonner.")
        if not isinstance(person, Person):
            last, first = person or participants.split_name(text)
            if self._doubtful != text and (alike := participants.lookalikes(last, first)):
                rehearse(partial(roll.expect_unknown, self.session_id, f"{last}, {first}", who=self.app.who))
                self._doubtful = text
                known = " ; ".join(plain(wording.introduced(one)) for one in alike[:3])
                raise Refused(f"Déjà connu ? {known}. Entrée encore une fois pour ajouter quand même.")
            person = roll.expect_unknown(self.session_id, f"{last}, {first}", who=self.app.who)
        elif all(row.person != person.id for row in self.view.rows):
            roll.expect(self.session_id, person, who=self.app.who, begin=True)
        self.reload()
        rank = next((rank for rank, row in enumerate(self.view.rows) if row.person == person.id), None)
        if rank is not None:
            self.view.go(rank)

    # the session

    def action_cancel(self) -> None:
        session = self._opened().session

        def cancel(text: str, _: Any) -> None:
            planning.cancel(session, text, who=self.app.who)
            self.reload()

        if session.state == "annulée":
            planning.reinstate(session, who=self.app.who)
            self.reload()
            self.app.notify("Séance rétablie.")
        else:
            self._ask(
                "Motif de l'annulation :",
                cancel,
                hint="Les marques sont gardées et ne comptent plus. Échap : ne rien annuler.",
            )

    def action_note(self) -> None:
        row = self._row()

        def keep(text: str, _: Any) -> None:
            self._take(row.person, roll.note(self.session_id, text, who=self.app.who, person=row.person))

        self._ask(f"Note sur {_short(row.name)} :", keep, value=row.note, hint=READABLE)

    def action_trainer(self) -> None:
        """Makes whoever replaces them the session's trainer."""
        session = self._opened().session
        known = list(dict.fromkeys([*self.app.settings.trainers, *planning.trainers()]))

        def proposed(text: str) -> list[Choice]:
            found = [name for name in known if fold(name).startswith(fold(text))]
            new = [] if not text.strip() or any(fold(text) == fold(name) for name in known) else [text.strip()]
            return [Choice(plain(name), name) for name in [*found[:OFFERED], *new]]

        def give(text: str, name: str | None) -> None:
            if not text.strip():
                raise Refused("Écrivez le nom de qui remplace, ou Échap pour abandonner.")
            planning.correct(session, trainer=name or text, who=self.app.who)
            self.reload()

        now = f", aujourd'hui {session.trainer}" if session.trainer else ""
        self._ask(f"Formateur de la séance{plain(now)} :", give, hint="↑ ↓ choisissent.", complete=proposed)

    def action_session_note(self) -> None:
        def keep(text: str, _: Any) -> None:
            roll.note(self.session_id, text, who=self.app.who)
            self.reload()

        self._ask(
            "Note de la séance :", keep, value=self._opened().session.note, hint="Lue par toute l'équipe ; aucun nom."
        )

    def action_see(self) -> None:
        told_seen(self.app, self.session_id)
        self._show_session()

    def action_see_one(self) -> None:
        told_seen(self.app, self.session_id, self._row().person)
        self._show_session()

    def action_print(self) -> None:
        from tui.printing.asking import ask_session

        ask_session(self.app, self.session_id)

    def action_history(self) -> None:
        from tui.journal.history import HistoryScreen, show_history

        session, row = self._opened().session, self.view.current
        told = f"séance {session.code} du {wording.day(session.day)}"
        if row is None:
            show_history(self.app, told, "Session", session.id)
        else:
            person = row.person
            read = partial(history.of_mark, session.id, person)
            self.app.push_screen(HistoryScreen(f"{_short(row.name)}, {told}", read))

    # what is shown

    @property
    def _loss(self) -> int:
        return self.app.settings.late_minutes

    def _opened(self) -> roll.Roll:
        if self.view.roll is None:
            raise Refused("Cette séance n'existe plus : revenez en arrière.")
        return self.view.roll

    def _row(self) -> Row:
        row = self.view.current
        if row is None:
            raise Refused("L'appel est vide : ajoutez quelqu'un avec +.")
        return row

    def _take(self, person: int, attendance: Any) -> None:
        """Shows what was recorded of someone; the roll may have been read again since they were asked about."""
        row = next((row for row in self.view.rows if row.person == person), None)
        if row is None:
            self.reload()
            return
        self._opened().take(row, attendance)
        self.view.show_row(row)
        self._show_counts()

    def _tell_doubts(self, people: list[int]) -> None:
        """Tells what is doubtful in marks just made; nothing is read for it."""
        opened, elsewhere = self._opened(), self._elsewhere
        rows = [row for row in opened.rows if row.person in people]
        found = list(dict.fromkeys(told for row in rows for told in opened.doubts(row, elsewhere)))
        if found:
            more = f" (et {wording.counted(len(found) - 1, 'autre')})" if len(found) > 1 else ""
            self.app.notify(f"▲ {plain(found[0])}{more}", severity="warning")
        self._elsewhere = elsewhere._replace(session=[])  # said once

    def _ask(self, label: str, then: Any, **options: Any) -> None:
        self.prompt.ask(label, then, **options)

    def _show_session(self) -> None:
        opened = self._opened()
        session, action = opened.session, opened.action
        times = f"{wording.time(session.start)}–{wording.time(session.end)}"
        theme = f" · {plain(session.theme)}" if session.theme else ""
        when = f"{wording.day(session.day)[:5]} {times} · {wording.hours(opened.length)}"
        self.retitle(f"{opened.label}{theme}", action.code, Content.styled(when, "$text-muted"))
        named = [
            ("", session.channel),
            ("", session.trainer),
            ("lieu : ", session.place),
            ("groupe : ", session.group),
            ("note : ", session.note),
            ("", _told_seen(session.id)),
        ]
        told = Content.styled(" · ".join(label + plain(text) for label, text in named if text), "$text-muted")
        if session.state == "annulée":
            reason = f" : {plain(session.cancel_reason)}" if session.cancel_reason else ""
            told = Content.styled(f"× Séance annulée{reason} — c la rétablit", "bold $text-error")
        line = self.query_one("#session", Line)
        line.show(told)
        line.display = self.screen.size.width >= ROOMY or session.state == "annulée"
        title = "Appel" if line.display else told.plain or "Appel"  # on a narrow screen the rule says it
        self.query_one(Frame).entitle(title, wording.number(len(opened.rows)), "t : présents, ceux qui restent")

    def _show_counts(self) -> None:
        """How many of each mark, its key and its sign; at the right, what is left to do."""
        counts = self._opened().counts()
        waits = len(self.view.waiting_marks)
        left = sum(self._state(row)[0] is None for row in self._opened().rows)
        parts = []
        for status in roll.MARKS:
            letter, _, shape = SIGNS[status].partition(" ")
            sign = Content.styled(letter, "bold $accent") + Content.styled(f" {shape} ", COLOURS[status])
            parts.append(
                sign
                + Content(
                    f"{counts[status]} {status}" if status == "retard" else wording.counted(counts[status], status)
                )
            )
        marks = Content("  ").join(parts)
        done = "appel complet" if counts else "personne"
        rest = f"{left} à marquer" if left else "" if waits else done
        told = " · ".join(filter(None, (f"{waits} en attente …" if waits else "", rest)))
        state = Content.styled(told, "bold $text-warning" if left else "$text-muted")
        self.query_one("#counts", Line).show(marks, state)


def _told_seen(session: int) -> str:
    """« feuille vue », « 2 signatures vues », or nothing."""
    found = seen.seen_of([session]).get(session, set())
    if None in found:
        return "feuille vue"
    return wording.counted(len(found), "signature vue", "signatures vues") if found else ""


def _new(last: str, first: str) -> str:
    given = f", prénom {plain(first)}" if first else ""
    return f"Nouvelle personne : nom {plain(last).upper()}{given} — {TO_CONFIRM}"


def _short(name: str) -> str:
    name = plain(name)
    return name if len(name) <= 30 else f"{name[:29]}…"
