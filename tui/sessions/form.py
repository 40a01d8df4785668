"""Making a session, or a series of them, and correcting, cancelling, reinstating, removing one."""

from collections.abc import Callable, Sequence
from typing import Any

from pendulum import Date

from config.schema import Nature
from models.acts import rights
from models.acts.refusals import Refused
from models.days.clock import today
from models.days.holidays import closed_days
from models.french import wording
from models.french.folding import fold
from models.people import actions
from models.sessions import halves, planning, usual
from models.sessions.clashes import Slot
from models.tables import TRAINER, Action, Attendance, Person, Session
from tui.forms.asked import asked
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.host import Host
from tui.widgets.finder import Picker

MOST_FREE = 4  # told by name
ALONE = "Pour un rendez-vous individuel."


Made = Callable[[Session], None]
"""What is told, once sessions are made, of the first of them: where to put the cursor."""


def new_session(
    app: Host, made: Made, day: Date | None = None, action: Action | None = None, trainer: str = ""
) -> None:
    """Asks for a session of ``day``, or of the next likely one, in the action chosen first when it is not given, with
    ``trainer``, or whoever is at the keyboard."""
    if action is not None:
        app.push_screen(_creation(app, action, day, made, trainer=trainer))
        return
    on = day or today()
    running = list(Action.select().where(Action.start <= on, Action.end >= on).order_by(Action.code))
    choice = running or list(Action.select().order_by(Action.start.desc()))
    if not choice:
        raise Refused(
            "Aucune action n'est enregistrée : créez-en une (2 ou é, puis n), ou importez votre classeur, avant ses"
            " séances."
        )
    if len(choice) == 1:
        app.push_screen(_creation(app, choice[0], day, made, trainer=trainer))
        return

    def chosen(number: int | None) -> None:
        if number is not None:
            app.push_screen(_creation(app, Action.get_by_id(number), day, made, trainer=trainer))

    led = usual.led(app.who)
    choice = sorted(choice, key=lambda one: (led.index(one.id) if one.id in led else len(led), one.code))
    lines = [(one.id, f"{one.code}  {one.title or one.spec.title}") for one in choice]
    app.push_screen(Picker("Nouvelle séance : dans quelle action ?", lines), chosen)


def new_meeting(app: Host, action: Action, nature: Nature, person: Person) -> None:
    """Asks for an individual session of someone's: an interview, today unless it is said."""
    app.push_screen(_creation(app, action, today(), lambda made: None, nature, person))


def correct_session(app: Host, number: int) -> None:
    """Asks for the corrections of a session. Raises Refused when it is another trainer's."""
    session = planning.stored(number)
    rights.refuse_change(session)
    action = session.action
    fields = [
        _nature_field(action, session.nature),
        asked(Session.day, session),
        asked(Session.start, session),
        asked(Session.end, session),
        _channel_field(action, session.channel),
        *_text_fields(action, session),
    ]

    def doubt(values: dict[str, Any]) -> str:
        slots = [Slot(values["day"], *time) for time in planning.checked_times([(values["start"], values["end"])])]
        return " ".join(planning.doubts(action, values, session, slots=slots, off=_off(app, slots)))

    app.push_screen(
        FormScreen(
            f"Modifier la séance du {wording.day(session.day)} · {action.code}",
            fields,
            lambda values: planning.correct(session, who=app.who, **values),
            rehearsed=True,
            doubt=doubt,
            by=TRAINER,
        )
    )


def cancel_session(app: Host, number: int) -> None:
    """Asks for the motive and cancels; a cancelled session is reinstated at once. Raises Refused when it is another
    trainer's."""
    session = planning.stored(number)
    rights.refuse_change(session)
    if session.state == "annulée":
        planning.reinstate(session, who=app.who)
        app.notify("Séance rétablie.")
        app.reload()
        return
    marked = Attendance.select().where(Attendance.session == session.id, Attendance.status != "prévu").count()
    note = (
        f"{wording.counted(marked, 'personne y a', 'personnes y ont')} déjà une marque : gardée, elle ne comptera plus."
        if marked
        else ""
    )
    app.push_screen(
        FormScreen(
            f"Annuler la séance du {wording.day(session.day)} à {wording.time(session.start)} · {session.action.code}",
            [asked(Session.cancel_reason, name="reason", required=True)],
            lambda values: planning.cancel(session, values["reason"], who=app.who),
            note=note,
            by=TRAINER,
        )
    )


