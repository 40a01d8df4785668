"""Who a row is about: names told apart, and what the list says of them."""

import re
from collections.abc import Callable
from typing import Any

from models.french.comparing import list_key
from models.lists import shapes, words
from models.lists.asking import LEAVE, YES, Question, key
from models.lists.columns import Mapping
from models.lists.draft import Line, Reading, Someone, typed_name
from models.lists.tables import Row, Spot
from models.takeover import cells
from models.takeover.cells import shown
from models.takeover.sheets import PARTICIPANTS

ATTRIBUTES = {column.header: column for column in PARTICIPANTS.columns}
ALIKE = 0.5  # share of the numbers of a column that have as many figures, for the others to have lost a zero


class Persons:
    """Reads the people of one table."""

    def __init__(self, reading: Reading, mapping: Mapping, identifier: bool = False) -> None:
        self.reading, self.mapping, self.identifier = reading, mapping, identifier
        self.length = self._length("N° allocataire")
        self.listed = mapping.kind == "personnes"

    def of(self, row: Row, place: int = 0) -> list[Someone]:
        """Who a row names, several only where a list of names stands in one cell; none when it names nobody."""
        mapping, table = self.mapping, self.mapping.table
        column = mapping.fields.get("Nom Prénom") or mapping.fields.get("Nom")
        if column is None:
            return []
        spot = table.spot(row, column.place)
        last = row.cells.get(column.place, "")
        if words.nothing(last) and not mapping.cell(row, "Prénom"):
            return []
        if "Nom Prénom" in mapping.fields:
            return [one for text in _names_in(last, mapping.kind) for one in self._named(text, spot, row)]
        surname, sex = shapes.untitled(typed_name(last))
        return self._filled(Someone(surname, typed_name(mapping.cell(row, "Prénom")), spot), row, sex)

    def _named(self, text: str, spot: Spot, row: Row) -> list[Someone]:
        column = self.mapping.fields["Nom Prénom"]
        found = split(self.reading, text, column.header, spot)
        return self._filled(Someone(found[0], found[1], spot), row, found[2]) if found else []

    def _filled(self, someone: Someone, row: Row, sex: str) -> list[Someone]:
        if not someone.first:
            someone.first = first_name(self.reading, someone)
            if not someone.first:
                return []
        someone.listed = self.listed
        someone.put("sex", sex, someone.spot)
        for header in self.mapping.fields:
            value = self.mapping.cell(row, header)
            if value != "":
                self._put(someone, header, value, self.mapping.table.spot(row, self.mapping.fields[header].place))
        return [someone]

    def _put(self, someone: Someone, header: str, value: Any, spot: Spot) -> None:
        reading = self.reading
        if header == "Code postal Commune":
            code, _, town = typed_name(value).partition(" ")
            someone.put("postcode", self.postcode(code, spot), spot)
            someone.put("town", reading.text(spot, "Commune", town, cells.text), spot)
            return
        column = ATTRIBUTES.get(header)
        if column is None or header in ("Nom", "Prénom") or (header == "Identifiant" and not self.identifier):
            return
        if header in SPECIAL:
            found = SPECIAL[header](self, value, spot, someone)
        elif column.read is cells.day:
            found = reading.day(spot, header, value)
        else:
            found = reading.text(spot, header, value, column.read)
        someone.put(column.attribute, found, spot)

    def meaning(self, header: str, value: Any) -> Any:
        """A value of a closed list; asked once when it is not the word itself."""
        said = typed_name(value)
        proposed = words.meaning(header, said)
        column = ATTRIBUTES[header]
        if list_key(said) in map(list_key, column.values):
            sure = header != "Sexe" or list_key(said) == "f"
            if sure:
                return next(one for one in column.values if list_key(one) == list_key(said))
        elif header == "Sexe" and len(list_key(said)) > 1 and proposed in column.values:
            return proposed
        table = self.mapping.table
        all_ = [typed_name(cell) for cell in table.values(self.mapping.fields[header])]
        count = sum(list_key(one) == list_key(said) for one in all_)
        if header == "Sexe" and list_key(said) == "m" and not {"f", "h", "mme"} & set(map(list_key, all_)):
            proposed = ""  # Madame, or Monsieur
        answer = self.reading.asking.ask(
            Question(
                key("valeur", header, said),
                f"{header} : « {said[:40]} » ({count} fois) →",
                choices=((*((one, one) for one in column.values), (LEAVE, "laisser vide"))),
                proposed=LEAVE if proposed == "rien" else proposed,
                kept=True,
            )
        )
        return None if answer in ("", LEAVE) else answer

    def phone(self, value: Any, spot: Spot, someone: Someone) -> Any:
        if shapes.security_number(value):
            return self.reading.text(spot, "Téléphone", value, cells.text)
        first, *others = shapes.phones(value) or [""]
        if others:
            self.reading.tell(f"{spot} : {someone.name} a deux téléphones ; {first} est pris, {', '.join(others)} non.")
        if shapes.lost_zero(value):
            self.zeros("téléphone")
        return first

    def postcode(self, value: Any, spot: Spot) -> Any:
        digits = re.sub(r"\s", "", shown(value) if not isinstance(value, str) else value)
        if digits.isdigit() and len(digits) == 4:
            self.zeros("code postal")
            digits = f"0{digits}"
        return self.reading.text(spot, "Code postal", digits, cells.text)

    def number(self, value: Any, spot: Spot) -> Any:
        """A number whose neighbours have more figures has lost its zeros."""
        if isinstance(value, float) and value.is_integer() and not shapes.security_number(value):
            digits = str(int(value))
            if len(digits) < self.length:
                self.zeros("n° allocataire")
                digits = digits.zfill(self.length)
            return digits
        return self.reading.text(spot, "N° allocataire", value, cells.text)

    def zeros(self, what: str) -> None:
        """Counts a zero given back."""
        start = f"{self.mapping.table.page} : zéro rendu, {what} : "
        told = [one for one in self.reading.told if one.startswith(start)]
        count = int(told[0].removeprefix(start)) + 1 if told else 1
        self.reading.told[:] = [one for one in self.reading.told if one not in told] + [f"{start}{count}"]

    def _length(self, header: str) -> int:
        column = self.mapping.fields.get(header)
        values = self.mapping.table.values(column) if column else []
        texts = [one for one in values if isinstance(one, str) and one.isdigit()]
        longest = max(map(len, texts), default=0)
        return longest if sum(len(one) == longest for one in texts) > ALIKE * len(texts) else 0


