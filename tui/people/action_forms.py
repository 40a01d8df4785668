"""The forms of an action: a new one, and every correction."""

from collections.abc import Iterable

from config.catalogue import usable
from models.acts.refusals import Refused
from models.french.ranking import ranked
from models.people import actions
from models.tables import Action, Parcours, Session
from models.tables.people import AGREED
from tui.forms.asked import asked
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.host import Host
from tui.widgets.fields import Found


def ask_new(app: Host) -> None:
    """Asks for a new action."""
    app.push_screen(
        FormScreen("Nouvelle action", _fields(app, None), lambda values: actions.add(who=app.who, **values))
    )


def ask_correction(app: Host, action: Action) -> None:
    """Asks what to correct in an action."""
    fields = _fields(app, action)
    title = f"Corriger l'action {action.code}"
    app.push_screen(FormScreen(title, fields, lambda values: actions.correct(action, who=app.who, **values)))


def ask_group_name(app: Host, action: Action) -> None:
    """Asks for another name of one of the action's groups."""
    known = [group.name for group in actions.groups(action)]
    if not known:
        raise Refused("Cette action n'a pas de groupe : g, dans l'onglet Parcours, en donne un à une personne.")
    fields = [
        asked(Parcours.group, name="old", kind="choice", required=True, choices=known),
        Field("new", "Nouveau nom", hint="Vide : le groupe est dissous. Un nom connu : les deux se réunissent."),
    ]
    app.push_screen(
        FormScreen(
            f"Renommer un groupe · {action.code}",
            fields,
            lambda values: actions.rename_group(action, values["old"], values["new"], who=app.who),
        )
    )


def ask_theme_name(app: Host, action: Action) -> None:
    """Asks for another name of one of the action's themes."""
    known = actions.themes(action)
    if not known:
        raise Refused("Aucune séance de cette action n'a de thème.")
    fields = [
        asked(Session.theme, name="old", kind="choice", required=True, choices=known),
        Field("new", "Nouveau nom", hint="Vide : le thème est retiré. Un nom connu : les deux se réunissent."),
    ]
    app.push_screen(
        FormScreen(
            f"Renommer un thème · {action.code}",
            fields,
            lambda values: actions.rename_theme(action, values["old"], values["new"], who=app.who),
        )
    )


def _fields(app: Host, action: Action | None) -> list[Field]:
    known = {spec.id: Found(spec.id, spec.title, f"{spec.territory}, {spec.id}") for spec in usable().values()}
    paid = "Nécessaires quand la convention paie à la place."
    return [
        asked(Action.code, action, hint="Court, par exemple ADSE-2026."),
        asked(
            Action.convention,
            kind="found",
            default=None if action is None else known.get(action.convention),
            find=lambda text: _among(known.values(), text),
            hint="Quelques mots de son titre, ou le Département.",
        ),
        asked(Action.title, action),
        asked(Action.start, action),
        asked(Action.end, action),
        asked(Action.places, action, hint=paid),
        asked(Action.staff, action, hint="Postes à temps plein affectés à l'action."),
        asked(Action.site, action, suggestions=app.settings.sites),
        *(asked(Action._meta.fields[name], action, hinted=True) for name in AGREED),
    ]


def _among(known: Iterable[Found], text: str) -> list[Found]:
    """The conventions ``text`` finds: by id, else by words of the title, the territory and the id."""
    return ranked(known, text, lambda one: (str(one.value), f"{one.name} {one.aside} {_spelled(one.value)}"))


def _spelled(id: str) -> str:
    """The parts of an id, the number of the Département alone: « 49 adse a simple »."""
    return id.removeprefix("cd").replace("-", " ")
