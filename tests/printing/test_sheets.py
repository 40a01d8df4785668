"""The sheet people sign: what it says, where its boxes are, and that it can be read back."""

import json
import zlib

import pytest
from pendulum import Date

from models.acts import undo
from models.acts.refusals import Refused
from models.printing import codes, geometry, maker, papers, sheets
from models.printing.letters import on_paper
from models.tables import JournalEntry, Printed
from tests import world
from tests.printing import reading
from tests.sessions.conftest import TWELVE

HOSTILE = (
    '#import "x": y',
    "$x^2$ <script>",
    '#panic("x") @ref',
    "// /* = Titre",
    "X" * 200,
    "\u202eECALA \x07 Léa",
    "*_`[",
)


def blank(*sessions, marks=False):
    return sheets.of_sessions([sessions], marks=marks)


def crowd(action, count):
    """So many people, each a name of their own."""
    return world.people(action, *(f"{chr(65 + rank // 26)}{chr(65 + rank % 26)}MARTIN Paul" for rank in range(count)))


def test_a_sheet_names_the_convention_the_hours_the_module_the_trainer_and_everyone(adse, printed):
    world.people(adse, *TWELVE)
    session = world.session(adse, theme="Budget", trainer="LE GOFF Maëlle", place="Saumur", end="12:00")
    said = reading.text(printed("emargement", blank(session)))
    for told in (
        "FEUILLE D’ÉMARGEMENT",
        "Association Horizon Mobilité",
        "52 49 01234 49",
        "ADSE parcours A, accompagnement renforcé",
        "ADSE-26 – Dynamisation Angers",
        "Maine-et-Loire",
        "jeudi 12 mars 2026",
        "9h00–12h00 (3 h)",
        "Séance collective – Budget",
        "LE GOFF Maëlle",
        "Saumur",
        "Imprimé le 12/03/2026 par Claire",
        "Page 1 / 1",
        *TWELVE,
    ):
        assert told in said, told


@pytest.mark.parametrize(
    ("people", "rows"),
    [(1, [3]), (12, [14]), (18, [20]), (19, [20]), (20, [20]), (21, [12, 11]), (40, [20, 20]), (45, [16, 16, 15])],
)
def test_rows_are_shared_evenly_with_free_ones_where_there_is_room(people, rows):
    layouts = geometry.pages(people, 1)
    assert [len(one.rows) for one in layouts] == rows
    assert [row for one in layouts for row in one.rows if row is not None] == list(range(people))
    assert all(96 <= one.height <= 150 for one in layouts)


@pytest.mark.parametrize("columns", range(1, 13))
@pytest.mark.parametrize("people", [1, 17, 18, 20, 45])
def test_no_box_meets_another_nor_a_code_nor_leaves_the_page(people, columns):
    for layout in geometry.pages(people, columns):
        boxes = [one[3:] for one in layout.boxes] + [(x, y, geometry.CODE, geometry.CODE) for x, y in geometry.CODES]
        boxes += [(x, y, length, thick) for x, y, length, thick, _ in geometry.WITNESSES]
        for rank, (x, y, width, height) in enumerate(boxes):
            assert x >= 0 and x + width <= 2100 and y >= 0 and y + height <= 2970
            for left, top, wide, tall in boxes[rank + 1 :]:
                gap = max(left - (x + width), x - (left + wide), top - (y + height), y - (top + tall))
                assert gap >= geometry.GUTTER, ((x, y, width, height), (left, top, wide, tall))


def test_every_half_day_of_a_week_has_its_columns_six_a_page_at_most():
    assert [one.columns for one in geometry.pages(5, 10)] == [(0, 1, 2, 3, 4), (5, 6, 7, 8, 9)]
    assert [one.columns for one in geometry.pages(5, 7)] == [(0, 1, 2, 3), (4, 5, 6)]
    assert [len(one.columns) for one in geometry.pages(19, 6)] == [6, 6]


