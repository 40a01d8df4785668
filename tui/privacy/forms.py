"""What is asked about someone's personal data: writing all of it, keeping it, bringing it back, erasing the names."""

from typing import Any

from models.french import wording
from models.privacy import retention
from models.tables import Person
from tui.forms.asked import asked
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.host import Host
from tui.widgets.finder import Picker
from tui.workbooks import write_behind


def ask_personal(app: Host, person: Person) -> None:
    """Asks what to do with someone's data; only what can be done is offered."""
    choices = [("export", "Écrire tout ce qui est conservé, dans une page à remettre")]
    if person.erased is None:
        if person.hold:
            choices.append(("release", f"Lever le motif de conservation ({person.hold})"))
        else:
            choices.append(("hold", "Conserver quelle que soit la durée, pour un motif"))
        if person.restricted:
            choices.append(("unrestrict", "Remettre dans les listes de tous les jours"))
        choices.append(("erase", "Effacer les noms ; les chiffres ne changent pas"))

    def chosen(what: str | None) -> None:
        if what is not None:
            _DONE[what](app, person)

    app.push_screen(Picker(f"Données de {wording.person(person)}", choices), chosen)


def _export(app: Host, person: Person) -> None:
    from models.privacy import held, page

    who, operator = app.who, app.settings.operator
    write_behind(
        app,
        lambda folder: page.usual_path(folder, person),
        lambda path: page.write(held.held_on(person), path, who, operator),
    )


def _hold(app: Host, person: Person) -> None:
    field = Field("reason", "Motif", required=True, hint="Litige, contrôle… : la fiche reste jusqu'à ce qu'on le lève.")
    form = FormScreen(
        f"Conserver {wording.person(person)}",
        [field],
        lambda values: retention.hold(person, values["reason"], who=app.who),
    )
    app.push_screen(form)


def _release(app: Host, person: Person) -> None:
    retention.release_hold(person, who=app.who)
    app.notify("Motif levé ; Ctrl+Z le remet.")
    app.reload()


def _unrestrict(app: Host, person: Person) -> None:
    retention.unrestrict(person, who=app.who)
    app.notify("De nouveau dans les listes ; Ctrl+Z l'archive.")
    app.reload()


def _erase(app: Host, person: Person) -> None:
    """Names are erased for good: the identifier is to be typed, as nothing else is asked to be."""
    from models.acts.refusals import Refused
    from models.privacy import erasing, forgetting
    from tui.privacy.answers import backups_text

    retention.refuse_to_erase(person)

    def erase(values: dict[str, Any]) -> None:
        if values["code"] != person.code:
            raise Refused(f"Pour effacer, écrivez l'identifiant : {person.code}.")
        done = erasing.purge([], [person], who=app.who)
        forgetting.forget()
        left = backups_text(forgetting.before(done.entry))
        app.notify(" ".join([f"Noms effacés : {done.people[0]}.", *left]))

    field = asked(Person.code, hint=f"Écrivez {person.code} : cela ne s'annule pas.")
    app.push_screen(FormScreen(f"Effacer les noms de {wording.person(person)}", [field], erase))


_DONE = {"export": _export, "hold": _hold, "release": _release, "unrestrict": _unrestrict, "erase": _erase}
