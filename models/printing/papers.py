"""What is printed: a document ready for its template, and the act that prints it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pendulum import Date

from config.files import draft, free, named, sweep
from config.progress import step
from config.settings import Settings
from config.words import PAPERS
from models.acts import rights
from models.acts.act import Act
from models.acts.refusals import Refused
from models.days.clock import today
from models.days.holidays import closed_days
from models.french import wording
from models.french.folding import fold
from models.french.wording import capital
from models.printing.letters import lacking
from models.printing.maker import CannotPrint, free_memory, made, template
from models.tables import TRAINER, Action, Document, Person, Printed

MOST = 100
"""Documents in a file: a year of sheets is several files, as each page being made takes a megabyte of memory."""


class Recorded(NamedTuple):
    """The fact, for the file of a person, that a document of a ``kind`` of the convention is dated ``day``."""

    action: Action
    person: Person
    kind: str
    day: Date

    def add(self, act: Act) -> None:
        """Adds it to the file as part of an act, once."""
        values = {"action": self.action, "person": self.person, "kind": self.kind, "day": self.day}
        if not Document.select().where(*(getattr(Document, name) == value for name, value in values.items())).exists():
            act.insert(Document, **values)


@dataclass(frozen=True)
class Paper:
    """A document ready to print. ``told`` is how the journal tells it; ``data`` what its template is given.

    ``trainers``: those whose sessions it is of, None when it is not for a trainer to print. ``record``: the document
    that printing it adds to the person's file.
    """

    told: str
    data: dict[str, Any]
    action: Action | None = None
    person: Person | None = None
    start: Date | None = None
    end: Date | None = None
    trainers: tuple[str, ...] | None = None
    token: str | None = None
    content: str = ""
    pages: int | None = None
    record: Recorded | None = None


def usual_path(folder: Path, kind: str, papers: Sequence[Paper]) -> Path:
    """Where documents go in ``folder``: a file that nothing has yet, with no name nor identifier of a person in its
    own."""
    first = papers[0]
    about = [kind, first.action.code if first.action else "", f"{first.person.id}" if first.person else ""]
    days = [one.isoformat() for one in dict.fromkeys((first.start, papers[-1].end)) if one is not None]
    return free(folder / f"{named('_'.join(filter(None, (*about, *days))))}.pdf")


def missing_letters(papers: Sequence[Paper]) -> str:
    """What to tell before printing when the font lacks letters of these documents; '' when it has them all."""
    letters = lacking([one.data for one in papers])
    if not letters:
        return ""
    told = " ".join(letters[:10]) + (" …" if len(letters) > 10 else "")
    return f"La police ne sait pas imprimer {told} : un carré □ prend leur place, à compléter à la main."


def counted(kind: str, count: int) -> str:
    """« feuille d'émargement », « 12 feuilles d'émargement »."""
    one, several = PAPERS[kind]
    return one if count == 1 else wording.counted(count, one, several)


def told_days_off(papers: Sequence[Paper], settings: Settings) -> str:
    """What to look at before a sheet is signed: the days off among those of these sheets; '' without any."""
    days = {day for one in papers if one.token for day in (one.start, one.end) if day is not None}
    if not days:
        return ""
    off = closed_days(min(days), max(days), settings.region, settings.closures)
    told = [f"le {wording.day(day)} ({off[day]})" for day in sorted(days & off.keys())]
    return f"Jour de fermeture, signature à vérifier : {', '.join(told)}." if told else ""


def write(kind: str, papers: Sequence[Paper], path: Path, settings: Settings, *, who: str) -> list[Path]:
    """Prints documents to ``path`` (and to ``…_2``, ``…_3`` when they are many), in one act.

    Returns the files. Raises CannotPrint, with a French sentence, when a file cannot be written or a template is wrong;
    Refused when the account may not.
    """
    words = template(kind)
    _refuse(papers)
    who = rights.signing(who)
    pdfs: list[bytes] = []
    for start in range(0, len(papers), MOST):
        step("Documents", start, len(papers))
        if pdfs:
            free_memory()
        part = papers[start : start + MOST]
        pdfs.append(made(words, _data(capital(PAPERS[kind][0]), part, settings, who), today(), _pages(part)))
    more = (free(path.with_name(f"{path.stem}_{rank}{path.suffix}")) for rank in range(2, len(pdfs) + 1))
    paths = [path, *more]
    sweep(path.parent)
    placed: list[Path] = []
    try:
        added = any(one.record for one in papers)  # what adds to a file is undone as the rest is
        told = f"Impression, {counted(kind, len(papers))} : {_told(papers)}"
        with Act("document" if added else "print", told, who) as act:
            for paper in papers:
                _keep(act, kind, paper, words.version)
            for pdf, place in zip(pdfs, paths, strict=True):
                with draft(place) as file:
                    file.write_bytes(pdf)
                placed.append(place)
    except BaseException as fault:  # nothing is printed that no act tells
        for place in placed:
            place.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise CannotPrint(_in_french(path, fault)) from None
        raise
    return paths


def _keep(act: Act, kind: str, paper: Paper, version: str) -> None:
    trainers = paper.trainers or ()
    act.insert(
        Printed,
        action=paper.action,
        person=paper.person,
        kind=kind,
        start=paper.start,
        end=paper.end,
        trainer=trainers[0] if len(trainers) == 1 else "",
        template=version,
        token=paper.token,
        content=paper.content,
    )
    if paper.record is not None:
        paper.record.add(act)


def _refuse(papers: Sequence[Paper]) -> None:
    """Raises Refused when the account at work may not print all of these: a trainer, the sheets of their sessions."""
    acting = rights.acting()
    if acting.role == TRAINER:
        for paper in papers:
            if paper.trainers is None:
                raise Refused(rights.MAY_NOT[TRAINER])
            others = [one for one in paper.trainers if one and fold(one) != fold(acting.name)]
            if others:
                raise Refused(rights.NOT_YOURS.format(trainer=others[0]))


def _data(title: str, papers: Sequence[Paper], settings: Settings, who: str) -> dict[str, Any]:
    return {
        "title": title,
        "operator": settings.operator,
        "declaration": settings.declaration_number,
        "printed": f"Imprimé le {wording.day(today())} par {who}",
        "parts": [one.data for one in papers],
    }


def _pages(papers: Collection[Paper]) -> int | None:
    counts = [one.pages for one in papers if one.pages is not None]
    return sum(counts) if counts else None


def _told(papers: Sequence[Paper]) -> str:
    if len(papers) == 1:
        return papers[0].told
    codes = dict.fromkeys(one.action.code for one in papers if one.action is not None)
    days = sorted(day for one in papers for day in (one.start, one.end) if day is not None)
    when = f", du {wording.day(days[0])} au {wording.day(days[-1])}" if days else ""
    return f"{', '.join(codes)}{when}"


def _in_french(path: Path, fault: OSError) -> str:
    if not path.parent.is_dir():
        return f"{path} : le dossier n'existe pas ; créez-le ou choisissez-en un autre."
    if isinstance(fault, PermissionError):
        return f"{path} : écriture refusée ; fermez ce fichier s'il est ouvert, ou choisissez un autre dossier."
    return f"{path} : le fichier ne peut pas être écrit ; vérifiez la place sur le disque et vos droits sur le dossier."
