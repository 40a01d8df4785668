"""Every figure of any convention but the payable hours and the mopeds: value, target and detail from plain rows.

A second opinion: it reads the convention's indicators and the rows of the workbook, and nothing of ``models``.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from config.schema import Convention
from tests.oracle.figures import Figure, figure, pro_rata, to_the_cent
from tests.oracle.plain import (
    Book,
    after,
    age,
    days,
    followed,
    last_day,
    later,
    length,
    marks,
    rows,
    state,
    the_action,
    the_person,
)

YES = "oui"
NOT_SAID = "non renseigné"
ENDLESS = ("CDI", "fonction publique", "indépendant")


class Asked:
    """One action of a workbook over a period, looked at on a day."""

    def __init__(self, book: Book, spec: Convention, code: str, first: date, last: date, today: date) -> None:
        self.book, self.spec, self.code, self.first, self.last, self.today = book, spec, code, first, last, today
        self.action = the_action(book, code)
        self.stays = sorted(
            rows(book, "Parcours", Action=code), key=lambda one: (one["Entrée"], book["Parcours"].index(one))
        )

    def over(self, first: date, last: date) -> "Asked":
        return Asked(self.book, self.spec, self.code, first, last, self.today)

    def years(self) -> list["Asked"]:
        """Itself, or each civil year of the action that the period covers (E-02)."""
        years = [
            year
            for year in range(self.first.year, self.last.year + 1)
            if self.action["Début"].year <= year <= self.action["Fin"].year
        ]
        if not self.spec.yearly or len(years) < 2:
            return [self]
        bounds = [(date(year, 1, 1), date(year, 12, 31)) for year in years]
        bounds[0], bounds[-1] = (self.first, bounds[0][1]), (bounds[-1][0], self.last)
        return [self.over(*bound) for bound in bounds]

    def share_of_the_years(self) -> Fraction:
        """The months the action has in the civil years of the period, over 12; a year when it is within one."""
        first, last = self.action["Début"], self.action["Fin"]
        if not self.spec.yearly or first.year == last.year:
            return Fraction(1)
        first = max(first, date(max(first, self.first).year, 1, 1))
        last = min(last, date(min(last, self.last).year, 12, 31))
        return Fraction(sum(later(first, n) <= after(last, 1) for n in range(1, 999)), 12)

    @property
    def until(self) -> date:
        return min(self.last, self.today)

    def of(self, sheet: str) -> list[dict]:
        return rows(self.book, sheet, Action=self.code)

    def inside(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def open_on(self, stay: dict, day: date) -> bool:
        return stay["Entrée"] <= day <= last_day(self.book, stay)

    def kept_on(self, stay: dict, day: date, kept: int) -> bool:
        """Open on a day, or left to a job so many months before at most (59-09, E-45)."""
        end = last_day(self.book, stay)
        if kept and stay["Sortie"] and stay["Type de sortie"] == "emploi":
            end = min(later(end, kept), max(end, self.action["Fin"]))
        return stay["Entrée"] <= day <= end

    def accompanied(self) -> list[dict]:
        """The parcours begun by today and open a day of the period."""
        return [
            stay
            for stay in self.stays
            if stay["Entrée"] <= self.until and last_day(self.book, stay) >= max(self.first, stay["Entrée"])
        ]

    def exits(self) -> list[dict]:
        """Exits of the period that have happened."""
        return [stay for stay in self.stays if self.inside(stay["Sortie"]) and stay["Sortie"] <= self.today]

    def last_exits(self, variants: tuple[str, ...] = ()) -> list[dict]:
        """Of who left twice, the last exit of the period (E-03)."""
        gone: dict[str, dict] = {}
        for one in sorted(self.exits(), key=lambda one: one["Sortie"]):
            if not variants or one["Variante"] in variants:
                gone[one["Participant"]] = one
        return list(gone.values())

    def entries(self) -> list[dict]:
        return [stay for stay in self.stays if self.inside(stay["Entrée"]) and stay["Entrée"] <= self.today]

    def klass(self, stay: dict) -> str | None:
        """The class of an exit; None when something is missing to tell."""
        kind, contract, end = stay["Type de sortie"], stay["Contrat de sortie"], stay["Fin du contrat"]
        if kind is None:
            return None
        for one in self.spec.exit_class:
            for case in one.case:
                if case.types and kind not in case.types:
                    continue
                timed = case.longer if case.longer is not None else case.up_to
                if (case.contracts or timed is not None) and contract is None:
                    if kind == "emploi":
                        return None
                    continue
                if case.contracts and contract not in case.contracts:
                    continue
                if timed is not None:
                    if end is None and contract not in ENDLESS:
                        return None
                    longer = end is None or end > later(stay["Sortie"], timed)
                    if longer is not (case.longer is not None):
                        continue
                return one.code
        return next((one.code for one in self.spec.exit_class if one.otherwise), None)

    def interviews(self, natures, channels=()) -> list[dict]:
        """Attendances in sessions that took place; '' among the channels is one that is not noted (G3, E-35)."""
        found = []
        for session in self.of("Séances"):
            if session["Nature"] in natures and state(self.book, session, self.today) == "tenue":
                if channels and (session["Canal"] or "") not in channels:
                    continue
                for mark in marks(self.book, session):
                    if mark["Statut"] in ("présent", "retard"):
                        found.append(
                            mark | {"day": session["Date"], "theme": session["Thème"], "length": length(session)}
                        )
        return found

    def contracts(self, person: str) -> list[dict]:
        """The person's contracts, in any action."""
        return rows(self.book, "Contrats", Participant=person)

    def says(self, stay: dict, by: str) -> str:
        """The part a parcours goes to."""
        person = the_person(self.book, stay["Participant"])
        if by == "âge":
            if person["Naissance"] is None:
                return NOT_SAID
            years = age(person["Naissance"], stay["Entrée"])
            bands = ((18, "moins de 18 ans"), (26, "18–25 ans"), (30, "26–29 ans"), (50, "30–49 ans"))
            return next((told for below, told in bands if years < below), "50 ans et plus")
        if by == "variante":
            return {one.code: one.label for one in self.spec.variant}.get(stay["Variante"], NOT_SAID)
        if by == "classe":
            labels = {one.code: one.label for one in self.spec.exit_class}
            return labels.get(self.klass(stay) or "", "à qualifier")
        heads = {
            "public": "Public",
            "sexe": "Sexe",
            "situation familiale": "Situation familiale",
            "niveau de formation": "Niveau de formation",
            "situation emploi": "Situation emploi",
            "commune": "Commune",
            "quartier prioritaire": "Quartier prioritaire",
        }
        if by in heads:
            return person[heads[by]] or NOT_SAID
        heads = {
            "structure orientante": "Structure orientante",
            "type": "Type de sortie",
            "contrat": "Contrat de sortie",
        }
        heads |= {"destination": "Destination", "participant": "Participant"}
        return stay[heads[by]] or NOT_SAID


