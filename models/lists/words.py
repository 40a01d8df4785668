"""The names of columns and the words of cells that are known, whatever their case, accents, plural or little words."""

import re
import tomllib
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from models.french.comparing import list_key, unaccented

REMEMBERED = 4096  # headers, which come again and again
LIKELY = 0.85  # likeness above which a name is proposed, never taken

_LITTLE = {"de", "du", "des", "la", "le", "les", "l", "d", "n", "no", "num", "numero", "candidat", "beneficiaire", "en"}
SECTIONS = ("Participants", "Parcours", "Séances", "Cyclomoteurs", "Prêts", "à part")


def words(text: str) -> str:
    """A name as it is compared beyond its letters: its words without plural or little words."""
    found = re.findall(r"[a-z0-9]+", unaccented(text))
    kept = [re.sub(r"(?<=\w\w\w)s$", "", word) for word in found if word not in _LITTLE]
    return " ".join(kept)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(files("config").joinpath("synonyms.toml").read_text("utf-8"))


@cache
def _names() -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[tuple[str, str]]]]:
    """The fields that each name stands for, by its letters and by its words; a field is its sheet and header."""
    letters: dict[str, list[tuple[str, str]]] = {}
    by_words: dict[str, list[tuple[str, str]]] = {}
    for section in SECTIONS:
        for header, names in _told()[section].items():
            for name in [header, *names] if section != "à part" else names:
                for known, key in ((letters, list_key(name)), (by_words, words(name))):
                    if key and (section, header) not in known.setdefault(key, []):
                        known[key].append((section, header))
    return letters, by_words


@lru_cache(REMEMBERED)
def fields(header: str) -> tuple[list[tuple[str, str]], bool]:
    """The fields a header may be the name of, and whether it is a known name rather than one that looks like it."""
    letters, by_words = _names()
    key, said = list_key(header), words(header)
    exact = letters.get(key) or by_words.get(said)
    if exact:
        return exact, True
    if len(said) < 4:
        return [], False
    best = max(by_words, key=lambda one: SequenceMatcher(None, said, one, False).ratio())
    near = SequenceMatcher(None, said, best, False).ratio() >= LIKELY
    return (by_words[best], False) if near else ([], False)


def known(header: str) -> bool:
    """Whether a cell is the name of a column."""
    letters, by_words = _names()
    return bool(letters.get(list_key(header)) or by_words.get(words(header)))


@cache
def _values(name: str) -> dict[str, str]:
    listed = _told()["valeurs"][name]
    return {list_key(word) or word: meaning for meaning, several in listed.items() for word in several}


def meaning(name: str, value: str) -> str:
    """What a word of a closed list means ('' when it is not known)."""
    return _values(name).get(list_key(value) or value.strip(), "")


def first_meaning(name: str, text: str) -> str:
    """What the first known words of a text mean: « entrée formation AFPA » is « formation »."""
    found = meaning(name, text)
    parts = re.findall(r"[^\W_]+", text)
    for length in (3, 2, 1):
        for rank in range(len(parts) - length + 1):
            found = found or meaning(name, " ".join(parts[rank : rank + length]))
    return found


def nothing(value: Any) -> bool:
    """Whether a cell says that there is nothing: empty, « – », « NULL »."""
    if value is None or value == "":
        return True
    if not isinstance(value, str):
        return False
    key = list_key(value)
    return (not key and value.strip() not in ("✓", "✔", "?", "+")) or key in _values("rien")


def headers(section: str) -> tuple[str, ...]:
    """The fields of a section of the names."""
    return tuple(_told()[section])
