"""The marks of this machine that are not on the server: those that wait, and those that were refused."""

import argparse

from tui.commands.answering import print_json, say


def waiting(asked: argparse.Namespace) -> int:
    from config import settings
    from models.french.wording import counted
    from models.storage.file import CannotOpen
    from models.storage.opening import on_server, open_database
    from models.together import waiting as spool

    home = settings.home()
    marks = [(path, one) for path in spool.files(home) for one in spool.read(path).values()]
    refused = [one for _, one in marks if one.back]
    left = [one for _, one in marks if not one.done]
    names: dict[int, str] = {}
    url = settings.database_url(settings.load(home), home)
    if marks and on_server(url):
        try:
            open_database(url)
            names = spool.names_of([*refused, *left])
        except CannotOpen:  # away: by their numbers
            pass
    if asked.json:
        return print_json({"waiting": [_json(one) for one in left], "refused": [_json(one) for one in refused]})
    say(f"× refusée : {spool.told(one, names)} : {one.why}" for one in refused)
    say(f"… attend : {spool.told(one, names)}" for one in left)
    told = [
        counted(len(left), "marque attend le serveur", "marques attendent le serveur") if left else "",
        counted(len(refused), "refusée à lire dans l'application", "refusées à lire dans l'application")
        if refused
        else "",
    ]
    said = ", ".join(one for one in told if one)
    return say([f"{said}." if said else "Rien n'attend : toutes les marques sont enregistrées."])


def _json(mark: object) -> dict[str, object]:
    told = vars(mark)
    return {
        name: told[name] for name in ("number", "at", "who", "verb", "session", "people", "status", "minutes", "why")
    }
