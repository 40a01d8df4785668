"""What each limit says, whole: the field it stands in, how strong it is, its sentence, as ``sentences.txt`` keeps them.

A sentence that changes is read over in that file, as its users will read it (``python -m tests.limits.test_sentences``
writes it anew).
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from config.catalogue import convention
from models.acts import limits as acts
from models.acts.limits import Dates, Limit
from models.acts.refusals import Refused
from models.hours import limits as hours
from models.hours.limits import Line
from models.park import limits as park
from models.park.limits import Span, Stay
from models.people import limits as people
from models.registers import limits as registers
from models.returns import limits as returns
from models.sessions import limits as sessions
from models.storage.opening import open_database
from models.tables import (
    GRANT,
    RELEASE,
    Action,
    Contract,
    Ede,
    Evaluation,
    Exam,
    FollowUp,
    Immersion,
    Job,
    Liaison,
    Moped,
    Obstacle,
    Parcours,
    Person,
    PlanLine,
    ProjectState,
    Training,
    WorkedHours,
)
from tests.registers import every
from tests.world import day

KEPT = Path(__file__).with_name("sentences.txt")
TODAY, TOMORROW = day("30/06/2026"), day("01/07/2026")
YEAR = Dates("A26", day("01/01/2026"), day("31/12/2026"))
BEFORE, AFTER = day("31/12/2025"), day("01/01/2027")
STAY = Stay("AB-1", day("01/02/2026"), None, YEAR.end)
RETIRED = Stay("AB-1", day("01/02/2026"), day("31/05/2026"), YEAR.end)


def told(*found: str | Limit | Iterable[Limit] | Mapping[Any, str]) -> Iterator[str]:
    """One line a limit: its field, its strength, its sentence."""
    for one in found:
        if isinstance(one, str):
            yield one or "(rien)"
        elif isinstance(one, Limit):
            yield f"{one.field} ({one.strength}) {one.sentence}"
        elif isinstance(one, Mapping):
            yield from (f"{key}: {sentence}" for key, sentence in one.items())
        else:
            for each in one:
                yield f"{each.field} ({each.strength}) {each.sentence}"


def _acts() -> Iterator[str]:
    yield from told(acts.outside("day", BEFORE, YEAR), acts.outside("end", AFTER, YEAR))
    error, warning, doubt = Limit("a", "Non."), Limit("b", "Pas ainsi.", "warning"), Limit("c", "Vraiment ?", "doubt")
    for found in ([doubt, error, warning], [doubt, warning, error], [doubt]):
        try:
            acts.refuse(found)
            yield "rien n'est refusé"
        except Refused as refused:
            yield f"refusé : {refused}"
    yield f"doutes : {acts.doubts([error, doubt, warning, doubt._replace(sentence='Sûr ?')])}"

    def even(values: Mapping[str, Any]) -> Iterator[Limit]:
        yield from (Limit(name, f"{name} = {value} est impair.") for name, value in values.items() if value % 2)

    for changes in ({"a": 3}, {"a": 1}, {"b": 3}, {"b": 4}, {"a": 2, "b": 5}):
        yield f"{changes} : {[one.sentence for one in acts.brought(even, {'a': 1, 'b': 2}, changes)]}"
        try:
            acts.refuse_change(even, {"a": 1, "b": 2}, changes)
        except Refused as refused:
            yield f"  refusé : {refused}"
    moped = Moped(plate="AB-1", action=12, in_service=YEAR.start)
    yield str({name: value for name, value in acts.values_of(moped).items() if value is not None})


def _people() -> Iterator[str]:
    for name in people.PAST:
        yield from told(people.person({name: TOMORROW}, TODAY))
    for name in people.CLOSED:
        yield from told(people.person({name: "zut"}, TODAY))
    entry: dict[str, Any] = {"entry": day("01/02/2026")}
    early, exit = day("31/01/2026"), {"exit": day("01/03/2026")}
    left = {"exit": day("01/02/2026")}
    cases: list[dict[str, Any]] = [
        *({name: early} for name in people.FROM_ENTRY if name != "job_end"),
        left | {"job_end": early},
        exit | {"job_end": day("28/02/2026")},
        exit | {"job_end": day("01/02/2026")},
        exit | {"renewed": day("02/03/2026")},
        {"exit_type": "emploi", "exit_contract": "CDD"},
        {"exit_contract": "CDD", "destination": "Martin"},
        {"destination": "Martin"},
        {"job_end": day("01/03/2026")},
        exit | {"exit_type": "zut", "exit_contract": "zut", "orientation": "zut"},
        {"oriented": TOMORROW},
        {"evaluation": -1},
        {"entry": BEFORE, "exit": AFTER},
    ]
    for values in cases:
        yield from told(people.parcours(entry | values, None, YEAR, TODAY))
    yield from told(people.parcours({"exit": AFTER}, None, YEAR, TODAY), people.parcours(left, None, YEAR, TODAY))
    permis, ai = convention("cd93-3b-permis"), convention("cd49-ai")
    yield from told(people.parcours({"variant": "zut"}, permis, YEAR, TODAY))
    yield from told(people.parcours({"variant": "zut"}, permis, None, TODAY))
    yield from told(people.parcours({"variant": "zut"}, ai, YEAR, TODAY))
    for spec in (permis, ai, convention("cd93-1-projet"), convention("cd59-i1-iod")):
        yield f"sorties avec contrat : {', '.join(sorted(people.with_contract(spec)))}"
    yield from told(people.parcours(exit | {"exit_type": "abandon", "exit_contract": "CDD"}, ai, YEAR, TODAY))
    spans = [(day("01/02/2026"), day("31/03/2026")), (day("05/04/2026"), None)]
    yield from told(people.beside("Amina Diallo", day("31/03/2026"), None, spans, YEAR.end, day("01/04/2026")))
    yield from told(people.stranger("Amina Diallo", "cette action"))
    both = {"start": YEAR.end, "end": YEAR.start, "staff": -1}
    adse = convention("cd49-adse-a-simple")
    for values in ({"places": None}, {"places": 0}, {"places": -1}):
        yield from told(people.action(both | values, adse), people.action(both | values, None))
    yield from told(people.action({}, convention("cd49-reference")))
    yield from told(people.other_convention(["séance", "atelier"], True, True))
    yield from told(people.other_convention([], True, True), people.other_convention([], False, True))
    departures = [day("05/06/2026"), day("03/06/2026"), day("02/06/2026")]
    yield from told(people.early_end(day("02/06/2026"), departures))


def _sessions() -> Iterator[str]:
    permis = convention("cd93-3b-permis")
    usual = {"nature": "code", "day": TODAY, "start": 540, "end": 720}
    for values in (
        {"nature": "seance"},
        {"channel": "pigeon"},
        {"start": 720, "end": 720},
        {"day": TOMORROW, "state": "tenue"},
        {"day": AFTER},
        dict.fromkeys(sessions.TEXTS, "x" * (sessions.LONGEST_TEXT + 1)),
    ):
        yield from told(sessions.session(usual | values, permis, YEAR, TODAY))
    yield from told(sessions.session({"nature": "seance"}, permis, None, TODAY))
    yield from told(sessions.marked(TOMORROW, 59, [("Amina", 60), ("Luc", 59), ("Zoé", 61)], TODAY))
    for group, collective in (("", False), ("B", True), ("", True)):
        yield from told(sessions.expected(TODAY, group, collective))
    yield from told(sessions.expected(None, "B", True), sessions.expected(None, "", False))
    yield from told(sessions.called(TOMORROW, "annulée", TODAY), sessions.called(TODAY, "tenue", TODAY))
    for status, minutes, length in (("retard", None, 60), ("absent", 1, 60), ("présent", 91, 90), ("retard", -1, None)):
        yield from told(f"{status} {minutes} sur {length}", sessions.attended(status, minutes, length))
    yield from told(sessions.stays(TODAY, []), sessions.stays(TODAY, [(TODAY, TODAY)]))


def _hours() -> Iterator[str]:
    names = {"ada": "ADA", "bob": "BOB"}
    allocated = {"ada": 3000, "bob": 3000, "eve": 3000}

    def of(*lines: Line, lessons: Any = None) -> Iterator[str]:
        return told("—", hours.faults(lines, lessons or {}, allocated, names))

    def out(key: str, person: str, minutes: int, on: str, new: bool = True, reverses: bool = False) -> Line:
        return Line(key, day(on), RELEASE, person, minutes, new, reverses)

    def back(key: str, person: str, minutes: int, on: str, new: bool = True, reverses: bool = False) -> Line:
        return Line(key, day(on), GRANT, person, minutes, new, reverses)

    first = "01/04/2026"
    yield from of(out("trop", "ada", 3001, first), out("juste", "bob", 3000, first))
    yield from of(out("inconnue", "zed", 60, first), back("nulle", "ada", 0, first))
    yield from of(out("sans nom", "eve", 3001, first))
    yield from of(out("après la leçon", "ada", 2941, first), lessons={"ada": [(day(first), 60)]})
    yield from of(out("avant la leçon", "ada", 3000, first), lessons={"ada": [(day("02/04/2026"), 60)]})
    yield from of(back("vide", "bob", 60, first))
    yield from of(out("a", "ada", 60, first), back("b", "bob", 61, first))
    yield from of(out("a", "ada", 60, "02/04/2026"), back("trop tôt", "bob", 60, first))
    yield from of(out("a", "ada", 2000, "02/04/2026", new=False), out("gêne", "ada", 1001, first))
    yield from of(
        out("a", "ada", 60, first, new=False), back("b", "bob", 60, "03/04/2026", new=False), back("c", "bob", 1, first)
    )
    yield from of(
        out("a", "ada", 3000, first, new=False),
        out("reprise", "ada", -3000, "02/04/2026", new=False, reverses=True),
        out("encore", "ada", 3000, "02/04/2026"),
    )
    yield from of(
        out("a", "ada", 120, first, new=False),
        back("b", "bob", 120, "02/04/2026", new=False),
        back("reprise", "bob", -120, "03/04/2026", new=False, reverses=True),
        out("trop", "bob", 3001, "03/04/2026"),
        back("juste", "ada", 120, "04/04/2026"),
    )
    yield from of(
        out("a", "ada", 3000, first), back("b", "ada", 60, "02/04/2026"), out("redonne", "ada", 60, "02/04/2026")
    )
    yield from of(
        out("a", "ada", 3000, first), back("b", "ada", 60, "02/04/2026"), out("redonne", "ada", 60, "03/04/2026")
    )
    permis = convention("cd93-3b-permis")
    ahead = {"day": TOMORROW, "referent": TOMORROW, "departement": TOMORROW}
    yield from told(hours.movement(ahead, permis, YEAR, TODAY))
    yield from told(hours.movement({"day": BEFORE}, convention("cd49-ai"), YEAR, TODAY))
    for minutes, left, planned in ((61, 60, 0), (60, 60, 0), (31, 60, 30), (30, 60, 30), (60, -60, 0)):
        yield from told(f"{minutes} de {left} dont {planned}", hours.lesson("Amina", minutes, left, planned))
    yield from told(hours.granted("Amina", TODAY), hours.granted("Amina", None))
    yield from told(hours.above_left("Amina", 61, 60), hours.above_left("Amina", 60, 60), hours.above_left("A", 1, -5))


def _park() -> Iterator[str]:
    spec = convention("cd49-point-mobilite")
    days = {"plate": "AB-1", "in_service": AFTER, "retired": BEFORE}
    yield from told(park.moped(days, spec, YEAR), park.moped({"in_service": YEAR.start}, convention("cd49-ai"), YEAR))
    lent = {"departure": day("01/06/2026")}
    wrong = dict.fromkeys(("due", "ended", "extended"), day("31/05/2026"))
    yield from told(park.loan("AB-1", lent | wrong, TODAY, YEAR), park.loan("AB-1", lent | {"ended": TOMORROW}, TODAY))
    yield from told(park.loan("AB-1", {"departure": BEFORE, "ended": BEFORE}, TODAY, YEAR))
    yield from told(park.loan("AB-1", {"ended": AFTER}, TODAY, YEAR))
    yield from told(park.due(TOMORROW, TODAY), park.due(TODAY, TODAY))
    yield from told(park.downtime("AB-1", {"start": AFTER, "end": BEFORE}, YEAR))
    yield from told(park.beside("AB-1", TODAY, None, [(day("01/06/2026"), None), (TOMORROW, TOMORROW)]))
    mine = Span(day("10/03/2026"), day("10/05/2026"), day("20/03/2026"))
    for title, other in (
        ("rendu la veille", Span(day("01/03/2026"), day("09/03/2026"), day("09/03/2026"))),
        ("rendu le jour même", Span(day("01/03/2026"), day("09/03/2026"), day("10/03/2026"))),
        ("rendu le lendemain", Span(day("01/03/2026"), day("09/03/2026"), day("11/03/2026"))),
        ("pas encore rendu", Span(day("01/03/2026"), day("09/03/2026"))),
        ("parti le dernier jour", Span(day("20/03/2026"), day("30/03/2026"))),
        ("parti l'avant-dernier jour", Span(day("19/03/2026"), day("30/03/2026"))),
    ):
        yield from told(f"— {title}", park.twice(mine, [("CD-2", other)], TODAY))
    yield from _loans()


def _loans() -> Iterator[str]:
    def of(title: str, stay: Stay, *loans: Span, stops: Any = (), today: Any = TODAY) -> Iterator[str]:
        return told(f"— {title}", park.faults(stay, loans, stops, today))

    def span(key: str, out: str, due: str, ended: str = "", extended: str = "", new: bool = True) -> Span:
        return Span(day(out), day(due), (ended and day(ended)) or None, (extended and day(extended)) or None, key, new)

    held = span("a", "01/03/2026", "30/06/2026", "15/04/2026", new=False)
    out = span("a", "01/03/2026", "30/06/2026", new=False)
    yield from of("avant la mise en service", STAY, span("x", "31/01/2026", "28/02/2026"))
    yield from of("le jour de la mise en service", STAY, span("x", "01/02/2026", "28/02/2026"))
    yield from of("jusqu'après le retrait", RETIRED, span("x", "31/05/2026", "30/06/2026", "01/06/2026"))
    yield from of("jusqu'au retrait", RETIRED, span("x", "31/05/2026", "30/06/2026", "31/05/2026"))
    yield from of("après le retrait", RETIRED, span("x", "01/06/2026", "30/06/2026", "02/06/2026"))
    yield from of("ouvert au retrait", RETIRED, span("x", "31/05/2026", "30/06/2026"))
    yield from of("ouvert, à venir", RETIRED, span("x", "31/05/2026", "30/06/2026"), today=day("01/05/2026"))
    yield from of("après l'action", STAY, span("x", "01/01/2027", "30/01/2027"))
    yield from of("le dernier jour de l'action", STAY, span("x", "31/12/2026", "30/01/2027"))
    stop = [(day("10/03/2026"), day("12/03/2026"))]
    for on in ("09/03/2026", "10/03/2026", "12/03/2026", "13/03/2026"):
        yield from of(f"immobilisé, départ le {on}", STAY, span("x", on, "30/06/2026"), stops=stop)
    yield from of("encore immobilisé", STAY, span("x", "20/03/2026", "30/06/2026"), stops=[(day("10/03/2026"), None)])
    yield from of("dates en désordre", STAY, span("x", "20/03/2026", "19/03/2026"))
    yield from of("même départ", STAY, held, span("x", "01/03/2026", "30/06/2026"))
    for on in ("14/04/2026", "15/04/2026"):
        yield from of(f"départ le {on}, rendu le 15", STAY, held, span("x", on, "30/06/2026"))
    yield from of("pas encore rendu", STAY, out, span("x", "15/06/2026", "30/06/2026"))
    yield from of("à venir, dû le jour même", STAY, out, span("x", "30/06/2026", "15/07/2026"), today=day("01/06/2026"))
    yield from of("à venir, dû le lendemain", STAY, out, span("x", "29/06/2026", "15/07/2026"), today=day("01/06/2026"))
    longer = span("a", "01/03/2026", "30/06/2026", extended="31/07/2026", new=False)
    yield from of("à venir, prolongé", STAY, longer, span("x", "30/07/2026", "15/08/2026"), today=day("01/06/2026"))
    for back in ("01/03/2026", "02/03/2026"):
        yield from of(f"avant, rendu le {back}", STAY, held, span("x", "10/02/2026", "30/06/2026", back))
    yield from of("avant, pas rendu", STAY, held, span("x", "10/02/2026", "15/02/2026"))
    yield from of("deux à la fois", STAY, span("y", "10/03/2026", "30/04/2026"), span("x", "01/03/2026", "30/04/2026"))


def _returns() -> Iterator[str]:
    spec = convention("cd49-adse-a-simple")
    code = spec.returns[0].code
    yield from told(returns.handed({"code": "zut", "day": TOMORROW}, spec, YEAR, TODAY))
    yield from told(returns.handed({"code": "zut", "day": TODAY}, None, YEAR, TODAY))
    for first, on in ((YEAR.start, YEAR.end), (YEAR.start, day("30/12/2026")), (day("02/01/2026"), day("30/12/2026"))):
        values = {"code": code, "start": first, "day": on}
        yield from told(f"— {first} remis le {on}", returns.handed(values, spec, YEAR, AFTER))
        yield from told(returns.handed(values, None, YEAR, AFTER), returns.handed(values, spec, None, AFTER))
    monthly = convention("cd59-i1-iod")
    code = next(one.code for one in monthly.returns if one.every == "mois")
    for first in (day("01/04/2026"), day("02/04/2026")):
        values = {"code": code, "start": first, "day": day("02/04/2026")}
        yield from told(f"— {code} du {first}", returns.handed(values, monthly, YEAR, AFTER))
    before = {"code": "zut", "start": TODAY, "day": day("29/06/2026")}
    yield from told(
        returns.handed(before, None, None, TODAY), returns.handed(before | {"day": TODAY}, None, None, TODAY)
    )


def _registers(spec: Any) -> Iterator[str]:
    no = convention("cd49-ai")
    for table, values in (
        (Exam, {"day": TOMORROW}),
        (Exam, {"test": "conduite"}),
        (Immersion, {"start": TOMORROW, "end": TOMORROW, "validated": True}),
        (Immersion, {"start": day("13/03/2026"), "end": day("12/03/2026")}),
        (Immersion, {"evaluated": day("01/03/2026")}),
        (FollowUp, {"months": 0}),
        (FollowUp, {"attempts": -1}),
        (FollowUp, {"reached": True, "unreachable": True}),
        (WorkedHours, {"month": "2026-07"}),
        (WorkedHours, {"month": "2026-13"}),
        (WorkedHours, {"month": "2026-02", "minutes": 28 * 24 * 60 + 1}),
        (WorkedHours, {"month": "2026-04", "minutes": 30 * 24 * 60 + 1}),
        (WorkedHours, {"training": 6001}),
        (WorkedHours, {"minutes": -1, "training": None}),
        (Contract, {"weekly": 168 * 60 + 1}),
        (Contract, {"weekly": 0}),
        (Contract, {"end": day("31/01/2026")}),
        (Contract, {"sent": day("03/03/2026"), "validated": day("02/03/2026")}),
        (Job, {"weekly": 168 * 60 + 1}),
        (Obstacle, {"closed": None}),
        (Obstacle, {"closed": day("20/01/2026"), "outcome": ""}),
        (ProjectState, {"rome": "O9999"}),
        (Evaluation, {"level": "B1+"}),
        (Evaluation, {"subject": "écrits"}),
        (Evaluation, {"scale": "zut", "level": "moyenne"}),
        (Training, {"minutes": -1}),
        (Ede, {"answers": "x"}),
        (Ede, {"answers": "", "total": -1}),
        (PlanLine, {"code": "A"}),
        (PlanLine, {"code": "Z"}),
        (Liaison, {"answered": day("11/03/2026")}),
        (Liaison, {"opinion_day": day("20/03/2026"), "decision_day": day("19/03/2026")}),
        (Liaison, {"reason": "Ennui"}),
    ):
        record = every.FACTS[table][0] | {"rome": ""} | values
        yield from told(f"— {table.__name__} {values}", registers.fact(table, record, spec, TODAY))
    yield from told("— dates", registers.fact(Exam, every.FACTS[Exam][0], no, TODAY))
    late = day("31/01/2027")
    for table, values in (
        (Exam, {"day": BEFORE}),
        (FollowUp, {"day": BEFORE}),
        (WorkedHours, {"month": "2025-12"}),
        (WorkedHours, {"month": "2027-01"}),
        (Immersion, {"start": YEAR.end, "end": AFTER}),
    ):
        record = every.FACTS[table][0] | values
        yield from told(registers.fact(table, record, spec, late, YEAR, day("01/02/2026")))
    yield from told(registers.missing(Exam, {}))
    for codes in (spec, no):
        coded = {"code": next((one.code for one in spec.plan_code if one.exchange), "Z")}
        yield from told(registers.exchanged(PlanLine, coded, codes))
    yield from told(registers.exchanged(PlanLine, {"code": "Z"}, spec))
    gone = Parcours(action=1, person=2, entry=day("01/02/2026"), exit=day("01/05/2026"))
    open_ = Parcours(action=1, person=2, entry=day("01/02/2026"))
    mine = {"action": 1, "person": 2}
    contacts: list[dict[str, Any]] = [
        {"day": TODAY},
        {"day": TODAY, "parcours": gone, "action": 1, "person": 3},
        {"day": TODAY, "parcours": gone, "action": 2, "person": 2},
        mine | {"day": TODAY, "parcours": open_},
        mine | {"day": day("30/04/2026"), "parcours": gone},
        mine | {"day": day("01/05/2026"), "parcours": gone},
        mine | {"parcours": gone},
        {"action": Action(id=1), "person": Person(id=2), "parcours": gone},
        {},
    ]
    for values in contacts:
        yield from told("— suivi", registers.followed(values))
    yield from told(registers.too_early(TODAY, 6, TOMORROW), registers.too_early(TODAY, 6, TODAY))
    for many in (registers.MOST_TOLD, registers.MOST_TOLD + 1, 0):
        yield from told([registers._not_listed(Exam.test, "zut", [f"c{rank}" for rank in range(many)])])
    yield f"actions du plan : {', '.join(registers.codes(convention('cd62-cers'), PlanLine.code))}"
    for answers, total in (("", 7), ("", 8), ("x=y", None), ("x=y", 8)):
        values = every.FACTS[Ede][0] | {"answers": answers, "total": total}
        yield from told(f"— échelle {answers} {total}", registers.fact(Ede, values, spec, TODAY))
        yield from told(registers.fact(Ede, values, None, TODAY))
    yield f"mois : {registers.first_of('2026-02')}, {registers.first_of('2026-00')}, {registers.first_of('')}"


def every_sentence(spec: Any) -> str:
    """All of them, by subject."""
    subjects = {
        "ACTES": _acts(),
        "PERSONNES ET ACTIONS": _people(),
        "SÉANCES": _sessions(),
        "HEURES": _hours(),
        "PARC": _park(),
        "RAPPORTS": _returns(),
        "REGISTRES": _registers(spec),
    }
    return "\n".join("\n".join((f"{title}", *lines, "")) for title, lines in subjects.items())


@pytest.fixture
def spec(tmp_path, base):
    return every.action(tmp_path).spec


def test_each_limit_says_what_is_kept(spec):
    assert every_sentence(spec) == KEPT.read_text(encoding="utf-8")


def _keep() -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        patch.dict(os.environ, ASSIDU_HOME=home, ASSIDU_TODAY="2026-06-30"),
        open_database(f"sqlite:///{home}/assidu.db"),
    ):
        KEPT.write_text(every_sentence(every.action(Path(home)).spec), encoding="utf-8")


if __name__ == "__main__":
    _keep()