SPECIAL: dict[str, Callable[[Persons, Any, Spot, Someone], Any]] = {
    "Naissance": lambda own, value, spot, _: own.reading.day(spot, "Naissance", value, birth=True),
    "Téléphone": lambda own, value, spot, someone: own.phone(value, spot, someone),
    "N° allocataire": lambda own, value, spot, _: own.number(value, spot),
    "Code postal": lambda own, value, spot, _: own.postcode(value, spot),
    "Sexe": lambda own, value, *_: own.meaning("Sexe", value),
    "Public": lambda own, value, *_: own.meaning("Public", value),
    "RQTH": lambda own, value, *_: words.meaning("oui ou non", shown(value)) == "oui",
}
"""What is read otherwise than as the field it fills."""


def _names_in(cell: Any, kind: str) -> list[str]:
    """The names of a cell; several, apart by commas or lines, only in a log where each part is one."""
    text = cell if isinstance(cell, str) else shown(cell)
    parts = [typed_name(part) for part in re.split(r"\s*[,;/\n]\s*", text) if part.strip()]
    several = kind in ("séances", "planning") and len(parts) > 1
    return parts if several and all(len(one.split()) > 1 for one in parts) else [typed_name(text)]


def split(reading: Reading, text: str, header: str, spot: Spot) -> tuple[str, str, str] | None:
    """A surname, a first name and the sex its title tells; what nothing tells apart is asked. None: nobody."""
    text, sex = shapes.untitled(re.sub(r"\s*\((?:née?|ép\.?|épouse)\b[^)]*\)", "", text))
    if not shapes.name_like(text):
        question = Question(
            key("ligne", str(spot)),
            f"{spot} : « {text[:60]} » est-il le nom de quelqu'un ?",
            choices=((LEAVE, "non : laisser de côté"), (YES, "oui")),
            proposed=LEAVE,
        )
        if reading.asking.ask(question) == LEAVE:
            reading.aside.append(f"{spot} : « {text[:60]} »")
            return None
    if parted := shapes.parted_name(text):
        _confirm(reading, header, text, parted)
        return *parted, sex
    pieces = text.split(" ")
    if len(pieces) == 1:
        return text, "", sex
    order = _order(reading, header)
    if len(pieces) == 2 and order:
        first, second = pieces
        return (first, second, sex) if order == "nom prénom" else (second, first, sex)
    cuts = [(" ".join(pieces[:rank]), " ".join(pieces[rank:])) for rank in range(1, len(pieces))]
    splits = [
        *((one, other) for one, other in cuts if order != "prénom nom"),
        *((b, a) for a, b in cuts if order != "nom prénom"),
    ]
    choices = tuple((str(rank), f"nom {last}, prénom {first}") for rank, (last, first) in enumerate(splits, 1))
    told = f"{spot} : « {text} », quel est le nom de famille ?"
    answer = reading.asking.ask(Question(key("nom", text), told, choices=(*choices, (LEAVE, "laisser cette ligne"))))
    if answer == LEAVE:
        reading.aside.append(f"{spot} : « {text} »")
        return None
    return (*splits[int(answer or 1) - 1], sex)


