"""Every return of every convention is prepared and written on made-up people, whatever they hold."""

import openpyxl
import pytest

from config.catalogue import usable
from models.duties import periods
from models.duties.due import due
from models.duties.lists import DUTIES, tasks
from models.export.returns import write_return
from models.returns import prepared as returns
from tests.export.conftest import made_up_of  # noqa: F401


@pytest.mark.sweep(2)
@pytest.mark.parametrize(
    "id", [pytest.param(id, marks=[pytest.mark.slow] * bool(rank % 4)) for rank, id in enumerate(usable())]
)
def test_what_falls_due_the_lists_and_the_returns_are_read_for_anyone(made_up_of, tmp_path, id):  # noqa: F811
    action = made_up_of(id, 3)[0]

    assert due() == sorted(due())
    for one in DUTIES:
        assert all(task.message for task in tasks(one.name))
    for of in action.spec.returns:
        prepared = returns.prepare(periods.periods(action, of)[0])
        write_return(prepared, tmp_path / f"{of.code}.xlsx", "Claire", "Relais")

        rows = openpyxl.load_workbook(tmp_path / f"{of.code}.xlsx")["Indicateurs"].iter_rows(values_only=True)
        labels = {row[0] for row in rows}
        assert prepared.figures
        assert {one.indicator.label for one in prepared.figures} <= labels
