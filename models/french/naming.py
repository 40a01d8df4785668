"""Finding people in any text: their names in either order, whatever the accents and the case, numbers and addresses."""

import re
from collections.abc import Callable
from itertools import pairwise

from models.french.folding import fold

_WORD = re.compile(r"[^\W_]+")
APART = 3  # characters at most between two words of one name
LEAST = 4  # letters below which a lone word could be anything


class Names:
    """What to put instead of each name; a text of several words is found inside others, and so is a lone word that
    can be nothing else (an address, a number, an identifier with a figure in it)."""

    def __init__(self) -> None:
        self._whole: dict[str, list[str]] = {}
        self._inside: dict[str, dict[tuple[str, ...], list[str]]] = {}

    def put(self, text: str, instead: str, inside: bool = True) -> None:
        """``text`` is to be told as ``instead``; only when it is the whole of a text without ``inside``."""
        words = _words(text)
        if not words:
            return
        _add(self._whole.setdefault(fold(text), []), instead)
        if inside and (len(words) > 1 or _telling(words[0])):
            _add(self._inside.setdefault(words[0], {}).setdefault(words, []), instead)

    def person(self, last: str, first: str, instead: str) -> None:
        """The name of somebody, in both orders; a name of one word is told only where it is alone."""
        for text in dict.fromkeys((f"{last} {first}", f"{first} {last}")):
            self.put(text, instead, inside=len(_words(text)) > 1)

    def told(self, text: str, choose: Callable[[list[str]], str] = " ou ".join) -> str:
        """The text with what there is to put instead; ``choose`` says which one for a name several people have."""
        if whole := self._whole.get(fold(text)):
            return choose(whole)
        found = [(match.start(), match.end(), fold(match[0])) for match in _WORD.finditer(text)]
        parts, done, rank = [], 0, 0
        while rank < len(found):
            length, instead = self._at(text, found, rank)
            if instead:
                parts += [text[done : found[rank][0]], choose(instead)]
                done = found[rank + length - 1][1]
            rank += max(1, length)
        return "".join([*parts, text[done:]]) if parts else text

    def holds(self, text: str) -> bool:
        """Whether one of them is in the text."""
        return self.told(text) != text

    def _at(self, text: str, found: list[tuple[int, int, str]], rank: int) -> tuple[int, list[str]]:
        """The longest name that begins at a word: how many words, and what to put instead."""
        best: tuple[int, list[str]] = (0, [])
        for words, instead in self._inside.get(found[rank][2], {}).items():
            here = found[rank : rank + len(words)]
            if len(words) > best[0] and tuple(word for _, _, word in here) == words and _close(text, here):
                best = (len(words), instead)
        return best


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for match in _WORD.finditer(text) for word in fold(match[0]).split())


def _close(text: str, words: list[tuple[int, int, str]]) -> bool:
    gaps = [text[end:start] for (_, end, _), (start, _, _) in pairwise(words)]
    return all(len(gap) <= APART and "\n" not in gap for gap in gaps)


def _telling(word: str) -> bool:
    """Whether a lone word names somebody wherever it is: letters and figures together, or a long number."""
    figures = sum(letter.isdigit() for letter in word)
    return (len(word) >= LEAST and 0 < figures < len(word)) or figures >= 6


def _add(known: list[str], instead: str) -> None:
    if instead not in known:
        known.append(instead)
