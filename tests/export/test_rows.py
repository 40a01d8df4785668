"""A large list comes out the same, to the byte, cell by cell and written straight."""

from fractions import Fraction
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from models.export import rows
from models.export.book import Book, CannotWrite, Head
from models.export.kinds import (
    CODE,
    DAY,
    DURATION,
    EUROS,
    HOURS,
    LONGEST_TEXT,
    MOMENT,
    NOTE,
    TEXT,
    WHOLE,
    YES_NO,
    exact,
    plain,
)
from tests import sweeps

KINDS = (CODE, TEXT, YES_NO, WHOLE, DAY, MOMENT, DURATION, HOURS, EUROS)
HEADS = [Head(f"Colonne {rank}", kind) for rank, kind in enumerate(KINDS)]
TEXTS = st.text(max_size=30) | st.sampled_from(["", " a ", "<r>x</r>", "_x000D_", "&amp;", "]]>", "=1+1", "a\nb", "\t"])
DAYS = st.dates().map(lambda day: day.isoformat()).filter(lambda day: day > "1900-03-01")
NUMBERS = st.integers(-(10**12), 10**12)
ROWS = st.lists(
    st.tuples(
        st.none() | TEXTS,
        st.none() | TEXTS,
        st.none() | st.booleans(),
        st.none() | NUMBERS | st.fractions(-1000, 1000) | st.fractions(-1000, 1000).map(exact),
        st.none() | DAYS,
        st.none() | DAYS.map(lambda day: f"{day} 09:30:00"),
        *[st.none() | NUMBERS] * 3,
    ),
    max_size=20,
)


def written(folder, filled, large=True):
    path = folder / "liste.xlsx"
    book = Book(path, str(folder), large, "Association", "2026")
    last = book.list(book.sheet("Liste"), HEADS, filled)
    book.sheet("Après").write_string(0, 0, "fin")
    book.workbook.close()
    return path, last


def parts(path):
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("listes")


def test_this_xlsxwriter_may_be_written_straight():
    assert rows.straight_works()


@sweeps.examples(10, 60)
def test_the_same_list_comes_out_the_same_both_ways(folder, examples):
    @settings(max_examples=examples, deadline=None)
    @given(ROWS)
    def holds(filled):
        with pytest.MonkeyPatch.context() as patched:
            straight, last = written(folder, filled)
            found = parts(straight)
            patched.setattr("models.export.book.straight_works", lambda: False)
            by_cell, same = written(folder, filled)
        assert last == same == max(1, len(filled))
        assert found == parts(by_cell)

    holds()


def test_two_readers_find_what_was_written(folder):
    filled = [
        (f"C{rank}", "a & <b>" if rank % 2 else None, True, rank, "2026-06-30", None, 90, 30, 1250)
        for rank in range(7000)
    ]
    path, last = written(folder, filled)
    assert last == 7000
    first, *found = load_workbook(path, read_only=True)["Liste"].iter_rows(values_only=True)
    assert first[0] == "Colonne 0" and len(found) == 7000
    again = CalamineWorkbook.from_path(path).get_sheet_by_name("Liste").to_python()
    assert len(again) == 7001
    for rank, (one, other) in enumerate(zip(found, again[1:], strict=True)):
        assert one[:4] == (f"C{rank}", "a & <b>" if rank % 2 else None, "oui", rank)
        assert (other[0], other[1], other[3]) == (f"C{rank}", "a & <b>" if rank % 2 else "", rank)
        assert one[8] == other[8] == 12.5


def test_a_column_of_many_values_forgets_the_first(folder, monkeypatch):
    monkeypatch.setattr(rows, "REMEMBERED", 3)
    filled = [(f"C{rank % 5}", None, None, rank, None, None, None, None, None) for rank in range(50)]
    found = parts(written(folder, filled)[0])
    monkeypatch.setattr("models.export.book.straight_works", lambda: False)
    assert found == parts(written(folder, filled)[0])


@pytest.mark.parametrize("straight", [True, False])
def test_more_rows_than_a_sheet_holds_are_refused(folder, monkeypatch, straight):
    monkeypatch.setattr(rows, "LAST", 3)
    monkeypatch.setattr("models.export.book.straight_works", lambda: straight)
    line = (None,) * len(KINDS)
    assert written(folder, [line] * 3)[1] == 3
    with pytest.raises(CannotWrite, match="« Liste » : plus de lignes"):
        written(folder, [line] * 4)


def test_a_library_that_has_changed_writes_cell_by_cell(monkeypatch, folder):
    class Changed(Worksheet):  # type: ignore[misc]
        def _write_single_row(self, current_row_num=0):
            if current_row_num:
                raise AttributeError

    monkeypatch.setattr(rows, "Workbook", lambda *given: _of(Changed, *given))
    rows.straight_works.cache_clear()
    try:
        assert not rows.straight_works()
    finally:
        rows.straight_works.cache_clear()


def _of(kind, *given):
    workbook = Workbook(*given)
    workbook.worksheet_class = kind
    return workbook


def test_a_list_with_wrapped_texts_is_as_high_as_they_ask(folder):
    path = folder / "haute.xlsx"
    book = Book(path, str(folder), True, "", "")
    assert book.list(book.sheet("Liste"), [Head("Note", NOTE), Head("Code", CODE)], [("x" * 120, "A"), ("x", "B")]) == 2
    book.workbook.close()
    heights = [load_workbook(path)["Liste"].row_dimensions[rank].height for rank in (2, 3)]
    assert heights == [45, None]  # the usual height is not said
    assert exact(Fraction(1, 2)) == 0.5


@pytest.mark.parametrize("letter", ["é", "🙂"])
def test_a_text_is_as_long_as_a_cell_holds(letter):
    wide = len(letter.encode("utf-16-le")) // 2
    most = LONGEST_TEXT // wide
    assert plain(letter * most) == letter * most
    cut = plain(letter * (most + 1))
    assert cut.endswith("…")
    assert len(cut.encode("utf-16-le")) // 2 in (LONGEST_TEXT, LONGEST_TEXT - 1)
