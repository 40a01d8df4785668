"""The server compares names as Assidu does: ``assidu_fold`` against ``models.french.folding.fold``."""

import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.french.folding import fold
from models.storage.opening import open_database
from models.storage.server_guards import FOLDED
from tests import engines

pytestmark = engines.on_server

HOSTILE = [
    "",
    " ",
    "-",
    "Claire Martin",
    "  CLAIRE   martin ",
    "Claire\tMartin\n",
    "Élodie Lefèvre-Dûpont",
    "E\u0301lodie",
    "ÉLODIE D’ARTAGNAN",
    "d'Artagnan d`Artagnan d´Artagnan dʼArtagnan",
    "Jean‐Pierre Jean‑Pierre Jean–Pierre Jean—Pierre Jean_Pierre",
    "Œuvrard ŒUVRARD œuvrard",
    "Æsa Ægir",
    "Straße STRASSE STRAẞE",
    "Łukasz Øystein Đorđe Þór Iðunn ıŞIK",
    "İSTANBUL Dijana Ǆemal ǆ",
    "ﬁnet ﬀ ŉ",
    "Ζωή ΖΩΉ ς σ ᾳ ᾼ",
    "Наталья НАТАЛЬЯ ё",
    "Martin\u00a0Martin\u2003Martin\u3000Martin",
    "Cla\u200bire",
    "Claire\u0308\u0301\u0327",
    "Zo\u00eb ZO\u00cb zoe",
    "[/b] %s {0} \\ ' \"",
    "½ ² ℡ ①",
    "Nguyễn Thị Ánh",
    "محمد עברית 田中",
    "a\u0345",
]


@pytest.fixture(scope="module")
def folded():
    """Folds texts on the server."""
    base = f"names_{engines.unique()}"
    engines.ask(f"CREATE DATABASE {base}")
    engine = open_database(engines.url(base))

    def run(texts):
        query = "SELECT assidu_fold(one) FROM unnest(%s::text[]) WITH ORDINALITY AS told(one, rank) ORDER BY rank"
        return [found for (found,) in engine.execute_sql(query, (texts,)).fetchall()]

    yield run
    engine.close()
    engines.ask(f"DROP DATABASE {base} WITH (FORCE)")


def test_hostile_names(folded):
    assert folded(HOSTILE) == [fold(name) for name in HOSTILE]


def test_every_letter_there_is_in_the_scripts_that_have_two_cases(folded):
    letters = [f"x{chr(code)}x" for code in FOLDED if code and unicodedata.category(chr(code)) != "Cn"]
    assert len(letters) > 10_000
    server = folded(letters)
    assert [one for one, found in zip(letters, server, strict=True) if found != fold(one)] == []


def test_beyond_the_server_never_takes_for_the_same_names_that_assidu_tells_apart(folded):
    letters = [chr(code) for code in range(FOLDED.stop, sys.maxunicode, 7) if not 0xD800 <= code < 0xE000]
    server = folded(letters)
    merged: dict = {}
    for letter, found in zip(letters, server, strict=True):
        merged.setdefault(found, set()).add(fold(letter))
    assert [found for found, names in merged.items() if len(names) > 1] == []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(st.characters(max_codepoint=FOLDED.stop - 1, exclude_characters="\0"), max_size=12), max_size=20)
)
def test_any_text(folded, texts):
    assert folded(texts) == [fold(text) for text in texts]