def in_force(contract: dict, day: date) -> bool:
    ends = [end for end in (contract["Fin"], contract["Rompu le"]) if end]
    if contract["Statut"] in ("en préparation", "rejeté"):
        return False
    return contract["Début"] <= day and all(day <= end for end in ends)


def once(stays: list[dict]) -> list[dict]:
    """The first parcours of each person."""
    found: dict[str, dict] = {}
    for stay in stays:
        found.setdefault(stay["Participant"], stay)
    return list(found.values())


def tally(parts) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts:
        found[part] = found.get(part, 0) + 1
    return found


Counted = tuple[Fraction, dict, Fraction | None]
"""The value, its detail, and what the measure is about (the persons of a target)."""


def plain(count: int, detail=None, about=None) -> Counted:
    return Fraction(count), detail or {}, None if about is None else Fraction(about)


def persons(a: Asked, i) -> Counted:
    if i.since == "année":  # from 1 January, or the start of the action, to the end of the period (E-41)
        a = a.over(max(min(a.last, a.action["Fin"]).replace(month=1, day=1), a.action["Début"]), a.last)
    stays = [one for one in a.accompanied() if not i.variants or one["Variante"] in i.variants]
    kept = once(stays)
    if i.by_public:
        return plain(len(kept), tally(the_person(a.book, one["Participant"])["Public"] or "Autre" for one in kept))
    return plain(len(kept), tally(a.says(one, i.by) for one in kept) if i.by else {})


def sessions(a: Asked, i) -> Counted:
    found = [
        one
        for one in a.of("Séances")
        if one["Nature"] in i.natures and a.inside(one["Date"]) and state(a.book, one, a.today) == "tenue"
        and any(mark["Statut"] in ("présent", "retard") for mark in marks(a.book, one))
    ]  # fmt: skip
    return plain(len(found))


