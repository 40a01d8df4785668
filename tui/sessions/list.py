"""The sessions of an action: what they amount to, their rolls, a new one."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding

from models.days.clock import today
from models.french import wording
from models.journal import timeline
from models.sessions import planning, seen
from models.tables import Action, Session
from tui.journal.history import show_history
from tui.sessions.form import cancel_session, correct_session, new_session, remove_session, split_session
from tui.sessions.seen import told_seen
from tui.widgets.listing import Column, Entry, Listing

SHAPES = {"tenue": "● tenue", "prévue": "○ prévue", "annulée": "× annulée"}
SEEN = "● vue"


class SessionsView(Listing):
    """Every session of the action, the latest first."""

    OPENS = "L'appel de la séance choisie."
    HELP = (
        "Toutes les séances de l'action, la plus récente en tête : ▲ appel à faire ou à finir, ● tenue,"
        " ● vue quand la feuille signée est"
        " revenue, ○ prévue, × annulée.\n"
        "« Appel » compte les personnes marquées sur les personnes attendues."
    )
    CALLED = "Séances"
    KEYS = "Entrée ouvre l'appel"
    EMPTY = "Aucune séance. n en prépare une."
    COLUMNS = (
        Column("Date", 10),
        Column("Horaire", 11),
        Column("Séance"),
        Column("Groupe", 9, least=90),
        Column("Intervenant", 14, least=100),
        Column("État", 10),
        Column("Appel", 6, right=True),
    )
    BINDINGS: ClassVar = [
        Binding("n", "new", "Nouvelle séance", id="sessions.new"),
        Binding("c", "correct", "Corriger", id="sessions.correct", tooltip="\nLa séance choisie."),
        Binding(
            "x",
            "cancel",
            "Annuler ou rétablir",
            id="sessions.cancel",
            tooltip="\nL'annulation demande un motif.",
        ),
        Binding(
            "i",
            "print",
            "Imprimer",
            id="sessions.print",
            tooltip="Imprimer la feuille d'émargement\nDe la séance choisie, de sa semaine, du jour.",
        ),
        Binding(
            "v",
            "see",
            "Feuille vue",
            show=False,
            id="sessions.see",
            tooltip="\nLa feuille signée est revenue ; de nouveau : elle ne l'est pas.",
        ),
        Binding(
            "d",
            "split",
            "Demi-journées",
            show=False,
            id="sessions.split",
            tooltip="Partager une journée en deux demi-journées\nChacune a son appel.",
        ),
        Binding("h", "history", "Historique", show=False, id="sessions.history"),
        Binding(
            "delete,backspace",
            "remove",
            "Supprimer",
            show=False,
            id="sessions.remove",
            tooltip="\nTant que personne n'y est marqué.",
        ),
    ]

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action
        self.counts: dict[str, int] = {}
        self.said: dict[int, str] = {}  # the note and the reason of a cancellation, by session
        self.latest: int | None = None
        self.wanted: int | None = None

    def entries(self) -> Iterable[Entry]:
        self.latest = None
        self.counts = {"tenue": 0, "prévue": 0, "annulée": 0, "à appeler": 0, "à finir": 0}
        named = timeline.named_in(self.action)
        lines = planning.sessions_of(self.action)
        back = {session for session, whose in seen.seen_of([one.session.id for one in lines]).items() if None in whose}
        for line in lines:
            session = line.session
            if self.latest is None and session.day <= today():
                self.latest = session.id
            self.counts[line.state] += 1
            late = line.to_call and session.day < today()
            self.counts["à appeler"] += late
            self.counts["à finir"] += line.to_finish
            reason = f"Annulée : {session.cancel_reason}" if session.state == "annulée" else ""
            note = f"Note : {session.note}" if session.note else ""
            self.said[session.id] = " · ".join(part for part in (reason, note) if part)
            cells = [
                wording.day(session.day),
                f"{wording.time(session.start):>5}–{wording.time(session.end)}",
                f"{named[session.id]} · {line.label}" if session.id in named else line.label,
                session.group,
                session.trainer,
                "▲ à faire"
                if late
                else "▲ à finir"
                if line.to_finish
                else SEEN
                if session.id in back
                else SHAPES[line.state],
                f"{line.marked}/{line.expected}",
            ]
            yield Entry(
                session.id,
                cells,
                "$text-muted" if line.state == "annulée" else "bold" if late or line.to_finish else "",
                "$text-warning" if late or line.to_finish else "",
            )

    @property
    def about(self) -> set[tuple[str, int]]:
        return {("Session", entry.target) for entry in self._entries}

    def first(self) -> int | None:
        """The cursor starts on the latest session that is not to come, or goes to the one just made."""
        return self.wanted or self.latest

    def foot(self) -> str:
        counts = self.counts
        left = (("à appeler", "à faire"), ("à finir", "à finir"))
        late = "".join(f" · {wording.counted(counts[kind], 'appel')} {said}" for kind, said in left if counts.get(kind))
        told = (
            f"{wording.counted(counts.get('tenue', 0), 'tenue')} · {wording.counted(counts.get('prévue', 0), 'prévue')}"
            f" · {wording.counted(counts.get('annulée', 0), 'annulée')}{late}"
        )
        return "\n".join(line for line in (told, self.said.get(self.target, "")) if line)

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self.refoot())

    def opened(self, target: int) -> None:
        self.app.open_session(target)

    def action_new(self) -> None:
        new_session(self.app, self._made, action=self.action)

    def _made(self, session: Session) -> None:
        """Puts the cursor on a session just made."""
        self.wanted, self._begun = session.id, False

    def action_correct(self) -> None:
        if self.target is not None:
            correct_session(self.app, self.target)

    def action_cancel(self) -> None:
        if self.target is not None:
            cancel_session(self.app, self.target)

    def action_history(self) -> None:
        if self.target is not None:
            session = Session.get_by_id(self.target)
            show_history(self.app, f"séance {session.code} du {wording.day(session.day)}", "Session", session.id)

    def action_print(self) -> None:
        if self.target is not None:
            from tui.printing.asking import ask_session

            ask_session(self.app, self.target)

    def action_see(self) -> None:
        if self.target is not None:
            told_seen(self.app, self.target)
            self.reload()

    def action_split(self) -> None:
        if self.target is not None:
            split_session(self.app, self.target)

    def action_remove(self) -> None:
        if self.target is not None:
            remove_session(self.app, self.target)
