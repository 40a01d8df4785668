"""The forms of a parcours: the entry with what the convention asks of it, the exit and its class, every correction."""

from functools import partial
from typing import Any

from pendulum import Date

from config.schema import Convention, ParcoursLength
from models.days.clock import today
from models.days.months import plus_months
from models.french import wording
from models.people import actions, freed, limits, parcours, participants
from models.registers import facts
from models.rules.foreseen import ENTERING, foreseen
from models.tables import Action, Parcours, Person
from models.terms import exits
from tui.forms.asked import asked
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.host import Host

ENTRY, EXIT = "Entrée le", "Sortie le"  # a day is asked for: by themselves the headers may be read as a reason
LACKING = {"exit_type": "le type", "exit_contract": "le contrat", "job_end": "la fin du contrat"}


def ask_entry(app: Host, action: Action, person: Person | None = None) -> None:
    """Asks who enters an action, when, and what else its convention wants to know of an entry."""
    fields = [
        asked(Parcours.person, default=person, find=participants.or_new),
        asked(Parcours.entry, label=ENTRY, default=min(max(today(), action.start), action.end)),
        asked(Parcours.planned_end),
        _group(action, ""),
        *_of_convention(action.spec, None),
    ]

    def doubt(values: dict[str, Any]) -> str:
        entering = partial(parcours.enter, action, who=app.who, **values)
        new = _told_new(values["person"]) if values["person"].id is None else []
        return " ".join([*new, *parcours.doubts(action, **values), *foreseen(action, ENTERING, entering)])

    form = FormScreen(
        f"Entrée dans {action.code}",
        fields,
        lambda values: parcours.enter(action, who=app.who, **values),
        rehearsed=True,
        doubt=doubt,
        preview=lambda values: _limit_told(action.spec, values["entry"]),
        note="" if person else "Inconnu ? Écrivez son nom et son prénom : sa fiche est créée avec son entrée.",
    )
    app.push_screen(form)


def ask_exit(app: Host, one: Parcours) -> None:
    """Asks for the exit: its type and, for a job, its contract and how long it lasts. Its class follows."""
    spec = one.action.spec
    named = freed.named(one)
    fields = [
        asked(Parcours.exit, label=EXIT, required=True, default=one.exit or today()),
        asked(Parcours.exit_type, label="Type", required=True, default=one.exit_type or None),
        *_exit_details(spec, one),
        _freeing(named),
    ]

    def save(values: dict[str, Any]) -> None:
        values = _dated(values)
        details = {"contract": values["exit_contract"], "job_end": values["job_end"]}
        details |= {"destination": values["destination"], "free": bool(values["free"])}
        parcours.leave(one, values["exit"], values["exit_type"], who=app.who, **details)

    form = FormScreen(
        f"Sortie de {one.action.code} · {wording.person(one.person)}",
        fields,
        save,
        rehearsed=True,
        doubt=lambda values: _doubt(one, {"entry": one.entry, **_dated(values)}),
        preview=lambda values: _foreseen(spec, named, values),
        begin=exits.lacking(one) if one.exit_type and exits.to_qualify(spec, one) else "",
    )
    app.push_screen(form)


def ask_correction(app: Host, one: Parcours) -> None:
    """Asks what to correct in a parcours; an emptied exit opens it again."""
    spec = one.action.spec

    named = freed.named(one)

    def gone(values: dict[str, Any]) -> bool:
        return values["exit"] is not None or _kept(one, values, "exit_type")

    def save(values: dict[str, Any]) -> None:
        parcours.correct(one, who=app.who, **_dated(values) | {"free": bool(values["free"])})

    fields = [
        asked(Parcours.entry, one, label=ENTRY),
        asked(Parcours.planned_end, one),
        asked(Parcours.exit, one, label=EXIT, hint="Vide : le parcours est en cours."),
        asked(Parcours.exit_type, one, when=gone),
        *_exit_details(spec, one),
        asked(Parcours.renewed, one),
        asked(Parcours.renewal_reason, one),
        _group(one.action, one.group),
        *_of_convention(spec, one),
        _freeing(named),
    ]

    def doubt(values: dict[str, Any]) -> str:
        correcting = partial(parcours.correct, one, who=app.who, **_dated(values) | {"free": False})
        return " ".join([_doubt(one, _dated(values)), *foreseen(one.action, ENTERING, correcting)]).strip()

    form = FormScreen(
        f"Corriger le parcours · {wording.person(one.person)} · {one.action.code}",
        fields,
        save,
        rehearsed=True,
        doubt=doubt,
        preview=lambda values: _foreseen(spec, named, values),
    )
    app.push_screen(form)


