"""In which order what was looked for is shown: one way in every search and every picker."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from models.french.comparing import tidy
from models.french.folding import fold

Found = TypeVar("Found")
EXACT_CODE, CODE, BEGINS_CODE, WHOLE_WORDS, BEGINS_WORDS, ANYWHERE = range(6)


def rank(text: str, code: str, words: str = "") -> int | None:
    """How well ``text`` finds what has this ``code`` and is told by these ``words``: its code to the letter, its code
    whatever the accents and hyphens, the beginning of the code, whole words, beginnings of words, then whatever holds
    each word typed, of two letters or more. None when it does not."""
    typed, known = fold(text), fold(code)
    if code and tidy(text) == code:
        return EXACT_CODE
    if known and (typed == known or typed.replace(" ", "") == known.replace(" ", "")):
        return CODE
    if known and typed and (known.startswith(typed) or known.replace(" ", "").startswith(typed.replace(" ", ""))):
        return BEGINS_CODE
    told = f" {known} {fold(words)} "
    each = typed.split()
    if all(f" {word} " in told for word in each):
        return WHOLE_WORDS
    if all(f" {word}" in told for word in each):
        return BEGINS_WORDS
    return ANYWHERE if all(len(word) > 1 and word in told for word in each) else None


def ranked(found: Iterable[Found], text: str, told: Callable[[Found], tuple[str, str]]) -> list[Found]:
    """Those that ``text`` finds, the best first, then in the order given; ``told`` gives the code and the words of
    each."""
    known = [(rank(text, *told(one)), one) for one in found]
    return [one for _, one in sorted(((how, one) for how, one in known if how is not None), key=lambda pair: pair[0])]
