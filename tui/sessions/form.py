"""Making a session, or a series of them, and correcting, cancelling, reinstating, removing one."""

from typing import Any

from pendulum import Date

from config.schema import Nature
from models.acts.refusals import Refused
from models.days.clock import today
from models.french import wording
from models.people import actions
from models.sessions import planning
from models.tables import Action, Attendance, Person, Session
from tui.forms.asked import asked
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.host import Host
from tui.widgets.finder import Picker

ALONE = "Pour un rendez-vous individuel."
NOBODY = "Personne n'est attendu : pour un rendez-vous individuel, nommez le participant."


def new_session(app: Host, day: Date, action: Action | None = None) -> None:
    """Asks for a session of ``day``, in the action chosen first when it is not given."""
    if action is not None:
        app.push_screen(_creation(app, action, day))
        return
    running = list(Action.select().where(Action.start <= day, Action.end >= day).order_by(Action.code))
    choice = running or list(Action.select().order_by(Action.start.desc()))
    if not choice:
        raise Refused(
            "Aucune action n'est enregistrée : créez-en une (2 ou é, puis n), ou importez votre classeur, avant ses"
            " séances."
        )
    if len(choice) == 1:
        app.push_screen(_creation(app, choice[0], day))
        return

    def chosen(number: int | None) -> None:
        if number is not None:
            app.push_screen(_creation(app, Action.get_by_id(number), day))

    last = planning.latest()
    choice = sorted(choice, key=lambda action: (not last or action.id != last.action_id, action.code))
    lines = [(one.id, f"{one.code}  {one.title or one.spec.title}") for one in choice]
    app.push_screen(Picker("Nouvelle séance : dans quelle action ?", lines), chosen)


def new_meeting(app: Host, action: Action, nature: Nature, person: Person) -> None:
    """Asks for an individual session of someone's: an interview, today unless it is said."""
    app.push_screen(_creation(app, action, today(), nature, person))


def correct_session(app: Host, number: int) -> None:
    """Asks for the corrections of a session."""
    session = planning.stored(number)
    action = session.action
    fields = [
        _nature_field(action, session.nature),
        asked(Session.day, session),
        asked(Session.start, session),
        asked(Session.end, session),
        _channel_field(action, session.channel),
        *_text_fields(action, session),
    ]
    app.push_screen(
        FormScreen(
            f"Modifier la séance du {wording.day(session.day)} · {action.code}",
            fields,
            lambda values: planning.correct(session, who=app.who, **values),
            doubt=lambda values: " ".join(planning.doubts(action, values, session)),
        )
    )


def cancel_session(app: Host, number: int) -> None:
    """Asks for the motive and cancels; a cancelled session is reinstated at once."""
    session = planning.stored(number)
    if session.state == "annulée":
        planning.reinstate(session, who=app.who)
        app.notify("Séance rétablie.")
        app.reload()
        return
    marked = Attendance.select().where(Attendance.session == session.id, Attendance.status != "prévu").count()
    note = (
        f"{wording.counted(marked, 'personne')} y ont déjà une marque : elle sera gardée, mais ne comptera plus."
        if marked
        else ""
    )
    app.push_screen(
        FormScreen(
            f"Annuler la séance du {wording.day(session.day)} à {wording.time(session.start)} · {session.action.code}",
            [asked(Session.cancel_reason, name="reason", required=True)],
            lambda values: planning.cancel(session, values["reason"], who=app.who),
            note=note,
        )
    )


def remove_session(app: Host, number: int) -> None:
    """Removes a session nobody is marked in."""
    planning.remove(planning.stored(number), who=app.who)
    app.notify("Séance supprimée ; Ctrl+Z la remet.")
    app.reload()


def _creation(
    app: Host, action: Action, day: Date, nature: Nature | None = None, person: Person | None = None
) -> FormScreen:
    last = planning.latest(action)
    spec = action.spec
    if not spec.nature:
        raise Refused(f"La convention de {action.code} ne prévoit aucune séance.")
    collective = all(nature.collective for nature in spec.nature)
    start, end = (last.start, last.end) if last else (9 * 60, 9 * 60 + spec.nature[0].length)
    fields = [
        _nature_field(action, nature.code if nature else last.nature if last else spec.nature[0].code),
        asked(Session.day, default=day),
        asked(Session.start, default=start),
        asked(Session.end, default=end),
        Field("second_start", "Puis de", "time", hint="Seconde demi-journée, s'il y en a une."),
        Field("second_end", "jusqu'à", "time"),
        Field("until", "Chaque semaine jusqu'au", "date", hint="Vide : une seule fois."),
        *([] if collective else [Field("person", "Participant", "person", default=person, hint=ALONE)]),
        _channel_field(action, planning.usual_channel(action.spec)),
        *_text_fields(action, last, with_theme=False),
    ]

    def make(values: dict[str, Any]) -> None:
        days, skipped = _days(app, values)
        times = _times(values)
        made = planning.plan(
            action,
            days,
            times,
            who=app.who,
            persons=[values["person"]] if values.get("person") else [],
            **{name: values[name] for name in ("nature", "theme", "trainer", "place", "group", "channel")},
        )
        app.notify(_told(len(made), skipped))

    def preview(values: dict[str, Any]) -> str:
        days, skipped = _days(app, values)
        count = len(days) * len(_times(values))
        return "" if count == 1 and not skipped else _told(count, skipped)

    def doubt(values: dict[str, Any]) -> str | None:
        _times(values)  # what cannot be is told before what is doubtful
        nature = spec.nature_of(values["nature"])
        if nature and not nature.collective and values.get("person") is None:
            return NOBODY
        days = (values["day"], values["until"] or values["day"])
        return next((sentence for day in days for sentence in planning.doubts(action, {"day": day})), None)

    return FormScreen(f"Nouvelle séance · {action.code}", fields, make, doubt=doubt, preview=preview)


def _days(app: Host, values: dict[str, Any]) -> tuple[list[Date], dict[Date, str]]:
    """The days of the series and, with why, those skipped."""
    first, until = values["day"], values["until"]
    if until is None:
        return [first], {}
    if until < first:
        raise Refused("La série finit avant de commencer : vérifiez la date de fin.")
    if until > first.add(years=2):
        raise Refused("La série dépasse deux ans : choisissez une date de fin plus proche.")
    from models.days.holidays import closed_days

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


def _text_fields(action: Action, like: Session | None, with_theme: bool = True) -> list[Field]:
    groups = [group.name for group in actions.groups(action)]
    return [
        asked(Session.theme, like if with_theme else None),
        asked(Session.trainer, like, suggestions=planning.trainers()),
        asked(Session.place, like),
        asked(Session.group, like, suggestions=groups, hint="Vide : tous les inscrits."),
    ]
