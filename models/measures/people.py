"""Measures of who is there: accompanied, present, entered; and the places they hold."""

from typing import Any

from peewee import fn

from config import schema
from models.clock import today
from models.measures.base import Rows
from models.presence import open_until
from models.scope import Scope
from models.tables import Loan, Moped, Parcours, Person


def _public() -> Any:
    return fn.COALESCE(fn.NULLIF(Person.public, ""), "Autre")


def persons(scope: Scope, indicator: schema.Persons) -> Rows:
    """Distinct persons with a parcours begun and open at least one day of the period (G4), or with a loan day in it."""
    part = _public() if indicator.by_public else None
    if indicator.of == "prêts":
        loans = (
            Loan.select()
            .join(Moped)
            .switch(Loan)
            .join(Person)
            .where(
                Moped.action == scope.action,
                Loan.departure <= min(scope.end, today()),
                (Loan.ended.is_null() & (today() >= scope.start)) | (Loan.ended >= scope.start),
            )
        )
        return Rows(Loan, loans, part, distinct=(Loan.person, Loan.departure))
    stays = (
        Parcours.select()
        .join(Person)
        .where(
            Parcours.action == scope.action,
            Parcours.entry <= min(scope.end, today()),
            open_until(scope.action) >= scope.start.isoformat(),
            open_until(scope.action) >= Parcours.entry,
        )
    )
    return Rows(Parcours, stays, part, distinct=(Parcours.person, Parcours.entry))
