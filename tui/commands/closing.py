"""Closing an action up to a day, reopening it, and the list of its closings."""

import argparse
import sys

from tui.commands.answering import DONE, NO, WRONG, confirmed, print_json, report, say
from tui.commands.shared import action_named, installation, warn_of_clock, who

ASK = "Sans terminal, une clôture demande --name (qui en répond) et --yes : rien n'est changé."


def close(asked: argparse.Namespace) -> int:
    settings = installation()
    action = action_named(asked.action)
    warn_of_clock()
    from models.acts.refusals import Refused
    from models.returns import closing
    from tui.returns import answers

    look = closing.look(action, asked.until)
    errors: list[str] = []
    closed = False
    if not asked.json:
        say(answers.look_text(look))
    alone = asked.json or not (sys.stdin and sys.stdin.isatty())
    signed = asked.name or ""
    if alone and not (signed.strip() and asked.yes):
        errors = [ASK]
    else:
        try:
            closing.refuse_day(action, asked.until)
            signed = signed or _asked("Qui répond de cette clôture ? ")
            if not asked.yes and not confirmed(f"Clôturer {action.code} ?"):
                return say(["Rien n'est changé."]) or NO
            closing.close(action, asked.until, signed, who=who(settings))
            closed = True
        except Refused as refused:
            errors = [str(refused)]
    if asked.json:
        print_json(answers.look_json(look, closed, errors))
    elif closed:
        say([answers.closed_line(action)])
    return report(errors, WRONG) if errors else DONE


def _asked(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        return ""


def reopen(asked: argparse.Namespace) -> int:
    settings = installation()
    action = action_named(asked.action)
    warn_of_clock()
    from models.french.wording import day
    from models.returns import closing
    from tui.returns import answers

    lifted = closing.reopen(action, asked.reason, who=who(settings))
    left = closing.closed_until(action)
    if asked.json:
        return print_json(
            {
                "action": action.code,
                "reopened": answers.closing_json(closing.told(lifted)),
                "closed_until": left and left.until.isoformat(),
                "errors": [],
            }
        )
    still = f" ; elle reste clôturée jusqu'au {day(left.until)}" if left else ""
    return say([f"{action.code} : clôture au {day(lifted.until)} levée{still}."])


def closings(asked: argparse.Namespace) -> int:
    installation()
    action = action_named(asked.action)
    from models.returns import closing
    from tui.returns import answers

    found = closing.closings(action)
    if asked.json:
        return print_json({"action": action.code, "closings": [answers.closing_json(one) for one in found]})
    return say(answers.closings_text(action, found))
