"""The records: what happened, one table a kind of fact, wrong states made impossible where a constraint can."""

from models.tables import lists
from models.tables.base import WRITTEN, Record, Table, database, fields_of, long_fields, one_of
from models.tables.journal import JournalEntry, JournalPage, JournalSubject
from models.tables.kept import KeptDeviations
from models.tables.lists import *
from models.tables.means import Downtime, Loan, Moped, Movement, MovementReport
from models.tables.members import Member
from models.tables.motives import Motive
from models.tables.people import Action, FormerIdentity, FormerPublic, Parcours, Person, TwoPeople
from models.tables.printing import Printed, SheetSeen
from models.tables.registers import (
    REGISTERS,
    Contact,
    Contract,
    Document,
    Ede,
    EligibilityCheck,
    Evaluation,
    Exam,
    Fact,
    FollowUp,
    Immersion,
    Introduction,
    Job,
    Liaison,
    Obstacle,
    PlanLine,
    Prescription,
    ProjectState,
    Step,
    Training,
    WorkedHours,
)
from models.tables.returns import Closing, Frozen, HandedIn
from models.tables.sessions import Attendance, Session

__all__ = [
    "DERIVED",
    "JOURNAL",
    "REGISTERS",
    "TABLES",
    "WRITTEN",
    "Action",
    "Attendance",
    "Closing",
    "Contact",
    "Contract",
    "Document",
    "Downtime",
    "Ede",
    "EligibilityCheck",
    "Evaluation",
    "Exam",
    "Fact",
    "FollowUp",
    "FormerIdentity",
    "FormerPublic",
    "Frozen",
    "HandedIn",
    "Immersion",
    "Introduction",
    "Job",
    "JournalEntry",
    "JournalPage",
    "JournalSubject",
    "KeptDeviations",
    "Liaison",
    "Loan",
    "Member",
    "Moped",
    "Motive",
    "Movement",
    "MovementReport",
    "Obstacle",
    "Parcours",
    "Person",
    "PlanLine",
    "Prescription",
    "Printed",
    "ProjectState",
    "Record",
    "Session",
    "SheetSeen",
    "Step",
    "Table",
    "Training",
    "TwoPeople",
    "WorkedHours",
    "database",
    "fields_of",
    "long_fields",
    "one_of",
]
__all__ += lists.__all__

JOURNAL = (JournalEntry, JournalSubject, JournalPage)

TABLES: tuple[type[Table], ...] = (
    Person,
    FormerPublic,
    Action,
    Parcours,
    Session,
    Attendance,
    Movement,
    MovementReport,
    Moped,
    Loan,
    Downtime,
    *REGISTERS,
    FormerIdentity,
    TwoPeople,
    HandedIn,
    Closing,
    Frozen,
    Printed,
    SheetSeen,
    Motive,
    Member,
    *JOURNAL,
)

DERIVED: tuple[type[Table], ...] = (KeptDeviations,)
"""What is worked out again from the others: whoever is listed writes it, no act tells it, nothing carries it over."""