def attendances(a: Asked, i) -> Counted:
    found = [one for one in a.interviews(i.natures, i.channels) if a.inside(one["day"])]
    if i.within:  # in the first months of a parcours (67-06, E-25)
        found = [
            one
            for one in found
            if any(
                stay["Participant"] == one["Participant"] and a.open_on(stay, one["day"])
                and one["day"] < later(stay["Entrée"], i.within)
                for stay in a.stays
            )
        ]  # fmt: skip
    heads = {"participant": "Participant", "thème": "theme"}
    return plain(len(found), tally(one[heads[i.by]] or NOT_SAID for one in found) if i.by else {})


def attended_hours(a: Asked, i) -> Counted:
    detail: dict[str, Fraction] = {}
    for one in a.interviews(i.natures):
        if a.inside(one["day"]):
            minutes = one["length"] if one["Minutes"] is None else one["Minutes"]
            detail[one["Participant"]] = detail.get(one["Participant"], Fraction(0)) + Fraction(minutes, 60)
    return sum(detail.values(), Fraction(0)), detail, None


def worked(a: Asked, i) -> Counted:
    head = "Heures" if i.of == "travail" else "Dont formation (h)"
    detail: dict[str, Fraction] = {}
    for row in a.of("Heures travaillées"):
        if f"{a.first:%Y-%m}" <= row["Mois"] <= f"{a.last:%Y-%m}":
            detail[row["Participant"]] = detail.get(row["Participant"], Fraction(0)) + Fraction(row[head] or 0, 60)
    return sum(detail.values(), Fraction(0)), detail, None


def present(a: Asked, i) -> Counted:
    day = min(a.until, a.action["Fin"])
    stays = [one for one in a.stays if a.kept_on(one, day, i.after_job)] if day >= a.first else []
    if i.contracts:
        stays = [
            one
            for one in stays
            if any(
                contract["Contrat"] in i.contracts and in_force(contract, day)
                and (not i.statuses or contract["Statut"] in i.statuses)
                for contract in a.contracts(one["Participant"])
            )
        ]  # fmt: skip
    kept = once(stays)
    return plain(len(kept), tally(a.says(one, i.by) for one in kept) if i.by else {})


def month_ends(a: Asked) -> list[date]:
    """The month ends of the period that have come, within the action."""
    every = days(max(a.first, a.action["Début"]), min(a.until, a.action["Fin"]))
    return sorted(day for day in every if after(day, 1).day == 1)


def stays_on(a: Asked, day: date, kept: int) -> set[str]:
    return {one["Participant"] for one in a.stays if a.kept_on(one, day, kept)}


def file_active(a: Asked, i) -> Counted:
    detail = {f"{day:%Y-%m}": len(stays_on(a, day, i.after_job)) for day in month_ends(a)}
    return plain(sum(detail.values()), detail)


def place_days(a: Asked, i) -> Counted:
    detail: dict[str, int] = {}
    for day in days(max(a.first, a.action["Début"]), min(a.until, a.action["Fin"])):
        if i.contracts:
            here = {
                one["Participant"] for one in a.of("Contrats") if one["Contrat"] in i.contracts and in_force(one, day)
            }
        else:
            here = stays_on(a, day, 0)
        for person in here:
            detail[person] = detail.get(person, 0) + 1
    return plain(sum(detail.values()), detail)


def entries(a: Asked, i) -> Counted:
    found = [one for one in a.entries() if not i.variants or one["Variante"] in i.variants]
    return plain(len(found), tally(a.says(one, i.by) for one in found) if i.by else {})


def exits(a: Asked, i) -> Counted:
    found = [
        one
        for one in (a.last_exits(i.variants) if i.unit == "personne" else a.exits())
        if (not i.types or one["Type de sortie"] in i.types)
        and (not i.contracts or one["Contrat de sortie"] in i.contracts)
        and (not i.classes or a.klass(one) in i.classes)
        and (not i.variants or one["Variante"] in i.variants)
    ]
    return plain(len(found), tally(a.says(one, i.by) for one in found) if i.by else {})


