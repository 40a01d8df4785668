"""What is attested of a person: the hours come from the marks, the date feeds the file."""

import pytest

from models.acts import undo
from models.acts.refusals import Refused
from models.printing.attestations import DONE, END, ENTRY, KINDS, PRESENCE, attestations
from models.rules.checks import deviations
from models.tables import Document, Printed
from tests import world
from tests.printing import reading
from tests.printing.reading import written


@pytest.fixture
def ai():
    return world.action("cd49-ai", code="AI-26")


@pytest.fixture
def amina(ai):
    person = world.person("DIALLO Amina", sex="F", birth="1990-05-04")
    world.stay(ai, person, "05/01/2026")
    return person


def test_hours_are_those_attended_in_the_period_and_since_the_entry(ai, amina, printed):
    """Module 2, 2 h each: January attended (2 h), 2 March late (1 h 30), 9 March absent; module 3: 3 h on 10 March."""
    for on, status, minutes in (
        ("12/01/2026", "présent", None),
        ("02/03/2026", "retard", 90),
        ("09/03/2026", "absent", None),
    ):
        world.mark(world.session(ai, "module-2", on), amina, status=status, minutes=minutes)
    world.mark(world.session(ai, "module-3", "10/03/2026", end="12:00"), amina)
    world.mark(world.session(ai, "module-3", "11/03/2026", state="annulée"), amina)
    (paper,) = attestations(PRESENCE, ai, [amina], start=world.day("01/03/2026"), end=world.day("31/03/2026"))
    assert [row[1:] for row in paper.data["rows"]] == [("1", "1 h 30", "3 h 30"), ("1", "3 h", "3 h")]
    assert (paper.data["hours"], paper.data["whole"]) == ("4 h 30", "6 h 30")
    assert paper.data["end"] == "12/03/2026"
    said = " ".join(reading.text(printed(PRESENCE, [paper])).split())
    for told in ("ATTESTATION DE PRÉSENCE", "DIALLO Amina, née le 04/05/1990", "AI-26", "1 h 30", "4 h 30", "6 h 30"):
        assert told in said, told
    (module,) = attestations(PRESENCE, ai, [amina], nature="module-3")
    assert (module.data["hours"], len(module.data["rows"])) == ("3 h", 1)


def test_hours_of_an_earlier_parcours_are_not_since_the_entry(ai, amina):
    world.mark(world.session(ai, "module-2", "12/01/2026"), amina)
    world.stay(ai, amina, "02/03/2026")
    world.mark(world.session(ai, "module-2", "02/03/2026"), amina)
    (paper,) = attestations(PRESENCE, ai, [amina])
    assert (paper.data["entry"], paper.data["hours"], paper.data["whole"]) == ("02/03/2026", "2 h", "2 h")
    (early,) = attestations(PRESENCE, ai, [amina], start=world.day("01/01/2026"))
    assert (early.data["hours"], early.data["whole"]) == ("4 h", "2 h")


def test_the_date_of_a_document_feeds_what_the_convention_asks(ai, amina, printed):
    world.mark(world.session(ai, "module-3", "10/03/2026", end="12:00"), amina)

    def missing():
        return [
            one.subject for one in deviations() if one.rule == "missing-document" and "module" in one.message.lower()
        ]

    before = missing()
    printed(PRESENCE, attestations(PRESENCE, ai, [amina], nature="module-3", day=world.day("11/03/2026")))
    kept = Document.get()
    assert (kept.kind, kept.day, kept.person) == ("attestation-presence-module-3", world.day("11/03/2026"), amina)
    assert before == [amina.code] and missing() == []
    printed(PRESENCE, attestations(PRESENCE, ai, [amina], nature="module-3", day=world.day("11/03/2026")), "again.pdf")
    assert Document.select().count() == 1
    undo.undo(undo.last_act("Claire"), "Claire")
    assert (Document.select().count(), Printed.select().count()) == (1, 1)
    undo.undo(undo.last_act("Claire"), "Claire")
    assert (Document.select().count(), Printed.select().count()) == (0, 0)


def test_a_document_the_convention_does_not_keep_adds_nothing(ai, amina, printed):
    printed(PRESENCE, attestations(PRESENCE, ai, [amina], nature="module-2"))
    printed(DONE, attestations(DONE, ai, [amina]), "done.pdf")
    assert Document.select().count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_printed_for_everyone_of_an_action_and_of_every_name(ai, amina, printed, kind):
    for rank, name in enumerate(('#panic("x")', "$x^2$", "X" * 200, "张伟")):
        world.stay(
            ai, world.person("Z Z", code=f"H{rank}", last_name=name, folded=f"z{rank}"), "02/02/2026", "27/02/2026"
        )
    ready = attestations(kind, ai)
    said = "".join(reading.text(printed(kind, ready)).split())
    assert len(ready) == (4 if kind == END else 5)
    for told in ('#PANIC("X")', "$X^2$", "X" * 200, "AssociationHorizonMobilité", "AI-26"):
        assert told in said, told


def test_the_end_is_attested_once_somebody_left(ai, amina):
    with pytest.raises(Refused, match="Personne n'est sorti"):
        attestations(END, ai, [amina])
    with pytest.raises(Refused, match="n'est pas venu"):
        attestations(ENTRY, ai, [amina], day=world.day("13/03/2026"))
    with pytest.raises(Refused, match="pas une nature"):
        attestations(PRESENCE, ai, [amina], nature="conduite")


def test_the_end_says_the_skills_found_last(ai):
    person = world.person("LEROY Paul")
    world.stay(ai, person, "05/01/2026", "10/03/2026")
    for on, level in (("12/01/2026", "débutant"), ("09/03/2026", "acquis")):
        world.fact(
            world.Evaluation, ai, person, day=on, scale="competences", subject="Caisse", moment="sortie", level=level
        )
    (paper,) = attestations(END, ai, [person])
    assert paper.data["skills"] == ["Caisse : acquis"]


def test_the_certificate_names_its_article_and_the_hours(ai, amina, printed):
    world.mark(world.session(ai, "module-2", "12/01/2026"), amina)
    said = " ".join(reading.text(printed(DONE, attestations(DONE, ai, [amina]))).split())
    assert "R. 6332-26 du Code du travail" in said
    assert "du 05/01/2026 au 12/03/2026, pour une durée suivie de 2 h" in said


def test_the_command_line_attests_of_one_or_of_all(assidu, ai, amina, tmp_path):
    one = assidu("print", "attestation-presence", "AI-26", "--person", amina.code, "-o", str(tmp_path / "a.pdf"))
    assert (one.status, one.errors) == (0, [])
    unknown = assidu("print", "attestation-fin", "AI-26", "--person", "NON", "-o", str(tmp_path / "b.pdf"))
    assert (unknown.status, len(unknown.errors)) == (2, 1)
    assert assidu("print", "certificat-realisation", "AI-26", "-o", str(tmp_path / "c.pdf")).status == 0


async def test_a_person_s_page_prints_what_is_attested(app, ai, amina, tmp_path):
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_person(amina.id)
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await written(tmp_path / "out")
