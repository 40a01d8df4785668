"""A small office: Claire and Paul train, Nadia coordinates, Denis directs; and what each finds there in the morning."""

from dataclasses import dataclass, fields
from typing import Any

from models.hours import pool
from models.park import mopeds
from models.returns import closing
from models.sessions import roll
from models.tables import (
    COORDINATOR,
    DIRECTION,
    TRAINER,
    Action,
    Document,
    Downtime,
    JournalEntry,
    Loan,
    Moped,
    Movement,
    Parcours,
    Person,
    Session,
)
from tests import world
from tests.world import day

NAMES = {TRAINER: "Claire Martin", COORDINATOR: "Nadia Benali", DIRECTION: "Denis Roy"}


@dataclass(frozen=True)
class Office:
    """What is recorded, by how the tests call it. ``mine`` is Claire's session, ``hers`` Paul's, ``free`` nobody's;
    ``planned`` and ``called_off`` are Claire's too, ``past`` is Claire's before the closing."""

    permis: Action
    park: Action
    amina: Person
    bruno: Person
    alone: Person
    met: Person
    stay: Parcours
    met_stay: Parcours
    mine: Session
    hers: Session
    free: Session
    planned: Session
    called_off: Session
    past: Session
    movement: Movement
    moped: Moped
    idle: Moped
    loan: Loan
    downtime: Downtime
    document: Document
    by_paul: JournalEntry

    def again(self) -> "Office":
        """The same, as stored now."""
        return Office(**{one.name: _again(getattr(self, one.name)) for one in fields(self)})


def _again(record: Any) -> Any:
    return type(record).get_by_id(record.id)


def furnish() -> Office:
    """Records the office in the open, empty base."""
    permis = world.action("cd93-3b-permis", code="PERMIS")
    park = world.action("cd49-point-mobilite", code="PARC")
    closed = world.action("cd49-adse-b", code="QUARTIER")
    amina, bruno, alone = (world.person(code) for code in ("AMINA", "BRUNO", "SEULE"))
    met = world.person("RENCONTRE", confirmed=False)
    stay = world.stay(permis, amina, "05/01/2026", evaluation=1800, group="A")
    world.stay(permis, bruno, "05/01/2026", evaluation=1800)
    met_stay = world.stay(permis, met, "01/06/2026", confirmed=False)
    world.stay(closed, amina, "05/01/2026")
    claire, paul = {"trainer": "Claire Martin"}, {"trainer": "Paul Durand"}
    mine = world.session(permis, "conduite", "12/03/2026", code="S-MINE", **claire)
    hers = world.session(permis, "conduite", "13/03/2026", code="S-HERS", **paul)
    free = world.session(permis, "conduite", "14/03/2026", code="S-FREE", theme="code")
    planned = world.session(permis, "atelier", "15/07/2026", code="S-PLANNED", **claire)
    called_off = world.session(permis, "atelier", "16/07/2026", code="S-OFF", state="annulée", **claire)
    past = world.session(closed, "seance", "12/01/2026", code="S-PAST", **claire)
    for session in (mine, hers, free):
        world.mark(session, amina)
    for session in (mine, hers):
        world.mark(session, met, status="prévu")
    roll.mark(hers, bruno, "absent", who="Paul Durand")
    by_paul = JournalEntry.select().order_by(JournalEntry.id.desc()).get()
    pool.release(permis, amina, 600, day("01/06/2026"), "a fini", who="Nadia Benali")
    moped, idle = world.moped(park, "AB-123-CD", "01/01/2026"), world.moped(park, "EF-456-GH", "01/01/2026")
    loan = mopeds.lend(moped, bruno, day("01/06/2026"), day("01/08/2026"), who="Nadia Benali")
    downtime = world.moped(park, "IJ-789-KL", "01/01/2026")
    downtime = mopeds.immobilise(downtime, day("01/05/2026"), "freins", who="Nadia Benali")
    document = world.document(permis, amina, "contrat", "05/01/2026")
    closing.close(closed, day("31/03/2026"), "Nadia Benali", who="Nadia Benali")
    return Office(
        permis=permis,
        park=park,
        amina=amina,
        bruno=bruno,
        alone=alone,
        met=met,
        stay=stay,
        met_stay=met_stay,
        mine=mine,
        hers=hers,
        free=free,
        planned=planned,
        called_off=called_off,
        past=past,
        movement=Movement.get(),
        moped=moped,
        idle=idle,
        loan=loan,
        downtime=downtime,
        document=document,
        by_paul=by_paul,
    )
