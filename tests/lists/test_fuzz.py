"""Disorder: never a traceback, never anything written without an answer, and what is readable comes back equal."""

import csv
import io
import os
import random
import subprocess
import sys
import time

import pytest
import xlsxwriter

from config.refusal import Refusal
from models.lists import files
from models.lists.process import Taking
from models.tables import Action, Person
from tests.lists import fuzz
from tests.lists.test_samples import folder, with_action


@pytest.fixture(autouse=True)
def today(on_day, base):
    on_day("2026-11-30")
    for number in ("01", "04", "05", "06"):
        with_action(number)


def try_one(home, path, seed):
    """Reads a file and answers whatever is asked, at random; tries it out."""
    draw = random.Random(seed)
    try:
        taking = Taking(files.read(path), home, 15)
        for _ in range(6):
            for one in taking.plan.questions:
                values = [value for value, _ in one.choices]
                taking.answers[one.id] = one.proposed or draw.choice(values or ["2026-09-01", "9h-12h", "15", "Léa"])
            if not taking.plan.questions:
                break
            taking.study()
        if not taking.plan.questions and not taking.plan.empty:
            taking.try_out("Nadia")
    except Refusal:
        pass
    assert Person.select().count() == 0


def write_book(path, rows):
    """The rows in a workbook, numbers as numbers."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": True, "strings_to_formulas": False})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "last"), [(0, 12), *(pytest.param(n, n + 1000, marks=pytest.mark.slow) for n in range(1000, 4000, 1000))]
)
def test_no_file_breaks_it(home, first, last):
    for seed in range(first, last):
        if seed % 10 == 0:
            path = home / "f.xlsx"
            write_book(path, fuzz.table(seed))
        else:
            name, raw = fuzz.text(seed)
            path = home / name
            path.write_bytes(raw)
        try_one(home, path, seed)


HEADERS = {
    "last_name": ["Nom", "NOM usage", "nom de famille", "Nom stagiaire"],
    "first_name": ["Prénom", "Prénom(s)", "PRENOM", "Prénom usuel"],
    "birth": ["Né(e) le", "Date de\nnaissance", "DDN", "date naissance"],
    "phone": ["Tél.", "N°\nTéléphones", "Portable", "GSM"],
    "email": ["Mail", "E-mail", "Courriel", "Adresse mail"],
    "town": ["Ville", "Commune", "Commune de résidence"],
    "prescriber": ["Orienté par", "Prescripteur", "Provenance"],
    "entry": ["Entrée", "Date d'entrée", "Entré le"],
}
LASTS = [
    "LE GOFF",
    "D'ALMEIDA",
    "ÖZTÜRK",
    "N’DIAYE",
    "SAINT-JUST",
    "LŒILLET",
    "DE SOUSA",
    "Petit",
    "Roux",
    "BA",
    "Ngo",
    "Sy",
]
FIRSTS = ["Gwénaëlle", "João", "Cécile", "Jean-Marc", "Thi Lan", "Nour", "Émile", "Luc"]


@pytest.mark.sweep(2)
@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(n, marks=pytest.mark.slow) for n in range(6, 300))])
def test_a_random_list_comes_back_equal(home, seed):
    """In any headers, order, encoding and separator, with titles above and a total below."""
    draw = random.Random(seed)
    kept = ["last_name", "first_name", "birth", *draw.sample(sorted(HEADERS)[1:], draw.randint(0, 5))]
    kept = [one for one in dict.fromkeys([*kept, "entry"]) if one in HEADERS]
    draw.shuffle(kept)
    wanted = []
    for rank in range(draw.randint(2, 14)):
        birth = f"{draw.randint(1955, 2007)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
        row = {"last_name": f"{draw.choice(LASTS)}", "first_name": draw.choice(FIRSTS), "birth": birth}
        row |= {"phone": f"06 39 98 {rank:02d} {draw.randint(0, 99):02d}", "email": f"p{rank}@example.org"}
        row |= {
            "town": draw.choice(["Angers", "Trélazé", "Les Ponts-de-Cé"]),
            "prescriber": draw.choice(["FT", "CMS", "ML"]),
        }
        wanted.append({**row, "entry": f"2026-0{draw.randint(1, 9)}-{draw.randint(1, 28):02d}"})
    written = draw.choice(["fr", "iso", "short"])

    def cell(name, value):
        if name not in ("birth", "entry") or written == "iso":
            return value
        year, month, day = value.split("-")
        return f"{day}/{month}/{year[2:] if written == 'short' and name == 'entry' else year}"

    rows = [[draw.choice(HEADERS[name]) for name in kept]]
    rows += [[cell(name, one[name]) for name in kept] for one in wanted]
    width = len(kept)
    if draw.random() < 0.5:
        rows = [["Liste des inscrits", *[""] * (width - 1)], [""] * width, *rows]
    if draw.random() < 0.5:
        rows.append(["Total", str(len(wanted)), *[""] * (width - 2)])
    if draw.random() < 0.3:
        path = home / "liste.xlsx"
        book = xlsxwriter.Workbook(str(path))
        page = book.add_worksheet("Liste")
        for number, line in enumerate(rows):
            for place, said in enumerate(line):
                page.write_string(number, place, said)
        book.close()
    else:
        path, out = home / "liste.csv", io.StringIO()
        csv.writer(out, delimiter=draw.choice(";\t"), lineterminator="\r\n").writerows(rows)
        path.write_bytes(out.getvalue().encode(draw.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"])))
    taking = Taking(files.read(path), home, 15)
    for _ in range(60):  # two of one name whose births are near are two people
        for asked in taking.plan.questions:
            new = "nouvelle" if asked.id.startswith("personne.") else ""
            taking.answer(asked.id, "ADSE-B" if asked.id == "action" else asked.proposed or new)
    report = taking.write("Nadia")
    assert not report.errors, report.errors
    told = sorted(
        [str(getattr(one, name) or "").replace("’", "'") for name in kept if name != "entry"] for one in Person.select()
    )
    expected = {tuple(row[name].replace("’", "'") for name in kept if name != "entry") for row in wanted}
    assert told == sorted(map(list, expected))


@pytest.mark.slow
@pytest.mark.file
def test_a_kill_in_the_middle_writes_everything_or_nothing(home, tmp_path):
    """Killed at any moment, the command leaves a base with nobody, or with everybody."""
    answers = tmp_path / "a.toml"
    answers.write_text(
        'action = "ADSE-B"\nidentifiant = "en faire"\nentree = "2026-10-12"\n"colonne.date de naissance" = "oui"\n',
        "utf-8",
    )
    words = ["take", str(folder("01") / "orientations-octobre.xlsx"), "--answers", str(answers)]
    for wait in (0.2, 0.4, 0.6, 0.8, 1.0, 1.3):
        run = subprocess.Popen([sys.executable, "-m", "tui.command", *words], env=os.environ)
        time.sleep(wait)
        run.kill()
        run.wait()
        assert Person.select().count() in (0, 12)
        assert Action.select().count() == 4
