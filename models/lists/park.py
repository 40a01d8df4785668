"""Mopeds and their loans: what is one moped, what is a repair, what was extended."""

import re
from typing import Any

from pendulum import Date

from models.french.comparing import plate_key, tidy_plate, unaccented
from models.french.typed import Misread
from models.lists import shapes, words
from models.lists.asking import LEAVE, NO, YES, Question, key
from models.lists.columns import Mapping
from models.lists.draft import Line, Reading, Someone, typed_name
from models.lists.tables import Row, Spot
from models.takeover import cells


class Park:
    """Drafts mopeds, loans and downtimes; plates that differ by spaces, hyphens or case are one moped."""

    def __init__(self, reading: Reading, stored: list[str]) -> None:
        self.reading = reading
        self.plates = {plate_key(one): one for one in stored}
        self.there = set(self.plates)

    def moped(self, mapping: Mapping, row: Row) -> None:
        spot = self._spot(mapping, row, "Immatriculation")
        plate = self._plate(mapping, row, spot)
        if not plate:
            return
        line = Line(spot, {"plate": plate}, {"plate": spot})
        for header, attribute in (("Modèle", "model"), ("Site", "site")):
            value = mapping.cell(row, header)
            if value != "":
                line.values[attribute] = self.reading.text(spot, header, value, cells.text)
        for header, attribute in (("Mise en service", "in_service"), ("Retrait", "retired")):
            self._day(mapping, row, header, attribute, line)
        self.there.add(plate_key(plate))
        if line.values.get("in_service") is None:
            line.values["in_service"] = self._in_service(plate)
        self.reading.draft.mopeds.append(line)

    def _in_service(self, plate: str) -> Any:
        answer = self.reading.asking.ask(
            Question(key("mise en service", plate), f"{plate} : mis en service quel jour ?", "jour")
        )
        return shapes.day(answer) if answer else None

    def loan(self, mapping: Mapping, row: Row, people: list[Someone], named: str) -> list[Someone]:
        """Drafts a loan, or the downtime that stands in its place; gives the borrower."""
        spot = self._spot(mapping, row, "Immatriculation")
        plate = self._plate(mapping, row, spot)
        if not plate:
            return []
        if named and words.meaning("immobilisation", named):
            self._downtime(mapping, row, plate, named, spot)
            return []
        if not people:
            self.reading.aside.append(f"{mapping.table.page}, ligne {row.number} : prêt sans personne")
            return []
        if plate_key(plate) not in self.there:
            self.there.add(plate_key(plate))
            line = Line(spot, {"plate": plate, "in_service": self._in_service(plate)}, {"plate": spot})
            self.reading.draft.mopeds.append(line)
        line = Line(spot, {"plate": plate, "person": people[0]}, {"plate": spot})
        for header, attribute in (
            ("Départ", "departure"),
            ("Retour prévu", "due"),
            ("Retour", "ended"),
            ("Prolongé jusqu'au", "extended"),
        ):
            self._day(mapping, row, header, attribute, line)
        for header, attribute in (("Dépôt de garantie", "deposit"), ("Participation", "fee")):
            value = mapping.cell(row, header)
            if value != "":
                place = self._spot(mapping, row, header)
                line.values[attribute] = self.reading.cell(place, header, value, cells.money)
                line.spots[attribute] = place
        if line.values.get("due") is None:
            question = Question(
                key("retour prévu", str(spot)), f"{spot} : quel est le retour prévu de ce prêt ?", "jour"
            )
            answer = self.reading.asking.ask(question)
            line.values["due"] = shapes.day(answer) if answer else None
        if "extended" not in line.values:
            self._extension(mapping, row, line)
        self.reading.draft.loans.append(line)
        return people[:1]

    def _plate(self, mapping: Mapping, row: Row, spot: Spot) -> str:
        value = mapping.cell(row, "Immatriculation")
        if value == "":
            self.reading.aside.append(f"{mapping.table.page}, ligne {row.number} : sans immatriculation")
            return ""
        typed = self.reading.cell(spot, "Immatriculation", value, cells.plate)
        if not typed:
            return ""
        known = self.plates.setdefault(plate_key(typed), _usual(typed))
        if known != tidy_plate(typed):
            self.reading.tell(f"{spot} : « {typed_name(value)} » est le cyclomoteur {known}.")
        return known

    def _downtime(self, mapping: Mapping, row: Row, plate: str, named: str, spot: Spot) -> None:
        question = Question(
            key("immobilisation", str(spot)),
            f"{spot} : « {named} » : {plate} est-il immobilisé ?",
            choices=((YES, "oui, c'est une immobilisation"), (NO, "non, laisser cette ligne")),
            proposed=YES,
        )
        if self.reading.asking.ask(question) != YES:
            self.reading.aside.append(f"{spot} : « {named} »")
            return
        line = Line(spot, {"plate": plate, "cause": self._remark(mapping, row) or named}, {"plate": spot})
        self._day(mapping, row, "Départ", "start", line)
        self._day(mapping, row, "Retour", "end", line)
        self.reading.draft.downtimes.append(line)

    def _remark(self, mapping: Mapping, row: Row) -> str:
        for column in mapping.table.columns:
            if words.words(column.header) in ("obs", "observation", "commentaire", "remarque", "cause"):
                said = row.cells.get(column.place, "")
                spot = mapping.table.spot(row, column.place)
                return (self.reading.text(spot, column.header, said, typed_name) or "") if said else ""
        return ""

    def _extension(self, mapping: Mapping, row: Row, line: Line) -> None:
        """An extension told in a remark is proposed, never taken."""
        said = self._remark(mapping, row)
        found = re.search(r"prolong\w*\s+(?:jusqu'au|au|->)?\s*(\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?)", unaccented(said))
        if not found:
            return
        proposed = _after(found[1], line.values.get("due"))
        question = Question(
            key("prolongation", str(line.spot)),
            f"{line.spot} : « {said[:60]} » : prolongé jusqu'à quel jour ?",
            "jour",
            ((LEAVE, "aucune prolongation"),),
            proposed.isoformat() if proposed else "",
        )
        answer = self.reading.asking.ask(question)
        if answer not in ("", LEAVE):
            line.values["extended"] = shapes.day(answer)

    def _day(self, mapping: Mapping, row: Row, header: str, attribute: str, line: Line) -> None:
        value = mapping.cell(row, header)
        if value != "":
            spot = self._spot(mapping, row, header)
            line.values[attribute], line.spots[attribute] = self.reading.day(spot, header, value), spot

    def _spot(self, mapping: Mapping, row: Row, header: str) -> Spot:
        column = mapping.fields.get(header)
        return mapping.table.spot(row, column.place if column else 1)


def _usual(plate: str) -> str:
    """A plate as it stands on the moped: AB-123-CD."""
    bare = re.sub(r"[\s-]", "", tidy_plate(plate))
    found = re.fullmatch(r"([A-Z]{2})(\d{3})([A-Z]{2})", bare)
    return "-".join(found.groups()) if found else tidy_plate(plate)


def _after(text: str, due: Date | None) -> Date | None:
    """The first such day after the return that was planned, when the year is not told."""
    try:
        if len(re.split(r"[/.]", text)) == 3:
            return shapes.day(text)
        if due is None:
            return None
        first = shapes.day(f"{text}/{due.year}".replace(".", "/"))
        return first if first >= due else shapes.day(f"{text}/{due.year + 1}".replace(".", "/"))
    except Misread:
        return None
