"""What a convention's rules and figures cost: as many queries for a crowd as for two."""

import pytest

from config.catalogue import usable
from models.figures.figures import figures
from models.rules.checks import deviations
from tests.world import action, contract, day, mark, person, session, stay, step

pytestmark = pytest.mark.usefixtures("base")


@pytest.mark.sweep(10)
@pytest.mark.parametrize("id", sorted(usable()))
def test_a_crowd_costs_the_queries_of_two(id, queries):
    where = action(id, places=10)
    spec = where.spec
    counts = []
    for crowd in (range(2), range(2, 12)):
        for number in crowd:
            who = person(f"P{number}", birth=day("01/01/1990"), public="RSA")
            stay(where, who, "05/01/2026", "31/03/2026", oriented=day("01/01/2026"))
            if spec.contract_kind:
                contract(where, who, spec.contract_kind[0].code, "05/01/2026", "31/12/2030")
            if spec.step:
                step(where, who, spec.step[0].code, "05/01/2026")
            mark(session(where, spec.nature[0].code, "05/02/2026", code=f"S{number}"), who)
        counts.append((queries(lambda: deviations(where)), queries(lambda: figures(where, where.start, where.end))))
    assert counts[0] == counts[1]
