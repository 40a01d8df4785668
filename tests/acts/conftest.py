"""The office, and the accounts of those who work there: of this machine for a file, of the server for a server."""

from types import SimpleNamespace

import pytest

from models import tables
from models.acts import rights
from models.storage.opening import open_database
from models.tables import COORDINATOR, DIRECTION, TRAINER
from models.together import roles
from tests import engines
from tests.acts.office import NAMES, furnish
from tests.together.conftest import account

__all__ = ["account"]
OWNER = "owner"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The office in a base of its own, and how to come in as somebody: ``house.enter(TRAINER)``."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("bureau")
        patch.setenv("ASSIDU_HOME", str(folder))
        patch.setenv("ASSIDU_TODAY", "2026-06-30")
        patch.delenv("ASSIDU_DATABASE", raising=False)
        yield from (_on_server(folder) if engines.SERVER else _on_file(folder, patch))


def _on_file(folder, patch):
    engine = open_database(f"sqlite:///{folder}/assidu.db")
    logins = {role: role for role in NAMES} | {OWNER: COORDINATOR}
    patch.setattr(rights, "machine_account", lambda login: "")
    patch.setattr(rights, "machine_login", lambda: COORDINATOR)
    office = furnish()
    for role, name in NAMES.items():
        roles.grant(role, role, name, who=NAMES[COORDINATOR])

    def enter(role):
        patch.setattr(rights, "machine_login", lambda: logins[role])

    yield SimpleNamespace(office=office, logins=logins, enter=enter, base=None)
    engine.close()


def _on_server(folder):
    """Accounts without a password, on the socket of the server for tests; the owner is no superuser."""
    end = engines.unique()
    base, owner = f"rights_{end}", f"owner_{end}"
    logins = {role: f"{role}_{end}" for role in NAMES} | {OWNER: owner}
    engines.ask(f"CREATE ROLE {owner} LOGIN CREATEROLE")
    engines.ask(f"CREATE DATABASE {base} OWNER {owner}")
    opened = {OWNER: open_database(engines.url(base, netloc=f"{owner}@"))}
    office = furnish()
    for role, name in NAMES.items():
        roles.grant(logins[role], role, name, who="Administration")
    for role in NAMES:
        opened[role] = open_database(engines.url(base, netloc=f"{logins[role]}@"))

    def enter(role):
        tables.database.initialize(opened[role])

    yield SimpleNamespace(office=office, logins=logins, enter=enter, base=base, folder=folder)
    for engine in opened.values():
        engine.close()
    engines.ask(f"DROP DATABASE {base} WITH (FORCE)")
    for login in logins.values():
        engines.ask(f"DROP ROLE {login}")


@pytest.fixture(params=[TRAINER, COORDINATOR, DIRECTION])
def role(request):
    return request.param