def substitute(app: Host, trainer: str, day: Date, number: int | None, free: Sequence[str]) -> None:
    """Asks who replaces a trainer on a day: in the session of this number alone, or in all of theirs of a period.
    ``free``: who leads nothing at its hours, proposed first."""
    one, every = "Cette séance", "Toutes ses séances"
    choices = [*([one] if number is not None else []), *([every] if trainer else [])]
    names = [name for name in dict.fromkeys([*free, *planning.trainers()]) if fold(name) != fold(trainer)]

    def period(values: dict[str, Any]) -> bool:
        return values["scope"] == every

    fields = [
        Field("by", "Remplacé par", required=True, suggestions=names, hint=_told_free(free)),
        Field("scope", "Dans", "choice", required=True, default=choices[0], choices=choices),
        Field("first", "Du", "date", required=True, default=day, when=period),
        Field("last", "Au", "date", required=True, default=day, when=period, since="first"),
    ]

    def replaced(values: dict[str, Any]) -> None:
        if period(values):
            led = planning.substitute(trainer, values["by"], values["first"], values["last"], who=app.who)
            app.notify(f"{led[0].trainer} remplace {trainer} : {wording.counted(len(led), 'séance')}.")
        else:
            planning.correct(planning.stored(number or 0), trainer=values["by"], who=app.who)

    def preview(values: dict[str, Any]) -> str:
        if not period(values):
            return ""
        led = planning.substituted(trainer, values["first"], values["last"])
        return f"{wording.counted(len(led), 'séance')} de {trainer}."

    def doubt(values: dict[str, Any]) -> str:
        if period(values):
            told = planning.substitution_doubts(trainer, values["by"], values["first"], values["last"])
        else:
            session = planning.stored(number or 0)
            slots = [Slot(session.day, session.start, session.end)]
            told = planning.doubts(session.action, {"trainer": values["by"]}, session, slots=slots)
        return " ".join(told)

    title = f"Remplacer {trainer}" if trainer else "Donner la séance à un intervenant"
    app.push_screen(FormScreen(title, fields, replaced, rehearsed=True, doubt=doubt, preview=preview))


def _told_free(free: Sequence[str]) -> str:
    return f"Libres à cette heure : {', '.join(free[:MOST_FREE])}." if free else ""


def split_session(app: Host, number: int) -> None:
    """Asks when the morning ends and the afternoon begins, and makes two half-days of a whole day."""
    session = planning.stored(number)
    rights.refuse_change(session)
    end, start = halves.usual_cut(session)
    app.push_screen(
        FormScreen(
            f"Deux demi-journées, le {wording.day(session.day)} · {session.action.code}",
            [
                Field("end", "Matin jusqu'à", "time", required=True, default=end),
                Field("start", "Après-midi à partir de", "time", required=True, default=start),
            ],
            lambda values: halves.split(session, values["end"], values["start"], who=app.who),
            note="La journée comptera pour deux séances, et une pause ne comptera pas dans les heures.",
            rehearsed=True,
            by=TRAINER,
        )
    )


def remove_session(app: Host, number: int) -> None:
    """Removes a session nobody is marked in."""
    planning.remove(planning.stored(number), who=app.who)
    app.notify("Séance supprimée ; Ctrl+Z la remet.")
    app.reload()


