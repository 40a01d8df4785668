"""Logs of lessons and appointments: a row tells a person, a day, an hour, what became of it."""

import re
from typing import Any

from models.french.comparing import list_key, unaccented
from models.french.typed import Misread, parse_minutes
from models.lists import shapes, words
from models.lists.asking import LEAVE, Question, key
from models.lists.columns import Mapping
from models.lists.draft import Reading, Someone, typed_name
from models.lists.rolls import CANCELLED, Mark, Meanings, is_collective, nature, put_mark, sitting_of
from models.lists.tables import Column, Row
from models.takeover.cells import shown

_REMARK = re.compile(r"\b(absente?|excusee?|retard|annule|annulee|pas venue?|non venue?|lapin|ne s'est pas)\b")
REMARKS = ("observation", "obs", "commentaire", "remarque", "note")


class Log:
    """Drafts the sessions and the marks of a table of lessons."""

    def __init__(self, reading: Reading, mapping: Mapping, meanings: Meanings) -> None:
        self.reading, self.mapping, self.meanings = reading, mapping, meanings
        table = mapping.table
        self.remarks = [one for one in table.columns if words.words(one.header) in REMARKS]
        column = mapping.fields.get("Durée")
        self.in_minutes = bool(column and re.search(r"\bmin", unaccented(column.header)))

    def row(self, row: Row, people: list[Someone]) -> bool:
        """Drafts a row; false when it tells no day."""
        reading, mapping = self.reading, self.mapping
        value = mapping.cell(row, "Date")
        if value == "":
            reading.aside.append(f"{mapping.table.page}, ligne {row.number} : sans date")
            return False
        spot = mapping.table.spot(row, mapping.fields["Date"].place)
        day = reading.day(spot, "Date", value)
        motive = self._text(row, "Nature")
        kind = nature(reading, motive)
        times = self._times(row, motive, value)
        if day is None or times is None:
            return False
        collective = is_collective(reading, kind)
        apart = shown(mapping.cell(row, "Clé"))
        group = self._text(row, "Groupe")
        attending: list[Someone | None] = [*people] or [None]
        for someone in attending:
            alone = None if collective or (apart and len(people) > 1) else someone
            sitting = sitting_of(
                reading,
                spot,
                day,
                *times,
                kind,
                group if collective else "",
                apart=apart if collective else "",
                person=alone,
            )
            for header, attribute in (("Thème", "theme"), ("Intervenant", "trainer"), ("Lieu", "place")):
                sitting.values.setdefault(attribute, self._text(row, header))
            if motive and not sitting.values["theme"] and list_key(motive) != list_key(kind):
                sitting.values["theme"] = motive
            if someone is not None and (mark := self._mark(row, day)) is not None:
                place = mapping.fields.get("Statut") or mapping.fields["Date"]
                put_mark(reading, sitting, someone, mark, mapping.table.spot(row, place.place), self.meanings)
        return True

    def _text(self, row: Row, header: str) -> str:
        value = self.mapping.cell(row, header)
        if value == "":
            return ""
        spot = self.mapping.table.spot(row, self.mapping.fields[header].place)
        return self.reading.text(spot, header, value, typed_name) or ""

    def _times(self, row: Row, motive: str, day: Any) -> tuple[int, int] | None:
        """The start and the end, from the hours or the length."""
        start, end, length = (self._minutes(row, one) for one in ("Début", "Fin", "Durée"))
        if start is None and hasattr(day, "hour") and (day.hour or day.minute):
            start = day.hour * 60 + day.minute
        if start is None:
            start = self._asked_start()
        if start is None:
            return None
        if end is not None:
            if length is not None and end - start != length:
                spot = self.mapping.table.spot(row, self.mapping.fields["Durée"].place)
                self.reading.tell(f"{spot} : la durée ne s'accorde pas avec les heures ; les heures sont prises.")
            return start, end
        if length is None:
            length = self._asked_length(motive)
        return (start, start + length) if length else None

    def _minutes(self, row: Row, header: str) -> int | None:
        value = self.mapping.cell(row, header)
        if value == "":
            return None
        spot = self.mapping.table.spot(row, self.mapping.fields[header].place)
        if header == "Durée":
            return self.reading.cell(spot, header, value, lambda one: shapes.length(one, self.in_minutes))
        return self.reading.cell(spot, header, value, shapes.moment)

    def _asked_start(self) -> int | None:
        answer = self.reading.asking.ask(
            Question("debut", "À quelle heure commencent ces séances ? (par exemple 9h)", "texte", kept=True)
        )
        try:
            return shapes.moment(answer) if answer else None
        except Misread:
            return None

    def _asked_length(self, motive: str) -> int:
        told = f"« {motive[:60]} »" if motive else "ces séances"
        answer = self.reading.asking.ask(
            Question(
                key("durée", motive) if motive else "duree",
                f"Combien de temps dure {told} ? (par exemple 1 h 30, 60 min)",
                "durée",
                kept=True,
            )
        )
        try:
            return parse_minutes(answer, bare="min") if answer else 0
        except Misread:
            return 0

    def _mark(self, row: Row, day: Any) -> Mark | None:
        """What became of the row: by its status, a remark somebody confirms, or what is said once of all of them."""
        value = self.mapping.cell(row, "Statut")
        if value != "":
            return self.meanings.of(value)
        for column in self.remarks:
            if (mark := self._remarked(row, column)) is not None:
                return mark
        if day > self.reading.today:
            return Mark("prévu")
        if "Statut" in self.mapping.fields:
            return Mark("prévu")  # nobody said
        answer = self.reading.asking.ask(
            Question(
                "presence",
                "Aucune colonne ne dit qui est venu : ces lignes passées sont-elles des présences ?",
                choices=(("présent", "oui, chacune"), ("prévu", "non, à noter plus tard")),
                proposed="présent",
                kept=True,
            )
        )
        return Mark(answer)

    def _remarked(self, row: Row, column: Column) -> Mark | None:
        said = row.cells.get(column.place, "")
        if not isinstance(said, str) or not (found := _REMARK.search(unaccented(said))):
            return None
        late = re.search(r"(\d{1,3})\s*(?:min|mn|')", said)
        word = found[1]
        proposed = "absent"
        if word.startswith("excus"):
            proposed = "excusé"
        elif word.startswith("annul"):
            proposed = CANCELLED
        elif word == "retard":
            proposed = f"retard {late[1]}" if late else "retard"
        choices = dict.fromkeys((proposed, "absent", "excusé", "retard", CANCELLED))
        spot = self.mapping.table.spot(row, column.place)
        answer = self.reading.asking.ask(
            Question(
                key("cellule", str(spot)),
                f"{spot} : « {said[:60]} » →",
                choices=(*((one, one) for one in choices), (LEAVE, "ne rien en reprendre")),
                proposed=proposed,
            )
        )
        if answer in ("", LEAVE):
            return None
        if answer.startswith("retard "):
            return Mark("retard", missed=int(answer.removeprefix("retard ")))
        return Mark(answer)
