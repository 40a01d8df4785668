"""The form that joins two records: what goes where, what they say otherwise side by side, the figures that change."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from models.acts import rights
from models.acts.refusals import Refused
from models.figures.differences import differences
from models.joining.merging import Choice
from models.tables import Action
from tui.answers import figure_lines
from tui.forms.form import FormScreen
from tui.forms.rows import Field
from tui.host import Host

Taken = dict[str, bool]


def ask_choices(
    app: Host,
    heading: str,
    told: Iterable[str],
    choices: Sequence[Choice],
    *,
    sides: tuple[str, str],
    do: Callable[[Taken], Any],
    actions: Iterable[Action],
    done: str,
) -> None:
    """Asks what to keep of each choice, ``sides`` being what the two records are called, and does it; ``actions`` are
    those whose figures may change, ``done`` what is said of it then."""
    mine, theirs = sides
    fields = [
        Field(
            one.name,
            one.label,
            "choice",
            required=True,
            default=one.theirs_usually,
            choices=((False, f"{one.mine or '—'} ({mine})"), (True, f"{one.theirs or '—'} ({theirs})")),
        )
        for one in choices
    ]
    concerned = list(actions)
    known: dict[frozenset[tuple[str, bool]], str] = {}

    def preview(values: Taken) -> str:
        """The figures that change, worked out once for each way to choose."""
        key = frozenset(values.items())
        if key not in known:
            _, changed = differences(concerned, lambda: do(values), dry_run=True)
            known[key] = "\n".join(figure_lines(changed))
        return known[key]

    def save(values: Taken) -> None:
        do(values)
        app.notify(f"{done} ; Ctrl+Z l'annule.")

    lines = [*told, "Où elles diffèrent, ← et → choisissent :"] if fields else list(told)
    form = FormScreen(heading, fields, save, preview=preview, note="\n".join(lines))
    app.push_screen(form, lambda values: app.reload())


def refuse_others() -> None:
    """Raises Refused for whoever may not join records: the form is not shown."""
    if sentence := rights.coordinators_only():
        raise Refused(sentence)
