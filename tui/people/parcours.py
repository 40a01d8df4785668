"""The parcours of an action: enter, put in a group, renew, leave, confirm, correct."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import Binding

from models.days.clock import today
from models.french import wording
from models.people import actions, parcours
from models.people.parcours import Stay
from models.tables import Action, Parcours
from models.terms import exits
from tui.forms.asked import asked
from tui.forms.form import FormScreen
from tui.journal.history import show_history
from tui.people.joining import ask_move
from tui.people.parcours_forms import ask_correction, ask_entry, ask_exit
from tui.widgets.listing import Column, Entry, Listing


class ParcoursView(Listing):
    """Everyone who entered the action. ``chosen``: the parcours ticked, for giving several a group at once."""

    OPENS = "La fiche de la personne."
    HELP = "Une ligne par parcours : ● en cours, ○ terminé, ? à confirmer (commencé pendant un appel), ■ coché."
    CALLED = "Parcours"
    KEYS = "Entrée ouvre la fiche"
    EMPTY = "Personne n'est encore entré. n fait entrer une personne."
    COLUMNS = (
        Column("", 3),
        Column("Personne"),
        Column("Entrée", 10),
        Column("Sortie", 10),
        Column("Type", 15, least=90),
        Column("Groupe", 9),
        Column("Séances", 7, right=True),
        Column("Heures", 9, right=True),
        Column("Dernière", 10, least=110),
    )
    WITH_CLASSES = (
        Column("", 3),
        Column("Personne"),
        Column("Entrée", 10),
        Column("Sortie", 10),
        Column("Classe de sortie", 20),
        Column("Groupe", 9, least=100),
        Column("Séances", 7, right=True),
        Column("Heures", 9, right=True, least=110),
        Column("Dernière", 10, least=125),
    )
    """Where the convention has classes of exit: the class of each is what matters."""

    BINDINGS: ClassVar = [
        Binding("n", "enter", "Faire entrer", id="parcours.enter"),
        Binding(
            "s",
            "leave",
            "Faire sortir",
            id="parcours.leave",
            tooltip="\nLa date, le type et, pour un emploi, le contrat.",
        ),
        Binding(
            "c",
            "correct",
            "Corriger",
            id="parcours.correct",
            tooltip="\nTout, y compris une sortie notée par erreur : videz sa date.",
        ),
        Binding("r", "renew", "Renouveler", id="parcours.renew"),
        Binding(
            "g",
            "group",
            "Groupe",
            id="parcours.group",
            tooltip="Donner un groupe\nÀ la personne choisie, ou à toutes celles qui sont cochées.",
        ),
        Binding("v", "confirm", "Confirmer", id="parcours.confirm", tooltip="Confirmer un parcours commencé en appel"),
        Binding(
            "d",
            "move",
            "Déplacer",
            show=False,
            id="parcours.move",
            tooltip="Déplacer vers la bonne action\nSes présences, ses registres et ses heures suivent.",
        ),
        Binding("h", "history", "Historique", show=False, id="parcours.history"),
        Binding(
            "space",
            "tick",
            "Cocher",
            show=False,
            id="parcours.tick",
            tooltip="\nPour donner un groupe à plusieurs personnes.",
        ),
        Binding(
            "delete,backspace",
            "remove",
            "Retirer",
            show=False,
            id="parcours.remove",
            tooltip="\nUn parcours créé par erreur, tant que personne n'y a été marqué.",
        ),
    ]

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action
        self.spec = action.spec
        if self.spec.exit_class:
            self.COLUMNS = self.WITH_CLASSES  # type: ignore[misc]
        self.stays: dict[int, Stay] = {}
        self.chosen: set[int] = set()

    def entries(self) -> Iterable[Entry]:
        self.stays = {stay.parcours.id: stay for stay in parcours.stays(self.action)}
        self.chosen &= set(self.stays)
        for number, stay in self.stays.items():
            over = _over(stay.parcours)
            tint = "" if stay.parcours.confirmed else "$text-warning"
            yield Entry(number, self._cells(stay), "$text-muted" if over else "", tint)

    def _cells(self, stay: Stay) -> list[str]:
        one = stay.parcours
        shape = "?" if not one.confirmed else "○" if _over(one) else "●"
        return [
            f"{'■' if one.id in self.chosen else ' '} {shape}",
            wording.person(stay.person),
            wording.day(one.entry),
            wording.day(one.exit),
            self._issue(one),
            one.group,
            str(stay.sessions),
            wording.hours(stay.minutes),
            wording.day(stay.last),
        ]

    def _issue(self, one: Parcours) -> str:
        """How it ended: the class of the exit where the convention has some, else its type."""
        if not self.spec.exit_class or one.exit is None:
            return one.exit_type
        found = exits.class_of(self.spec, one)
        return _short(found.label) if found else "? à qualifier" if exits.to_qualify(self.spec, one) else "—"

    def foot(self) -> str:
        running = sum(not _over(stay.parcours) for stay in self.stays.values())
        places = f" pour {wording.counted(self.action.places, 'place')}" if self.action.places else ""
        ticked = f" · {wording.counted(len(self.chosen), 'coché')}" if self.chosen else ""
        waiting = sum(not stay.parcours.confirmed for stay in self.stays.values())
        confirm = f" · {waiting} à confirmer (v)" if waiting else ""
        vague = sum(exits.to_qualify(self.spec, stay.parcours) for stay in self.stays.values())
        confirm += f" · {wording.counted(vague, 'sortie')} à qualifier (s)" if vague else ""
        told = f"{running} en cours{places} · {wording.counted(len(self.stays), 'parcours', 'parcours')}"
        return "\n".join(part for part in (self.whole(), f"{told}{confirm}{ticked}") if part)

    def on_mount(self) -> None:
        self.watch(self.rows, "highlighted", lambda _: self.refoot())

    def opened(self, target: int) -> None:
        self.app.open_person(self.stays[target].person.id, ("Parcours", target))

    @property
    def about(self) -> set[tuple[str, int]]:
        return {("Parcours", number) for number in self.stays} | {
            ("Person", stay.person.id) for stay in self.stays.values()
        }

    @property
    def current(self) -> Parcours | None:
        stay = self.stays.get(self.target)
        return stay.parcours if stay else None

    def action_enter(self) -> None:
        ask_entry(self.app, self.action)

    def action_leave(self) -> None:
        if one := self.current:
            ask_exit(self.app, one)

    def action_renew(self) -> None:
        one = self.current
        if one is None:
            return
        fields = [
            asked(Parcours.renewed, name="day", required=True, default=one.renewed or today()),
            asked(Parcours.renewal_reason, one, name="reason", required=True),
        ]
        self.app.push_screen(
            FormScreen(
                f"Renouvellement · {wording.person(one.person)} · {one.action.code}",
                fields,
                lambda values: parcours.renew(one, who=self._who, **values),
            )
        )

    def action_group(self) -> None:
        chosen = [self.stays[number].parcours for number in self.chosen] or [one for one in [self.current] if one]
        if not chosen:
            return
        known = [group.name for group in actions.groups(self.action)]
        hint = f"Groupes : {', '.join(known)}. Vide : sans groupe." if known else "Vide : sans groupe."
        field = asked(Parcours.group, chosen[0], suggestions=known, hint=hint)
        title = wording.counted(len(chosen), "personne") if len(chosen) > 1 else wording.person(chosen[0].person)

        def save(values: dict[str, Any]) -> None:
            parcours.put_in_group(chosen, values["group"], who=self._who)
            self.chosen.clear()

        self.app.push_screen(FormScreen(f"Groupe de {title} · {self.action.code}", [field], save))

    def action_confirm(self) -> None:
        if one := self.current:
            parcours.confirm(one, who=self._who)
            self.reload()

    def action_correct(self) -> None:
        if one := self.current:
            ask_correction(self.app, one)

    def action_move(self) -> None:
        if one := self.current:
            ask_move(self.app, one)

    def action_history(self) -> None:
        if one := self.current:
            show_history(self.app, f"{wording.person(one.person)}, parcours", "Parcours", one.id)

    def action_tick(self) -> None:
        if self.target is not None:
            self.chosen ^= {self.target}
            self.reload()
            self.rows.action_cursor_down()

    def action_remove(self) -> None:
        if one := self.current:
            parcours.remove(one, who=self._who)
            self.app.notify(f"Parcours de {wording.person(one.person)} retiré ; Ctrl+Z le remet.")
            self.reload()

    @property
    def _who(self) -> str:
        return self.app.who


def _short(label: str) -> str:
    """The label of a class under a heading that says it is of an exit: « Emploi durable »."""
    return wording.capital(label.removeprefix("Sortie ").removeprefix("en "))


def _over(one: Parcours) -> bool:
    return one.exit is not None and one.exit <= today()
