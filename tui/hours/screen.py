"""Heures mutualisées: what each trainee has driven and has left, the pool, and every movement between them."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.hours import pool
from models.hours.ledger import Entry, Ledger, Suggestion, Trainee
from models.people import participants
from models.tables import Action, Movement, MovementReport, Person
from tui.forms.asked import asked
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.journal.history import show_history
from tui.page import Page, View, telling
from tui.widgets.frame import Panel
from tui.widgets.rows import Row, Rows, fit, group

DONE, PLANNED, LEFT, GRANTED, RELEASED, MISSING = "━╍─+‹!"
STYLES = {
    DONE: "$primary",
    PLANNED: "$text-accent",
    LEFT: "$text-muted",
    GRANTED: "$text-warning",
    RELEASED: "$text-success",
    MISSING: "bold $text-error",
}
LEGEND = (
    (DONE, "fait"),
    (PLANNED, "prévu"),
    (LEFT, "reste"),
    (GRANTED, "mobilisé"),
    (RELEASED, "libéré"),
    (MISSING, "en trop"),
)
FIGURE = 9  # cells of a figure's column
SHORT = "Signalé au Départ."  # the header is wider than the labels of a form
HELP = (
    "Les heures de conduite de chacun et celles mises en commun.\n"
    f"La barre montre : {DONE} fait, {PLANNED} prévu, {LEFT} reste, {GRANTED} mobilisé et pas encore fait, "
    f"{RELEASED} libéré, {MISSING} fait en trop.\n"
    "Les heures à libérer sont proposées en tête (conduite réussie, sortie). Un mouvement ne se modifie pas : il se "
    "contre-passe."
)


def bar(trainee: Trainee, scale: int, width: int) -> str:
    """A trainee's hours in ``width`` cells standing for ``scale`` minutes; a shape a kind, readable without colour."""
    planned = min(trainee.planned, max(0, trainee.left))
    granted = min(trainee.granted, max(0, trainee.left - planned))
    parts = (
        (DONE, min(trainee.done, max(0, trainee.total))),
        (MISSING, max(0, -trainee.left)),
        (PLANNED, planned),
        (LEFT, max(0, trainee.left) - planned - granted),
        (GRANTED, granted),
        (RELEASED, max(0, trainee.released)),
    )
    cells, reached = "", 0
    for letter, minutes in parts:
        reached += minutes
        cells += letter * (wording.half_up(reached * width // scale) - len(cells))
    return cells[:width].ljust(width)


class HoursView(View):
    """The ledger of one action, and what moves hours. ``movement``: the one the cursor is first on."""

    HELP = HELP
    BINDINGS: ClassVar = [
        Binding(
            "l",
            "release",
            "Libérer",
            id="hours.release",
            tooltip="\nLes heures que quelqu'un ne fera pas ; le résultat s'affiche avant d'enregistrer.",
        ),
        Binding(
            "m",
            "grant",
            "Mobiliser",
            id="hours.grant",
            tooltip="\nDes heures mutualisées pour quelqu'un ; le résultat s'affiche avant d'enregistrer.",
        ),
        Binding(
            "c",
            "reverse",
            "Contre-passer",
            id="hours.reverse",
            tooltip="\nPar le mouvement inverse, daté d'aujourd'hui.",
        ),
        Binding("h", "history", "Historique", id="hours.history", tooltip="\nDe la ligne choisie."),
        Binding(
            "s",
            "report",
            "Signaler",
            id="hours.report",
            tooltip="Noter ou corriger les dates de signalement\nAu référent et au Département, au-delà du quota.",
        ),
    ]
    DEFAULT_CSS = """
    HoursView { height: 1fr; }
    HoursView > #pool { padding: 0 1; color: $foreground; }
    """

    def __init__(self, action_id: int, movement: int | None = None) -> None:
        super().__init__()
        self.action = Action.get_by_id(action_id)
        self.wanted = ("movement", movement) if movement else None
        self.book: Ledger | None = None
        self.suggested: list[Suggestion] = []

    def compose(self) -> ComposeResult:
        yield Panel(id="pool")
        rows = Rows(opens="La libération proposée, la fiche de la personne, ou les signalements du mouvement.")
        rows.columns = ("Stagiaire", "Fait", "Prévu", "Reste", "Libéré", "Mobilisé")
        yield rows

    def reload(self) -> None:
        """Reads the ledger again."""
        self.action = Action.get_by_id(self.action.id)
        self.book = pool.ledger(self.action)
        self.suggested = pool.suggestions(self.book)
        self._show()

    def on_resize(self) -> None:
        self._show()

    def _show(self) -> None:
        if self.book is None:
            return
        pooled = self.query_one(Panel)
        pooled.entitle(
            f"Heures mutualisées : {wording.hours(self.book.pool)}", f"· prévues {wording.hours(self.book.planned)}"
        )
        pooled.update(self._pool(self.book))
        book, suggested = self.book, list(self._suggestions())
        rows = group(f"À libérer ({len(suggested)})", suggested, "l libère") if suggested else []
        rows += group(f"Stagiaires ({len(book.trainees)})", self._trainees(book), "m mobilise")
        rows += group(f"Mouvements ({len(book.movements)})", self._movements(book), "c contre-passe")
        self.query_one(Rows).show(rows, self.wanted)
        self.wanted = None

    def _pool(self, book: Ledger) -> Content:
        left = sum(trainee.left for trainee in book.trainees)
        return Content("\n").join(
            [
                Content(
                    f"Enveloppe {wording.hours(book.envelope)} = restent {wording.hours(left)} + faites "
                    f"{wording.hours(book.done)} + mutualisées {wording.hours(book.pool)}"
                ),
                Content("  ").join(Content.styled(cell, STYLES[cell]) + Content(f" {what}") for cell, what in LEGEND),
            ]
        )

    def _suggestions(self) -> Iterable[Row]:
        for one in self.suggested:
            first = f" ▲ {wording.hours(one.planned)} encore prévues : à annuler d'abord" if one.planned else ""
            text = f"► {wording.person(one.person)} : {wording.hours(one.minutes)} ({one.why}){first}"
            yield Row(fit(text, self._room), ("suggestion", one.person.id))

    def _trainees(self, book: Ledger) -> Iterable[Row]:
        name, width = self._widths()
        figures = ("fait", "prévu", "reste", "libéré", "mobilisé")
        heads = "".join(f"{figure:>{FIGURE}}" for figure in figures)
        scale = max(
            [book.quota.hours, *(max(one.allocated + one.granted, one.done + one.released) for one in book.trainees)]
        )
        ruler = f"0{wording.hours(scale):>{width - 1}}"
        yield Row(Content.styled(f"{fit('Personne', name)} {ruler}{heads}", "$text-muted not bold"))
        for one in book.trainees:
            values = (one.done, one.planned, one.left, one.released, one.granted)
            told = "".join(f"{wording.hours(value) if value else '·':>{FIGURE}}" for value in values)
            style = "$text-muted" if one.gone else ""
            title = fit(("× " if one.gone else "") + wording.person(one.person), name)
            cells = Content("").join(Content.styled(cell, STYLES.get(cell, "")) for cell in bar(one, scale, width))
            row = Content.styled(f"{title} ", style) + cells
            drawn = row + Content.styled(told, "bold $text-error" if one.left < 0 else style)
            told_of = (wording.person(one.person), *(wording.hours(value) for value in values))
            yield Row(drawn, ("person", one.person.id), told_of)
        if not book.trainees:
            yield Row(Content.styled("Personne n'a encore de parcours dans cette action.", "$text-muted not bold"))

    def _movements(self, book: Ledger) -> Iterable[Row]:
        unreported = {entry.id for entry in pool.above_quota(book)}
        for entry in reversed(book.movements):
            yield Row(self._movement(entry, entry.id in unreported), ("movement", entry.id))

    def _movement(self, entry: Entry, unreported: bool) -> Content:
        sign = "→" if entry.kind == pool.RELEASE else "←"
        head = f"{entry.number:>4} {wording.day(entry.day)} {sign} {entry.kind:<12}{wording.hours(entry.minutes):>9}  "
        tail = ""
        if entry.referent or entry.departement:
            days = (wording.day(day)[:5] or "—" for day in (entry.referent, entry.departement))
            tail += " · réf. {} dépt {}".format(*days)
        if unreported:
            tail += " ▲ à signaler" if not tail else " ▲"  # a missing day is already said by its dash
        if entry.reversed_by:
            tail += f" · contre-passé ({entry.reversed_by})"
        room = max(12, self._room - len(head) - len(tail))
        name = wording.person(entry.person)
        told = f"{name} · {entry.reason}" if room > len(name) + 6 else name
        style = "$text-muted" if entry.reversed_by or entry.reverses else "$text-warning" if unreported else ""
        return Content.styled(head + fit(told, room) + tail, style)

    @property
    def _room(self) -> int:
        return max(40, self.query_one(Rows).inside)

    def _widths(self) -> tuple[int, int]:
        """Cells of the names and of the bars."""
        rest = self._room - 5 * FIGURE - 1
        name = min(28, max(12, rest // 2))
        return name, max(6, rest - name)

    @on(Rows.Opened)
    def opened(self, event: Rows.Opened) -> None:
        event.stop()
        kind, number = event.target
        with telling(self.app):
            if kind == "person":
                self.app.open_person(number)
            elif kind == "suggestion":
                self.action_release()
            else:
                self.action_report()

    def action_release(self) -> None:
        """Asks what to release; a suggestion proposes all that is left."""
        person, suggested = self._person(), self._target("suggestion")
        minutes = next((one.minutes for one in self.suggested if one.person.id == suggested), None)
        why = next((one.why for one in self.suggested if person and one.person.id == person.id), "")
        self._ask("Libérer des heures", pool.RELEASE, person, minutes, why)

    def action_grant(self) -> None:
        """Asks what to grant, and above the quota the two days it was reported."""
        self._ask("Mobiliser des heures", pool.GRANT, self._person(), None, "")

    def action_reverse(self) -> None:
        """Asks before taking a movement back by its opposite."""
        entry = self._entry()
        what = "reviennent à" if entry.kind == pool.RELEASE else "sont reprises à"
        note = (
            f"Mouvement n° {entry.number} du {wording.day(entry.day)} : {wording.hours(abs(entry.minutes))} {what} "
            f"{wording.person(entry.person)}. Un mouvement inverse daté d'aujourd'hui sera écrit."
        )

        def save(values: dict[str, Any]) -> None:
            movement = Movement.get_by_id(entry.id)
            pool.reverse(movement, reason=values["reason"], who=self._who)

        self._open(FormScreen(f"Contre-passer · {self.action.code}", [asked(Movement.reason)], save, note=note))

    def action_report(self) -> None:
        """Asks when a movement was reported; corrects it as well."""
        entry = self._entry()

        def save(values: dict[str, Any]) -> None:
            pool.report(Movement.get_by_id(entry.id), values["referent"], values["departement"], who=self._who)

        note = f"Mouvement n° {entry.number} : {wording.hours(entry.minutes)}, {wording.person(entry.person)}."
        fields = [
            asked(MovementReport.referent, default=entry.referent),
            asked(MovementReport.departement, label=SHORT, default=entry.departement),
        ]
        self._open(FormScreen(f"Signalement · {self.action.code}", fields, save, note=note))

    def _ask(self, title: str, kind: str, person: Person | None, minutes: int | None, why: str) -> None:
        verb = pool.release if kind == pool.RELEASE else pool.grant

        def save(values: dict[str, Any]) -> None:
            verb(self.action, who=self._who, **values)

        fields = [
            asked(Movement.person, default=person, find=self._find),
            asked(Movement.minutes, default=minutes),
            asked(Movement.day, default=today()),
            Field("reason", "Motif *", default=why),  # asked by the verb, so that the preview need not wait for it
        ]
        if kind == pool.GRANT:
            assert self.book is not None
            hint = f"Au-delà de {wording.hours(self.book.quota.hours)}, signalez au référent et au Département."
            fields += [
                asked(MovementReport.referent, hint=hint),
                asked(MovementReport.departement, label=SHORT),
            ]
        self._open(
            FormScreen(
                f"{title} · {self.action.code}",
                fields,
                save,
                preview=lambda values: self._foreseen(kind, values),
                rehearsed=True,
                doubt=lambda values: self._doubt(kind, values),
            )
        )

    def _foreseen(self, kind: str, values: dict[str, Any]) -> str:
        """What the movement would change, before it is confirmed."""
        assert self.book is not None
        seen = pool.foresee(self.book, kind, values["person"], values["minutes"], values["day"])
        told = (
            f"{wording.person(values['person'])} : reste {wording.hours(seen.left_before)} → "
            f"{wording.hours(seen.left_after)}\nHeures mutualisées : {wording.hours(seen.pool_before)} → "
            f"{wording.hours(seen.pool_after)}"
        )
        return f"{told}\nAu-delà du quota : à signaler" if seen.above else told

    def _doubt(self, kind: str, values: dict[str, Any]) -> str:
        assert self.book is not None
        found = pool.doubts(self.book, kind, values["person"], values["day"])
        above = pool.foresee(self.book, kind, values["person"], values["minutes"], values["day"]).above
        if above and not (values["referent"] and values["departement"]):
            quota = wording.hours(self.book.quota.hours)
            found.append(
                f"Au-delà de {quota} : sans les deux dates de signalement, ce mouvement restera dans les écarts."
            )
        return " ".join(found)

    def _open(self, form: FormScreen) -> None:
        self.app.push_screen(form, lambda values: None if values is None else self.reload())

    def _find(self, text: str) -> list[Person]:
        return participants.among([one.person for one in self.book.trainees] if self.book else [], text)

    def action_history(self) -> None:
        """The history of the movement chosen, else of the person."""
        movement, person = self._target("movement"), self._target("person", "suggestion")
        if movement is not None:
            told = f"mouvement n° {Movement.get_by_id(movement).number}"
            show_history(self.app, f"{self.action.code}, {told}", "Movement", movement)
        elif person is not None:
            show_history(self.app, wording.person(Person.get_by_id(person)), "Person", person)
        else:
            show_history(self.app, self.action.code, "Action", self.action.id)

    def _target(self, *kinds: str) -> int | None:
        """The record the cursor is on, when it is of one of these kinds."""
        target = self.query_one(Rows).target
        return target[1] if target and target[0] in kinds else None

    def _person(self) -> Person | None:
        """The trainee the cursor is on."""
        number = self._target("person", "suggestion")
        trainees = self.book.trainees if self.book else ()
        return next((one.person for one in trainees if one.person.id == number), None)

    def _entry(self) -> Entry:
        """The movement the cursor is on. Raises Refused when it is on something else."""
        number = self._target("movement")
        found = next((one for one in self.book.movements if one.id == number), None) if self.book else None
        if found is None:
            raise Refused("Choisissez d'abord un mouvement dans la liste du bas, avec ↓.")
        return found

    @property
    def _who(self) -> str:
        return self.app.who


class HoursScreen(Page):
    """The hours of one action, on a screen of their own."""

    TITLE = "Heures mutualisées"
    HELP = HELP

    def __init__(self, action_id: int, movement: int | None = None) -> None:
        super().__init__()
        self.view = HoursView(action_id, movement)

    def body(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.retitle("Heures mutualisées", self.view.action.code)
        self.view.query_one(Rows).focus()

    def reload(self) -> None:
        self.view.reload()