@pytest.mark.slow
@pytest.mark.parametrize("people", [1, *(pytest.param(many, marks=pytest.mark.slow) for many in (20, 21, 45))])
def test_the_codes_of_each_page_are_read_back_where_the_map_says(adse, settings, people):
    crowd(adse, people)
    (paper,) = blank(world.session(adse))
    data = papers._data("Feuille", [paper], settings, "Claire")
    seen = reading.pictures("emargement", json.dumps(on_paper(data)))
    kept = json.loads(paper.content)
    assert len(seen) == len(kept["pages"]) == paper.pages
    for number, picture in enumerate(seen, 1):
        found = picture.codes()
        assert set(found) == {codes.code(paper.token, number, place) for place in range(1, 6)}
        for place, (x, y) in enumerate(kept["codes"], 1):
            middle = found[codes.code(paper.token, number, place)]
            assert max(abs(middle[0] - x - 70), abs(middle[1] - y - 70)) < 6


@pytest.mark.slow
def test_every_box_of_the_map_is_drawn_empty_with_its_frame(adse, settings):
    world.people(adse, *TWELVE)
    morning = world.session(adse, pair="P", end="12:00")
    after = world.session(adse, start="13:30", end="16:30", pair="P")
    for paper in (*blank(morning), *blank(morning, after)):
        (picture,) = reading.pictures(
            "emargement", json.dumps(on_paper(papers._data("Feuille", [paper], settings, "Claire"))), ppi=150
        )
        (page,) = json.loads(paper.content)["pages"]
        assert len(page["boxes"]) > 40
        for kind, _, _, x, y, width, height in page["boxes"]:
            assert picture.dark(x - 2, y + height / 2, 5, 3), (kind, x, y)
            assert picture.dark(x + width / 2, y + height - 3, 3, 5), (kind, x, y)
            assert not picture.dark(x + 4, y + 4, width - 8, height - 8), (kind, x, y)
        for x, y, length, _, grey in geometry.WITNESSES:
            assert abs(min(picture.at(x + length / 2, y + step) for step in range(-4, 5)) - grey) < 40


