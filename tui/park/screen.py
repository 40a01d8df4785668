"""Parc: a year of the mopeds, who has them, how long they may, and what lends, gives back, extends and stops them."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.park import chains, mopeds
from models.park import year as park
from models.tables import Action, Downtime, Loan, Moped
from tui.forms.form import FormScreen
from tui.journal.history import show_history
from tui.page import Page, View, telling
from tui.park import forms
from tui.park.joining import ask_other
from tui.park.year_view import SHAPES, Calendar
from tui.widgets.frame import Frame, Panel
from tui.widgets.rows import Row, Rows, fit, group

HELP = (
    "Une ligne par cyclomoteur : ━ prêté, ╍ prêt à venir, × immobilisé, · libre, vide hors du parc ; ▼ aujourd'hui. Le"
    " nom de qui l'a est sur sa barre quand il y tient.\n"
    "À droite, les jours de location sur ceux que vise la convention (au prorata du temps dans le parc), et → ce que"
    " donnerait l'année à ce rythme.\n"
    "En bas, la vie du cyclomoteur choisi."
)
ENDINGS = {"retour": "rendu", "vol": "volé", "perte": "perdu"}


class ParkView(View):
    """The park of one action, and what is done with it.

    ``moped`` and ``record`` (a loan or downtime of it, as table and number): those the cursor is first on.
    """

    HELP = HELP
    BINDINGS: ClassVar = [
        Binding("l", "lend", "Prêter", id="park.lend"),
        Binding(
            "r",
            "give_back",
            "Rendre",
            id="park.give_back",
            tooltip="\nLe prêt choisi en bas, sinon celui en cours.",
        ),
        Binding(
            "p",
            "extend",
            "Prolonger",
            id="park.extend",
            tooltip="\nLe prêt choisi en bas, sinon celui en cours ; motif et professionnel nécessaires.",
        ),
        Binding("x", "immobilise", "Immobiliser", id="park.immobilise"),
        Binding(
            "i",
            "print",
            "Imprimer",
            show=False,
            id="park.print",
            tooltip="\nLa liste des prêts attendus, avec les téléphones.",
        ),
        Binding(
            "f",
            "end_downtime",
            "Remettre en état",
            show=False,
            id="park.end_downtime",
            tooltip="\nL'immobilisation choisie en bas, sinon celle en cours.",
        ),
        Binding(
            "v",
            "lost",
            "Vol ou perte",
            show=False,
            id="park.lost",
            tooltip="\nDu prêt choisi en bas, sinon de celui en cours.",
        ),
        Binding(
            "c",
            "correct",
            "Corriger",
            id="park.correct",
            tooltip="\nLa ligne choisie en bas, sinon le cyclomoteur, son retrait aussi.",
        ),
        Binding("delete", "remove", "Effacer", show=False, id="park.remove", tooltip="\nCe qui n'a pas eu lieu."),
        Binding(
            "u",
            "join",
            "Réunir",
            show=False,
            id="park.join",
            tooltip=(
                "Réunir à ce cyclomoteur celui qui est le même, écrit autrement\n"
                "Ses prêts et ses immobilisations suivent, en un acte qui s'annule."
            ),
        ),
        Binding("n", "add", "Nouveau cyclomoteur", show=False, id="park.add"),
        Binding(
            "b",
            "below",
            "Bas ou haut",
            show=False,
            id="park.below",
            tooltip="\nDescend choisir un prêt ou une immobilisation, ou remonte.",
        ),
        Binding(
            "h",
            "history",
            "Historique",
            id="park.history",
            tooltip="\nDe la ligne choisie en bas, sinon du cyclomoteur.",
        ),
        Binding("z", "zoom", "Mois ou année", id="park.zoom"),
        Binding(
            "left",
            "shift(-1)",
            "Période d'avant",
            show=False,
            id="park.before",
            tooltip="\nLe mois ou l'année.",
        ),
        Binding(
            "right",
            "shift(1)",
            "Période d'après",
            show=False,
            id="park.after",
            tooltip="\nLe mois ou l'année.",
        ),
    ]
    DEFAULT_CSS = """
    ParkView { height: 1fr; }
    ParkView > #park { padding: 0 1; color: $foreground; }
    ParkView > Frame { max-height: 60%; }
    ParkView > Rows { min-height: 4; }
    """

    def __init__(self, action_id: int, moped: int | None = None, record: tuple[str, int] | None = None) -> None:
        super().__init__()
        self.action = Action.get_by_id(action_id)
        self.first, self.wanted = moped, record
        now = today()
        self.year = now.year if self.action.start <= now <= self.action.end else self.action.start.year
        self.month = 0
        self.chains: dict[int, chains.Chain] = {}

    def compose(self) -> ComposeResult:
        yield Panel(id="park")
        with Frame():
            yield Calendar(self.first)
        yield Rows(opens="La ligne choisie, pour la corriger.")

    @property
    def calendar(self) -> Calendar:
        return self.query_one(Calendar)

    def reload(self) -> None:
        """Reads the park again."""
        self.action = Action.get_by_id(self.action.id)
        self.chains = {loan.id: chain for chain in chains.chains(self.action, planned=True) for loan in chain.loans}
        self.calendar.show(park.year(self.action, self.year), self.month)
        self._show()

    def on_resize(self) -> None:
        if self.calendar.park is not None:
            self._show()

    @on(Calendar.Moved)
    def moved(self, event: Calendar.Moved) -> None:
        event.stop()
        self.query_one(Rows).highlighted = None
        self._show()

    def _show(self) -> None:
        self.query_one(Panel).update(self._summary())
        self.query_one(Frame).entitle(
            "Parc", wording.number(len(self.calendar.mopeds)), "← → période   z mois ou année"
        )
        rows = self.query_one(Rows)
        rows.show(group(self._about(), self._history(), "b bas ou haut"), self.wanted)
        self.wanted = None

    def _summary(self) -> Content:
        year = self.calendar.park
        assert year is not None
        rate = wording.percent(year.days / year.aim) if year.aim else "—"
        told = (
            f"{year.year} · {wording.counted(len(year.mopeds), 'cyclomoteur')} · "
            f"{wording.counted(year.days, 'jour')} sur {wording.counted(wording.half_up(year.aim), 'visé')} ({rate}) → "
            f"{wording.number(year.projection)}"
        )
        legend = "  ".join(f"{shape} {state}" for state, shape in SHAPES.items() if shape.strip())
        self.query_one(Panel).entitle(told)
        return Content(f"{legend}  ▼ aujourd'hui")

    def _about(self) -> str:
        """The moped the history is of."""
        one = self.calendar.current
        if one is None:
            return "Aucun cyclomoteur"
        moped = one.moped
        until = f" au {wording.day(moped.retired)}" if moped.retired else ""
        details = [text for text in (moped.plate, moped.model, moped.site) if text]
        year = self.calendar.park
        idle = year.idle(one) if year else 0
        free = f" · libre depuis {wording.counted(idle, 'jour')}" if idle else ""
        told = f"{' · '.join(details)} · au parc du {wording.day(moped.in_service)}{until}{free}"
        return fit(told, self._room - 4).rstrip()

    def _history(self) -> Iterable[Row]:
        one = self.calendar.current
        if one is None:
            yield Row(Content.styled("Aucun cyclomoteur dans le parc. n en ajoute un.", "$text-muted not bold"))
            return
        lines = [(loan.departure, self._loan_line(loan), ("Loan", loan.id)) for loan in one.loans]
        lines += [(stop.start, self._stop_line(stop), ("Downtime", stop.id)) for stop in one.downtimes]
        for _, line, target in sorted(lines, key=lambda one: one[0], reverse=True):
            yield Row(line, target)
        if not lines:
            yield Row(Content.styled("Jamais prêté ni immobilisé.", "$text-muted not bold"))

    def _loan_line(self, loan: Loan) -> Content:
        now, chain = today(), self.chains.get(loan.id)
        until = max(loan.due, loan.extended or loan.due)
        if loan.ended:
            shape, style = ("●", "$text-muted") if loan.ending == "retour" else ("×", "$text-warning")
            when, tail = loan.ended, ENDINGS[loan.ending]
        else:
            shape, style = ("○", "$text-accent") if loan.departure > now else ("━", "")
            when = until
            complete = loan.extension_reason.strip() and loan.professional.strip()
            tail = ("prolongé" if complete else "prolongé ▲ sans motif ou accompagnant") if loan.extended else "prévu"
            if until < now:
                shape, style = "▲", "bold $text-warning"
                tail = f"{tail}, en retard" if loan.extended else "en retard"
            if chain:
                over = max(now, until) > chain.limit
                tail += f" · {'▲ ' if over else ''}limite {wording.day(chain.limit)}"
        head = f"{shape} {wording.day(loan.departure)} → {wording.day(when)}  "
        name = fit(wording.person(loan.person), max(12, min(30, self._room - len(head) - len(tail) - 2)))
        return Content.styled(f"{head}{name}  {tail}", style)

    def _stop_line(self, stop: Downtime) -> Content:
        until = wording.day(stop.end) if stop.end else "…".ljust(10)
        head = f"× {wording.day(stop.start)} → {until}  "
        told = fit(f"immobilisé : {stop.cause}", self._room - len(head))
        return Content.styled(head + told, "$text-error" if stop.end is None else "$text-muted")

    @property
    def _room(self) -> int:
        return max(40, self.query_one(Rows).inside)

    # what is chosen

    def _moped(self) -> Moped:
        """The moped the cursor is on. Raises Refused in an empty park."""
        if self.calendar.current is None:
            raise Refused("Le parc est vide : n y met un cyclomoteur.")
        return self.calendar.current.moped

    def _chosen(self, table: str) -> int | None:
        """The record chosen in the list below, when it is there and of this table."""
        rows = self.query_one(Rows)
        below = self.screen.focused is rows
        return rows.target[1] if below and rows.target and rows.target[0] == table else None

    def _loan(self) -> Loan:
        """The loan chosen below, else the running one. Raises Refused when there is none."""
        moped = self._moped()
        number = self._chosen("Loan")
        assert self.calendar.current is not None
        loan = Loan.get_by_id(number) if number else self.calendar.current.running()
        if loan is None:
            raise Refused(f"{moped.plate} n'est pas prêté : choisissez un prêt dans la liste du bas (b).")
        return loan

    def _downtime(self) -> Downtime:
        """The downtime chosen below, else the current one. Raises Refused when there is none."""
        moped = self._moped()
        number = self._chosen("Downtime")
        assert self.calendar.current is not None
        stop = Downtime.get_by_id(number) if number else self.calendar.current.stopped()
        if stop is None:
            raise Refused(f"{moped.plate} n'est pas immobilisé : choisissez une immobilisation en bas (b).")
        return stop

    # what is done

    def action_join(self) -> None:
        ask_other(self.app, self._moped())

    def action_lend(self) -> None:
        """Asks who borrows the moped, and until when; tells the limit."""
        year = self.calendar.park
        assert year is not None
        self._open(forms.lend(self._moped(), [one.moped for one in year.mopeds], self._who))

    def action_give_back(self) -> None:
        self._open(forms.give_back(self._loan(), self._who))

    def action_extend(self) -> None:
        self._open(forms.extend(self._loan(), self._who))

    def action_lost(self) -> None:
        self._open(forms.lost(self._loan(), self._who))

    def action_print(self) -> None:
        from models.printing import listings
        from tui.printing.asking import print_papers

        print_papers(self.app, listings.LOANS, listings.loans_due(self.action))

    def action_immobilise(self) -> None:
        self._open(forms.immobilise(self._moped(), self._who))

    def action_end_downtime(self) -> None:
        self._open(forms.end_downtime(self._downtime(), self._who))

    def action_add(self) -> None:
        self._open(forms.moped(self.action, None, self._who))

    def action_correct(self) -> None:
        """Corrects the loan or downtime chosen below, else the moped."""
        if number := self._chosen("Loan"):
            year = self.calendar.park
            assert year is not None
            self._open(forms.loan(Loan.get_by_id(number), [one.moped for one in year.mopeds], self._who))
        elif number := self._chosen("Downtime"):
            self._open(forms.downtime(Downtime.get_by_id(number), self._who))
        else:
            self._open(forms.moped(self.action, self._moped(), self._who))

    def action_remove(self) -> None:
        """Removes, once confirmed, what did not take place."""
        if number := self._chosen("Loan"):
            loan = Loan.get_by_id(number)
            whose = f"{loan.moped.plate} à {wording.person(loan.person)}"
            note = f"Effacer le prêt de {whose} du {wording.day(loan.departure)} ?"
            form = FormScreen("Annuler le prêt", [], lambda _: mopeds.cancel_loan(loan, who=self._who), note=note)
        elif number := self._chosen("Downtime"):
            stop = Downtime.get_by_id(number)
            note = f"Effacer l'immobilisation de {stop.moped.plate} du {wording.day(stop.start)} ?"
            form = FormScreen("Effacer", [], lambda _: mopeds.remove_downtime(stop, who=self._who), note=note)
        else:
            moped = self._moped()
            note = f"Effacer {moped.plate}, entré par erreur ?"
            form = FormScreen("Effacer", [], lambda _: mopeds.remove_moped(moped, who=self._who), note=note)
        self._open(form)

    @on(Rows.Opened)
    def opened(self, event: Rows.Opened) -> None:
        event.stop()
        with telling(self.app):
            self.action_correct()

    def action_history(self) -> None:
        """The history of the loan or downtime chosen below, else of the moped."""
        for table in ("Loan", "Downtime"):
            if number := self._chosen(table):
                told = {"Loan": "mise à disposition", "Downtime": "immobilisation"}[table]
                show_history(self.app, f"{self._moped().plate}, {told}", table, number)
                return
        show_history(self.app, self._moped().plate, "Moped", self._moped().id)

    def action_below(self) -> None:
        """Down to the moped's history, or back up to the calendar."""
        rows = self.query_one(Rows)
        (self.calendar if self.screen.focused is rows else rows).focus()

    @on(Calendar.Opened)
    def into(self, event: Calendar.Opened) -> None:
        event.stop()
        self.query_one(Rows).focus()

    def action_zoom(self) -> None:
        """One month, or the whole year."""
        now = today()
        self.month = 0 if self.month else now.month if now.year == self.year else 1
        self.reload()

    def action_shift(self, step: int) -> None:
        """The month or the year before or after."""
        if self.month:
            years, month = divmod(self.month - 1 + step, 12)
            self.year, self.month = self.year + years, month + 1
        else:
            self.year += step
        self.year = max(1900, min(2199, self.year))
        self.reload()

    def _open(self, form: FormScreen) -> None:
        self.app.push_screen(form, lambda values: None if values is None else self.reload())

    @property
    def _who(self) -> str:
        return self.app.who


class ParkScreen(Page):
    """The park of one action, on a screen of its own."""

    TITLE = "Parc"
    HELP = HELP

    def __init__(self, action_id: int, moped: int | None = None, record: tuple[str, int] | None = None) -> None:
        super().__init__()
        self.view = ParkView(action_id, moped, record)

    def body(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.retitle("Parc", self.view.action.code)
        (self.view.query_one(Rows) if self.view.wanted else self.view.calendar).focus()

    def reload(self) -> None:
        self.view.reload()