def _limit_told(spec: Convention, entry: Date) -> str:
    """The last day a stay begun then may last to, where the convention limits it."""
    lasts = [(rule.maximum, plus_months(entry, rule.maximum)) for rule in spec.rules_of(ParcoursLength)]
    return "\n".join(
        f"Sortie au plus tard le {wording.day(last)} ({wording.counted(months, 'mois', 'mois')})."
        for months, last in lasts
    )


def _freeing(named: list[freed.Named]) -> Field:
    """What becomes of the sessions somebody is named in after the exit typed; asked for when there are some."""
    return Field(
        "free",
        "Séances prévues",
        "choice",
        required=True,
        default=True,
        choices=[(True, "les annuler, ou l'en retirer"), (False, "les laisser")],
        when=lambda values: bool(freed.after(named, values["exit"])),
    )


def _told_new(person: Person) -> list[str]:
    """What is created of somebody not known yet, and who may be that person."""
    alike = participants.lookalikes(person.last_name, person.first_name)
    told = [f"Nouvelle fiche : nom {person.last_name}, prénom {person.first_name or '(aucun)'}."]
    return [*told, f"Déjà connu ? {' ; '.join(wording.introduced(one) for one in alike[:3])}."] if alike else told


def _foreseen(spec: Convention, named: list[freed.Named], values: dict[str, Any]) -> str:
    """The class these values give the exit, then the sessions still planned after it when they are to be freed."""
    told = freed.told(freed.after(named, values["exit"])) if values["free"] else ""
    return "\n".join(filter(None, (_class_told(spec, values), told)))


def _doubt(one: Parcours, values: dict[str, Any]) -> str:
    """What is unusual in the corrections of a parcours, and what its new dates leave outside."""
    unusual = parcours.doubts(one.action, one.person, but=one, **values)
    return " ".join([*unusual, parcours.left_outside(one, values["entry"], values["exit"])]).strip()


def _group(action: Action, default: str) -> Field:
    return asked(Parcours.group, default=default, suggestions=[group.name for group in actions.groups(action)])


def _of_convention(spec: Convention, one: Parcours | None) -> list[Field]:
    """What the convention asks of an entry, and what was noted of this one."""
    variants = list(spec.listed("variant").items())
    structures = [value for known in spec.profile if known.field == "structure orientante" for value in known.values]
    structures += facts.typed_before(Parcours, "oriented_by")
    fields = [
        asked(Parcours.variant, one, choices=variants),
        asked(Parcours.oriented, one, hinted=True),
        asked(Parcours.orientation, one),
        asked(Parcours.oriented_by, one, suggestions=structures),
        asked(Parcours.evaluation, one, hint="Heures de conduite estimées."),
    ]
    wanted = parcours.asked(spec)
    return [field for field in fields if field.name in wanted or field.default not in (None, "")]


def _exit_details(spec: Convention, one: Parcours) -> list[Field]:
    """What is asked of an exit beside its day and type: of a job, or of a type the convention classes by contract."""
    with_contract = limits.with_contract(spec)

    def hired(values: dict[str, Any]) -> bool:
        left = values["exit"] is not None and values["exit_type"] in with_contract
        return left or _kept(one, values, "exit_contract", "job_end")

    length = "Une date, ou une durée depuis la sortie : 8 mois. Vide sans terme."
    known = facts.typed_before(Parcours, "destination")
    return [
        asked(Parcours.exit_contract, one, label="Contrat", when=hired),
        asked(Parcours.job_end, one, kind="term", when=hired, hint=length),
        asked(
            Parcours.destination,
            one,
            hinted=True,
            suggestions=known,
            when=lambda values: values["exit"] is not None or _kept(one, values, "destination"),
        ),
    ]


def _kept(one: Parcours, values: dict[str, Any], *names: str) -> bool:
    """Whether one of these is recorded of an exit that stays as it is: the form then keeps it."""
    same = values["exit"] == one.exit and values.get("exit_type", one.exit_type) == one.exit_type
    return same and any(getattr(one, name) for name in names)


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    """The same, the length of a contract made its last day."""
    end = values["job_end"]
    dated = parcours.last_day(values["exit"], end) if isinstance(end, int) else end
    return values | {"job_end": dated}


def _class_told(spec: Convention, values: dict[str, Any]) -> str:
    """The class these values give the exit, and the last day of its contract when a length was typed."""
    if values["exit"] is None:
        return ""
    dated = _dated(values)
    end: Date | None = dated["job_end"]
    until = f"Contrat jusqu'au {wording.day(end)}. " if end and end != values["job_end"] else ""
    draft = Parcours(**{name: dated[name] for name in ("exit", "exit_type", "exit_contract", "job_end")})
    found = exits.class_of(spec, draft)
    if found is not None:
        return f"{until}Classe : {found.label} ({found.source})."
    if not exits.to_qualify(spec, draft):
        return until
    return f"{until}Sortie à qualifier : il manque {LACKING[exits.lacking(draft)]} pour en dire la classe."
