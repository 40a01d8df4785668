"""Who may do what: listed, given, taken away."""

import argparse
import sys
from getpass import getpass

from tui.commands.answering import Wrong, print_json, say
from tui.commands.shared import installation


def grant(asked: argparse.Namespace) -> int:
    settings = installation(make=asked.login is not None or asked.remove)
    from models.acts import rights
    from models.together import roles

    if not asked.login:
        if asked.remove or asked.name or asked.role:
            raise Wrong("Dites de qui il s'agit : « assidu grant COMPTE … ».")
        return _list(asked.json)
    who = settings.user or roles.usual_name(rights.acting().login)
    if asked.remove:
        if asked.role or asked.name:
            raise Wrong("--remove retire tout rôle : ne donnez ni rôle ni nom avec lui.")
        gone = roles.remove(asked.login, who=who)
        return _list(True) if asked.json else say([f"{gone.name} ({gone.login}) n'a plus de rôle."])
    password = None
    if not asked.no_password and roles.unknown_to_server(asked.login):
        roles.refuse_other_than_owner()
        password = _password(asked.login)
    given = roles.grant(asked.login, asked.role or "", asked.name or "", who=who, password=password)
    return _list(True) if asked.json else say([f"{given.name} ({given.login}) : {given.role}."])


def _list(as_json: bool) -> int:
    from models.together import roles

    found = roles.members()
    if as_json:
        return print_json({"members": [{"login": one.login, "name": one.name, "role": one.role} for one in found]})
    if not found:
        return say([f"Aucun rôle n'est donné : {roles.free()}."])
    width = max(len(one.role) for one in found)
    return say(f"{one.role:<{width}}  {one.name} ({one.login})" for one in found)


def _password(login: str) -> str:
    """The password of a login about to be made, asked twice on the terminal. Raises Wrong without a terminal."""
    if not (sys.stdin and sys.stdin.isatty()):
        raise Wrong(
            f"Le mot de passe de {login} se demande dans un terminal : lancez-y la commande, ou ajoutez --no-password."
        )
    try:
        password = getpass(f"Mot de passe de {login} : ", stream=sys.stderr)
        again = getpass("Le même, encore une fois : ", stream=sys.stderr)
    except EOFError:
        raise Wrong("Aucun mot de passe n'a été donné : rien n'est changé.") from None
    if not password:
        raise Wrong("Le mot de passe est vide : rien n'est changé ; --no-password s'il n'en faut pas.")
    if password != again:
        raise Wrong("Les deux mots de passe diffèrent : rien n'est changé, recommencez.")
    return password
