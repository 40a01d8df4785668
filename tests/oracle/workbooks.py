"""Made-up workbooks, believable but nasty: all sits near the edges of the rules, and all can be taken over.

``made_up(seed)`` gives a workbook and the day it is looked at; the same seed gives the same.
"""

from datetime import date, time
from random import Random

from tests.oracle.plain import SIX, Book, after, days, followed, later, length, state

NAMES = (
    "Nguyễn|Thị Hoa", "D'Almeida|Zoé", "Le Goff|Anne-Maëlle", "Müller|Jean", "Diallo|Aïssatou", "[/b]|=1+1",
    "O’Brien|Seán", "Çelik|Gülşen", "Martin|Chloé", "Martin|Chloé", "de La Tour|Éloïse", "Bâ|Ousmane",
)  # fmt: skip
MONTH_ENDS = (date(2020, 1, 31), date(2020, 2, 29), date(2020, 8, 31), date(2020, 10, 31), date(2020, 11, 30))


class Maker:
    """One workbook being made."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.book = Book()
        self.start = self.dice.choice((*MONTH_ENDS, date(2020, 1, 1), date(2020, 4, 15), date(2020, 9, 7)))
        self.today = after(self.start, self.dice.choice((150, 330, 366, 400, 520, 700)))
        if self.dice.random() < 0.3:  # the first of a month, when rhythms and short months bite
            self.today = self.today.replace(day=1)
        self.soon = after(self.today, 15)  # a few things are dated ahead
        self.turns = [self.today, after(self.today, -1), after(self.today, 1)]
        self.turns += [later(self.today, -months) for months in (1, 3, 4, 8, 12)]
        self.people: list[str] = []

    def add(self, sheet: str, **cells) -> dict:
        row = {head.replace("_", " "): value for head, value in cells.items()}
        self.book.setdefault(sheet, []).append(row)
        return row

    def maybe(self, share: float) -> bool:
        return self.dice.random() < share

    def day(self, first: date, last: date) -> date:
        return after(first, self.dice.randint(0, max(0, (last - first).days)))

    def near(self, anchors: list[date], first: date, last: date) -> date:
        """A day between two others, often just before, on or after one that matters."""
        if anchors and self.maybe(0.6):
            day = after(self.dice.choice(anchors), self.dice.choice((-1, 0, 0, 1, 2)))
            if first <= day <= last:
                return day
        return self.day(first, last)

    def persons(self, count: int) -> None:
        for number in range(count):
            code = f"P{len(self.people) + 1:02d}"
            last, first = NAMES[number % len(NAMES)].split("|")
            years = self.dice.choice((18, 18, 26, 26, 22, 40))
            near_birthday = after(self.start, self.dice.randint(-20, 500))
            birth = later(near_birthday, -12 * years) if self.maybe(0.88) else None
            if self.maybe(0.05):
                birth = date(2000, 2, 29)
            self.add(
                "Participants",
                Identifiant=code,
                Nom=last,
                Prénom=first,
                Naissance=birth,
                Public=self.dice.choice(("RSA", "RSA", "FAJ", "FAJ", "Autre", None)),
            )
            self.people.append(code)

    def action(self, code: str, kind: str) -> dict:
        begin = after(self.start, self.dice.choice((-60, 0, 0, 0, 31, 90)))
        span = self.dice.choice((4, 6, 9, 12, 12, 12, 13, 18))
        end = after(later(begin, span), self.dice.choice((-1, -1, -1, 0, 5)))
        places = self.dice.choice((0, 1, 2, 3, 8)) if kind in ("simple", "renforce") else None
        return self.add("Actions", Code=code, Convention=SIX[kind], Début=begin, Fin=end, Places=places)

    def stays(self, action: dict, who: list[str], renewals: bool = False, evaluation: bool = False) -> None:
        for person in who:
            entry = self.near(self.turns, action["Début"], after(action["Début"], 70))
            if self.maybe(0.03):
                entry = after(action["Fin"], self.dice.choice((0, 1)))
            for _ in range(self.dice.choice((1, 1, 1, 2, 3))):
                long = after(later(entry, self.dice.choice((2, 4, 7, 12, 12, 14))), self.dice.choice((-1, 0, 1)))
                out = long if self.maybe(0.55) else None
                if out and self.maybe(0.4):
                    out = self.near(self.turns, entry, max(entry, action["Fin"]))
                hours = self.dice.choice((None, 0, 2399, 2400, 2401))
                renewed = None
                if renewals and self.maybe(0.5):
                    renewed = after(later(entry, self.dice.choice((0, 3, 6, 6, 8))), self.dice.choice((0, 0, 1, 9)))
                self.add(
                    "Parcours",
                    Action=action["Code"],
                    Participant=person,
                    Entrée=entry,
                    Sortie=out,
                    Type_de_sortie=out and self.dice.choice(("emploi", "formation", "abandon", "autre", None)),
                    **{"Évaluation de départ (h)": hours if evaluation else None},
                    Renouvelé_le=renewed,
                    Motif_de_renouvellement=renewed and "projet à consolider",
                    Groupe=self.dice.choice((None, "A", "B")),
                )
                if out is None and self.maybe(0.8):
                    break
                entry = max(after(entry, 1), after(out or later(entry, 3), self.dice.choice((0, 1, 12, 60))))

    def session(
        self, action: dict, number: int, nature: str, day: date, minutes: int, who: list[str], hour=None
    ) -> None:
        begin = (self.dice.choice((9, 10, 13, 14)) * 60 if hour is None else hour) + self.dice.choice((0, 0, 30))
        end = begin + minutes
        row = self.add(
            "Séances",
            Action=action["Code"],
            Séance=f"S{number:03d}",
            Nature=nature,
            Date=day,
            Début=time(*divmod(begin, 60)),
            Fin=time(*divmod(end, 60)),
            État=self.dice.choice((None, None, None, "prévue", "tenue", "annulée" if self.maybe(0.5) else None)),
            Groupe=self.dice.choice((None, None, None, "A")),
        )
        if self.maybe(0.07):
            return  # the roll was not called
        inside = {stay["Participant"] for stay in self.book["Parcours"] if stay["Action"] == action["Code"]}
        only_planned = self.maybe(0.08)
        for person in who:
            if person not in inside:
                continue
            status = self.dice.choice(
                ("présent", "présent", "présent", "présent", "retard", "absent", "excusé", "prévu")
            )
            if day > self.today or only_planned:
                status = "prévu"
            counted: int | None = None
            if status == "retard" or (status == "présent" and self.maybe(0.2)):
                counted = self.dice.choice((0, 1, minutes // 2, minutes - 15, minutes))
            elif self.maybe(0.1) and status != "présent":
                counted = 0
            self.add(
                "Présences",
                Action=action["Code"],
                Séance=row["Séance"],
                Participant=person,
                Statut=status,
                Minutes=counted,
            )

    def some(self, least: int, most: int) -> list[str]:
        return self.dice.sample(self.people, min(len(self.people), self.dice.randint(least, most)))

    def document(self, action: dict, person: str, document: str, day: date) -> None:
        known = self.book.get("Documents", [])
        key = (action["Code"], person, document, day)
        if all((row["Action"], row["Participant"], row["Document"], row["Date"]) != key for row in known):
            self.add("Documents", Action=key[0], Participant=person, Document=document, Date=day)

    # -- the six conventions

    def association(self, *codes: str) -> None:
        """Two actions that share people, modules near the ends of blocks and windows, volumes near their caps."""
        actions = [self.action(code, "ai") for code in codes]
        anchors: list[date] = []
        keen = self.some(2, 3) if self.maybe(0.6) else self.people  # the few who come to everything reach the caps
        for action in actions:
            self.stays(action, keen if len(keen) < 4 else self.some(3, 6), renewals=True)
        for stay in self.book["Parcours"]:
            anchors += [stay["Entrée"], later(stay["Entrée"], 6), later(stay["Entrée"], 12)]
            if stay.get("Renouvelé le"):
                anchors += [stay["Renouvelé le"], later(stay["Renouvelé le"], 6)]
        for person in self.people:
            chosen = {
                self.near(anchors, after(self.start, -90), after(self.start, 120) if self.maybe(0.6) else self.today)
                for _ in range(self.dice.choice((0, 1, 2, 4)))
            }
            for day in sorted(chosen):
                what = self.dice.choice(("RSA", "RSA", "FAJ", "FAJ", "Autre"))
                self.add("Éligibilités", Participant=person, **{"Vérifiée le": day}, Public=what)
                anchors += [day, later(day, 12)]
            birth = next(p["Naissance"] for p in self.book["Participants"] if p["Identifiant"] == person)
            if birth:
                anchors += [later(birth, 12 * 18), later(birth, 12 * 26)]
        for action in actions:
            for number in range(self.dice.randint(18, 40)):
                module = self.dice.choice(("diagnostic", "module-1", "module-1", "module-2", "module-2", "module-3"))
                day = self.near(
                    anchors + self.turns, after(action["Début"], -5), max(after(self.today, 20), action["Fin"])
                )
                minutes = {"module-1": 150, "module-3": 420}.get(module, 180) - self.dice.choice((0, 0, 30, 75))
                who = keen if len(keen) < 4 else self.some(1, 6)
                self.session(action, number, module, day, minutes, who)
            for person in self.people:
                if self.maybe(0.6):
                    self.document(action, person, "attestation-presence-module-3", self.day(self.start, self.soon))
                for month in {self.dice.randint(0, 14) for _ in range(3)}:
                    name = f"{later(action['Début'].replace(day=1), month):%Y-%m}"
                    minutes = self.dice.randint(0, 9000)
                    self.add("Heures travaillées", Action=action["Code"], Participant=person, Mois=name, Heures=minutes)

    def places(self) -> None:
        """Parcours A and B that share people, groups of 5 to 9, interviews some months only."""
        kinds = self.dice.sample(("simple", "renforce", "b", "renforce", "simple"), 3)
        for number, kind in enumerate(kinds):
            action = self.action(f"ADSE-{number}", kind)
            who = self.some(7, 10)
            self.stays(action, who)
            last = max(action["Fin"], after(self.today, 10))
            for count in range(self.dice.randint(8, 22)):
                minutes = self.dice.choice((119, 120, 150, 180, 181, 240))
                self.session(
                    action, count, "seance", self.near(self.turns, action["Début"], last), minutes, self.some(5, 10)
                )
            for count in range(40, self.dice.randint(41, 75) if kind != "b" else 40):
                minutes = self.dice.choice((44, 45, 50, 60, 61))
                self.session(action, count, "entretien", self.day(action["Début"], last), minutes, self.some(1, 2))
            for stay in [row for row in self.book["Parcours"] if row["Action"] == action["Code"]]:
                for document, since in (("contrat", stay["Entrée"]), ("bilan", stay["Sortie"])):
                    if since and self.maybe(0.7):
                        day = after(later(since, self.dice.choice((0, 1, 1))), self.dice.choice((-1, 0, 0, 1)))
                        self.document(action, stay["Participant"], document, day)

    def licence(self) -> None:
        """Lessons up to and beyond 50 h, releases and grants that the pool allows, exams passed and failed."""
        action = self.action("PERMIS", "permis")
        who = self.some(2, 7)
        self.stays(action, who, evaluation=True)
        code, last = action["Code"], max(action["Fin"], after(self.today, 30))
        for number in range(self.dice.randint(30, 60)):
            nature = self.dice.choice(("conduite", "conduite", "conduite", "code", "atelier", "entretien"))
            day = self.near(self.turns, action["Début"], last)
            chosen = self.dice.sample(who, 1) if nature == "conduite" else self.some(2, 6)
            minutes = self.dice.choice((60, 90, 120)) if nature != "conduite" else self.dice.choice((120, 240, 480))
            self.session(action, number, nature, day, minutes, chosen)
        for _ in range(self.dice.randint(4, 18)):
            self.movement(code, self.dice.choice(who), self.day(action["Début"], self.soon))
        for person in who:
            tried = {self.day(action["Début"], self.soon) for _ in range(self.dice.randint(0, 6))}
            for day in sorted(tried):
                self.add(
                    "Examens",
                    Action=code,
                    Participant=person,
                    Épreuve=self.dice.choice(("code", "code", "conduite")),
                    Date=day,
                    Résultat=self.dice.choice(("réussi", "échoué", "échoué", "absent")),
                    Motif=self.dice.choice((None, None, "stress")),
                )
            for day in sorted({self.day(action["Début"], after(self.today, 10)) for _ in range(2)}):
                self.add(
                    "Immersions",
                    Action=code,
                    Participant=person,
                    Début=day,
                    Fin=after(day, self.dice.choice((0, 10, 40))),
                    Type=self.dice.choice(("stage", "PMSMP", "plateau technique")),
                    **{"Projet validé": self.dice.choice(("oui", "oui", "non", None))},
                )
            for months in (3, 3, 6):
                if self.maybe(0.6):
                    self.contact(action, person, months)
            if self.maybe(0.7):
                self.document(action, person, "relais-referent", self.day(action["Début"], self.soon))

    def contact(self, action: dict, person: str, months: int) -> None:
        """A contact, often near the day from which it counts, sometimes said to be of one exit; one an exit."""
        code = action["Code"]
        own = [row for row in self.book["Parcours"] if (row["Action"], row["Participant"]) == (code, person)]
        exits = [row["Sortie"] for row in own if row["Sortie"]]
        day = self.day(action["Début"], self.soon)
        if exits and self.maybe(0.7):
            day = after(later(self.dice.choice(exits), months), self.dice.choice((-16, -15, -14, 0, 9)))
        row = self.add(
            "Suivis",
            Action=code,
            Participant=person,
            **{"Échéance (mois)": months},
            Date=day,
            Joint=self.dice.choice(("oui", "oui", "non")),
            Situation=self.dice.choice(("emploi", "formation", "autre", None)),
            Sortie=self.dice.choice((None, *(out for out in exits if out <= day))),
        )
        same = [one for one in self.book["Suivis"] if one["Participant"] == person and one["Échéance (mois)"] == months]
        if any(followed(self.book, one) is followed(self.book, row) for one in same[:-1]):
            self.book["Suivis"].remove(row)

    def movement(self, action: str, person: str, day: date) -> None:
        """A release or a grant, kept only when everything moved so far stays possible with it."""
        reported = after(day, 3) if self.maybe(0.5) else None
        row = self.add(
            "Mutualisation",
            Action=action,
            Date=day,
            Sens=self.dice.choice(("libération", "libération", "mobilisation")),
            Participant=person,
            Heures=self.dice.choice((30, 60, 300, 600, 1200, 2400)),
            Motif="réussite ou besoin",
            **{
                "Signalé au référent le": reported,
                "Signalé au Département le": reported if self.maybe(0.7) else None,
            },
        )
        if not self._possible(action):
            self.book["Mutualisation"].remove(row)

    def _possible(self, action: str) -> bool:
        book = Book(self.book)

        def done(person: str, until: date) -> int:
            total = 0
            for mark in self.book.get("Présences", []):
                if mark["Action"] != action or mark["Participant"] != person:
                    continue
                session = next(
                    s for s in self.book["Séances"] if (s["Action"], s["Séance"]) == (action, mark["Séance"])
                )
                held = session["Nature"] == "conduite" and state(book, session, self.today) == "tenue"
                if held and mark["Statut"] in ("présent", "retard") and session["Date"] <= until:
                    total += length(session) if mark["Minutes"] is None else mark["Minutes"]
            return total

        moves = [row for row in self.book["Mutualisation"] if row["Action"] == action]
        moves.sort(key=lambda move: (move["Date"], move["Sens"] == "mobilisation"))
        left: dict[str, int] = {}
        pool = 0
        for move in moves:
            person, hours = move["Participant"], move["Heures"]
            before = left.get(person, 3000)
            if move["Sens"] == "libération":
                if hours > before - done(person, move["Date"]):
                    return False
                hours = -hours
            left[person], pool = before + hours, pool - hours
            if pool < 0:
                return False
        return True

    def mobility(self, code: str = "SCOOT") -> None:
        """Loans chained just under and over 30 days, limits reached to the day, downtimes inside loans."""
        action = self.action(code, "mobilite")
        self.stays(action, self.some(2, 5))
        for number in range(self.dice.choice((3, 5, 7, 8, 9))):
            service = after(action["Début"], self.dice.choice((-40, 0, 0, 20, -400, 500)))
            out = self.day(after(service, 60), action["Fin"]) if self.maybe(0.3) else None
            plate = f"{code[-2:]}-{number:03d}-CD"
            moped = self.add(
                "Cyclomoteurs",
                Action=code,
                Immatriculation=plate,
                **{"Mise en service": service},
                Retrait=out,
            )
            end = out or action["Fin"]
            still: set[date] = set()
            since = after(service, self.dice.choice((0, 5, 50)))
            while since <= end and self.maybe(0.5):
                until = after(since, self.dice.choice((0, 3, 20))) if self.maybe(0.85) else None
                cells = {"Immatriculation": moped["Immatriculation"], "Début": since, "Fin": until}
                self.add("Immobilisations", Action=code, **cells, Cause="panne")
                still |= days(since, until or max(end, self.today))
                if until is None:
                    break
                since = after(until, self.dice.choice((1, 20, 90)))
            self.loans(code, plate, service, end, still)

    def loans(self, code: str, plate: str, first: date, last: date, still: set[date]) -> None:
        day = self.near(self.turns, first, after(first, 40))
        if day > last:
            return
        who = self.dice.choice(self.people)
        while day <= min(last, after(self.today, 40)) and self.maybe(0.92):
            if day in still:
                day = after(day, 1)
                continue
            back: date | None = after(later(day, self.dice.choice((0, 0, 1, 3, 4, 4, 8))), self.dice.choice((0, 1, 9)))
            assert back is not None
            if back > last:
                back = last
            if back > self.today or (self.today <= last and self.maybe(0.08)):
                if not day <= self.today <= last and day <= self.today:
                    return
                back = None
            longer = after(later(day, self.dice.choice((4, 6, 8))), self.dice.choice((-1, 0, 1, 20)))
            longer_or_not = longer if self.maybe(0.35) else None
            self.add(
                "Prêts",
                Action=code,
                Immatriculation=plate,
                Départ=day,
                Participant=who,
                Retour_prévu=after(day, 60),
                Retour=back,
                **{"Prolongé jusqu'au": longer_or_not},
                Motif_de_prolongation=self.dice.choice((None, "emploi", "emploi")) if longer_or_not else None,
                Accompagnant=self.dice.choice((None, "M. Roy", "M. Roy")),
                **{"Dépôt de garantie (€)": self.dice.choice((None, "150", "99,50"))},
            )
            if self.maybe(0.7):
                action = {"Code": code}
                self.document(
                    action, who, "contrat-mise-a-disposition", after(day, self.dice.choice((-31, -30, 0, 0, 1)))
                )
            if back is None:
                return
            day = after(back, self.dice.choice((0, 1, 28, 29, 30, 31, 5)) or (1 if back == day else 0))
            who = who if self.maybe(0.6) else self.dice.choice(self.people)


def made_up(seed: int) -> tuple[Book, date]:
    """A workbook and the day it is looked at."""
    maker = Maker(seed)
    maker.persons(maker.dice.choice((6, 8, 10, 12)))
    part = seed % 5
    if part in (0, 4):
        maker.association("AI-1", "AI-2")
    if part in (1, 4):
        maker.places()
    if part in (2, 4):
        maker.licence()
    if part in (3, 4):
        maker.mobility()
    if part == 3:
        maker.mobility("SCOOT-2")
    return Book({sheet: rows for sheet, rows in maker.book.items() if rows}), maker.today
