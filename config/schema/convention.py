"""One specification: everything its file may say."""

from typing import Any, Literal

from config.schema.indicators import Indicator
from config.schema.kept import (
    ContractKind,
    DistanceScale,
    DocumentKind,
    ExamKind,
    ExitClass,
    Fact,
    LiaisonKind,
    Nature,
    NotEncoded,
    Parameter,
    Park,
    PlanCode,
    Profile,
    Quota,
    Register,
    Return,
    Scale,
    StepKind,
    Table,
    Variant,
    Window,
    table,
)
from config.schema.rules.rule import Rule


@table
class Convention(Table):
    """One specification. ``records`` are the kinds of record it keeps beside parcours and sessions: they decide which
    tabs an action shows. ``readings`` are the interpretations retained where the source is ambiguous.

    A file of ``role`` *commun* holds what others inherit, and no action runs under it. ``inherits`` names the files it
    takes everything from but what it says itself (``config.inheritance``), ``without`` the inherited tables it sets
    aside. ``covers``: other specifications read in this file. ``sphere``: that of its plans. ``yearly``: each civil
    year is counted against its own places, and several add up (reading E-02).
    """

    id: str
    title: str
    territory: str
    edition: str
    document: str
    family: str = ""
    objective: str = ""
    places: Literal["obligatoires", "facultatives", "sans"] = "facultatives"
    records: tuple[Register, ...] = ()
    readings: tuple[str, ...] = ()
    nature: tuple[Nature, ...] = ()
    exam: tuple[ExamKind, ...] = ()
    document_kind: tuple[DocumentKind, ...] = ()
    quota: Quota | None = None
    park: Park | None = None
    window: Window | None = None
    indicator: tuple[Indicator, ...] = ()
    rule: tuple[Rule, ...] = ()
    role: Literal["convention", "commun"] = "convention"
    inherits: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    sphere: Literal["", "solidarité", "professionnelle"] = ""
    parameter: tuple[Parameter, ...] = ()
    variant: tuple[Variant, ...] = ()
    profile: tuple[Profile, ...] = ()
    contract_kind: tuple[ContractKind, ...] = ()
    step: tuple[StepKind, ...] = ()
    scale: tuple[Scale, ...] = ()
    obstacles: tuple[str, ...] = ()
    exit_class: tuple[ExitClass, ...] = ()
    plan_code: tuple[PlanCode, ...] = ()
    distance: DistanceScale | None = None
    liaison_kind: tuple[LiaisonKind, ...] = ()
    returns: tuple[Return, ...] = ()
    fact: tuple[Fact, ...] = ()
    not_encoded: tuple[NotEncoded, ...] = ()
    yearly: bool = False

    def nature_of(self, code: str) -> Nature | None:
        """The nature of this code, or None when the convention has none such."""
        return next((nature for nature in self.nature if nature.code == code), None)

    def listed(self, name: str) -> dict[str, str]:
        """What is declared under ``name`` (exam, document_kind, step…): label by code, in the file's order."""
        return {one.code: one.label for one in getattr(self, name)}

    def exam_label(self, code: str) -> str:
        """What an exam is called; its code when the convention has none such."""
        return next((kind.label for kind in self.exam if kind.code == code), code)

    def document_label(self, code: str) -> str:
        """What a document is called; its code when the convention has none such."""
        return next((kind.label for kind in self.document_kind if kind.code == code), code)

    def nature_label(self, code: str) -> str:
        """What a nature of session is called; its code when the convention has none such."""
        return next((nature.label for nature in self.nature if nature.code == code), code)

    def rules_of(self, kind: type) -> list[Any]:
        """The rules of one kind, in the file's order."""
        return [rule for rule in self.rule if isinstance(rule, kind)]
