"""What an act would deviate from, said before it is done: the sentences are those of the rules."""

from collections.abc import Callable
from typing import Any

from config import schema
from models.acts.rehearsal import rehearse
from models.figures.scope import Scope
from models.rules.checks import CHECKS
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
    before = _found(action, kinds)
    after = rehearse(do, lambda: _found(action, kinds)) or {}
    return list(dict.fromkeys(message for key, message in after.items() if before.get(key) != message))


def _found(action: Action, kinds: tuple[type[schema.Rule], ...]) -> dict[tuple[Any, ...], str]:
    scope = Scope.whole(Action.get_by_id(action.id))
    rules = [rule for rule in asked(scope) if isinstance(rule, kinds)]
    return {one.key: one.message for rule in rules for one in CHECKS[type(rule)](scope, rule)}
