"""What a list amounts to, before it is written: people, stays, sessions, marks, mopeds, each with the cells it comes
from; and what reading needs all along."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pendulum import Date

from config.schema import Convention
from models.french.comparing import tidy
from models.french.typed import Misread
from models.lists import shapes
from models.lists.asking import LEAVE, Asking, Form, Question, key
from models.lists.tables import Spot
from models.takeover.cells import shown


@dataclass(eq=False)
class Someone:
    """A person as rows of the file tell them: values by attribute, and the cell of each."""

    last: str
    first: str
    spot: Spot
    values: dict[str, Any] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    listed: bool = True  # by a list of people, rather than by what they attended
    code: str = ""
    known: bool = False
    left: bool = False
    same: "Someone | None" = None

    @property
    def who(self) -> "Someone":
        """Who this is, once it is settled."""
        return self.same.who if self.same else self

    @property
    def name(self) -> str:
        return f"{self.last} {self.first}".strip()

    def put(self, attribute: str, value: Any, spot: Spot) -> None:
        """Keeps a value that is not empty."""
        if value not in (None, ""):
            self.values[attribute], self.spots[attribute] = value, spot


@dataclass(eq=False)
class Line:
    """One row to write in a sheet of the take-over: values by attribute, people and sessions among them as they are."""

    spot: Spot
    values: dict[str, Any] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)


@dataclass(eq=False)
class Sitting(Line):
    """A session: what tells it apart from the others, and who may be told apart by it."""

    person: Someone | None = None
    code: str = ""


@dataclass
class Draft:
    """Everything the tables of a file amount to."""

    people: list[Someone] = field(default_factory=list)
    stays: list[Line] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    known: dict[tuple[Any, ...], list[Sitting]] = field(default_factory=dict)  # them again, by moment
    marks: list[Line] = field(default_factory=list)
    mopeds: list[Line] = field(default_factory=list)
    loans: list[Line] = field(default_factory=list)
    downtimes: list[Line] = field(default_factory=list)


@dataclass
class Reading:
    """What every step shares: the questions, what is said, the action, and what was drafted so far."""

    asking: Asking
    today: Date
    action: str = ""
    convention: Convention | None = None
    late: int = 15
    days_aside: dict[str, str] = field(default_factory=dict)  # days that all rows share, by the column left aside
    told: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)

    def tell(self, said: str) -> None:
        """Says something once."""
        if said not in self.told:
            self.told.append(said)

    def cell(self, spot: Spot, header: str, value: Any, read: Callable[[Any], Any], form: Form = "texte") -> Any:
        """What a cell says; asks when it is not understood. None when it is to be left empty."""
        try:
            return read(value)
        except Misread as fault:
            question = Question(
                key("cellule", str(spot)),
                f"{spot}, {header} : « {shown(value)[:60]} ». {fault}",
                form,
                ((LEAVE, "laisser vide"),),
            )
        answer = self.asking.ask(question)
        if answer in ("", LEAVE):
            return None
        try:
            return read(answer)
        except Misread as fault:
            self.asking.questions.append(Question(**{**vars(question), "wrong": str(fault)}))
            return None

    def text(self, spot: Spot, header: str, value: Any, read: Callable[[Any], Any]) -> Any:
        """A text to keep: on one line, and without a social security number."""
        if shapes.security_number(value):
            self.tell(f"{spot} ({header}) : un numéro de sécurité sociale s'y trouve, la cellule n'est pas reprise.")
            return None
        said = value.replace("\n", " ") if isinstance(value, str) else value
        return self.cell(spot, header, said, read)

    def day(self, spot: Spot, header: str, value: Any, birth: bool = False) -> Any:
        """A day to keep."""
        return self.cell(spot, header, value, lambda one: shapes.day(one, birth), "jour")


def typed_name(text: Any) -> str:
    """A name as it is kept."""
    return tidy((text if isinstance(text, str) else shown(text)).replace("\n", " "))
