"""People's data: what is held on one person, what keeps it, and its end."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.answering import DONE, NO, WRONG, Wrong, confirmed, may_ask, print_json, report, say
from tui.commands.shared import installation, person_named, who

if TYPE_CHECKING:
    from config.settings import Settings
    from models.privacy.erasing import Erased
    from models.privacy.retention import Fate
    from models.tables import Person


def person(asked: argparse.Namespace) -> int:
    settings = installation()
    found = person_named(asked.id)
    if asked.output and not asked.export:
        raise Wrong("-o va avec --export : il nomme la page à écrire.")
    if (asked.take or asked.dry_run) and asked.join is None:
        raise Wrong("--take et --dry-run vont avec --join : ils disent comment réunir deux fiches.")
    if asked.join is not None:
        return _join(asked, found, settings)
    if asked.apart is not None or asked.ask_again is not None:
        return _apart(asked, found, settings)
    if asked.export:
        return _export(asked, found, settings)
    if asked.erase:
        return _erase(asked, found, settings)
    from models.privacy import retention

    by = who(settings)
    if asked.hold is not None:
        retention.hold(found, asked.hold, who=by)
    elif asked.release_hold:
        retention.release_hold(found, who=by)
    elif asked.unrestrict:
        retention.unrestrict(found, who=by)
    return _state(asked, found.id)


def _state(asked: argparse.Namespace, id: int) -> int:
    from models.privacy import retention
    from models.tables import Person
    from tui.privacy import answers

    found = Person.get_by_id(id)
    last, running = retention.contact_of(found)
    if asked.json:
        return print_json(answers.state_json(found, last, running))
    return say(answers.state_text(found, last, running))


def _join(asked: argparse.Namespace, found: "Person", settings: "Settings") -> int:
    """Joins another record to this one, at once: it is undone like any other act, and says all that was chosen."""
    from models.figures.differences import differences
    from models.joining import people
    from tui.people import answers

    other = person_named(asked.join)
    plan = people.plan(found, other)
    theirs = dict.fromkeys(asked.take, True)
    _, changed = differences(
        people.concerned(found, other),
        lambda: people.join(found, other, theirs, who=who(settings)),
        dry_run=asked.dry_run,
    )
    if asked.json:
        return print_json(answers.joining_json(plan, theirs, changed, asked.dry_run))
    return say(answers.joining_text(plan, theirs, changed, asked.dry_run))


def _apart(asked: argparse.Namespace, found: "Person", settings: "Settings") -> int:
    from models.people import twins

    verb = twins.tell_apart if asked.apart is not None else twins.ask_again
    verb(found, person_named(asked.ask_again if asked.apart is None else asked.apart), who=who(settings))
    return _state(asked, found.id)


def _export(asked: argparse.Namespace, found: "Person", settings: "Settings") -> int:
    from config.settings import typed_path
    from models.privacy import held, page
    from tui.privacy import answers

    holding = held.held_on(found)
    path = None
    if asked.output or not asked.json:
        path = Path(asked.output) if asked.output else page.usual_path(typed_path(settings.export_folder), found)
        if path.suffix.lower() != ".html":
            raise Wrong(f"{path} : donnez un nom de page en .html.")
        if path.is_dir() or not path.parent.is_dir():
            raise Wrong(f"{path} : donnez un nom de fichier dans un dossier qui existe.")
        page.write(holding, path, who(settings), settings.operator)
    if asked.json:
        return print_json(answers.holding_json(holding, who(settings), str(path) if path else None))
    return say([f"Page écrite : {path}"])


def _erase(asked: argparse.Namespace, found: "Person", settings: "Settings") -> int:
    from models.french import wording
    from models.privacy import erasing, retention
    from tui.privacy import answers

    retention.refuse_to_erase(found)
    if not asked.json:
        last, running = retention.contact_of(found)
        say(answers.state_text(found, last, running))
    if not asked.yes:
        if not may_ask(asked):
            raise Wrong("Rien n'est changé : ajoutez --yes pour effacer les noms ; cela ne s'annule pas.")
        if not confirmed(f"Effacer les noms de {wording.person(found)} ? Cela ne s'annule pas."):
            return say(["Rien n'est changé."]) or NO
    return _done(asked, erasing.purge([], [found], who=who(settings)), 0)


def purge(asked: argparse.Namespace) -> int:
    settings = installation()
    from models.privacy import erasing, retention
    from tui.privacy import answers

    fates = retention.fates(settings, asked.until)
    leaving = [one.person for one in fates if one.what == retention.RESTRICT]
    gone = [one.person for one in fates if one.what == retention.ERASE]
    ghosts = retention.removed(settings, asked.until)
    if asked.dry_run:
        return _plan(asked, fates, settings, len(ghosts))
    if not (leaving or gone or ghosts):
        return _nobody(asked, fates, settings)
    if not asked.json:
        say(answers.plan_text(fates, settings, answers.TITLES[:-1], len(ghosts)))
    if not asked.yes:
        if not may_ask(asked):
            refusal = "Rien n'est changé : ajoutez --yes pour archiver et effacer ; effacer ne s'annule pas."
            if asked.json:
                print_json(answers.plan_json(fates, settings, [refusal], len(ghosts)))
            return report([refusal], WRONG)
        if not confirmed("Archiver et effacer ? Effacer ne s'annule pas."):
            return say(["Rien n'est changé."]) or NO
    return _done(asked, erasing.purge(leaving, gone, ghosts, who=who(settings)), len(leaving))


def _plan(asked: argparse.Namespace, fates: "list[Fate]", settings: "Settings", ghosts: int) -> int:
    from tui.privacy import answers

    if asked.json:
        return print_json(answers.plan_json(fates, settings, [], ghosts))
    return say(answers.plan_text(fates, settings, ghosts=ghosts))


def _nobody(asked: argparse.Namespace, fates: "list[Fate]", settings: "Settings") -> int:
    """Nobody is due: what the last purge left behind is done again, and the backups before it go when asked."""
    from models.privacy import forgetting
    from tui.privacy import answers

    thrown = 0
    if entry := forgetting.last_erasing():
        forgetting.forget()
        if asked.backups and forgetting.before(entry):
            if not asked.yes and not (may_ask(asked) and confirmed("Jeter les sauvegardes d'avant ?")):
                raise Wrong("Rien n'est changé : ajoutez --yes pour jeter les sauvegardes d'avant la dernière purge.")
            thrown = forgetting.throw_away(entry)
    if asked.json:
        return print_json(answers.plan_json(fates, settings, []) | {"backups_removed": thrown})
    say(answers.plan_text(fates, settings, answers.TITLES[2:3]))
    return say([answers.thrown_text(thrown)] if thrown else [])


def _done(asked: argparse.Namespace, erased: "Erased", restricted: int) -> int:
    """What was done, what still holds the names, and what to do about it."""
    from models.privacy import forgetting
    from models.storage import backups
    from tui.privacy import answers

    forgotten, thrown = True, 0
    if erased.people:
        forgotten = forgetting.forget()
        if getattr(asked, "backups", False):
            try:
                thrown = forgetting.throw_away(erased.entry)
            except backups.CannotBackUp as fault:
                report([str(fault)], DONE)
    left = forgetting.before(erased.entry) if erased.people else []
    if asked.json:
        return print_json(answers.done_json(erased, restricted, forgotten, left, thrown))
    return say(answers.done_text(erased, restricted, forgotten, left, thrown))
