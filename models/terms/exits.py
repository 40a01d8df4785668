"""The class of an exit, told by the convention: its type, the contract found, and how long that contract lasts.

The type and the contract are kept as they were said, so that another convention, or another reading, may class them
otherwise (reading 59-02).
"""

from typing import Literal, Protocol

from pendulum import Date

from config.schema import Convention, ExitCase, ExitClass, JobContract
from models.days.months import plus_months

JOB = "emploi"
TO_QUALIFY = "à qualifier"  # instead of a class, while something is missing to tell it
ENDLESS: tuple[JobContract, ...] = ("CDI", "fonction publique", "indépendant")  # without an end unless one is said


class Leaving(Protocol):
    """What is read of a parcours that ended: a ``Parcours``, or a row with these columns."""

    @property
    def exit(self) -> Date | None: ...
    @property
    def exit_type(self) -> str: ...
    @property
    def exit_contract(self) -> str: ...
    @property
    def job_end(self) -> Date | None: ...


def class_of(spec: Convention, parcours: Leaving) -> ExitClass | None:
    """The class of an exit under ``spec``: the first with a case that fits, else the one that takes the rest.

    None while the exit is to qualify (``to_qualify``), for a parcours still open, or when no class takes the exit.
    """
    return _told(spec, parcours)[0]


def to_qualify(spec: Convention, parcours: Leaving) -> bool:
    """Whether something is missing to tell the class of this exit: its type, the contract of a job, or the last day of
    a contract that has one (reading 59-01: the operator never over-claims)."""
    return _told(spec, parcours)[1]


def lacking(parcours: Leaving) -> Literal["exit_type", "exit_contract", "job_end"]:
    """What an exit to qualify lacks first: its type, the contract of the job, or that contract's last day."""
    if not parcours.exit_type:
        return "exit_type"
    return "job_end" if parcours.exit_contract else "exit_contract"


def among(spec: Convention, parcours: Leaving, types: tuple[str, ...], classes: tuple[str, ...]) -> bool:
    """Whether the exit is of one of these types (any when empty) and of one of these classes (any when empty)."""
    if types and parcours.exit_type not in types:
        return False
    found = class_of(spec, parcours) if classes else None
    return not classes or (found is not None and found.code in classes)


def _told(spec: Convention, parcours: Leaving) -> tuple[ExitClass | None, bool]:
    """The class, and whether something is missing to tell it."""
    if parcours.exit is None or not spec.exit_class:
        return None, False
    if not parcours.exit_type:
        return None, True
    for one in spec.exit_class:
        fits = [_fits(case, parcours) for case in one.case]
        if True in fits:
            return one, False
        if None in fits:
            return None, True
    return next((one for one in spec.exit_class if one.otherwise), None), False


def _fits(case: ExitCase, parcours: Leaving) -> bool | None:
    """Whether the exit is such a case; None when it cannot be told yet."""
    if case.types and parcours.exit_type not in case.types:
        return False
    needs = bool(case.contracts) or case.longer is not None or case.up_to is not None
    if needs and not parcours.exit_contract:
        return None if parcours.exit_type == JOB else False
    if case.contracts and parcours.exit_contract not in case.contracts:
        return False
    limit = case.longer if case.longer is not None else case.up_to
    if limit is None:
        return True
    longer = _longer(parcours, limit)
    return longer if longer is None else longer is (case.longer is not None)


def _longer(parcours: Leaving, months: int) -> bool | None:
    """Whether the contract goes on more than ``months`` after the exit, de date à date (G1); None when unknown."""
    if parcours.job_end is None:
        return True if parcours.exit_contract in ENDLESS else None
    assert parcours.exit is not None
    return parcours.job_end > plus_months(parcours.exit, months)
