"""The order of what was looked for: the code to the letter, the code, its beginning, whole words, then the rest."""

import pytest

from models.french.ranking import rank, ranked

CODES = ["ADSE-B", "ADSE-S2", "adse-s", "ADSE S", "ADSE-S", "ADSE-R"]


def found(text, codes=CODES):
    return ranked(codes, text, lambda code: (code, "Aide à la mobilité ADSE-S"))


def test_the_code_to_the_letter_comes_first_then_the_same_code_written_otherwise():
    assert found("ADSE-S") == ["ADSE-S", "adse-s", "ADSE S", "ADSE-S2", "ADSE-B", "ADSE-R"]
    assert found("ADSE S")[0] == "ADSE S"
    assert found("adse-s")[0] == "adse-s"


@pytest.mark.parametrize(
    ("text", "code", "words", "known"),
    [
        ("A-1", "A-1", "", 0),
        ("a 1", "A-1", "", 1),
        ("fg100a", "FG-100-A", "", 1),
        ("A-1", "A-12", "", 2),
        ("fg10", "FG-100-A", "", 2),
        ("mobilité permis", "X", "Permis et mobilite", 3),
        ("mobil", "X", "Permis et mobilité", 4),
        ("bilité", "X", "Permis et mobilité", 5),
        ("bilité chat", "X", "Permis et mobilité", None),
        ("er", "X", "Permis et mobilité", 5),
        ("e", "X", "Permis et mobilité", 4),
        ("o", "X", "Permis et mobilité", None),
        ("", "X", "Permis", 3),
        ("", "", "", 3),
    ],
)
def test_each_place(text, code, words, known):
    assert rank(text, code, words) == known
