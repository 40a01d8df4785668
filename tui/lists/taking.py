"""Reprendre un fichier: what a list amounts to, what it does not say, the trial, and the writing, a key each."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from config.refusal import Refusal
from config.settings import typed_path
from models.acts.refusals import Refused
from models.french import wording
from models.french.folding import fold
from models.lists import asking, files
from models.lists.asking import Question
from models.lists.columns import CALLED
from models.lists.process import BACKUP, Taking, is_template
from models.takeover.process import take_over
from models.takeover.report import Report
from tui.keeping.keeping import back_up_first
from tui.lists.pasting import PasteScreen
from tui.page import Page
from tui.widgets.prompt import Choice, Prompt
from tui.widgets.rows import Row, Rows, fit

WRITE = "écrire"
MOST_CHOICES, MOST_FAULTS = 8, 200
WHERE = ("", "Téléchargements", "Downloads", "Documents", "Bureau", "Desktop")


class TakeScreen(Page):
    """One file being taken over; or ``lines`` already pasted, whose ``action`` (its code) is then known."""

    TITLE = "Reprendre un fichier"
    HELP = (
        "Donnez une liste telle qu'elle est : un classeur, un CSV, une colonne de noms ; ou collez ses lignes.\n"
        "En tête, ce que le fichier ne dit pas : ▲ attend une réponse, ? propose la sienne. Puis ce qui est répondu"
        " (■), ce qui est lu, et ce qui est laissé de côté.\n"
        "Rien n'est écrit avant la ligne « Écrire » ; une sauvegarde est faite, et le tout s'annule d'un geste."
    )
    BINDINGS: ClassVar = [
        Binding("o", "accept", "Oui à tout", tooltip="Accepter tout ce qui est proposé à l'écran", id="take.accept"),
        Binding("m", "choose('même')", "Même", tooltip="C'est la même personne", id="take.same"),
        Binding("n", "choose('nouvelle')", "Nouvelle", tooltip="C'est une nouvelle personne", id="take.new"),
        Binding("p", "choose('laisser')", "Laisser", tooltip="Laisser de côté ou vide", id="take.leave"),
        Binding("g", "choose('enregistré')", "Garder", tooltip="Garder ce qui est enregistré", id="take.stored"),
        Binding("f", "choose('fichier')", "Prendre", tooltip="Prendre ce que dit le fichier", id="take.file"),
        Binding("c", "encoding", "Lettres", tooltip="Lire avec d'autres lettres", show=False, id="take.code"),
        Binding("v", "paste", "Coller", tooltip="Coller des lignes, ou les taper", id="take.paste"),
        Binding("r", "restart", "Autre fichier", tooltip="Choisir un autre fichier", show=False, id="take.restart"),
    ]

    def __init__(self, lines: Sequence[str] = (), action: str = "") -> None:
        super().__init__()
        self.path = Path()
        self.lines, self.action = lines, action
        self.taking: Taking | None = None
        self.trial: Report | None = None
        self.said: list[str] = []

    def body(self) -> ComposeResult:
        yield Rows(opens="La réponse à la question choisie, ou l'écriture.")
        yield Prompt()

    def on_mount(self) -> None:
        self.call_after_refresh(self._pasted if self.lines else self.action_restart, *[self.lines] * bool(self.lines))

    def reload(self) -> None:
        self._show()

    def action_paste(self) -> None:
        """Asks for lines to paste or to type."""
        self.app.push_screen(PasteScreen(), self._pasted)

    def _pasted(self, lines: Sequence[str] | None) -> None:
        if lines:
            self.query_one(Prompt).close()
            self.path, self.said, self.trial = Path(), [], None
            known = {"action": self.action} if self.action else None
            self.taking = Taking(files.pasted(lines), self.app.home, self.app.settings.late_minutes, known)
            self._studied()

    def action_restart(self) -> None:
        """Asks which file."""
        hint = "Un classeur (.xlsx, .ods, .xls) ou un texte (.csv, .tsv, .txt) ; ↑ ↓ choisissent"
        self.query_one(Prompt).ask("Fichier", self._opened, hint=hint, complete=_found)

    def _opened(self, text: str, value: Path | None) -> None:
        typed = typed_path(text.strip().strip("\"'")) if text.strip() else None
        path = typed if typed is not None and typed.is_file() else value or typed
        if path is None:
            raise Refused("Donnez le nom d'un fichier.")
        self._read(path)

    def _read(self, path: Path, encoding: str = "") -> None:
        self.path, self.said, self.trial = path, [], None
        file = files.read(path, encoding)
        if is_template(file.pages):
            self.taking = None
            self._imported(take_over(path, who=self.app.who))
            return
        self.taking = Taking(file, self.app.home, self.app.settings.late_minutes)
        self._studied()

    def _imported(self, report: Report) -> None:
        """A workbook on the template needs no question."""
        counted = sum(report.created.values()) + sum(report.updated.values())
        done = f"Classeur du modèle repris : {wording.counted(counted, 'ligne')}."
        self.said = [str(fault) for fault in report.errors[:MOST_FAULTS]] or [done]
        self._show()

    def action_encoding(self) -> None:
        """Asks which letters a text is in."""
        if self.taking is not None and self.taking.file.encoding:
            choices = [Choice(one, one) for one in files.ENCODINGS]
            shown = self.taking.file.pages[0].rows[:1]
            hint = f"Lu en {self.taking.file.encoding} : {' '.join(map(str, shown[0])) if shown else ''}"[:200]
            self.query_one(Prompt).ask(
                "Lettres", lambda text, value: self._read(self.path, value), hint=hint, complete=lambda _: choices
            )

    # questions and answers

    @property
    def _question(self) -> Question | None:
        target = self.query_one(Rows).target
        return self.taking.plan.asking.asked.get(target) if self.taking is not None else None

    def action_accept(self) -> None:
        """Accepts everything proposed that has been shown."""
        if self.taking is not None:
            rows = self.query_one(Rows)
            top = max(0, rows.scroll_offset.y - 1)  # the first line is a heading
            seen = self.taking.plan.questions[top : rows.scroll_offset.y + rows.size.height - 1]
            self.taking.answers |= {one.id: one.proposed for one in seen if one.proposed}
            self.taking.study()
            self._studied()

    def action_choose(self, value: str) -> None:
        """Answers the question chosen by a letter."""
        question = self._question
        known = [one for one, _ in question.choices if one.partition(" ")[0] == value] if question else []
        if question is None or len(known) != 1:
            raise Refused("Cette touche ne répond pas à cette ligne : Entrée ouvre sa réponse.")
        self._answer(question, known[0])

    @on(Rows.Opened)
    def _open(self, event: Rows.Opened) -> None:
        if event.target == WRITE:
            self._write()
        elif (question := self._question) is not None:
            self._ask(question)

    def _ask(self, question: Question) -> None:
        def complete(text: str) -> Sequence[Choice]:
            wanted = fold(text)
            found = [
                Choice(f"{value} : {label}" if label != value else value, value)
                for value, label in question.choices
                if wanted in fold(f"{value} {label}")
            ]
            first = [one for one in found if one.value == question.proposed]
            return [*first, *(one for one in found if one not in first)][:MOST_CHOICES]

        hint = "  ".join(part for part in (question.text, " | ".join(question.more), question.wrong) if part)
        value = question.proposed if not question.choices else ""
        self.query_one(Prompt).ask(
            "Réponse",
            lambda text, chosen: self._typed(question, text, chosen),
            value=value,
            hint=hint,
            complete=complete if question.choices else None,
        )

    def _typed(self, question: Question, text: str, chosen: str | None) -> None:
        self._answer(question, asking.checked(question, chosen or text))

    def _answer(self, question: Question, value: str) -> None:
        assert self.taking is not None
        self.taking.answer(question.id, value)
        self._studied()

    def _studied(self) -> None:
        """Tries everything out once nothing is left to answer."""
        assert self.taking is not None
        plan = self.taking.plan
        self.trial = self.taking.try_out(self.app.who) if not plan.questions and not plan.empty else None
        self._show(first=True)

    def _write(self) -> None:
        if self.taking is None or self.trial is None or self.trial.errors:
            return
        back_up_first(self.app, BACKUP)
        report = self.taking.write(self.app.who)
        if report.errors:
            self.trial = report
            self._show(first=True)
            return
        self.app.notify(f"Repris : {_counted(report)}. Ctrl+Z l'annule.")
        self.said = [f"Repris : {_counted(report)}.", "Échap pour revenir, r pour un autre fichier."]
        self.taking = self.trial = None
        self._show()

    # what is shown

    def _show(self, first: bool = False) -> None:
        lines = list(self._lines())
        wanted = next((row.target for row in lines if row.target is not None), None) if first else None
        self.query_one(Rows).show(lines, wanted)
        if self.taking is not None:
            action = self.taking.plan.action
            self.retitle(f"Reprendre {self.taking.file.name}{f' · {action}' if action else ''}")

    def _lines(self) -> Iterator[Row]:
        width = max(20, self.size.width - 4)
        if self.taking is None:
            yield from (
                Row(fit(said, width)) for said in self.said or ["Donnez un fichier : r. Collez des lignes : v."]
            )
            return
        plan = self.taking.plan
        if plan.questions:
            yield Row(f"À répondre ({len(plan.questions)}) — Entrée répond, o accepte ce qui est proposé (?)")
            for one in plan.questions:
                yield from _asked(one, width)
        elif self.trial is not None:
            yield from self._tried(self.trial, width)
        elif plan.empty:
            yield Row("Rien à reprendre dans ce fichier.")
        waiting = {one.id for one in plan.questions}
        answered = [one for one in plan.asking.asked.values() if one.id not in waiting]
        if answered:
            yield Row(f"Répondu ({len(answered)}) — Entrée corrige")
            for one in answered:
                yield Row(fit(f"■ {one.text} {plan.asking.given(one.id)}", width), one.id)
        yield Row("Lu")
        for table, kind in plan.tables:
            lines = wording.counted(len(table.rows), "ligne")
            said = f"{table.page}, ligne {table.top} : {CALLED.get(kind, kind)}, {lines}"
            yield Row(Content(fit(f"  {said}", width)), f"lu {said}")
        for rank, said in enumerate(plan.told):
            yield Row(Content(fit(f"  {said}", width)), f"dit {rank}")
        if plan.aside:
            yield Row("Laissé de côté")
            for rank, said in enumerate(plan.aside):
                yield Row(Content(fit(f"  {said}", width)), f"à part {rank}")

    def _tried(self, trial: Report, width: int) -> Iterator[Row]:
        if trial.errors:
            yield Row(f"Rien ne peut être écrit : {wording.counted(len(trial.errors), 'erreur')}")
        else:
            yield Row(Content.styled(fit(f"Écrire : {_counted(trial)}", width), "bold"), WRITE)
        for faults, mark in ((trial.errors, "×"), (trial.warnings, "▲")):
            for rank, fault in enumerate(faults[:MOST_FAULTS]):
                yield Row(Content(fit(f"{mark} {fault}", width)), f"{mark} {rank}")


def _asked(question: Question, width: int) -> Iterator[Row]:
    """A question on one line, its answer proposed always seen."""
    answer = f" → {question.proposed}" if question.proposed else f" {question.wrong}"
    said = f"{'?' if question.proposed else '▲'} {question.text.removesuffix(' →')}"
    room = max(width // 3, width - len(answer))
    yield Row(Content(f"{fit(said, room).rstrip()}{fit(answer, width - min(room, len(said)))}".rstrip()), question.id)


def _counted(report: Report) -> str:
    """What is created and changed, in words."""
    parts = [f"{sheet.lower()} {count}" for sheet, count in report.created.items() if count]
    changed = [f"{sheet.lower()} {count}" for sheet, count in report.updated.items() if count]
    said = ", ".join(parts)
    if changed:
        said += f"{' ; ' if said else ''}modifiés : {', '.join(changed)}"
    return said or "rien de nouveau"


def _found(text: str) -> Sequence[Choice]:
    """The files a list may be taken from that begin by what is typed, the latest first."""
    typed = text.strip().strip("\"'")
    try:
        folder = typed_path(typed)
    except Refusal:
        return ()
    start = ""
    if not typed.endswith("/") and not (typed and folder.is_dir()):
        start, folder = folder.name, folder.parent
    folders = [folder] if typed else [Path.home() / one if one else Path() for one in WHERE]
    found = [path for one in folders for path in _listed(one, start)]
    found.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    return [Choice(str(path), path) for path in found[:MOST_CHOICES]]


def _listed(folder: Path, start: str) -> Iterator[Path]:
    try:
        for path in folder.iterdir():
            kind = path.suffix.lower() in (*files.WORKBOOKS, *files.TEXTS)
            if kind and path.is_file() and fold(path.name).startswith(fold(start)) and path.name[:1] not in "~.":
                yield path
    except OSError:
        return
