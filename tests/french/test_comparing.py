"""What people type is the same text however it is typed: one table of spellings, and what holds of any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.french.comparing import list_key, name_key, one_of, plate_key, tidy, tidy_plate
from models.french.folding import fold

SPACES = " \t\u00a0\u2002\u2007\u2009\u202f\u205f\u3000"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
INVISIBLE = "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\ufeff"
KEYS = (tidy, tidy_plate, plate_key, name_key, list_key, fold)


@pytest.mark.parametrize("space", SPACES)
def test_every_kind_of_space_is_one_and_none_is_outside_or_doubled(space):
    assert tidy(f"{space}Groupe{space}{space} du{space}matin{space}") == "Groupe du matin"


@pytest.mark.parametrize("hyphen", HYPHENS)
def test_every_kind_of_hyphen_is_one(hyphen):
    assert tidy(f"ADSE{hyphen}2021") == "ADSE-2021"
    assert name_key(f"Mi{hyphen}Temps") == name_key("mi-temps")
    assert fold(f"Jean{hyphen}Pierre") == "jean pierre"


@pytest.mark.parametrize("mark", INVISIBLE)
def test_invisible_marks_are_removed(mark):
    assert tidy(f"{mark}AD{mark}SE-2021{mark}") == "ADSE-2021"
    assert fold(f"Cla{mark}ire") == "claire"
    assert tidy(mark) == ""


@pytest.mark.parametrize("refused", ["\x00", "\x1b", "\x85", "\u2028", "\u202e", "\u2066"])
def test_what_is_refused_is_left_for_the_doors_to_see(refused):
    assert refused in tidy(f"a{refused}b")


def test_an_identifier_keeps_its_case_and_its_accents():
    assert tidy("Élodie") == tidy("E\u0301lodie") == "Élodie"
    assert len({tidy(one) for one in ("X-1", "x-1", "X1", "X 1", "X_1", "É-1", "E-1")}) == 7


@pytest.mark.parametrize(
    "typed",
    ["fg-100-a", "FG100A", "FG 100 A", "FG\u2011100\u2011A", " Fg-100 a", "FG\u00a0100\u202fA", "\ufeffFG–100−A"],
)
def test_a_plate_is_compared_without_case_spaces_and_hyphens(typed):
    assert plate_key(typed) == plate_key("FG-100-A") == "FG100A"
    assert tidy_plate(typed) == tidy(typed).upper()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mobilité", "MOBILITE"),
        ("Cœur de ville", "coeur  de ville"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("ıŞIK", "isik"),
        ("Recherche d’emploi", "recherche d'emploi"),
        ("Noe\u0308l", "noël"),
        ("Rendez‑vous", "rendez-vous"),
    ],
)
def test_a_group_or_a_theme_is_compared_without_case_and_accents(one, other):
    assert name_key(one) == name_key(other)
    assert list_key(one) == list_key(other)


@pytest.mark.parametrize("other", ["Groupe-1", "Groupe1", "Groupe 2", "Groupe 1."])
def test_another_group_is_another(other):
    assert name_key("Groupe 1") != name_key(other)


def test_a_closed_list_is_compared_by_letters_and_digits():
    known = ("présent", "module-1", "fin de parcours")
    assert [one_of(text, known) for text in ("PRÉSENT ", "Module 1", "fin‑de‑parcours", "autre")] == [
        *known,
        "autre",
    ]


ANY = st.text(max_size=12) | st.text(st.sampled_from(SPACES + HYPHENS + INVISIBLE + "aÉe\u0301ßŒıİ·1"), max_size=12)


@settings(max_examples=500, deadline=None)
@given(ANY)
def test_what_is_tidy_stays_so_and_is_compared_as_what_was_typed(text):
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_plate(tidy_plate(text)) == tidy_plate(text)
    assert [key(tidy(text)) for key in KEYS] == [key(text) for key in KEYS]
    assert plate_key(tidy_plate(text)) == plate_key(text)


@settings(max_examples=500, deadline=None)
@given(ANY)
def test_a_key_is_its_own(text):
    for key in KEYS:
        assert key(key(text)) == key(text)
