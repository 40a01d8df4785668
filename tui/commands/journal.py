"""The journal in words: who did what and when, and what each act changed."""

import argparse
from dataclasses import asdict

from tui.commands.answering import Wrong, print_json, say
from tui.commands.shared import action_named, installation

MOST_SHOWN = 12  # changes of one act


def journal(asked: argparse.Namespace) -> int:
    installation()
    from models.french.wording import counted, day, moment
    from models.journal import history

    if asked.start and asked.end and asked.start > asked.end:
        raise Wrong(
            f"La période commence le {day(asked.start)} et finit le {day(asked.end)} : donnez --from avant --to."
        )
    if asked.limit < 1:
        raise Wrong("--limit : donnez au moins 1.")
    acts = history.journal(_subject(asked), start=asked.start, end=asked.end, who=asked.by, most=asked.limit)
    if asked.json:
        return print_json({"entries": [asdict(one) for one in acts]})
    for one in acts:
        account = f" (compte {one.login})" if one.login and one.login != one.who else ""
        undone = f" [{one.undone}]" if one.undone else ""
        say([f"n° {one.number} · {moment(one.at)} · {one.who}{account} · {one.sentence}{undone}"])
        shown = one.differences[:MOST_SHOWN]
        say(f"    {difference}" for difference in shown)
        if left := len(one.differences) - len(shown):
            say([f"    … et {counted(left, 'autre changement', 'autres changements')} (--json les donne tous)"])
    more = " ; --limit en montre davantage" if len(acts) == asked.limit else ""
    return say([f"{counted(len(acts), 'acte')}{more}."])


def _subject(asked: argparse.Namespace) -> tuple[str, int] | None:
    """The record asked about: the name of its table and its number."""
    from config.reading import nearest
    from models import tables
    from models.journal import history
    from models.people import identities
    from models.tables import Person

    if asked.action:
        return "Action", action_named(asked.action).id
    if asked.person:
        found = identities.bearer(asked.person)
        if found is None:
            known = nearest(asked.person, [one for (one,) in Person.select(Person.code).tuples()])
            raise Wrong(f"Personne « {asked.person} » inconnue{known or ' ; donnez son identifiant.'}")
        return "Person", found.id
    if asked.record:
        name, number = asked.record
        model = history.table_named(name)
        if model is None:
            names = [one.__name__ for one in tables.TABLES if one not in tables.JOURNAL]
            known = nearest(name, names) or f" ; au choix : {', '.join(names)}."
            raise Wrong(f"Table « {name} » inconnue{known}")
        if not number.isdecimal() or not 0 < int(number) < 2**31:
            raise Wrong(f"--record : « {number} » n'est pas le numéro d'un enregistrement ; donnez un nombre entier.")
        return model.__name__, int(number)
    return None
