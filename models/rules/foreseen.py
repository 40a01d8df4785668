"""What an act would deviate from, said before it is done or as a workbook comes in, in the sentences of the rules."""

from collections.abc import Callable, Iterator
from typing import Any

from config import schema
from models.acts.rehearsal import rehearse
from models.figures.scope import Scope
from models.rules.checks import CHECKS
from models.rules.deviation import Deviation
from models.rules.profiles import asked
from models.tables import Action

ENTERING = (
    schema.Exclusivity,
    schema.EvaluationCap,
    schema.EntryPublic,
    schema.EntryAge,
    schema.EntryPlace,
    schema.EntryProject,
    schema.EntryLevel,
    schema.EntryLicence,
    schema.EntryWith,
)
"""What is told when somebody enters, or an entry is corrected."""

LENDING = (schema.LoanAge, schema.LoanExtension)
"""What is told when a moped is lent, or its loan extended or corrected."""


def foreseen(action: Action, kinds: tuple[type[schema.Rule], ...], do: Callable[[], Any]) -> list[str]:
    """What ``do``, an act, would deviate from of these kinds of rules in an action, and nothing does yet.

    The act is rehearsed: nothing of it is kept. Raises Refused as it would.
    """
    before = _messages(action, kinds)
    after = rehearse(do, lambda: _messages(action, kinds)) or {}
    return list(dict.fromkeys(message for key, message in after.items() if before.get(key) != message))


def found(action: Action, kinds: tuple[type[schema.Rule], ...]) -> Iterator[Deviation]:
    """What deviates in an action from these kinds of rules."""
    scope = Scope.whole(Action.get_by_id(action.id))
    for rule in asked(scope):
        if isinstance(rule, kinds):
            yield from CHECKS[type(rule)](scope, rule)


def _messages(action: Action, kinds: tuple[type[schema.Rule], ...]) -> dict[tuple[Any, ...], str]:
    return {one.key: one.message for one in found(action, kinds)}
