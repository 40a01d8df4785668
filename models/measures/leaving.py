"""Measures of who leaves, and of what becomes of them."""

from peewee import ModelSelect, fn

from config import schema
from models.clock import today
from models.measures.base import Rows
from models.months import latest_origin
from models.scope import Scope
from models.tables import FollowUp, Parcours


def gone_long_enough(scope: Scope, indicator: schema.FollowUps) -> Rows:
    """Persons whose last exit of the period lies at least ``indicator.months`` back (G6)."""
    exits = Parcours.alias()
    last = exits.select(
        exits.id,
        exits.exit,
        fn.ROW_NUMBER().over(partition_by=[exits.person], order_by=[exits.exit.desc(), exits.id.desc()]).alias("rank"),
    ).where(exits.action == scope.action, exits.exit.between(scope.start, scope.end))
    query = (
        Parcours.select()
        .join(last, on=(last.c.id == Parcours.id))
        .where(last.c.rank == 1, Parcours.exit <= latest_origin(today(), indicator.months))
    )
    return Rows(Parcours, query)


def follow_ups(scope: Scope, indicator: schema.FollowUps) -> Rows:
    """Of the persons gone long enough, those reached at the follow-up and found in one of the situations."""
    gone = gone_long_enough(scope, indicator).source
    assert isinstance(gone, ModelSelect)
    people = Parcours.alias()
    stays = gone.alias("gone")
    query = (
        FollowUp.select()
        .join(people, on=(people.person == FollowUp.person))
        .join(stays, on=(stays.c.id == people.id))
        .where(
            FollowUp.action == scope.action,
            FollowUp.months == indicator.months,
            FollowUp.reached,
            FollowUp.situation.in_(list(indicator.situations)),
        )
    )
    return Rows(FollowUp, query)