def _creation(
    app: Host,
    action: Action,
    day: Date | None,
    made: Made,
    nature: Nature | None = None,
    person: Person | None = None,
    trainer: str = "",
) -> FormScreen:
    spec = action.spec
    if not spec.nature:
        raise Refused(f"La convention de {action.code} ne prévoit aucune séance.")
    collective = all(nature.collective for nature in spec.nature)
    nature = nature or usual.nature_of(action, app.who)
    proposed = {one.code: usual.usual(action, one, day or today()) for one in spec.nature}

    def like(name: str) -> Callable[[dict[str, Any]], Any]:
        return lambda values: getattr(proposed[values["nature"]], name)

    first = proposed[nature.code]
    fields = [
        _nature_field(action, nature.code),
        asked(Session.day, default=day or first.day, follows=None if day else like("day")),
        asked(Session.start, default=first.start, follows=like("start")),
        asked(Session.end, default=first.end, follows=like("end")),
        Field("second_start", "Puis de", "time", hint="Seconde demi-journée, s'il y en a une."),
        Field("second_end", "jusqu'à", "time"),
        Field("until", "Chaque semaine jusqu'au", "date", hint="Vide : une seule fois.", since="day"),
        *([] if collective else [Field("person", "Participant", "person", default=person, hint=ALONE)]),
        _channel_field(action, planning.usual_channel(action.spec)),
        *_text_fields(action, None, trainer=trainer or app.who, place=first.place, group=first.group, like=like),
    ]

    def make(values: dict[str, Any]) -> None:
        days, skipped = _days(app, values)
        sessions = planning.plan(
            action,
            days,
            _times(values),
            who=app.who,
            persons=_people(values),
            **{name: values[name] for name in ("nature", "theme", "trainer", "place", "group", "channel")},
        )
        app.notify(planning.told_made(sessions, skipped))
        made(sessions[0])

    def preview(values: dict[str, Any]) -> str:
        days, skipped = _days(app, values)
        count = len(days) * len(_times(values))
        return "" if count == 1 and not skipped else _told(count, skipped)

    def doubt(values: dict[str, Any]) -> str:
        days, _ = _days(app, values)
        slots = [Slot(day, *time) for day in days for time in _times(values)]
        people = [one.id for one in _people(values)]
        return " ".join(planning.doubts(action, values, slots=slots, people=people, off=_off(app, slots)))

    return FormScreen(
        f"Nouvelle séance · {action.code}", fields, make, rehearsed=True, doubt=doubt, preview=preview, by=TRAINER
    )


def _people(values: dict[str, Any]) -> list[Person]:
    return [values["person"]] if values.get("person") else []


def _off(app: Host, slots: Sequence[Slot]) -> dict[Date, str]:
    """The days off among those of these slots, with why."""
    days = [slot.day for slot in slots]
    return closed_days(min(days), max(days), app.settings.region, app.settings.closures)


def _days(app: Host, values: dict[str, Any]) -> tuple[list[Date], dict[Date, str]]:
    """The days of the series and, with why, those skipped."""
    first, until = values["day"], values["until"]
    if until is None:
        return [first], {}
    if until < first:
        raise Refused("La série finit avant de commencer : vérifiez la date de fin.")
    if until > first.add(years=2):
        raise Refused("La série dépasse deux ans : choisissez une date de fin plus proche.")
    closed = closed_days(first, until, app.settings.region, app.settings.closures)
    days, skipped = planning.occurrences(first, until, closed)
    return days, {day: closed[day] for day in skipped}


def _times(values: dict[str, Any]) -> list[tuple[int, int]]:
    times = [(values["start"], values["end"])]
    second = (values["second_start"], values["second_end"])
    if None not in second:
        times.append(second)
    elif second != (None, None):
        raise Refused("La seconde demi-journée demande une heure de début et une heure de fin.")
    return planning.checked_times(times)


def _told(count: int, skipped: dict[Date, str]) -> str:
    told = f"{wording.counted(count, 'séance')}."
    if skipped:
        told += " Jours sautés : " + ", ".join(f"{wording.day(day)[:5]} ({why})" for day, why in skipped.items()) + "."
    return told


def _nature_field(action: Action, default: str) -> Field:
    natures = [(nature.code, nature.label) for nature in action.spec.nature]
    return asked(Session.nature, default=default, choices=natures)


def _channel_field(action: Action, default: str) -> Field:
    """How an interview is held; a collective session has no channel to note."""

    def alone(values: dict[str, Any]) -> bool:
        nature = action.spec.nature_of(values["nature"])
        return nature is not None and not nature.collective

    return asked(Session.channel, default=default, when=alone)


def _text_fields(action: Action, session: Session | None, **proposed: Any) -> list[Field]:
    """What a session says beside its hours: as it is, or as ``proposed``."""
    groups = [group.name for group in actions.groups(action)]
    trainer, place, group = ({"default": proposed[name]} if proposed else {} for name in ("trainer", "place", "group"))
    if proposed:
        place["follows"], group["follows"] = proposed["like"]("place"), proposed["like"]("group")
    return [
        asked(Session.theme, session),
        asked(Session.trainer, session, suggestions=planning.trainers(), **trainer),
        asked(Session.place, session, **place),
        asked(Session.group, session, suggestions=groups, hint="Vide : tous les inscrits.", **group),
    ]
