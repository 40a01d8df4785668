"""A number and its word agree: whoever writes one before a plural lets ``counted`` write both."""

import ast
import re
from pathlib import Path

import pytest

from tests import world
from tests.shell.screens import opened, shown

ROOT = Path(__file__).parents[2]
FOLLOWED = re.compile(r"[ \u00a0\u202f]([a-zàâçéèêëîïôùûœ]+[sx])\b")
INVARIABLE = frozenset(("mois", "fois", "choix", "sans", "dans", "après", "depuis", "alors", "pas", "plus", "promis"))
NO_COUNT = frozenset(
    (
        *("capital", "counted", "day", "full_name", "held", "hours", "long_day", "month", "person"),
        *("say_day", "say_hours", "say_person"),
    )
)
"""What writes a day, a name, a duration, or a number with its word."""
ABOVE_ONE = frozenset(
    (
        *(("len(there)", "pages"), ("len(found)", "caractères"), ("shortest", "caractères")),
        *(("last", "ans"), ("funding.faj_ages[1]", "ans"), ("self._strip", "dernières")),
    )
)
"""Numbers written only when there are several."""
NO_NUMBER = frozenset(
    (
        ("wording.quantity(objective, unit)", "visés"),
        ("wording.money(lost)", "perdus"),
        ("made.__name__", "takes"),
        ("done", "payables"),
        ("later.moped.plate", "prêtés"),
    )
)
LIMIT = re.compile(r"[A-Z_]+|number\([A-Z_]+\)")
"""A limit of the program, above one."""


def bare_numbers(source: str):
    """Each value a sentence writes before a plural: its line, what is written, the word."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.JoinedStr):
            continue
        for value, text in zip(node.values, node.values[1:], strict=False):
            if not isinstance(value, ast.FormattedValue) or not isinstance(text, ast.Constant):
                continue
            written, found = ast.unparse(value.value), FOLLOWED.match(str(text.value))
            if found is None or found[1] in INVARIABLE or LIMIT.fullmatch(written):
                continue
            if written.partition("(")[0].rpartition(".")[2] not in NO_COUNT:
                yield text.lineno, written, found[1]


def test_no_number_is_written_before_a_plural_by_itself():
    found = [
        (f"{path.relative_to(ROOT)}:{line}", value, word)
        for folder in ("config", "models", "tui")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line, value, word in bare_numbers(path.read_text(encoding="utf-8"))
    ]
    assert [one for one in found if one[1:] not in ABOVE_ONE | NO_NUMBER] == []
    assert {one[1:] for one in found} == ABOVE_ONE | NO_NUMBER


def test_a_bare_number_is_found():
    assert list(bare_numbers("f'{days} jours'")) == [(1, "days", "jours")]
    assert list(bare_numbers("f'{counted(days, one)} sur {months} mois'")) == []


@pytest.mark.parametrize(("today", "told"), [("2026-01-01", "1 jour sur 180 visés"), ("2026-01-02", "2 jours sur")])
async def test_the_days_of_a_park(house, on_day, today, told):
    park = world.action("cd49-point-mobilite", "2026-01-01", "2026-12-31", code="PM-26")
    moped = world.moped(park, "AB-123-CD", "01/01/2026")
    world.loan(moped, house.amina, "01/01/2026", "31/01/2026")
    on_day(today)
    async with opened(house) as (app, pilot):
        app.open_park(park.id)
        await pilot.pause()
        assert told in shown(app)
