"""One person: who they are, and everything known about them in time order."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from config.schema import Nature
from models.acts import rights
from models.acts.refusals import GONE, Refused
from models.days import months
from models.days.clock import today
from models.french import wording
from models.journal import timeline
from models.people import identities, publics
from models.registers import facts
from models.tables import COORDINATOR, TRAINER, Action, EligibilityCheck, FormerPublic, Parcours, Person
from models.terms import profile
from tui.forms.form import FormScreen
from tui.host import Host
from tui.journal.history import show_history
from tui.page import Page
from tui.people.joining import ask_other
from tui.people.parcours_forms import ask_correction, ask_entry
from tui.people.person_forms import ask_change_of_public, contacts, identity, remove_change_of_public, save
from tui.people.weeks import Weeks
from tui.privacy.answers import kept_text
from tui.registers import forms
from tui.sessions.form import new_meeting
from tui.sessions.roll_view import COLOURS, SIGNS
from tui.widgets.finder import Picker
from tui.widgets.listing import Column, Entry, Listing


class LifeView(Listing):
    """Everything known about someone, the latest first."""

    OPENS = "L'enregistrement, ou ce qui le corrige : une présence ouvre l'appel, un examen son formulaire."
    CALLED = "Journal de la personne"
    EMPTY = "Rien n'est encore noté pour cette personne. e la fait entrer dans une action."
    COLUMNS = (Column("Date", 10), Column("Action", 14), Column("Quoi"))

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person
        self.attendances = True

    def entries(self) -> Iterable[Entry]:
        day, month = today(), ""
        for line in timeline.of_person(self.person):
            if line.table == "Attendance" and not self.attendances:
                continue
            if month != (month := line.day.format("YYYY-MM")):
                yield Entry(None, [Content(wording.capital(wording.month(month)))])
            cells: list[str | Content] = [wording.day(line.day), line.action, _told(line)]
            yield Entry((line.table, line.id), cells, "italic" if line.day > day else "")

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self.refoot())

    def foot(self) -> str:
        hidden = "" if self.attendances else "Sans les présences ; v les montre."
        return "\n".join(text for text in (self.whole(), hidden) if text)

    def first(self) -> Any:
        """What is behind comes before what is planned: the cursor starts on the latest fact."""
        return next((one.target for one in self._entries if one.target and not one.style), None)

    def tally(self) -> str:
        return wording.number(sum(one.target is not None for one in self._entries))

    def opened(self, target: tuple[str, int]) -> None:
        _open(self.app, *target)


def _told(line: timeline.Line) -> Content:
    """A line of a life; presences are small and quiet, what is not one stands out."""
    told = Content(wording.capital(line.told))
    status = line.told.partition(" ")[0].strip(",") if line.table == "Attendance" else ""
    if status == "présent":
        return Content.styled("•", COLOURS[status]) + Content.styled(f" {told.plain}", "$text-muted")
    return Content.styled(f"{SIGNS[status][2:] if status in COLOURS else ' '} ", COLOURS.get(status, "")) + told


class PersonScreen(Page):
    """A participant's page, on the line of ``record`` (the name of its model, its number) when one is given."""

    TITLE = "Fiche"
    HELP = (
        "En haut, sa présence semaine par semaine, et ce qui l'attend ; dessous, tout ce qui est connu de la personne,"
        " le plus récent en tête : parcours, présences, mises à disposition, contrats, examens, documents, heures…\n"
        "Un profil est complet quand est connu tout ce que demandent les conventions de ses parcours en cours."
        " L'orientation se note dans le parcours, que la ligne de l'entrée ouvre."
    )
    BINDINGS: ClassVar = [
        Binding(
            "c",
            "correct",
            "Identité",
            id="person.correct",
            tooltip=(
                "Corriger l'identité\n"
                "Identifiant compris, et ce que demandent les conventions de ses parcours en cours."
            ),
        ),
        Binding(
            "n",
            "add",
            "Ajouter",
            id="person.add",
            tooltip=(
                "\n"
                "Un entretien, un contrat, un document, un suivi, une vérification du public… : tapez ses"
                " premières lettres."
            ),
        ),
        Binding("e", "enter", "Faire entrer", id="person.enter", tooltip="Faire entrer dans une action"),
        Binding("v", "attendances", "Présences", id="person.attendances", tooltip="Cacher ou montrer les présences"),
        Binding(
            "h",
            "history",
            "Historique",
            id="person.history",
            tooltip="Qui a changé quoi, et quand\nTout ce qui a été changé de la personne.",
        ),
        Binding(
            "d",
            "personal",
            "Données",
            show=False,
            id="person.personal",
            tooltip=(
                "Données personnelles : tout écrire, conserver, archiver, effacer\n"
                "Une page que la personne peut lire, un motif de conservation, le retour dans les listes, ou"
                " l'effacement de ses noms."
            ),
        ),
        Binding(
            "u",
            "join",
            "Réunir",
            show=False,
            id="person.join",
            tooltip=(
                "Réunir à cette fiche celle de la même personne, entrée deux fois\n"
                "Ce que les deux disent est montré côte à côte avant d'être réuni, en un acte qui s'annule."
            ),
        ),
        Binding(
            "delete,backspace",
            "remove",
            "Retirer",
            show=False,
            id="person.remove",
            tooltip="\nLa ligne choisie, quand elle se retire ici.",
        ),
        Binding(
            "i",
            "print",
            "Imprimer",
            show=False,
            id="person.print",
            tooltip=(
                "Imprimer une attestation\n"
                "De présence, d'entrée, de fin, ou un certificat de réalisation ; sur une fiche de liaison, sa page."
            ),
        ),
    ]
    DEFAULT_CSS = """
    PersonScreen #identity, PersonScreen #profile { height: auto; padding: 0 1; background: $boost;
        color: $foreground; }
    """

    def __init__(self, person: int, record: tuple[str, int] | None = None) -> None:
        super().__init__()
        found = identities.now(person)
        if found is None:
            raise Refused(GONE)
        self.person: Person = found
        self.stays: list[Parcours] = []
        self.view = LifeView(self.person)
        self.view.stand_on = record
        self.weeks = Weeks()

    @property
    def about(self) -> set[tuple[str, int]]:
        return {("Person", self.person.id)}

    def body(self) -> ComposeResult:
        yield Static(id="identity")
        yield Static(id="profile")
        yield self.weeks
        yield self.view

    def reload(self) -> None:
        found = identities.now(self.person.id)
        if found is None:
            self.app.pop_screen()
            return
        self.person = self.view.person = found
        self.stays = _stays(found)
        self.retitle(identities.person(self.person))
        self.query_one("#identity", Static).update(Content("\n".join(_identity(self.person))))
        state = self.query_one("#profile", Static)
        state.update(Content("\n".join(told := _profiles(self.person, self.stays))))
        state.display = bool(told)
        self.view.reload()
        self.call_after_refresh(self.weeks.read, found.id)  # who they are first

    def action_correct(self) -> None:
        """Who they are, or for a trainer how to reach them."""
        acting = self.app.acting
        if acting.role == TRAINER:
            if not rights.meets(acting, self.person.id):
                raise Refused(rights.NOT_MET)
            self.app.push_screen(contacts(self.person, self.app.who))
            return
        self.app.push_screen(
            FormScreen(
                f"Identité de {wording.person(self.person)}",
                identity(self.person, [stay.action.spec for stay in self.stays if _open_today(stay)]),
                lambda values: save(self.person, self.app.who, values),
            )
        )

    def action_enter(self) -> None:
        running = list(Action.select().where(Action.end >= today()).order_by(Action.code))
        if not running:
            raise Refused("Aucune action n'est en cours ou à venir : créez-en une d'abord.")
        lines = [(one, f"{one.code}  {one.title or one.spec.title}") for one in running]

        def chosen(action: Action | None) -> None:
            if action is not None:
                ask_entry(self.app, action, self.person)

        self.app.push_screen(Picker("Entrée dans quelle action ?", lines), chosen)

    def action_add(self) -> None:
        """Asks what to add: an interview, what the conventions of the person's actions keep, a check of the public;
        what was last added first."""
        actions = list(dict.fromkeys(stay.action for stay in self.stays))
        lines: list[tuple[tuple[Any, Action | None], str]] = []
        for action in actions:
            where = f" · {action.code}" if len(actions) > 1 else ""
            lines += [((one, action), one.label + where) for one in action.spec.nature if not one.collective]
            if self.app.acting.role != COORDINATOR:
                continue
            kept = [table for table in facts.kept_by(action) if table is not EligibilityCheck]
            lines += [((table, action), wording.capital(table.one) + where) for table in kept]
        if self.app.acting.role == COORDINATOR:
            lines.append(((EligibilityCheck, None), "Vérification du public"))
        if not lines:
            raise Refused(rights.MAY_NOT[TRAINER])
        used = {one: rank for rank, one in enumerate(facts.last_used(self.app.who))}

        def rank(line: tuple[tuple[Any, Action | None], str]) -> int:
            kind, action = line[0]
            return used.get((getattr(kind, "__name__", ""), action.id if action else None), len(used))

        def chosen(kind: tuple[Any, Any] | None) -> None:
            if kind is not None and isinstance(kind[0], Nature):
                new_meeting(self.app, kind[1], kind[0], self.person)
            elif kind is not None:
                forms.ask_new(self.app, *kind, self.person)

        lines.sort(key=rank)
        self.app.push_screen(Picker(f"Ajouter pour {wording.person(self.person)}", lines), chosen)

    def action_attendances(self) -> None:
        self.view.attendances = not self.view.attendances
        self.view.reload()

    def action_history(self) -> None:
        show_history(self.app, wording.person(self.person), "Person", self.person.id)

    def action_personal(self) -> None:
        from tui.privacy.forms import ask_personal

        ask_personal(self.app, self.person)

    def action_join(self) -> None:
        ask_other(self.app, self.person)

    def action_remove(self) -> None:
        if self.view.target is None:
            return
        table, number = self.view.target
        if table == "FormerPublic":
            remove_change_of_public(self.app, FormerPublic.get_by_id(number))
        elif table in forms.KINDS:
            forms.remove(self.app, forms.KINDS[table].get_by_id(number))
        else:
            self.app.notify("Cette ligne se retire là où elle est tenue : Entrée y va.")

    def action_print(self) -> None:
        table, number = self.view.target or ("", 0)
        if forms.KINDS.get(table) not in forms.PRINTED:
            from tui.printing.asking import ask_person

            ask_person(self.app, self.person, list(dict.fromkeys(stay.action for stay in self.stays)))
            return
        forms.print_one(self.app, forms.KINDS[table], number)