def contracts(a: Asked, i) -> Counted:
    head = "Début" if i.moment == "commencé" else "Signé par la personne le"
    found = [
        one
        for one in a.of("Contrats")
        if one["Contrat"] in i.contracts and a.inside(one[head]) and one[head] <= a.today
        and (not i.renewals or one["Renouvellement"] == YES)
        and (i.by == "statut" or one["Statut"] != "rejeté")  # E-55
    ]  # fmt: skip

    def says(one: dict) -> str:
        if i.by == "contrat":
            return {kind.code: kind.label for kind in a.spec.contract_kind}[one["Contrat"]]
        if i.by == "statut":
            return one["Statut"] or NOT_SAID
        if one["Fin"] is None:
            return "sans terme"
        whole = next(months for months in range(999) if later(one["Début"], months + 1) > after(one["Fin"], 1))
        return f"{whole} mois" if whole else "moins d'un mois"

    return plain(len(found), tally(says(one) for one in found) if i.by else {})


def steps(a: Asked, i) -> Counted:
    found = {
        one["Participant"]
        for one in a.of("Étapes")
        if one["Étape"] in i.steps and a.inside(one["Date"]) and one["Date"] <= a.today
    }
    return plain(len(found))


def trained(a: Asked, i) -> Counted:
    """Of those who left in the period, or of those still here at its end: a training day inside the parcours and by the
    end of the period (E-42); without a last day, the first is the only one known."""
    if i.among == "sortis":
        stays = a.last_exits()
    else:
        day = min(a.until, a.action["Fin"])
        stays = [one for one in a.stays if a.open_on(one, day)] if day >= a.first else []

    def followed(stay: dict) -> bool:
        return any(
            one["Participant"] == stay["Participant"] and (not i.qualifying or one["Qualifiante"] == YES)
            and any(
                day <= min(last_day(a.book, stay), a.until)
                for day in days(max(one["Début"], stay["Entrée"]), one["Fin"] or one["Début"])
            )
            for one in a.of("Formations")
        )  # fmt: skip

    people = {one["Participant"] for one in stays}
    return plain(len({one["Participant"] for one in stays if followed(one)}), {}, len(people))


def obstacles(a: Asked, i) -> Counted:
    closed = [one for one in a.of("Freins") if a.inside(one["Clos le"]) and one["Clos le"] <= a.today]
    if i.unit == "frein":
        return plain(sum(one["Issue"] == "levé" for one in closed), {}, len(closed))
    people = {one["Participant"] for one in closed}
    return plain(
        sum(all(one["Issue"] == "levé" for one in closed if one["Participant"] == who) for who in people),
        {},
        len(people),
    )


def accesses(a: Asked, i) -> Counted:
    found = {
        (one["Participant"], one["Structure"])
        for one in a.of("Prescriptions")
        if one["Sens"] == "envoyée" and one["Réponse"] == "entré" and a.inside(one["Réponse le"])
        and one["Réponse le"] <= a.today and (not i.professional or one["Insertion professionnelle"] == YES)
        and any(stay["Participant"] == one["Participant"] and a.open_on(stay, one["Réponse le"]) for stay in a.stays)
    }  # fmt: skip
    return plain(len(found) if i.unit == "accès" else len({person for person, _ in found}))


def introductions(a: Asked, i) -> Counted:
    found = [
        one
        for one in a.of("Mises en relation")
        if a.inside(one["Date"]) and one["Date"] <= a.today and (not i.results or one["Résultat"] in i.results)
        and (not i.reasonable or one["Offre raisonnable"] == YES)
    ]  # fmt: skip
    heads = {"résultat": "Résultat", "participant": "Participant"}
    return plain(len(found), tally(one[heads[i.by]] or NOT_SAID for one in found) if i.by else {})


def projects(a: Asked, i) -> Counted:
    """Those whose first such state lies in the period."""
    reached: dict[str, date] = {}
    for one in a.of("Projets"):
        proof = any(
            row["Participant"] == one["Participant"] and row["Fin"] <= one["Date"] and row["Type"] in i.proven
            for row in a.of("Immersions")
        )
        if one["État"] in i.states and (proof or not i.proven):
            reached[one["Participant"]] = min(one["Date"], reached.get(one["Participant"], one["Date"]))
    return plain(sum(a.inside(day) and day <= a.today for day in reached.values()))


def job_starts(a: Asked, i) -> Counted:
    found = {one["Participant"] for one in a.exits() if one["Type de sortie"] == "emploi"}
    found |= {
        one["Participant"]
        for one in a.of("Emplois")
        if a.inside(one["Début"]) and one["Début"] <= a.today
        and any(stay["Participant"] == one["Participant"] and a.open_on(stay, one["Début"]) for stay in a.stays)
    }  # fmt: skip
    return plain(len(found))


