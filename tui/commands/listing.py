"""Taking over a list of any shape: what it amounts to, what must be answered, then the writing."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from models.french.wording import counted
from tui.commands import taking
from tui.commands.answering import DONE, NO, WRONG, Wrong, print_json, report, say
from tui.commands.shared import back_up, installation, warn_of_clock, who

if TYPE_CHECKING:
    from models.lists.asking import Question
    from models.lists.process import Taking
    from models.takeover.report import Report


def take(asked: argparse.Namespace) -> int:
    settings = installation(make=not asked.dry_run)
    from config import settings as places
    from models.lists import files, process
    from models.takeover.extents import Unreadable

    path = Path(asked.file)
    try:
        file = files.read(path)
    except Unreadable as fault:
        raise Wrong(f"{path} : {fault}") from None
    if process.is_template(file.pages):
        return taking.take(asked)
    warn_of_clock()
    made = process.Taking(file, places.home(), settings.late_minutes, _answers(asked.answers))
    for id in made.plan.asking.unknown():
        report([f"{asked.answers} : attention : « {id} » ne répond à aucune question de ce fichier."], DONE)
    if made.plan.questions:
        return _must_answer(asked, made)
    if made.plan.empty:
        raise Wrong(f"{path} : rien à reprendre dans ce fichier. {' '.join(one + '.' for one in made.plan.aside[:5])}")
    signing = who(settings)
    if not asked.dry_run:
        done = made.try_out(signing)
        if not done.errors:
            back_up(process.BACKUP)
            done = made.write(signing)
    else:
        done = made.try_out(signing)
    return _answer(asked, made, done)


def _answers(file: str | None) -> dict[str, str]:
    if file is None:
        return {}
    from models.lists.asking import WrongAnswers, read_answers

    try:
        return read_answers(Path(file).read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise Wrong(f"{file} : ce n'est pas un texte en UTF-8.") from None
    except WrongAnswers as fault:
        raise Wrong(f"{file} : {fault}") from None


def _must_answer(asked: argparse.Namespace, made: "Taking") -> int:
    """Says what must be answered, as a file of answers to complete."""
    if asked.json:
        print_json(_document(made, None, asked.dry_run))
        return NO
    lines = [*_shape(made), "", "À répondre, dans un fichier donné par --answers (rien n'est écrit sans réponse) :", ""]
    for question in made.plan.questions:
        lines += _asked(question)
    say(lines)
    return NO


def _asked(question: "Question") -> list[str]:
    """A question as lines of a file of answers: what is proposed can be kept as it is."""
    lines = [f"# {question.text}"]
    if question.wrong:
        lines.append(f"#   {question.wrong}")
    if question.more:
        lines.append(f"#   par exemple : {' | '.join(question.more)}")
    if question.choices:
        lines.append(f"#   {', '.join(value for value, _ in question.choices)}")
    proposed = question.proposed.replace("\\", "\\\\").replace('"', '\\"')
    lines.append(f'{"" if proposed else "# "}"{question.id}" = "{proposed}"')
    return lines


def _shape(made: "Taking") -> list[str]:
    from models.lists.columns import CALLED

    plan = made.plan
    lines = [f"{made.file.name}{f' ({made.file.encoding})' if made.file.encoding else ''} :"]
    lines += [
        f"  {table.page}, ligne {table.top} : {CALLED.get(kind, kind)}, {counted(len(table.rows), 'ligne')}"
        for table, kind in plan.tables
    ]
    lines += [f"  comme la dernière fois : {said}" for said in plan.asking.again]
    lines += [f"  {said}" for said in plan.told]
    return [*lines, *(f"  laissé de côté : {said}" for said in plan.aside)]


def _answer(asked: argparse.Namespace, made: "Taking", done: "Report") -> int:
    report([taking.fault_line(asked.file, fault, warning=False) for fault in done.errors], WRONG)
    report([taking.fault_line(asked.file, fault, warning=True) for fault in done.warnings], DONE)
    if asked.json:
        print_json(_document(made, done, asked.dry_run))
    elif not done.errors:
        say([*_shape(made), *taking.text(done, asked.dry_run)])
    return WRONG if done.errors else DONE


def _document(made: "Taking", done: "Report | None", dry_run: bool) -> dict[str, object]:
    from models.takeover.report import Report

    plan = made.plan
    tables = [
        {"sheet": table.page, "row": table.top, "kind": kind, "rows": len(table.rows)} for table, kind in plan.tables
    ]
    return {
        **(done or Report()).as_json(),
        "written": done is not None and not done.errors and not dry_run,
        "questions": [question.as_json() for question in plan.questions],
        "tables": tables,
        "told": [*plan.asking.again, *plan.told],
        "aside": plan.aside,
        "encoding": made.file.encoding,
    }
