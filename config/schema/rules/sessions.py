"""Rules of sessions: how many come, how long, of which module, by when."""

from typing import ClassVar, Literal

from config.quantities import Days, Minutes, Months
from config.schema.kept import table
from config.schema.rules.rule import Rule


@table(kw_only=True)
class GroupSize(Rule):
    """A session held attended by fewer or more than the convention says."""

    rule, usual = "group-size", "warning"
    natures: tuple[str, ...]
    minimum: int
    maximum: int | None = None


@table(kw_only=True)
class SessionLength(Rule):
    """A session held shorter or longer than the convention says."""

    rule, usual = "session-length", "warning"
    natures: tuple[str, ...]
    minimum: Minutes | None = None
    maximum: Minutes | None = None


@table(kw_only=True)
class VolumeCap(Rule):
    """Hours attended above the volume of a nature's funding, in one block or window."""

    rule, usual = "volume-cap", "error"
    natures: tuple[str, ...]


@table(kw_only=True)
class ModuleEligibility(Rule):
    """A module session attended without eligibility, or outside every block (``Funding``, ``Window``)."""

    rule, usual = "eligibility", "error"
    of: ClassVar[str] = "module"
    natures: tuple[str, ...]


@table(kw_only=True)
class YearlySession(Rule):
    """A year of park (twelve months of the action, or the rest of it, once over) without a session of ``natures``."""

    rule, usual = "missing-step", "warning"
    of: ClassVar[str] = "parc"
    natures: tuple[str, ...]


@table(kw_only=True)
class MissingSession(Rule):
    """An action that has held no session of each of these natures (of any of them, with ``either``): an alert from
    its middle (or only at its end, ``told``), as strong as the rule once it is over."""

    rule, usual = "missing-session", "error"
    of: ClassVar[str] = "action"
    natures: tuple[str, ...]
    either: bool = False
    told: Literal["milieu", "fin"] = "milieu"


@table(kw_only=True)
class SessionInTime(Rule):
    """No session of these natures attended within the delay (``months``, then ``days``) of the entry, once past."""

    rule, usual = "missing-session", "error"
    of: ClassVar[str] = "entrée"
    natures: tuple[str, ...]
    since: Literal["entrée"] = "entrée"
    months: Months | None = None
    days: Days | None = None


@table(kw_only=True)
class SessionByExit(Rule):
    """Someone who left without having attended a session of any of these natures during the parcours."""

    rule, usual = "missing-session", "info"
    of: ClassVar[str] = "sortie"
    natures: tuple[str, ...]
