"""Two mopeds of a park that are one, whose plate was written in two ways: compared side by side, then joined."""

from typing import Any

from models.acts.refusals import Refused
from models.french.comparing import plate_key
from models.french.wording import day as say_day
from models.joining import mopeds
from models.tables import Moped
from tui.answers import moved_lines
from tui.forms.joining import ask_choices, refuse_others
from tui.host import Host
from tui.widgets.finder import Picker


def ask_other(app: Host, moped: Moped) -> None:
    """Asks which moped of the same park is to be joined to this one, those whose plates are alike first."""
    refuse_others()
    others = list(Moped.select().where(Moped.action == moped.action, Moped.id != moped.id).order_by(Moped.plate))
    if not others:
        raise Refused(f"{moped.plate} est seul dans ce parc : il n'y a rien à y réunir.")
    others.sort(key=lambda one: plate_key(one.plate) != plate_key(moped.plate))
    lines = [(one, _told(one)) for one in others]

    def chosen(other: Moped | None) -> None:
        if other is not None:
            ask_join(app, moped, other)

    app.push_screen(Picker(f"Réunir à {moped.plate} quel cyclomoteur ?", lines), chosen)


def ask_pair(app: Host, one: Moped, other: Moped) -> None:
    """Asks which of two mopeds whose plates are alike is kept."""
    refuse_others()
    pairs = ((one, other), (other, one))
    lines: list[tuple[Any, str]] = [(pair, f"Garder {pair[0].plate}, y réunir {pair[1].plate}") for pair in pairs]

    def chosen(pair: Any) -> None:
        if pair is not None:
            ask_join(app, *pair)

    app.push_screen(Picker(f"{_told(one)} / {_told(other)}", lines), chosen)


def ask_join(app: Host, kept: Moped, other: Moped) -> None:
    """Shows what joining ``other`` to ``kept`` does, asks what they say otherwise, and joins them."""
    refuse_others()
    plan = mopeds.plan(kept, other)
    ask_choices(
        app,
        f"Réunir {other.plate} à {kept.plate}",
        [
            f"Reste : {_told(kept)}",
            f"Y est réuni : {_told(other)}",
            *moved_lines(plan.moved),
        ],
        plan.choices,
        sides=(kept.plate, other.plate),
        do=lambda taken: mopeds.join(kept, other, taken, who=app.who),
        actions=[kept.action],
        done=f"{other.plate} réuni à {kept.plate}",
    )


def _told(moped: Moped) -> str:
    retired = f" au {say_day(moped.retired)}" if moped.retired else ""
    return f"{moped.plate}, au parc depuis le {say_day(moped.in_service)}{retired}"
