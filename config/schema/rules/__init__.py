"""The rules a convention may set: one small dataclass a kind of rule, in the module of what it is about."""

from config.schema.rules import (
    contracts,
    driving,
    entries,
    exits,
    interviews,
    papers,
    park,
    plans,
    sessions,
    stays,
    steps,
)
from config.schema.rules.rule import Rule

__all__ = [
    "contracts",
    "driving",
    "entries",
    "exits",
    "interviews",
    "papers",
    "park",
    "plans",
    "sessions",
    "stays",
    "steps",
]

Rule.kinds = {(kind.rule, kind.of) if hasattr(kind, "of") else (kind.rule,): kind for kind in Rule.__subclasses__()}