def immersions(a: Asked, i) -> Counted:
    found = [
        one
        for one in a.of("Immersions")
        if a.inside(one["Début"]) and one["Début"] <= a.today and (not i.immersions or one["Type"] in i.immersions)
    ]
    if i.unit == "personne":
        return plain(len({one["Participant"] for one in found}))
    return plain(len(found), tally(one["Type"] for one in found))


def prescriptions(a: Asked, i) -> Counted:
    found = [
        one
        for one in a.of("Prescriptions")
        if one["Sens"] == "reçue" and a.inside(one["Date"]) and one["Date"] <= a.today
        and (not i.answers or one["Réponse"] in i.answers)
    ]  # fmt: skip
    heads = {"réponse": "Réponse", "structure": "Nature de la structure"}
    return plain(len(found), tally(one[heads[i.by]] or NOT_SAID for one in found) if i.by else {})


def follow_ups(a: Asked, i) -> Counted:
    """Of those whose last exit of the period lies far enough back: those found, reached or tried by a contact of that
    exit, from fifteen days before those months are over (G6, E-03)."""

    def origin(stay: dict) -> date:
        """The exit; for a job that counts from its start, its first day when it is noted."""
        out = stay["Sortie"]
        jobs = [
            one["Début"]
            for one in a.of("Emplois")
            if one["Participant"] == stay["Participant"] and stay["Entrée"] <= one["Début"] <= after(out, 1)
            and (one["Fin"] is None or one["Fin"] >= out)
        ]  # fmt: skip
        return max(jobs, default=out) if a.spec.id == "cea-8" and stay["Type de sortie"] == "emploi" else out

    due = {
        one["Participant"]: one
        for one in a.last_exits()
        if later(origin(one), i.months) <= a.today and (not i.classes or a.klass(one) in i.classes)
    }
    found = []
    for row in a.of("Suivis"):
        stay = followed(a.book, row)
        if stay is None or stay is not due.get(row["Participant"]):
            continue
        if row["Échéance (mois)"] == i.months and row["Date"] >= after(later(origin(stay), i.months), -15):
            reached = row["Joint"] == YES
            counts = {"fait": True, "joint": reached, "situation": reached and row["Situation"] in i.situations}
            if counts[i.counting]:
                found.append(row)
    says = {
        "contrat": lambda row: row["Contrat"] or NOT_SAID,
        "situation": lambda row: (row["Situation"] or NOT_SAID) if row["Joint"] == YES else "non joint",
    }
    return plain(len(found), tally(says[i.by](row) for row in found) if i.by else {}, len(due))


def full_periods(a: Asked, stay: dict, every: str) -> list[tuple[date, date]]:
    """Whole calendar months, weeks or quarters inside the parcours, ended in the period and before today."""
    found = []
    end = last_day(a.book, stay)
    for first in sorted(days(stay["Entrée"], max(stay["Entrée"], end))):
        begins = {"semaine": first.isoweekday() == 1, "mois": first.day == 1}
        begins["trimestre"] = first.day == 1 and first.month in (1, 4, 7, 10)
        if begins[every]:
            last = after(first, 6) if every == "semaine" else after(later(first, 1 if every == "mois" else 3), -1)
            if last <= end and a.inside(last) and last < a.today:
                found.append((first, last))
    return found


def served(a: Asked, i) -> Counted:
    held = a.interviews(i.natures, i.channels)
    found = about = 0
    for stay in a.stays:
        for first, last in full_periods(a, stay, i.unit):
            if i.inner and (first <= stay["Entrée"] or (stay["Sortie"] and stay["Sortie"] <= last)):
                continue  # the entry and exit months, even whole (E-25)
            about += 1
            mine = [one for one in held if one["Participant"] == stay["Participant"] and first <= one["day"] <= last]
            found += len(mine) >= i.minimum
    return plain(found, {}, about)


def missed(a: Asked, stay: dict, i) -> date | None:
    """The day of the first meeting of a parcours, when its person did not come; being excused is no meeting (49-05)."""
    sessions = sorted(a.of("Séances"), key=lambda one: (one["Date"], one["Début"]))
    for session in sessions:
        inside = stay["Entrée"] <= session["Date"] and (stay["Sortie"] is None or session["Date"] <= stay["Sortie"])
        if session["Nature"] not in i.missed or session["État"] == "annulée" or not inside:
            continue
        for mark in marks(a.book, session):
            if mark["Participant"] == stay["Participant"] and mark["Statut"] in ("présent", "retard", "absent"):
                return session["Date"] if mark["Statut"] == "absent" else None
    return None


