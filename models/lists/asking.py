"""What a list does not say by itself, asked once; nothing that is guessed passes without an answer."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from config.refusal import Refusal
from models.french.comparing import list_key, unaccented
from models.french.typed import Misread, parse_day, parse_minutes, parse_time

Form = Literal["choix", "jour", "heures", "durée", "texte"]
YES, NO, LEAVE = "oui", "non", "laisser"


class WrongAnswers(Refusal):
    """The file of answers cannot be read; the message is a French sentence."""


@dataclass(frozen=True)
class Question:
    """One thing to be answered: its id, its sentence, what may be answered and what each answer means, what is
    proposed ('' when only somebody can say). ``kept``: the answer holds for the next file of the same shape."""

    id: str
    text: str
    form: Form = "choix"
    choices: tuple[tuple[str, str], ...] = ()
    proposed: str = ""
    kept: bool = False
    wrong: str = ""
    more: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The question as plain lists and dicts."""
        choices = [{"value": value, "label": label} for value, label in self.choices]
        told = {"id": self.id, "question": self.text, "form": self.form, "choices": choices}
        return {**told, "proposed": self.proposed or None, "wrong": self.wrong or None, "examples": list(self.more)}


@dataclass
class Asking:
    """The answers given, and the questions that have none yet."""

    answers: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    asked: dict[str, Question] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)  # what was answered as the last time, in sentences

    def __post_init__(self) -> None:
        self.answers = {key(*id.split(".")): text for id, text in self.answers.items()}

    def ask(self, question: Question) -> str:
        """The answer; what is proposed when there is none yet, so that what follows can be shown."""
        known = self.asked.get(question.id)
        self.asked[question.id] = known or question
        given = self.given(question.id)
        if given is not None:
            try:
                answer = checked(question, given)
                if known is None and question.id not in self.answers:
                    self.again.append(f"{question.text} {answer}")
                return answer
            except Misread as fault:
                question = Question(**{**vars(question), "wrong": str(fault)})
        if known is None:
            self.questions.append(question)
        return question.proposed

    def given(self, id: str) -> str | None:
        """What was answered to a question that need not be asked."""
        return self.answers.get(id, self.remembered.get(id))

    def kept(self) -> dict[str, str]:
        """The answers that hold for the next file of the same shape."""
        given = {**self.remembered, **self.answers}
        return {id: given[id] for id, one in self.asked.items() if one.kept and id in given}

    def unknown(self) -> list[str]:
        """The ids of answers to nothing that is asked."""
        return [id for id in self.answers if id not in self.asked]


def checked(question: Question, given: str) -> str:
    """An answer as it is used. Raises Misread."""
    given = given.strip()
    by_key = {list_key(value): value for value, _ in question.choices}
    if question.choices and list_key(given) in by_key:
        return by_key[list_key(given)]
    if question.form == "choix":
        listed = ", ".join(value for value, _ in question.choices)
        raise Misread(f"« {given[:60]} » n'est pas une réponse possible : {listed}.")
    if question.form == "jour":
        return parse_day(given).isoformat()
    if question.form == "heures":
        hours_of(given)
    if question.form == "durée":
        parse_minutes(given, bare="min")
    if question.form == "texte" and not given:
        raise Misread("Écrivez une réponse.")
    return given


def hours_of(text: str) -> tuple[int, int]:
    """The start and the end of « 9h-12h30 », in minutes since midnight. Raises Misread."""
    parts = re.split(r"\s*(?:-|–|à|/)\s*", text.strip())
    if len(parts) != 2:
        raise Misread("Écrivez un début et une fin, par exemple 9h-12h30.")
    start, end = (parse_time(part) for part in parts)
    if end <= start:
        raise Misread("La fin vient après le début : écrivez par exemple 9h-12h30.")
    return start, end


def key(*parts: str) -> str:
    """The id of a question: what it is about, in letters that a file of answers keeps."""
    return ".".join(re.sub(r'[."\\\x00-\x1f\x7f\s]+', " ", unaccented(part)).strip() for part in parts)


def read_answers(text: str) -> dict[str, str]:
    """The answers of a TOML file, by question; tables are the parts of an id. Raises WrongAnswers."""
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise WrongAnswers(f"Le fichier de réponses n'est pas du TOML : {fault}.") from None
    found: dict[str, str] = {}
    _flatten(told, "", found)
    return found


def _flatten(told: dict[str, Any], before: str, found: dict[str, str]) -> None:
    for name, value in told.items():
        id = f"{before}.{name}" if before else name
        if isinstance(value, dict):
            _flatten(value, id, found)
        elif isinstance(value, bool):
            found[id] = YES if value else NO
        elif isinstance(value, list):
            raise WrongAnswers(f"Réponse « {id} » : une seule valeur est attendue.")
        else:
            found[id] = value.isoformat() if hasattr(value, "isoformat") else str(value)
