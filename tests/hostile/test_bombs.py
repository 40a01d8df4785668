"""Workbooks that ask for more than they weigh: read or refused in one sentence, and never more than 500 MiB held."""

import os

import pytest

from models.tables import TABLES
from models.takeover import archive
from models.takeover.process import take_over
from models.takeover.report import MOST
from tests.hostile.files import CHUNK, MAIN, ROWS_OF_TWO, SHEET, much, numbered, ods, xlsx
from tests.hostile.measured import HELD, run

MIB = 1 << 20
TEXT = '<row r="3"><c r="A3"><v>3</v></c><c r="B3" t="inlineStr"><is>'
END = "</is></c></row>"


def chain(*parts):
    for part in parts:
        yield from [part.encode()] if isinstance(part, str) else [part] if isinstance(part, bytes) else part


def said(*texts):
    """A row of an OpenDocument sheet."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )
    return f"<table:table-row>{cells}</table:table-row>"


TWO = said("Identifiant", "Nom", "Prénom") + said("1", "Diallo", "Amina")
TABLE = '<table:table table:name="T{n}"></table:table>'


def inline(letter):
    return f'<c r="{letter}{{n}}" t="inlineStr"><is><t> </t></is></c>'


READ = {
    "a million empty rows": lambda path: xlsx(path, chain(ROWS_OF_TWO, numbered('<row r="{n}"/>', 1_048_570))),
    "rows that do not say their number": lambda path: xlsx(path, chain(ROWS_OF_TWO, much(b"<row/>", 6 * 1_048_570))),
    "a million rows of formats without a value": lambda path: xlsx(
        path, chain(ROWS_OF_TWO, numbered('<row r="{n}"><c r="A{n}" s="1"/><c r="Z{n}" s="1"/></row>', 1_048_570))
    ),
    "a million rows of spaces": lambda path: xlsx(
        path, chain(ROWS_OF_TWO, numbered(f'<row r="{{n}}">{inline("A")}</row>', 1_048_570))
    ),
    "an enormous part nobody reads": lambda path: xlsx(
        path, more={"xl/media/image1.bin": much(b"\0" * 1000, 1900 * MIB)}
    ),
    "a million merged cells": lambda path: xlsx(
        path,
        chain(
            ROWS_OF_TWO,
            "</sheetData><mergeCells>",
            numbered('<mergeCell ref="A{n}:B{n}"/>', 1_000_000),
            "</mergeCells><sheetData>",
        ),
    ),
}
READ_ODS = {
    "a blank row repeated": lambda path: ods(
        path,
        TWO + '<table:table-row table:number-rows-repeated="1048573">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    ),
    "a blank row repeated beyond any sheet": lambda path: ods(
        path,
        TWO + '<table:table-row table:number-rows-repeated="4000000000"><table:table-cell/></table:table-row>',
    ),
    "a million blank rows": lambda path: ods(
        path, chain(TWO, much(b"<table:table-row><table:table-cell/></table:table-row>", 54_000_000))
    ),
}
REFUSED = {
    "a cell of 1 MB": lambda path: xlsx(path, chain(ROWS_OF_TWO, TEXT, "<t>", much(b"x", MIB), "</t>", END)),
    "a cell of 100 MB": lambda path: xlsx(path, chain(ROWS_OF_TWO, TEXT, "<t>", much(b"x", 100 * MIB), "</t>", END)),
    "a cell of 200 MB in pieces": lambda path: xlsx(
        path, chain(ROWS_OF_TWO, TEXT, much(b"<r><t>" + b"x" * 100 + b"</t></r>", 200 * MIB), END)
    ),
    "a shared text of 100 MB": lambda path: xlsx(
        path,
        ROWS_OF_TWO + '<row r="3"><c r="A3"><v>3</v></c><c r="B3" t="s"><v>0</v></c></row>',
        texts=chain("<si><t>", much(b"x", 100 * MIB), "</t></si>"),
    ),
    "sixty million shared texts": lambda path: xlsx(path, texts=much(b"<si><t>x</t></si>", 1000 * MIB)),
    "sixty million empty shared texts": lambda path: xlsx(path, texts=much(b"<si/>", 100 * MIB)),
    "ten million filled cells": lambda path: xlsx(
        path, chain(ROWS_OF_TWO, numbered('<row r="{n}">' + "<c><v>1</v></c>" * 1000 + "</row>", 10_000))
    ),
    "hundreds of millions of tags": lambda path: xlsx(path, chain(ROWS_OF_TWO, much(b"<x/>", 1000 * MIB))),
    "tags inside each other": lambda path: xlsx(path, chain(ROWS_OF_TWO, "<row><c>", much(b"<x>", 30 * MIB))),
    "formats by the million": lambda path: xlsx(
        path, more={"xl/styles.xml": chain(f'<styleSheet xmlns="{MAIN}">', much(b'<xf numFmtId="14"/>', 300 * MIB))}
    ),
    "an archive of three gigabytes": lambda path: xlsx(
        path, more={"xl/media/image1.bin": much(b"\0" * 1000, 3000 * MIB)}
    ),
}
REFUSED_ODS = {
    "tags inside each other": lambda path: ods(path, chain(TWO, much(b"<x>", 30 * MIB))),
    "a million sheets": lambda path: ods(
        path, chain(TWO, "</table:table>", numbered(TABLE, 1_000_000), '<table:table table:name="Z">')
    ),
    "a text of spaces": lambda path: ods(path, TWO.replace("Diallo", '<text:s text:c="400000000"/>')),
    "a cell of 200 MB": lambda path: ods(
        path,
        chain(
            TWO,
            '<table:table-row><table:table-cell office:value-type="string">',
            much(b"<text:p>" + b"x" * 100 + b"</text:p>", 200 * MIB),
            "</table:table-cell></table:table-row>",
        ),
    ),
    "a row before the first": lambda path: ods(
        path, TWO + '<table:table-row table:number-rows-repeated="-5"><table:table-cell/></table:table-row>'
    ),
    "a column beyond any sheet": lambda path: ods(
        path,
        TWO + '<table:table-row><table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="4000000000"/></table:table-row>',
    ),
}


def held(path, home):
    done = run(home, "import", "--dry-run", str(path))
    assert "Traceback" not in done.err
    assert done.held <= HELD
    return done


@pytest.mark.slow
@pytest.mark.parametrize("what", READ)
def test_what_is_only_empty_is_read(tmp_path, what):
    assert held(READ[what](tmp_path / "reprise.xlsx"), tmp_path / "maison").status == 0


@pytest.mark.slow
@pytest.mark.parametrize("what", READ_ODS)
def test_what_is_only_empty_is_read_in_an_ods(tmp_path, what):
    assert held(READ_ODS[what](tmp_path / "reprise.ods"), tmp_path / "maison").status == 0


@pytest.mark.slow
@pytest.mark.parametrize("what", REFUSED)
def test_a_bomb_is_refused(tmp_path, what):
    done = held(REFUSED[what](tmp_path / "reprise.xlsx"), tmp_path / "maison")
    assert done.status == 2
    assert len(done.sentences) <= 3
    assert len(done.err) < 2000


@pytest.mark.slow
@pytest.mark.parametrize("what", REFUSED_ODS)
def test_a_bomb_is_refused_in_an_ods(tmp_path, what):
    done = held(REFUSED_ODS[what](tmp_path / "reprise.ods"), tmp_path / "maison")
    assert done.status == 2
    assert len(done.sentences) <= 3
    assert len(done.err) < 2000


def only(report):
    """The one sentence about the file; nothing was written."""
    assert [table.select().count() for table in TABLES] == [0] * len(TABLES)
    assert len(report.errors) == 1
    return report.errors[0].message


def test_what_would_be_waited_for_or_read_without_end_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "tuyau.xlsx")
    (tmp_path / "zero.xlsx").symlink_to("/dev/zero")
    (tmp_path / "boucle.xlsx").symlink_to("boucle.xlsx")
    for name in ("tuyau.xlsx", "zero.xlsx", "boucle.xlsx"):
        assert only(take_over(tmp_path / name))


def test_an_encrypted_workbook_says_so_or_is_none(tmp_path):
    path = tmp_path / "chiffre.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 5000)  # an encrypted .xlsx is an OLE file
    assert "pas un classeur" in only(take_over(path))


@pytest.mark.parametrize(
    "cell",
    ['<c r="xfd1048576">', "<c r='XFD1048576'>", '<c\n r="XFD1048576">', '<c x=" r=&quot;A3" r="XFD1048576">',
     '<c x=">" r="XFD1048576">', '<x:c xmlns:x="' + MAIN + '" r="XFD1048576">', '<c r="A0">', '<c r="A1B2">'],
)  # fmt: skip
def test_a_cell_cannot_hide_how_far_it_is(tmp_path, cell):
    end = "</x:c>" if cell.startswith("<x:") else "</c>"
    rows = f'{ROWS_OF_TWO}<row r="3">{cell}<v>1</v>{end}</row>'
    assert only(take_over(xlsx(tmp_path / "reprise.xlsx", rows)))


def test_a_list_of_parts_too_long_is_not_read(tmp_path, monkeypatch):
    path = xlsx(tmp_path / "reprise.xlsx", more={f"x{number}": b"" for number in range(300)})
    monkeypatch.setattr(archive, "ENTRIES", 10_000)
    assert "trop grand" in only(take_over(path))


@pytest.mark.parametrize("encoding", ["rien", "utf-16", "UTF-7", "cp037", "latin-1"])
def test_another_encoding_is_no_way_round(tmp_path, encoding):
    sheet = f'<?xml version="1.0" encoding="{encoding}"?><worksheet xmlns="{MAIN}"><sheetData><row r="1">'
    sheet += '<c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert only(take_over(xlsx(tmp_path / "reprise.xlsx", more={SHEET: sheet})))


def test_errors_repeated_without_end_stop_the_reading(tmp_path):
    wrong = '<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="e"><v>#N/A</v></c></row>'
    path = xlsx(tmp_path / "reprise.xlsx", chain(ROWS_OF_TWO, numbered(wrong, MOST + 100)))
    report = take_over(path)
    assert len(report.errors) == MOST + 1
    assert "Plus de 10 000 erreurs" in report.errors[-1].message
    assert [table.select().count() for table in TABLES] == [0] * len(TABLES)


def test_what_is_told_of_a_cell_is_short(tmp_path):
    report = take_over(xlsx(tmp_path / "reprise.xlsx", ROWS_OF_TWO.replace("Diallo", "x" * 2 * CHUNK)))
    assert len(report.errors[0].value) < 1000
    assert len(report.errors[0].message) < 200
