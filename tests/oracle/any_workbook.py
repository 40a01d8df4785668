"""Made-up workbooks of any convention: every register it keeps, everything near the edges of months and delays.

``made_up(spec, seed)`` gives a workbook and the day it is looked at; the same seed gives the same.
"""

from datetime import date, time
from random import Random

from config.schema import Convention
from models import tables
from models.tables.base import keys_of
from tests.oracle.plain import Book, after, followed, later

NAMES = ("Nguyễn|Thị Hoa", "D'Almeida|Zoé", "[/b]|=1+1", "Martin|Chloé", "Martin|Chloé", "Bâ|Ousmane", "Öz|İpek")
STRUCTURES = ("CCAS", "Pôle emploi", None)


class AnyMaker:
    """One workbook being made for one convention; two actions, some people in both."""

    def __init__(self, spec: Convention, seed: int) -> None:
        self.spec, self.dice, self.book = spec, Random(f"{spec.id} {seed}"), Book()
        self.start = self.dice.choice((date(2020, 1, 1), date(2020, 1, 31), date(2020, 2, 29), date(2020, 4, 15)))
        self.today = after(self.start, self.dice.choice((40, 150, 330, 366, 400, 520)))
        if self.maybe(0.3):
            self.today = self.today.replace(day=1)

    def maybe(self, share: float) -> bool:
        return self.dice.random() < share

    def one(self, *values):
        return self.dice.choice(values)

    def add(self, sheet: str, cells: dict) -> dict:
        self.book.setdefault(sheet, []).append(cells)
        return cells

    def within(self, first: date, last: date) -> date:
        """A day between two others, often the first or last of a month, or one of the two."""
        day = after(first, self.dice.randint(0, max(0, (last - first).days)))
        if self.maybe(0.25):
            day = after(day.replace(day=1), self.one(-1, 0))
        elif self.maybe(0.2):
            day = self.one(first, last)
        return min(max(day, first), last)

    def make(self) -> tuple[Book, date]:
        for number in range(1, 8):
            self.person(number)
        for code in ("A", "B"):
            self.action(code)
        return self.book, self.today

    def person(self, number: int) -> None:
        last, first = NAMES[number % len(NAMES)].split("|")
        self.add(
            "Participants",
            {
                "Identifiant": f"P{number}",
                "Nom": last,
                "Prénom": first,
                "Naissance": self.one(date(1990, 5, 1), date(2002, 1, 1), date(1970, 1, 31), None),
                "Sexe": self.one("F", "M", None),
                "Public": self.one("RSA", "RSA", "FAJ", None),
                "Commune": self.one("Lille", "Roubaix", None),
                "Code postal": self.one("59000", "93200", None),
                "Situation familiale": self.one("seul", "couple", None),
                "Niveau de formation": self.one("V", "IV", None),
                "Situation emploi": self.one("inscrit", None),
                "Statut RSA": self.one("socle", "majoré", None),
                "Droits et devoirs": self.one("oui", "non", None),
                "Inscrit à Pôle emploi le": self.one(None, date(2019, 6, 1), date(2020, 6, 1)),
                "Quartier prioritaire": self.one("oui", "non", None),
                "RQTH": self.one("oui", "non", None),
            },
        )

    def action(self, code: str) -> None:
        end = after(later(self.start, self.one(3, 6, 12, 12, 14)), -1)
        action = {
            "Code": code,
            "Convention": self.spec.id,
            "Début": self.start,
            "Fin": end,
            "Places": self.one(1, 3, 7, 20) if self.spec.places != "sans" else None,
            "ETP": self.one(None, "0,5", "1,25"),
        }
        self.add("Actions", action)
        stays = []
        for number in self.dice.sample(range(1, 8), 5):
            stays += self.stays(action, f"P{number}")
        self.sessions(action, stays)
        for model in tables.REGISTERS:
            codes = [field.listed for field in tables.fields_of(model) if hasattr(field, "listed")]
            possible = all(self.spec.listed(name) for name in codes)
            if possible and model.register in self.spec.records and "action" in model._meta.fields:
                self.register(model, action, stays)

    def stays(self, action: dict, person: str) -> list[dict]:
        found, entry = [], self.within(after(action["Début"], -5), min(action["Fin"], after(action["Début"], 200)))
        for _ in range(self.one(1, 1, 2)):
            out = self.within(entry, max(entry, after(action["Fin"], 20))) if self.maybe(0.6) else None
            kind = out and self.one(*tables.EXIT_TYPES, "emploi", "emploi", "emploi", None)
            contract = self.one(*tables.JOB_CONTRACTS, "CDD", "CDD", None) if kind == "emploi" else None
            ends = None
            if contract in ("CDD", "intérim", "contrat aidé", "alternance", "SIAE", "autre") and self.maybe(0.8):
                ends = after(later(out, self.one(1, 6, 6, 6, 9)), self.one(-1, 0, 0, 1))
            stay = {
                "Action": action["Code"],
                "Participant": person,
                "Entrée": entry,
                "Sortie": out,
                "Type de sortie": kind,
                "Contrat de sortie": contract,
                "Fin du contrat": ends,
                "Variante": self.one(*[one.code for one in self.spec.variant], None),
                "Orienté le": self.one(None, after(entry, -3), after(entry, -15), after(entry, -40)),
                "Structure orientante": self.one(*STRUCTURES),
                "Destination": self.one("Le Fournil", None),
            }
            found.append(self.add("Parcours", stay))
            if out is None:
                break
            entry = after(out, self.one(1, 30, 90))
        return found

    def sessions(self, action: dict, stays: list[dict]) -> None:
        for number in range(40):
            nature = self.one(*self.spec.nature)
            day = self.within(action["Début"], min(action["Fin"], self.today))
            if day > self.today:
                continue
            begin = self.one(9, 14)
            minutes = self.one(45, 60, 120, 150)
            code = f"S{number:02d}"
            self.add(
                "Séances",
                {
                    "Action": action["Code"],
                    "Séance": code,
                    "Nature": nature.code,
                    "Date": day,
                    "Début": time(begin, 0),
                    "Fin": time(begin + minutes // 60, minutes % 60),
                    "État": self.one(None, None, None, "annulée", "prévue"),
                    "Canal": self.one(None, *tables.CHANNELS),
                    "Thème": self.one(None, "CV", "logement"),
                },
            )
            here = sorted({stay["Participant"] for stay in stays if stay["Entrée"] <= day})
            for person in self.dice.sample(here, min(len(here), 3 if nature.collective else 1)):
                status = self.one("présent", "présent", "présent", "absent", "retard", "prévu")
                self.add(
                    "Présences",
                    {
                        "Action": action["Code"],
                        "Séance": code,
                        "Participant": person,
                        "Statut": status,
                        "Minutes": 30 if status == "retard" else None,
                    },
                )

    def register(self, model, action: dict, stays: list[dict]) -> None:
        keys = keys_of(model)[0]
        seen = set()
        for _ in range(self.one(6, 12, 18)):
            stay = self.one(*stays)
            row: dict = {"Action": action["Code"], "Participant": stay["Participant"]}
            base = self.within(after(stay["Entrée"], -20), max(stay["Entrée"], stay["Sortie"] or self.today))
            for field in tables.fields_of(model):
                if field.name not in ("action", "person", "parcours"):
                    row[field.verbose_name] = self.cell(field, base)
            self.mend(model, row, stay)
            heads = [
                field.verbose_name
                for field in tables.fields_of(model)
                if field.name in keys and field.name != "parcours"
            ]
            if model is tables.FollowUp:
                self.tie(row, stay)
            key = tuple(row[head] or "" for head in heads)
            if model is tables.FollowUp:
                of = followed(self.book, row)
                key = (*key, of and of["Entrée"])
            if key not in seen:
                seen.add(key)
                self.add(model.sheet, row)

    def tie(self, row: dict, stay: dict) -> None:
        """A contact near the day from which it counts, sometimes said to be of one exit."""
        if stay["Sortie"] and self.maybe(0.7):
            row["Date"] = after(later(stay["Sortie"], row["Échéance (mois)"]), self.one(-16, -15, -14, 0, 20))
        own = [one for one in self.book["Parcours"] if self.whose(one) == self.whose(row) and one["Sortie"]]
        before = [one["Sortie"] for one in own if one["Sortie"] <= row["Date"]]
        row["Sortie"] = self.one(None, *before)

    def whose(self, row: dict) -> tuple[str, str]:
        return row["Action"], row["Participant"]

    def cell(self, field, base: date):
        """A value for a field, near ``base`` for a day."""
        kind = type(field).__name__
        empty = field.null or field.default == ""
        if empty and self.maybe(0.35):
            return None
        if kind == "_CodeField":
            return (
                self.one(*self.spec.listed(field.listed), None) if empty else self.one(*self.spec.listed(field.listed))
            )
        if field.choices:
            return self.one(*[value for value, _ in field.choices])
        if kind == "_DayField":
            return after(base, self.one(0, 0, 1, 10, 30, 95))
        if kind == "_MonthField":
            return f"{base:%Y-%m}"
        if kind == "_MinutesField":
            return self.one(60, 600, 1560)
        if kind == "_YesField":
            return self.one("oui", "non")
        if kind == "_WholeField":
            return self.one(1, 3, 6)
        return self.one("Un", "Deux", "trois")

    def mend(self, model, row: dict, stay: dict) -> None:
        """Makes a row one that can be: days in order, nothing of the past dated ahead."""
        if model is tables.Contact:
            row["Structure"] = row["Structure"] or "Un"  # an employer has a name
            row["Participant"] = None if self.maybe(0.2) else row["Participant"]
        for first, second in (
            ("Début", "Fin"),
            ("Repéré le", "Clos le"),
            ("Date", "Réponse le"),
            ("Date", "Réponse du correspondant le"),
            ("Début", "Rompu le"),
            ("Début", "Évaluée le"),
            ("Début", "Attestation le"),
            ("Transmis le", "Validé le"),
            ("Date", "Avis le"),
            ("Date", "Décision le"),
            ("Avis le", "Décision le"),
            ("Date", "Premier rendez-vous le"),
            ("Décision le", "Premier rendez-vous le"),
        ):
            if row.get(first) and row.get(second) and row[second] < row[first]:
                row[second] = row[first]
        if model is tables.Obstacle and (row["Clos le"] is None or row["Issue"] is None):
            row["Clos le"] = row["Issue"] = None
        if model is tables.FollowUp and row["Joint"] == "oui":
            row["Injoignable"] = None
        if model is tables.WorkedHours and row["Dont formation (h)"]:
            row["Dont formation (h)"] = min(row["Dont formation (h)"], row["Heures"])
        if model is tables.ProjectState:
            row["ROME"] = self.one(None, "H2603")
        if model is tables.Evaluation:
            scale = next(one for one in self.spec.scale if one.code == row["Échelle"])
            row["Niveau"] = self.one(*scale.levels)
            row["Domaine"] = self.one(*scale.subjects or ("Un", "Deux", "trois"), None)
        if model is tables.Ede:
            row["Réponses"] = None
            row["Total"] = self.one(None, 17, 18, 20, 35, 36)


def made_up(spec: Convention, seed: int) -> tuple[Book, date]:
    """A workbook of two actions under this convention, and the day it is looked at."""
    return AnyMaker(spec, seed).make()
