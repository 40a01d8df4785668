"""How a command answers: on standard output, on standard error, as JSON, by its exit status."""

import argparse
import json
import re
import sys
from collections.abc import Iterable
from typing import Any

from config.refusal import Refusal

DONE, NO, WRONG, DEFECT = 0, 1, 2, 3


class Wrong(Refusal):
    """The request or its input is wrong."""


def version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("assidu")
    except PackageNotFoundError:
        return "(non installé)"


def needs_terminal() -> None:
    streams = (sys.stdin, sys.stdout, sys.stderr)  # the screens are drawn on the last, or the second, by the system
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise Wrong("L'application s'ouvre dans un terminal ; ici, utilisez une commande (« assidu --help »).")


def may_ask(asked: argparse.Namespace) -> bool:
    """Whether somebody is there to confirm."""
    return not asked.json and sys.stdin is not None and sys.stdin.isatty()


def confirmed(question: str) -> bool:
    """Whether the person at the terminal writes « oui » in full."""
    try:
        return input(f"{question} Écrivez oui : ").strip().casefold() == "oui"
    except EOFError:
        return False


def say(lines: Iterable[str]) -> int:
    from tui.answers import wrapped

    for line in wrapped(map(harmless, lines)):
        print(line)
    return DONE


def print_json(document: dict[str, Any]) -> int:
    print(json.dumps(document, indent=2))  # in ASCII: the same document whatever a pipe takes its bytes for
    return DONE


def refused(sentences: Iterable[str], as_json: bool) -> int:
    said = list(sentences)
    if as_json:
        print_json({"errors": [{"sheet": "", "cell": "", "value": "", "message": sentence} for sentence in said]})
    return report(said, WRONG)


def report(sentences: Iterable[str], status: int) -> int:
    """Each sentence on its own line of standard error, whatever it holds."""
    for sentence in sentences:
        print(harmless(sentence).replace("\n", " "), file=sys.stderr)
    return status


def harmless(text: str) -> str:
    """A text as a terminal may be given it: nothing in it moves the cursor, sets the title or turns the line round."""
    from config.reading import UNSEEN

    return re.sub(f"[{UNSEEN}\t]+", " ", text)
