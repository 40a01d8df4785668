"""Giving an account its role, or taking it away: listed in the database, and on a server, given its privileges.

A server is given each time exactly what a role needs, and every account listed gets it again: so too for the tables a
later version of Assidu adds.
"""

from typing import Any

from peewee import SqliteDatabase

from models.acts import rights
from models.acts.act import Act
from models.acts.refusals import Refused
from models.french.comparing import one_of, tidy
from models.french.folding import fold
from models.tables import COORDINATOR, ROLES, Member, database

NOT_THE_OWNER = (
    "Un rôle se donne depuis le compte qui possède les tables d'Assidu : demandez à l'administrateur du serveur de "
    "lancer « assidu grant » depuis le sien."
)
ALONE = "{name} est le seul coordinateur : donnez d'abord ce rôle à quelqu'un d'autre."


def members() -> list[Member]:
    """Who is listed, in order of name."""
    return sorted(Member.select(), key=lambda member: (fold(member.name), member.login))


def free() -> str:
    """Who does everything as long as nobody is listed."""
    return "seul le propriétaire des tables écrit" if _on_server() else "chacun est coordinateur"


def usual_name(login: str) -> str:
    """The full name of an account of this machine, as the system has it; else the login."""
    return (None if _on_server() else rights.machine_account(login)) or login


def unknown_to_server(login: str) -> bool:
    """Whether a role for this login would make it on the server."""
    return _on_server() and not _on_the_server().exists(login.strip())


def refuse_other_than_owner() -> None:
    """Raises Refused when the account at work does not give roles."""
    if sentence := rights.coordinators_only():
        raise Refused(sentence)
    if _on_server() and not rights.server_login(database.obj)[1]:
        raise Refused(NOT_THE_OWNER)


def grant(login: str, role: str = "", name: str = "", *, who: str, password: str | None = None) -> Member:
    """Gives ``login`` a role, or another name: how its acts are signed and how its sessions name it.

    On a machine, whoever gives the first role is listed with it, as a coordinator. On a server, a login that does not
    exist is made, with this password or none; and everyone listed is given what their role needs. Without change the
    list and the journal stay as they are. Raises Refused for an account that cannot be, and when the one at work may
    not.
    """
    login, name = login.strip(), tidy(name)
    known = Member.get_or_none(Member.login == login)
    role = one_of(role, ROLES) or (known.role if known else "")
    if role not in ROLES:
        raise Refused(f"Donnez son rôle à {login} : {', '.join(ROLES)}.")
    name = name or (known.name if known else "") or usual_name(login)
    with Act("role", f"{name} ({login}) : {role}", who) as act:
        refuse_other_than_owner()
        if not _on_server() and not Member.select().exists() and login != act.acting.login:
            first = act.insert(Member, login=act.acting.login, name=act.who, role=COORDINATOR)
            act.sentence += f" ; {first.name} ({first.login}) : {COORDINATOR}"
        _refuse_grant(login, name)
        if known is None:
            known = act.insert(Member, login=login, name=name, role=role)
        else:
            act.update(known, name=name, role=role)
        if _on_server():
            _on_the_server().give(login, role, password)
        elif not _coordinated():
            raise Refused(ALONE.format(name=name))
    return known


def remove(login: str, *, who: str) -> Member:
    """Takes a login off the list; on a server it then reads nothing of Assidu any more, and stays a login of the
    server. Raises Refused for one that is not listed, for the last coordinator of a machine, and when the account at
    work may not."""
    known = Member.get_or_none(Member.login == login.strip())
    if known is None:
        raise Refused(f"« {login} » n'a pas de rôle : « assidu grant » énumère qui en a un.")
    with Act("role", f"{known.name} ({known.login}) : plus aucun rôle", who) as act:
        refuse_other_than_owner()
        act.delete(known)
        if _on_server():
            _on_the_server().take(known.login)
        elif not _coordinated() and Member.select().exists():
            raise Refused(ALONE.format(name=known.name))
    return known


def _refuse_grant(login: str, name: str) -> None:
    if not fold(name):
        raise Refused("Un nom a au moins une lettre : donnez-le par --name.")
    if len(name) > 200 or not name.isprintable():
        raise Refused("Ce nom est trop long ou contient un caractère invisible : donnez-en un autre par --name.")
    namesake = next((one for one in Member.select() if one.login != login and fold(one.name) == fold(name)), None)
    if namesake is not None:
        raise Refused(
            f"« {name} » est déjà le nom de {namesake.login}, leurs séances ne se distingueraient plus : "
            "donnez-en un autre par --name."
        )
    if not _on_server() and rights.machine_account(login) is None:
        raise Refused(f"« {login} » n'est pas un compte de cette machine : vérifiez-le, ou créez-le d'abord.")


def _coordinated() -> bool:
    return Member.select().where(Member.role == COORDINATOR).exists()


def _on_server() -> bool:
    return not isinstance(database.obj, SqliteDatabase)


def _on_the_server() -> Any:
    from models.together import server_roles

    return server_roles