def in_time(a: Asked, i) -> Counted:
    """Of the persons entered in the period whose delay is over, or for whom it is done: those done in time (E-01)."""
    found, about = set(), set()
    for stay in a.entries():
        origin = {"entrée": stay["Entrée"], "orientation": stay["Orienté le"], "absence": missed(a, stay, i)}[i.since]
        if origin is None:
            continue
        limit = later(origin, i.months) if i.months is not None else after(origin, i.days)
        who = stay["Participant"]
        before = [one for one in a.stays[: a.stays.index(stay)] if one["Participant"] == who]
        since = max((one["Sortie"] or one["Entrée"] for one in before[-1:]), default=date.min)
        since = after(origin, -1) if i.since == "absence" else since
        done = [one["day"] for one in a.interviews(i.natures) if one["Participant"] == who]
        done += [one["Date"] for one in a.of("Étapes") if one["Participant"] == who and one["Étape"] in i.steps]
        ok = any(since < day <= min(limit, a.today) for day in done)
        ok = ok or any(
            (one["Signé par la personne le"] or one["Début"]) <= min(limit, a.today)
            and (i.since == "entrée" or min(one["Signé par la personne le"] or one["Début"], one["Début"]) >= origin)
            and one["Statut"] not in ("en préparation", "rejeté")
            and all(origin <= end for end in (one["Fin"], one["Rompu le"]) if end)
            for one in (a.contracts(who) if i.contracts else ())
            if one["Contrat"] in i.contracts
        )
        if ok:
            found.add(who)
        if ok or limit < a.today:
            about.add(who)
    return plain(len(found), {}, len(about))


def evaluations(a: Asked, scale: str) -> list[dict]:
    """The evaluations up to the end of the period and today, on this scale, the earliest first (E-07)."""
    found = [one for one in a.of("Évaluations") if one["Date"] <= a.until and scale in ("", one["Échelle"])]
    return sorted(found, key=lambda one: one["Date"])


def evaluated(a: Asked, i) -> Counted:
    """Distinct persons (E-01); in each domain they are evaluated in, at the level they leave it with."""
    found = [one for one in evaluations(a, i.scale) if one["Moment"] in i.moments and one["Date"] >= a.first]
    people = {one["Participant"] for one in found}
    if i.by == "niveau" or (i.scale and not i.by):
        last = {one["Participant"]: one["Niveau"] or NOT_SAID for one in found}
        return plain(len(people), tally(last.values()))
    level = {(one["Participant"], one["Domaine"] or NOT_SAID): one["Niveau"] or NOT_SAID for one in found}
    if i.by == "domaine":
        return plain(len(people), tally(subject for _, subject in level))
    told = tally(f"{subject} : {reached}" for (_, subject), reached in level.items())
    return plain(len(people), told if i.by else {})


def progressions(a: Asked, i) -> Counted:
    """Persons who rose in a domain at least, of those evaluated twice in one (E-01)."""
    levels = next(one.levels for one in a.spec.scale if one.code == i.scale)
    first: dict[tuple, int] = {}
    last: dict[tuple, bool] = {}
    for one in evaluations(a, i.scale):
        if one["Niveau"] not in levels:
            continue
        who, height = (one["Participant"], one["Domaine"] or NOT_SAID), levels.index(one["Niveau"])
        if one["Moment"] == "entrée":
            first.setdefault(who, height)
        elif who in first and one["Date"] >= a.first:
            last[who] = height > first[who]
    rose = [who for who, risen in last.items() if risen]
    return plain(len({person for person, _ in rose}), tally(subject for _, subject in rose), len({p for p, _ in last}))


def place_amount(a: Asked, i) -> Counted:
    if i.base == "places":
        count = Fraction(a.action["Places"] or 0)
    else:
        count = Fraction((a.action["ETP"] or "0").replace(",", "."))
    share = pro_rata(a.action) if i.pro_rata else a.share_of_the_years()
    return to_the_cent(Fraction(i.money, 100) * count / i.per * Fraction(i.percent, 100) * share), {}, None


