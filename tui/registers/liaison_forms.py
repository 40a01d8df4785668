"""The form of a fiche de liaison, which asks for what its request needs; and its printing."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from config.schema import Convention, LiaisonKind
from models.acts.refusals import GONE, Refused
from models.french.comparing import list_key
from models.french.ranking import ranked
from models.french.wording import capital
from models.registers import facts
from models.tables import Action, Liaison, Person
from models.terms import liaison
from tui.forms.rows import Field
from tui.host import Host
from tui.registers.fields import derived, named, whom
from tui.registers.plan_forms import FollowingForm
from tui.widgets.fields import Found
from tui.workbooks import write_behind

PAPER, BOXES = "paper ", "boxes "
Asked = Callable[[LiaisonKind], bool]
ONLY: dict[str, Asked] = {
    "reason": lambda kind: bool(kind.motives),
    "signed_referent": lambda kind: "référent" in (*kind.signatures, *kind.wished),
    "signed_person": lambda kind: "personne" in (*kind.signatures, *kind.wished),
    "opinion": lambda kind: kind.opinion,
    "opinion_day": lambda kind: kind.opinion,
    "decision": lambda kind: bool(kind.opinion or kind.signatures),
    "decision_day": lambda kind: bool(kind.opinion or kind.signatures),
    "structure": lambda kind: bool(kind.opinion or kind.actions),
    "first_meeting": lambda kind: bool(kind.actions) and not kind.opinion,
    "outcome": lambda kind: bool(kind.actions) and not kind.opinion,
    "outcome_reason": lambda kind: bool(kind.actions) and not kind.opinion,
}
"""The requests that ask for a field; the others are asked for by all."""
ANSWERS = ("answered", "answer", *(name for name in ONLY if name not in ("reason", "signed_referent", "signed_person")))
"""What comes back later: asked for when the fiche is corrected."""


def ask(app: Host, action: Action, person: Person | None, fiche: Liaison | None) -> None:
    """Asks for a fiche: its request first, then what that request needs; the answers once it exists."""
    fields = [whom(Liaison, action, person)]
    for field in derived(Liaison, action, person, fiche):
        if fiche is None and field.name in ANSWERS:
            continue
        if field.name == "actions":
            fields += _boxes(action.spec, fiche)
        elif field.name == "attached":
            fields += _papers(action.spec, fiche)
        else:
            fields.append(_only(field, action.spec, fiche))
    app.push_screen(
        FollowingForm(
            named(f"{'Corriger' if fiche else 'Ajouter'} : {Liaison.one}", action, person),
            fields,
            lambda values: _save(app, action, fiche, values),
            rehearsed=True,
            doubt=lambda values: " ".join(
                facts.doubts(Liaison, {"action": action, **_kept(action.spec, fiche, values)}, fiche)
            ),
            preview=partial(_told, action.spec, fiche),
        )
    )


def _kind(spec: Convention, values: dict[str, Any]) -> LiaisonKind | None:
    return liaison.kind_of(spec, values.get("kind") or "")


def _only(field: Field, spec: Convention, fiche: Liaison | None) -> Field:
    """The field, asked for only with the requests it is for, or when it has something."""
    wanted = ONLY.get(field.name)
    if field.name == "reason" and fiche is not None and fiche.reason:
        kind = liaison.kind_of(spec, fiche.kind)
        if kind is None or fiche.reason not in kind.motives:
            return replace(field, kind="text", choices=())  # of its own words
    if wanted is None or (fiche is not None and getattr(fiche, field.name)):
        return field

    def asked(values: dict[str, Any]) -> bool:
        kind = _kind(spec, values)
        return kind is not None and wanted(kind)

    return replace(field, when=asked)


def _boxes(spec: Convention, fiche: Liaison | None) -> list[Field]:
    """For each request with boxes to tick, those."""
    ticked = liaison.listed(fiche.actions) if fiche else []
    return [
        Field(
            BOXES + kind.code,
            "Cases cochées",
            "several",
            default=[one for one in ticked if one in kind.actions],
            find=partial(_found, kind.actions),
            hint="Des mots de l'action ; Entrée la coche, ou la décoche.",
            when=partial(_asks, kind.code),
        )
        for kind in spec.liaison_kind
        if kind.actions
    ]


def _asks(code: str, values: dict[str, Any]) -> bool:
    return values.get("kind") == code


def _found(actions: Iterable[str], text: str) -> list[Found]:
    return [Found(one, one) for one in ranked(actions, text, lambda one: ("", one))]


def _papers(spec: Convention, fiche: Liaison | None) -> list[Field]:
    """Each paper a request may need attached, asked for when it does."""
    attached = {list_key(one) for one in liaison.listed(fiche.attached)} if fiche else set()

    def needed(values: dict[str, Any], paper: str) -> bool:
        kind = _kind(spec, values)
        return kind is not None and paper in liaison.papers(kind, values.get(BOXES + kind.code) or ())

    return [
        Field(
            PAPER + paper,
            f"{paper} : joint",
            "yes",
            default=True if list_key(paper) in attached else None,
            when=partial(needed, paper=paper),
        )
        for paper in _every_paper(spec)
    ]


def _every_paper(spec: Convention) -> list[str]:
    each = ((*kind.attachments, *(one.attachment for one in kind.paper)) for kind in spec.liaison_kind)
    return list(dict.fromkeys(paper for papers in each for paper in papers))


def _kept(spec: Convention, fiche: Liaison | None, values: dict[str, Any]) -> dict[str, Any]:
    """The fields of the fiche, from those of the form; what was noted of its own words stays."""
    kept = {name: value for name, value in values.items() if not name.startswith((PAPER, BOXES))}
    papers = [name.removeprefix(PAPER) for name, value in values.items() if name.startswith(PAPER) and value]
    actions = [one for name, value in values.items() if name.startswith(BOXES) for one in value or ()]
    if fiche is not None:
        known = {list_key(paper) for paper in _every_paper(spec)}
        papers += [one for one in liaison.listed(fiche.attached) if list_key(one) not in known]
        boxes = {action for kind in spec.liaison_kind for action in kind.actions}
        actions += [one for one in liaison.listed(fiche.actions) if one not in boxes]
    return kept | {"attached": liaison.joined(papers), "actions": liaison.joined(actions)}


def _save(app: Host, action: Action, fiche: Liaison | None, values: dict[str, Any]) -> None:
    if fiche is None:
        facts.add(Liaison, who=app.who, action=action, **_kept(action.spec, fiche, values))
    else:
        facts.correct(fiche, who=app.who, **_kept(action.spec, fiche, values))


def _told(spec: Convention, fiche: Liaison | None, values: dict[str, Any]) -> str:
    """What the fiche still lacks."""
    kind = _kind(spec, values)
    if kind is None:
        return ""
    kept = _kept(spec, fiche, values)
    so_far = Liaison(**{name: kept[name] for name in kept if name not in ("person", "kind")})
    lacking = liaison.lacks(kind, so_far)
    lines = [f"▲ Il manque {', '.join(lacking)}."] if lacking else []
    lines += [f"{capital(one)} est souhaitée." for one in liaison.wishes(kind, so_far)]
    return "\n".join(lines) or "● La fiche a tout ce que cette demande veut."


def print_fiche(app: Host, number: int) -> None:
    """Writes the page of a fiche in the export folder, and says where it is. Raises Refused when it is gone."""
    from models.export.liaison import printed, usual_path

    fiche = Liaison.get_or_none(Liaison.id == number)
    if fiche is None:
        raise Refused(GONE)
    who, operator = app.who, app.settings.operator
    write_behind(app, lambda folder: usual_path(folder, fiche), lambda path: printed(fiche, path, who, operator))
