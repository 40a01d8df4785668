"""One root for what a user is told: no exception outside it carries a sentence for them."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILT_IN = {"Exception", "BaseException", "ValueError", "RuntimeError", "KeyError", "OSError"}
WITHOUT_A_SENTENCE = {
    "WrongQuantity": "a part of a sentence, which the reader of a file completes",
    "Stopped": "somebody no longer wants the copy",
    "Enough": "ends the reading of a workbook",
    "TooMany": "ends the writing of a list, which its workbook names",
    "_Leave": "ends a transaction",
    "Rehearsed": "ends an act that is only rehearsed",
}


def test_what_a_user_is_told_has_one_root():
    raised = {
        node.name
        for package in ("config", "models", "tui")
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and BUILT_IN & {base.id for base in node.bases if isinstance(base, ast.Name)}
    }
    assert raised == {"Refusal", *WITHOUT_A_SENTENCE}
