"""What the plan, the échelle and the fiche cost: as many queries for twelve persons as for two."""

from models.figures.figures import figures
from models.rules.checks import deviations
from models.tables import Contract, Ede, Liaison, PlanLine
from tests.world import action, day, person, stay


def somebody(where, number: int) -> None:
    """Someone with a contract, a lone action of another sphere, an échelle, and two fiches that lack all."""
    who = person(f"P{number}")
    stay(where, who, "10/01/2012")
    start, end = day("23/01/2012"), day("22/07/2012")
    Contract.create(action=where, person=who, kind="cers", start=start, end=end)
    PlanLine.create(action=where, person=who, code="G.1", start=start, end=end)
    PlanLine.create(action=where, person=who, code="H.1.3", start=end, end=end)
    Ede.create(action=where, person=who, day=end, total=20)
    Liaison.create(action=where, person=who, kind="reorientation", day=end)
    Liaison.create(action=where, person=who, kind="avenant", day=end)


def test_a_crowd_costs_the_queries_of_two(base, queries):
    where = action("cd62-cers", "01/01/2012", "31/12/2012")
    counts = []
    for crowd in (range(2), range(2, 12)):
        for number in crowd:
            somebody(where, number)
        found = deviations(where)
        assert {"plan-sphere", "distance-scale", "liaison-incomplete", "liaison-opinion"} <= {one.rule for one in found}
        counts.append((queries(lambda: deviations(where)), queries(lambda: figures(where, where.start, where.end))))
    assert counts[0] == counts[1]