def document_holders(a: Asked, i) -> Counted:
    given = [one for one in a.of("Documents") if one["Document"] == i.document]
    given = [one for one in given if i.ahead or one["Date"] <= a.today]  # E-07
    if not i.among:
        return plain(len({one["Participant"] for one in given if a.inside(one["Date"])}))
    ready = {one["Participant"] for one in a.of("Étapes") if one["Étape"] == i.among and one["Date"] <= a.until}
    ready &= {one["Participant"] for one in a.accompanied()}
    return plain(len(ready & {one["Participant"] for one in given if one["Date"] <= a.last}), {}, len(ready))


def distance_scales(a: Asked, i) -> Counted:
    """Échelles by what their total proposes (62-04); persons whose total fell; answers, where the grid has some."""
    filled = sorted((one for one in a.of("EDE") if one["Date"] <= a.until), key=lambda one: one["Date"])
    scale = a.spec.distance
    if i.unit == "personne":
        nearer, twice = set(), set()
        for who in {one["Participant"] for one in filled}:
            told = [one for one in filled if one["Participant"] == who and one["Total"] is not None]
            if len(told) > 1 and told[-1]["Date"] >= a.first:
                twice.add(who)
                nearer |= {who} if told[-1]["Total"] < told[0]["Total"] else set()
        return plain(len(nearer), {}, len(twice))
    if i.unit == "réponse":
        return plain(0)  # the made-up échelles have a total and no answer

    def proposed(points: int | None) -> str:
        if points is None:
            return "sans total"
        if points in (scale.low, scale.high):
            return f"{scale.between} (valeur limite non prévue par la grille)"
        return scale.below if points < scale.low else scale.above if points > scale.high else scale.between

    counted = [one for one in filled if one["Date"] >= a.first]
    return plain(len(counted), tally(proposed(one["Total"]) for one in counted))


def contracts_preceded(a: Asked, i) -> Counted:
    """Contracts, or requests, with an échelle that is not empty in time for them (E-54)."""
    days: dict[str, list[date]] = {}
    for one in a.book["EDE"]:
        if one["Total"] is not None or one["Réponses"]:
            days.setdefault(one["Participant"], []).append(one["Date"])
    to_precede: list[tuple[str, date, date]] = []  # who, by when, since when (that day excluded)
    for who in {stay["Participant"] for stay in a.stays} if i.contracts else ():
        before = date.min
        made = [one for one in a.contracts(who) if one["Contrat"] in i.contracts and one["Début"] <= a.today]
        made = [one for one in made if one["Statut"] not in ("en préparation", "rejeté", "dispense")]
        for one in sorted(made, key=lambda one: one["Début"]):
            again = one["Renouvellement"] == YES
            if one["Action"] == a.code and a.inside(one["Début"]) and (again or not i.renewals):
                to_precede.append((who, one["Début"], before if again else date.min))
            before = one["Début"]
    for one in a.of("Fiches de liaison") if i.requests else ():
        if one["Demande"] in i.requests and a.inside(one["Date"]) and one["Date"] <= a.today:
            to_precede.append((one["Participant"], one["Date"], date.min))
    met = sum(any(since < day <= last for day in days.get(who, ())) for who, last, since in to_precede)
    return plain(met, {}, len(to_precede))


def liaisons(a: Asked, i) -> Counted:
    """Fiches of the period; or those whose opinion, or answer, came in time and by the end of the period (E-07)."""
    found = [
        one
        for one in a.of("Fiches de liaison")
        if a.inside(one["Date"]) and one["Date"] <= a.today and (not i.requests or one["Demande"] in i.requests)
    ]
    kinds = {kind.code: kind for kind in a.spec.liaison_kind}
    if i.answered is not None:
        met = about = 0
        for one in found:
            head = "Avis le" if kinds[one["Demande"]].opinion else "Réponse du correspondant le"
            given = one[head] if one[head] and one["Date"] <= one[head] <= a.until else None
            last = later(one["Date"], i.answered)
            met += given is not None and given <= last
            about += given is not None or (last <= a.last and last < a.today)
        return plain(met, {}, about)
    if i.by == "suite":
        whole = len(found)
        found = [one for one in found if one["Suite"]]
        told = tally(f"{one['Structure désignée'] or NOT_SAID} : {one['Suite']}" for one in found)
        return plain(len(found), told, whole)
    says = {
        "demande": lambda one: kinds[one["Demande"]].label,
        "motif": lambda one: one["Motif"] or NOT_SAID,
        "avis": lambda one: (
            ((one["Avis le"] is None or one["Avis le"] <= a.until) and one["Avis de l'équipe"]) or NOT_SAID
        ),
    }
    return plain(len(found), tally(says[i.by](one) for one in found) if i.by else {})