def test_a_code_is_of_fourteen_characters_with_a_check(monkeypatch):
    monkeypatch.setattr("secrets.randbits", lambda bits: (1 << bits) - 2)
    token = codes.new_token()
    assert token == "ZZZZZZZY"
    text = codes.code(token, 31, 5)
    check = zlib.crc32(b"A1ZZZZZZZYZ5") % 1024
    assert text == "A1ZZZZZZZYZ5" + codes.ALPHABET[check // 32] + codes.ALPHABET[check % 32]
    assert codes.told(token, 3) == "ZZZZ-ZZZY-3"
    assert not set("ILOU") & set(codes.ALPHABET)


def test_the_map_kept_is_of_numbers_and_of_who_was_expected_then(adse, printed):
    people = world.people(adse, "BENALI Samir", "ARNAUD Lucie")
    session = world.session(adse)
    printed("emargement", blank(session))
    world.people(adse, "AAA Nouveau")
    (kept,) = Printed.select()
    told = json.loads(kept.content)
    assert [page["people"] for page in told["pages"]] == [[people[1].id, people[0].id, None, None]]
    assert told["columns"] == [[session.id, "matin"]]
    assert not any(name in kept.content for name in ("BENALI", "ARNAUD", "Samir", adse.code))
    assert (kept.kind, kept.recorded_by, kept.start, kept.end, len(kept.token), len(kept.template)) == (
        "emargement",
        "Claire",
        session.day,
        session.day,
        8,
        12,
    )
    printed("emargement", blank(session), "again.pdf")
    assert len({one.token for one in Printed.select()}) == 2


def test_a_print_is_an_act_that_undoing_the_last_act_passes_over(adse, printed):
    world.people(adse, *TWELVE)
    session = world.session(adse)
    printed("emargement", blank(session))
    entry = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    told = "Impression, feuille d'émargement : ADSE-26, Séance collective du 12/03/2026 à 9h00"
    assert (entry.kind, entry.who, entry.sentence) == ("print", "Claire", told)
    assert undo.last_act("Claire") is None
    kept = Printed.get()
    undo.undo(entry, "Claire")
    assert Printed.select().count() == 0
    undo.undo(JournalEntry.select().order_by(JournalEntry.id.desc()).get(), "Claire")
    assert (Printed.get().token, Printed.get().content) == (kept.token, kept.content)


def test_with_the_marks_each_is_told_and_an_absence_ticked(adse):
    one, two, three, four, _ = world.people(adse, "A A", "B B", "C C", "D D", "E E")
    session = world.session(adse, end="11:00")
    world.mark(session, one)
    world.mark(session, two, status="absent")
    world.mark(session, three, status="excusé")
    world.mark(session, four, status="retard", minutes=105)
    (paper,) = blank(session, marks=True)
    cells = [row["cells"][0] for row in paper.data["pages"][0]["rows"]]
    told = [(one["told"], one["ticked"]) for one in cells]
    late = ("retard, 1 h 45", False)
    assert told == [("présent", False), ("absent", True), ("excusé", True), late, ("", False), ("", False), ("", False)]
    (empty,) = blank(session)
    assert {one["cells"][0]["told"] for one in empty.data["pages"][0]["rows"]} == {""}


def test_half_days_have_a_column_each_and_who_is_not_there_that_day_no_box(adse):
    early, late = world.person("EARLY E"), world.person("LATE L")
    world.stay(adse, early, "05/01/2026", "10/03/2026")
    world.stay(adse, late, "11/03/2026")
    days = [world.session(adse, on=on, end="12:00", group="") for on in ("10/03/2026", "11/03/2026")]
    (paper,) = sheets.of_sessions([days], marks=False)
    boxes = json.loads(paper.content)["pages"][0]["boxes"]
    assert [(column, row) for kind, column, row, *_ in boxes if kind == "signature" and row < 2] == [(0, 0), (1, 1)]
    assert [one["half"] for one in paper.data["pages"][0]["columns"]] == ["matin", "matin"]


def test_a_whole_day_is_signed_twice_and_a_long_morning_once(adse):
    world.people(adse, "A A")
    whole, morning = world.session(adse, end="14:01"), world.session(adse, end="14:00")
    assert [one["half"] for one in blank(whole)[0].data["pages"][0]["columns"]] == ["matin", "après-midi"]
    assert [one["half"] for one in blank(morning)[0].data["pages"][0]["columns"]] == ["matin"]
    assert [
        one["half"] for one in blank(world.session(adse, start="12:00", end="15:00"))[0].data["pages"][0]["columns"]
    ] == ["après-midi"]


def test_a_session_goes_with_the_other_half_of_its_pair_but_for_a_cancelled_one(adse):
    morning = world.session(adse, pair="P", end="12:00")
    after = world.session(adse, start="13:30", end="16:30", pair="P", state="annulée")
    world.session(adse, start="13:30", end="16:30")
    assert [one.id for one in sheets.of_session(morning.id)] == [morning.id]
    type(after).update(state="").execute()
    assert [one.id for one in sheets.of_session(after.id)] == [morning.id, after.id]
    type(after).update(state="annulée").execute()
    with pytest.raises(Refused, match="annulée"):
        sheets.of_session(after.id)


def test_a_week_is_of_one_group(adse):
    person = world.person("A A")
    world.stay(adse, person, group="Matin")
    own = [world.session(adse, on=on, group="Matin") for on in ("09/03/2026", "15/03/2026")]
    world.session(adse, on="10/03/2026", group="Soir")
    world.session(adse, on="16/03/2026", group="Matin")
    assert [one.id for one in sheets.of_week(own[0].id)] == [one.id for one in own]
    assert [[one.group for one in week] for week in sheets.of_weeks(adse, Date(2026, 3, 12))] == [
        ["Matin"] * 2,
        ["Soir"],
    ]


def test_namesakes_are_told_apart(adse):
    for code, birth in (("X-1", "1990-05-04"), ("X-2", None)):
        world.stay(adse, world.person("DUPONT Marie", code=code, birth=birth and world.day(birth)))
    (paper,) = blank(world.session(adse))
    names = [one["name"] for one in paper.data["pages"][0]["rows"]]
    assert names[:2] == ["DUPONT Marie (04/05/1990)", "DUPONT Marie (X-2)"]


def test_hostile_names_come_out_as_text(adse, printed):
    for rank, name in enumerate(HOSTILE):
        world.stay(adse, world.person("Z Z", code=f"H-{rank}", last_name=name, first_name="Léa", folded=f"z{rank}"))
    (paper,) = blank(world.session(adse, theme='#eval("1") $', place="<b>"))
    assert papers.missing_letters([paper]) == ""
    said = "".join(reading.text(printed("emargement", [paper])).split())
    for name in HOSTILE:
        kept = "".join(letter for letter in name.upper() if letter.isprintable() and letter != "\u202e")
        assert "".join(kept.split()) in said, name


def test_a_letter_the_font_lacks_is_told_and_printed_as_a_box(adse, printed):
    world.people(adse, "张伟 Li", "NGUYỄN Thị", "ΩMEGA Жан")
    papers_ready = blank(world.session(adse))
    assert papers.missing_letters(papers_ready) == (
        "La police ne sait pas imprimer 张 伟 : un carré □ prend leur place, à compléter à la main."
    )
    said = reading.text(printed("emargement", papers_ready))
    assert "□□ Li" in said and "NGUYỄN Thị" in said and "ΩMEGA Жан" in said


def test_the_same_data_make_the_same_bytes(adse, printed, monkeypatch):
    world.people(adse, *TWELVE)
    monkeypatch.setattr("secrets.randbits", lambda bits: 1)
    one = printed("emargement", blank(world.session(adse))).read_bytes()
    Printed.delete().execute()
    again = printed("emargement", blank(next(iter(sheets._sessions(True)))), "again.pdf").read_bytes()
    assert one == again
    assert b"pdfuaid" in one


def test_many_sheets_are_several_files_of_one_act(adse, tmp_path, settings, monkeypatch):
    monkeypatch.setattr(papers, "MOST", 2)
    world.people(adse, "A A")
    for on in ("09/03/2026", "10/03/2026", "11/03/2026"):
        world.session(adse, on=on)
    world.session(adse, on="11/03/2026", state="annulée")
    ready = sheets.of_sessions(sheets.of_days(adse.start, adse.end, adse), marks=False)
    paths = papers.write("emargement", ready, tmp_path / "a.pdf", settings, who="Claire")
    assert [one.name for one in paths] == ["a.pdf", "a_2.pdf"]
    assert [len(reading.pages(one)) for one in paths] == [2, 1]
    assert Printed.select().count() == 3
    assert JournalEntry.get().sentence == "Impression, 3 feuilles d'émargement : ADSE-26, du 09/03/2026 au 11/03/2026"


def test_sheets_of_any_number_are_read_in_the_same_queries(adse, queries):
    world.people(adse, *TWELVE)
    counts = []
    for on in range(9, 12):
        world.session(adse, on=f"{on:02d}/03/2026")
        found = sheets.of_days(adse.start, adse.end, adse)
        counts.append(queries(lambda found=found: sheets.of_sessions(found, marks=True)))
    assert len(set(counts)) == 1


def test_nobody_expected_is_refused(adse):
    with pytest.raises(Refused, match="Personne n'est attendu"):
        blank(world.session(adse))


def test_a_file_that_cannot_be_written_leaves_no_act(adse, tmp_path, settings):
    world.people(adse, "A A")
    with pytest.raises(maker.CannotPrint, match="le dossier n'existe pas"):
        papers.write("emargement", blank(world.session(adse)), tmp_path / "gone" / "a.pdf", settings, who="Claire")
    assert (Printed.select().count(), JournalEntry.select().count()) == (0, 0)


def test_a_day_off_is_told(adse, settings):
    world.people(adse, "A A")
    ready = blank(world.session(adse, on="06/04/2026"))
    told = papers.told_days_off(ready, settings)
    assert told == "Jour de fermeture, signature à vérifier : le 06/04/2026 (Lundi de Pâques)."
    assert papers.told_days_off(blank(world.session(adse)), settings) == ""
