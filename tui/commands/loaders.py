"""What does each command: loaded when the command is asked for, never before."""

import argparse
from collections.abc import Callable

Command = Callable[[argparse.Namespace], int]


def application() -> Command:
    from tui.commands import opening

    return opening.application


def demo() -> Command:
    from tui.commands import opening

    return opening.demo


def take() -> Command:
    from tui.commands import taking

    return taking.take


def take_list() -> Command:
    from tui.commands import listing

    return listing.take


def template() -> Command:
    from tui.commands import taking

    return taking.template


def conventions() -> Command:
    from tui.commands import specifications

    return specifications.conventions


def indicators() -> Command:
    from tui.commands import figures

    return figures.indicators


def check() -> Command:
    from tui.commands import figures

    return figures.check


def hours() -> Command:
    from tui.commands import figures

    return figures.hours


def due() -> Command:
    from tui.commands import figures

    return figures.due


def stakes() -> Command:
    from tui.commands import figures

    return figures.stakes


def close() -> Command:
    from tui.commands import closing

    return closing.close


def reopen() -> Command:
    from tui.commands import closing

    return closing.reopen


def closings() -> Command:
    from tui.commands import closing

    return closing.closings


def export() -> Command:
    from tui.commands import handing

    return handing.export


def hand_over() -> Command:
    from tui.commands import handing

    return handing.hand_over


def calendar() -> Command:
    from tui.commands import handing

    return handing.calendar


def copies() -> Command:
    from tui.commands import handing

    return handing.copies


def print_papers() -> Command:
    from tui.commands import printing

    return printing.print_papers


def backup() -> Command:
    from tui.commands import keeping

    return keeping.backup


def restore() -> Command:
    from tui.commands import keeping

    return keeping.restore


def waiting() -> Command:
    from tui.commands import waiting

    return waiting.waiting


def keys() -> Command:
    from tui.commands import keys

    return keys.keys


def journal() -> Command:
    from tui.commands import journal

    return journal.journal


def person() -> Command:
    from tui.commands import personal

    return personal.person


def purge() -> Command:
    from tui.commands import personal

    return personal.purge


def verify() -> Command:
    from tui.commands import verifying

    return verifying.verify


def encrypt() -> Command:
    from tui.commands import encrypting

    return encrypting.encrypt


def move() -> Command:
    from tui.commands import moving

    return moving.move


def grant() -> Command:
    from tui.commands import granting

    return granting.grant


def share() -> Command:
    from tui.commands import sharing

    return sharing.share


COMMANDS: dict[str | None, Callable[[], Command]] = {
    None: application,
    "demo": demo,
    "import": take,
    "take": take_list,
    "template": template,
    "conventions": conventions,
    "indicators": indicators,
    "check": check,
    "hours": hours,
    "due": due,
    "stakes": stakes,
    "close": close,
    "reopen": reopen,
    "closings": closings,
    "export": export,
    "return": hand_over,
    "calendar": calendar,
    "copies": copies,
    "print": print_papers,
    "backup": backup,
    "restore": restore,
    "waiting": waiting,
    "keys": keys,
    "journal": journal,
    "person": person,
    "purge": purge,
    "verify": verify,
    "encrypt": encrypt,
    "move": move,
    "grant": grant,
    "share": share,
}