def plan_lines(a: Asked, i) -> Counted:
    found = [
        one
        for one in a.of("Plan")
        if a.inside(one["Début"]) and one["Début"] <= a.today and (not i.results or one["Résultat"] in i.results)
    ]
    labels = {one.code: f"{one.code} {one.label}" for one in a.spec.plan_code}
    says = {
        "thème": lambda one: labels[one["Code"][:1]],
        "code": lambda one: labels[one["Code"]],
        "résultat": lambda one: one["Résultat"] or NOT_SAID,
    }
    return plain(len(found), tally(says[i.by](one) for one in found))


MEASURES: dict[str, Callable] = {
    "persons": persons,
    "sessions": sessions,
    "attendances": attendances,
    "attended-hours": attended_hours,
    "worked-hours": worked,
    "present": present,
    "month-ends": file_active,
    "place-days": place_days,
    "entries": entries,
    "exits": exits,
    "contracts": contracts,
    "steps": steps,
    "trained": trained,
    "obstacles-lifted": obstacles,
    "accesses": accesses,
    "introductions": introductions,
    "projects": projects,
    "job-starts": job_starts,
    "immersions": immersions,
    "prescriptions": prescriptions,
    "follow-ups": follow_ups,
    "served-periods": served,
    "in-time": in_time,
    "place-amount": place_amount,
    "document-holders": document_holders,
    "evaluated": evaluated,
    "progressions": progressions,
    "distance-scales": distance_scales,
    "contracts-preceded": contracts_preceded,
    "liaisons": liaisons,
    "plan-lines": plan_lines,
}


def target(a: Asked, i, about: Fraction | None) -> Fraction | None:
    wanted = getattr(i, "target", None)
    if wanted is None or (wanted.base == "etp" and a.action["ETP"] is None):
        return None
    months = len(month_ends(a))
    open_days = len(days(max(a.first, a.action["Début"]), min(a.until, a.action["Fin"])))
    places = a.action["Places"] or 0
    variants = getattr(i, "variants", ())
    exited = [one for one in a.exits() if not variants or one["Variante"] in variants]
    base = {
        "action": Fraction(1),
        "places": Fraction(places),
        "etp": Fraction((a.action["ETP"] or "0").replace(",", ".")),
        "personnes": about,
        "sorties": Fraction(len(exited if i.unit == "sortie" else {one["Participant"] for one in exited})),
        "accompagnés": Fraction(len(once(a.accompanied()))),
        "entrées": Fraction(len(a.entries())),
        "places-mois": Fraction(places * months),
        "places-jours": Fraction(places * open_days),
    }[wanted.base]
    assert base is not None
    each = Fraction(wanted.money, 100) if wanted.money is not None else Fraction(wanted.each)
    if wanted.hours is not None:
        each = Fraction(wanted.hours, 60)
    share = pro_rata(a.action) if wanted.pro_rata else 1
    return each * base * share * Fraction(wanted.percent or 100, 100) / (wanted.per or 1)


def figures(book: Book, spec: Convention, code: str, first: date, last: date, today: date) -> dict[str, Figure]:
    """The figures this opinion can tell, by id."""
    asked = Asked(book, spec, code, first, last, today)
    found = {}
    for indicator in spec.indicator:
        if indicator.measure in MEASURES and getattr(indicator, "by", "") != "sphère":
            aimed = getattr(indicator, "target", None) is not None
            aimed = aimed and indicator.measure != "present"  # of the last day, whatever the period
            found[indicator.id] = summed([_figure(one, indicator) for one in (asked.years() if aimed else [asked])])
    return found


def _figure(a: Asked, indicator) -> Figure:
    value, detail, about = MEASURES[indicator.measure](a, indicator)
    return figure(value, target(a, indicator, about), detail)


def summed(years: list[Figure]) -> Figure:
    """Σ of the years' values, targets and parts (E-02)."""
    detail: dict[str, Fraction] = {}
    for one in years:
        for part, value in one["detail"].items():
            detail[part] = detail.get(part, Fraction(0)) + value
    targets = [one["target"] for one in years]
    whole = None if None in targets else sum(targets, Fraction(0))
    return figure(sum((one["value"] for one in years), Fraction(0)), whole, detail)