def _open(app: Host, table: str, number: int) -> None:
    """A stay is corrected here; the rest where it is kept."""
    stay = Parcours.get_or_none(Parcours.id == number) if table == "Parcours" else None
    former = FormerPublic.get_or_none(FormerPublic.id == number) if table == "FormerPublic" else None
    if stay is not None:
        ask_correction(app, stay)
    elif former is not None:
        ask_change_of_public(app, former)
    else:
        forms.open_or_correct(app, table, number)


def _stays(person: Person) -> list[Parcours]:
    """Someone's parcours with their actions, those open today first, then the latest."""
    query = Parcours.select(Parcours, Action).join(Action).where(Parcours.person == person)
    return sorted(query.order_by(Parcours.entry.desc()), key=lambda stay: not _open_today(stay))


def _open_today(stay: Parcours) -> bool:
    return (stay.exit or stay.action.end) >= today()


def _profiles(person: Person, stays: list[Parcours]) -> list[str]:
    """For each action the person is in whose convention asks for a profile: complete, or what is not known yet."""
    told = []
    for stay in stays:
        if not stay.action.spec.profile or not _open_today(stay):
            continue
        lacking = profile.missing(stay.action.spec, person, stay)
        state = f"profil incomplet, manque {len(lacking)} : {', '.join(lacking)}" if lacking else "profil complet"
        told.append(f"{'▲' if lacking else '●'} {stay.action.code} : {state}")
    return told


def _identity(person: Person) -> list[str]:
    """What is known of someone, in a few lines; what is unknown is left out, but for the public."""
    born = wording.agreed("né", "naissance", person.sex)
    birth = ""
    if person.birth:
        years = wording.counted(months.age(person.birth, today()), "an")
        birth = f"{born} le {wording.day(person.birth)} ({years})"
    state = "" if person.confirmed else "? fiche à compléter (c)"
    lines = [
        (state, person.code, birth, person.sex, f"public {publics.history(person).told()}"),
        (person.town, person.phone, person.email, f"allocataire {person.caf_number}" if person.caf_number else ""),
        (
            f"prescrit par {person.prescriber}" if person.prescriber else "",
            f"référent {person.referent}" if person.referent else "",
            person.family_status,
            person.education,
            person.employment,
        ),
    ]
    if former := identities.codes(person):
        lines.append((f"Avant : {', '.join(former)}",))
    lines.append(tuple(wording.capital(text) for text in kept_text(person)))
    return [" · ".join(part for part in line if part) for line in lines if any(line)]