def _confirm(reading: Reading, header: str, text: str, parted: tuple[str, str]) -> None:
    """Asks once whether capitals are surnames."""
    reading.asking.ask(
        Question(
            key("noms", header or "liste"),
            f"Noms : « {text} » se lit nom {parted[0]}, prénom {parted[1]} (les capitales sont le nom)",
            choices=((YES, "oui, pour tous"),),
            proposed=YES,
            kept=True,
        )
    )


def _order(reading: Reading, header: str) -> str:
    """In which order a column tells a surname and a first name without capitals, asked once; '' for a lone list."""
    if not header:
        return ""
    said = words.words(header)
    if re.match(r"(nom\b.*prenom|nom$)", said):
        proposed = "nom prénom"
    else:
        proposed = "prénom nom" if re.match(r"prenom\b.*nom", said) else ""
    if not proposed:
        return ""
    return reading.asking.ask(
        Question(
            key("ordre", header),
            f"Colonne « {header} » sans capitales : dans quel ordre ?",
            choices=(("nom prénom", "le nom, puis le prénom"), ("prénom nom", "le prénom, puis le nom")),
            proposed=proposed,
            kept=True,
        )
    )


def first_name(reading: Reading, someone: Someone) -> str:
    """The first name of somebody whose list does not tell it; '' to leave them."""
    answer = reading.asking.ask(
        Question(
            key("prénom", someone.last),
            f"{someone.spot} : « {someone.last} » n'a pas de prénom",
            "texte",
            ((LEAVE, "laisser cette ligne"),),
        )
    )
    if answer == LEAVE:
        reading.aside.append(f"{someone.spot} : « {someone.last} » sans prénom")
    return "" if answer in ("", LEAVE) else typed_name(answer)


def stay(reading: Reading, mapping: Mapping, row: Row, someone: Someone) -> Line:
    """The stay that a row of a list of people tells: its days, its exit, its group."""
    line = Line(someone.spot, {"person": someone})
    for header, attribute in (
        ("Entrée", "entry"),
        ("Fin prévue", "planned_end"),
        ("Orienté le", "oriented"),
        ("Sortie", "exit"),
    ):
        value = mapping.cell(row, header)
        if value != "":
            spot = mapping.table.spot(row, mapping.fields[header].place)
            line.values[attribute], line.spots[attribute] = reading.day(spot, header, value), spot
    _exit(reading, mapping, row, line)
    group = mapping.cell(row, "Groupe")
    line.values["group"] = typed_name(group) if group != "" else _group(reading, row)
    return line


def _group(reading: Reading, row: Row) -> str:
    """The group of a row, from the section it is in, when sections are groups."""
    if not row.section:
        return ""
    name = re.split(r"\s+[-–—:(]", row.section)[0].strip()
    answer = reading.asking.ask(
        Question(
            key("groupe", row.section),
            f"La ligne « {row.section} » : est-ce un groupe ?",
            choices=((name, f"oui, le groupe « {name} »"), (LEAVE, "non, ne rien en reprendre")),
            proposed=name,
        )
    )
    return "" if answer == LEAVE else answer


def _exit(reading: Reading, mapping: Mapping, row: Row, line: Line) -> None:
    """The exit and its type, apart or in one cell."""
    both = mapping.cell(row, "Sortie et motif")
    reason = mapping.cell(row, "Type de sortie")
    if both != "":
        spot = mapping.table.spot(row, mapping.fields["Sortie et motif"].place)
        day, reason = _day_and_reason(both)
        line.values["exit"] = reading.day(spot, "Sortie", day if day != "" else both)
        line.spots["exit"] = spot
    if reason == "" or words.nothing(reason):
        return
    said = typed_name(reason)
    listed = ("emploi", "formation", "fin de parcours", "réorientation", "abandon", "autre")
    sure = next((one for one in listed if list_key(one) == list_key(said)), "")
    answer = sure or reading.asking.ask(
        Question(
            key("valeur", "type de sortie", said),
            f"Type de sortie : « {said[:60]} »{f' (« {shown(both)} »)' if both != '' else ''} →",
            choices=(*((one, one) for one in listed), (LEAVE, "laisser vide")),
            proposed=words.first_meaning("Type de sortie", said),
            kept=len(said.split()) <= 3,
        )
    )
    if answer not in ("", LEAVE):
        place = mapping.fields.get("Type de sortie") or mapping.fields["Sortie et motif"]
        line.values["exit_type"], line.spots["exit_type"] = answer, mapping.table.spot(row, place.place)


def _day_and_reason(value: Any) -> tuple[Any, str]:
    """A day and what is said around it."""
    if not isinstance(value, str):
        return value, ""
    found = re.search(
        r"\b(?:le\s+)?(\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d|\d{1,2}(?:er)?\s+[^\W\d]{3,9}\.?\s+\d{4})",
        value,
    )
    if not found:
        return "", value
    rest = f"{value[: found.start()]} {value[found.end() :]}"
    return found[1], re.sub(r"^[\s:;,/\-–]+|[\s:;,/\-–]+$", "", rest)
