"""Rules of who enters: public, age, place, project, level, licence."""

from typing import ClassVar

from config.schema.kept import Licence, Orientation, ProjectStage, Public, RsaStatus, table
from config.schema.rules.rule import Rule


@table(kw_only=True)
class EntryPublic(Rule):
    """Someone entered whose public, RSA status, rights and duties or orientation is known and not admitted."""

    rule, usual = "entry-condition", "error"
    of: ClassVar[str] = "public"
    publics: tuple[Public, ...] = ()
    statuses: tuple[RsaStatus, ...] = ()
    rights_and_duties: bool = False
    orientations: tuple[Orientation, ...] = ()


@table(kw_only=True)
class EntryAge(Rule):
    """Someone of this public (any when empty) whose completed age at the entry is out of ``ages`` (first and last)."""

    rule, usual = "entry-condition", "error"
    of: ClassVar[str] = "âge"
    ages: tuple[int, ...]
    publics: tuple[Public, ...] = ()


@table(kw_only=True)
class EntryPlace(Rule):
    """Someone of this public (any when empty) whose postcode is known and begins with none of ``postcodes``."""

    rule, usual = "entry-condition", "error"
    of: ClassVar[str] = "résidence"
    postcodes: tuple[str, ...]
    publics: tuple[Public, ...] = ()


@table(kw_only=True)
class EntryProject(Rule):
    """Someone whose project, as last known on the day of entry, is in none of ``states``."""

    rule, usual = "entry-condition", "warning"
    of: ClassVar[str] = "projet"
    states: tuple[ProjectStage, ...]
    variants: tuple[str, ...] = ()


@table(kw_only=True)
class EntryLevel(Rule):
    """Someone evaluated at entry below ``least`` on a scale (reading 93-04)."""

    rule, usual = "entry-condition", "warning"
    of: ClassVar[str] = "niveau"
    scale: str
    least: str


@table(kw_only=True)
class EntryLicence(Rule):
    """Someone whose driving licence, as noted, is none of ``admitted``."""

    rule, usual = "entry-condition", "error"
    of: ClassVar[str] = "permis"
    admitted: tuple[Licence, ...]


@table(kw_only=True)
class EntryWith(Rule):
    """Someone without a parcours open on the day of entry under one of these conventions (ids)."""

    rule, usual = "entry-condition", "error"
    of: ClassVar[str] = "parcours"
    conventions: tuple[str, ...]


@table(kw_only=True)
class EntrySupport(Rule):
    """A borrower with neither référent nor precarious activity noted."""

    rule, usual = "entry-condition", "warning"
    of: ClassVar[str] = "usager"
