"""Figures, deviations, hours, what is due and what is at stake."""

import argparse

from tui.commands.answering import DONE, NO, print_json, say
from tui.commands.progress import shown
from tui.commands.shared import action_named, installation, period_of


def indicators(asked: argparse.Namespace) -> int:
    installation()
    from models.figures import figures as indicators
    from tui.figures import answers

    action = action_named(asked.action)
    period = period_of(action, asked)
    figures = indicators.figures(action, *period)
    if asked.json:
        return print_json(answers.indicators_json(action, *period, figures))
    return say(answers.indicators_text(action, *period, figures))


def check(asked: argparse.Namespace) -> int:
    installation()
    from models.rules import checks, explained
    from tui.figures import answers

    action = action_named(asked.action) if asked.action is not None else None
    with shown():
        found = checks.deviations(action)
    known = explained.explained(found)
    if asked.json:
        print_json(answers.check_json(found, known))
    else:
        say(answers.check_text(found, known))
    return NO if any(deviation.severity == "error" for deviation in found) else DONE


def hours(asked: argparse.Namespace) -> int:
    installation()
    from models.hours import pool
    from tui.hours import answers

    ledger = pool.ledger(action_named(asked.action))
    if asked.json:
        return print_json(answers.hours_json(ledger))
    return say(answers.hours_text(ledger, pool.suggestions(ledger)))


def due(asked: argparse.Namespace) -> int:
    installation()
    from models.duties.due import due
    from tui.returns import report_answers

    found = due(asked.until)
    return print_json(report_answers.due_json(found)) if asked.json else say(report_answers.due_text(found))


def stakes(asked: argparse.Namespace) -> int:
    installation()
    from models.stakes.stakes import stakes
    from tui.duties import answers

    with shown():
        found = stakes()
    return print_json(answers.stakes_json(found)) if asked.json else say(answers.stakes_text(found))
