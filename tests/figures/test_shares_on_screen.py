"""The screen of indicators says what each figure is a part of, and opens the records of both."""

from config.catalogue import usable
from config.schema import Exits
from models.figures.figures import figures
from models.tables import Action
from tests.shell.screens import press, shown
from tests.world import action, person, stay

NORTH = next(
    id
    for id, spec in usable().items()
    if any(isinstance(one, Exits) and one.target and one.target.percent == 50 for one in spec.indicator)
)


def coaching() -> Action:
    """Twelve gone, four of them to a job without end; one more still there, and one exit nobody qualified."""
    where = action(NORTH, code="N-26", places=35)
    for rank in range(11):
        to_job = {"exit_type": "emploi", "exit_contract": "CDI"} if rank < 4 else {"exit_type": "abandon"}
        stay(where, person(f"P{rank:02}"), "05/01/2026", "31/03/2026", **to_job)
    stay(where, person("P11"), "05/01/2026", "31/03/2026", exit_type="emploi", exit_contract="CDD")
    stay(where, person("P12"), "05/01/2026")
    return where


async def test_so_many_of_so_many_legibly_on_a_narrow_screen_and_the_records_of_both(town):
    where = coaching()
    judged = next(
        one
        for one in figures(where, where.start, where.end)
        if isinstance(one.indicator, Exits) and one.indicator.target and one.indicator.classes == ("durable",)
    )
    assert (judged.value, judged.base, judged.target) == (4, 12, 6)
    async with town.app().run_test(size=(80, 24)) as pilot:
        pilot.app.open_action(where.id, "Indicateurs")
        await pilot.pause()
        for _ in range(40):
            if pilot.app.screen.query_one("IndicatorsView").target == (judged.indicator.id, ""):
                break
            await press(pilot, "down")
        assert "└ 4 sur 12 sorties (33,3 %), attendu 50 %" in shown(pilot.app)
        await press(pilot, "enter")
        assert "Σ 4 en 4 enregistrements" in shown(pilot.app)
        await press(pilot, "escape", "down", "enter")
        assert "Σ 12 en 12 enregistrements" in shown(pilot.app)
        await press(pilot, "escape", "up", "o")
        assert "Σ 12 en 12 enregistrements" in shown(pilot.app)


async def test_an_amount_by_the_place_counts_no_record(town):
    where = coaching()
    amount = next(one for one in figures(where, where.start, where.end) if one.indicator.measure == "place-amount")
    async with town.app().run_test(size=(80, 24)) as pilot:
        pilot.app.open_action(where.id, "Indicateurs")
        await pilot.pause()
        for _ in range(40):
            if pilot.app.screen.query_one("IndicatorsView").target == (amount.indicator.id, ""):
                break
            await press(pilot, "down")
        await press(pilot, "enter")
        assert [one.text for one in pilot.app.saying.told] == [
            "Ce montant ne compte pas d'enregistrements : sa définition est en bas."
        ]
