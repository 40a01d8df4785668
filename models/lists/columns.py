"""Which field each column of a table fills: its name and its values must agree."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from models.days.clock import today
from models.french.typed import Misread
from models.french.wording import counted
from models.french.wording import day as say_day
from models.lists import shapes, words
from models.lists.asking import LEAVE, YES, Asking, Question, key
from models.lists.tables import Column, Table
from models.takeover import cells
from models.takeover.cells import shown

Kind = Literal["personnes", "séances", "grille", "grille couchée", "cyclomoteurs", "prêts", "planning", "laisser"]

PEOPLE = ("Participants",)
SECTIONS_OF: dict[str, tuple[str, ...]] = {
    "personnes": ("Participants", "Parcours"),
    "séances": ("Séances", "Participants"),
    "grille": ("Participants", "Parcours"),
    "planning": ("Séances",),
    "cyclomoteurs": ("Cyclomoteurs",),
    "prêts": ("Prêts", "Cyclomoteurs", "Participants"),
}
"""What the columns of each kind of table may fill, the first that holds."""

CALLED = {
    "personnes": "une ligne par personne",
    "séances": "une ligne par personne et par séance",
    "grille": "présences, une colonne par jour",
    "grille couchée": "présences, une ligne par jour",
    "planning": "séances, sans personne",
    "cyclomoteurs": "parc de cyclomoteurs",
    "prêts": "prêts de cyclomoteurs",
    "laisser": "laissée de côté",
}
ALWAYS_SHOWN = ("Naissance", "Entrée", "Sortie", "Sortie et motif", "Fin prévue", "Orienté le", "RSA depuis le")
NAMES = ("Nom", "Prénom", "Nom Prénom")
NOT_IN_LOGS = ("Prescripteur", "Public", "Situation emploi", "Identifiant")
MOSTLY = 0.8  # share of the values that a field reads, for its column to be sure
HARDLY = 0.5  # share below which the column is something else
SHOWN = 5


@dataclass
class Mapping:
    """The fields of a table: its kind, the column of each field by header, and what is left aside."""

    table: Table
    kind: str
    fields: dict[str, Column] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def cell(self, row: Any, header: str) -> Any:
        """The cell of a field in a row, '' when there is none or it says nothing."""
        column = self.fields.get(header)
        cell = row.cells.get(column.place, "") if column else ""
        return "" if words.nothing(cell) else cell


def _day(value: Any) -> object:
    if isinstance(value, str) and shapes.is_month(value):
        return True  # less than a day, asked about at its cell
    return shapes.day(value)


def _birth(value: Any) -> object:
    return shapes.day(value, birth=True)


def _phone(value: Any) -> bool:
    return any(one[:1] in "0+" and sum(map(str.isdigit, one)) >= 10 for one in shapes.phones(value))


def _word(value: Any) -> bool:
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def _names(value: Any) -> bool:
    return isinstance(value, str) and all(
        shapes.name_like(part) or shapes.parted_name(part) for part in value.replace("\n", ",").split(",")
    )


def _postcode(value: Any) -> bool:
    digits = shown(value).replace(" ", "") if not isinstance(value, str) else value.replace(" ", "")
    return digits.isascii() and digits.isdigit() and 4 <= len(digits) <= 5


def _post_town(value: Any) -> bool:
    return isinstance(value, str) and value[:4].isdigit() and any(letter.isalpha() for letter in value)


def _exit(value: Any) -> bool:
    return not isinstance(value, float)


def _hours(value: Any) -> object:
    return shapes.length(value)


def _clock(value: Any) -> object:
    return shapes.moment(value)


def _status(value: Any) -> bool:
    said = shown(value) if not isinstance(value, str) else value
    return len(said) <= 40


def _sex(value: Any) -> bool:
    return bool(words.meaning("Sexe", shown(value)))


def _short(value: Any) -> bool:
    return len(shown(value) if not isinstance(value, str) else value) <= 200


def _mail(value: Any) -> bool:
    return isinstance(value, str) and "@" in value


def _household(value: Any) -> bool:
    return bool(re.fullmatch(r"\d{5,8}\s?[A-Za-z]?", shown(value) if not isinstance(value, str) else value.strip()))


def _yes(value: Any) -> bool:
    return bool(words.meaning("oui ou non", shown(value)))


READS: dict[str, Callable[[Any], object]] = {
    **dict.fromkeys(("Nom", "Prénom", "Nom de naissance"), shapes.name_like),
    "Nom Prénom": _names,
    "Naissance": _birth,
    "Sexe": _sex,
    "N° allocataire": _household,
    "Téléphone": _phone,
    "Courriel": _mail,
    "Code postal": _postcode,
    "Code postal Commune": _post_town,
    **dict.fromkeys(("Commune", "Adresse", "Prescripteur", "Référent", "Intervenant", "Lieu"), _word),
    **dict.fromkeys(("Entrée", "Sortie", "Fin prévue", "Orienté le", "Date", "Départ", "Retour prévu", "Retour"), _day),
    **dict.fromkeys(("Mise en service", "Retrait", "RSA depuis le", "Inscrit à Pôle emploi le"), _day),
    "Prolongé jusqu'au": _day,
    "Sortie et motif": _exit,
    "Type de sortie": _word,
    "Début": _clock,
    "Fin": _clock,
    "Durée": _hours,
    "Statut": _status,
    "Immatriculation": shapes.plate_like,
    **dict.fromkeys(("Dépôt de garantie", "Participation"), cells.money),
    "RQTH": _yes,
}


def kind_of(table: Table) -> str:
    """What a table is about, by its columns; « laisser » when nothing tells."""
    found = {one for column in table.columns for one in _likely(table, column)}
    named = any(header in ("Nom", "Nom Prénom") for section, header in found if section == "Participants")
    plates = ("Cyclomoteurs", "Immatriculation") in found
    if len(table.days) >= 3 and _rising(table):
        return "grille"
    if plates and named and any(one in found for one in (("Prêts", "Départ"), ("Prêts", "Retour prévu"))):
        return "prêts"
    if plates and not named:
        return "cyclomoteurs"
    dated = ("Séances", "Date") in found
    told = {header for section, header in found if section == "Séances"}
    if dated and named and told & {"Début", "Fin", "Durée", "Statut", "Nature", "Clé", "Intervenant"}:
        return "séances"
    if dated and not named and table.rows and _days_down(table):
        return "grille couchée"
    if dated and not named and told & {"Début", "Durée", "Statut"}:
        return "planning"
    return "personnes" if named else "laisser"


def _rising(table: Table) -> bool:
    """Whether the cells under the days are marks: short ones."""
    values = [cell for column in table.days for cell in table.values(column)]
    return all(len(shown(cell)) <= 40 for cell in values[:2000])


def _days_down(table: Table) -> bool:
    """Whether each row is a day and each other column somebody."""
    first, *others = table.columns
    days = sum(shapes.heading_day(row.cells.get(first.place, "")) is not None for row in table.rows)
    people = [one for one in others if one.header and not words.known(one.header) and shapes.name_like(one.header)]
    return days >= 2 and len(people) >= 2


def _likely(table: Table, column: Column) -> Iterator[tuple[str, str]]:
    """The fields whose name is that of a column, and that read most of its values."""
    values = table.values(column)
    for one in words.fields(column.header)[0]:
        reads = READS.get(one[1], _short)
        if not values or shapes.share(values, reads) >= HARDLY:
            yield one


def map_columns(table: Table, kind: str, asking: Asking, aside: list[str]) -> Mapping:
    """Gives each column of a table its field; asks what is not sure, says what is left."""
    mapping = Mapping(table, kind)
    if kind == "grille couchée":
        return mapping
    days = {one.place for one in table.days} if kind == "grille" else set()
    for column in table.columns:
        if column.place in days:
            continue
        values = table.values(column)
        if not column.header and not values:
            continue
        _give(mapping, column, values, asking, aside)
    if "Nom" not in mapping.fields and "Nom de naissance" in mapping.fields:
        mapping.fields["Nom"] = mapping.fields.pop("Nom de naissance")
    elif column_of := mapping.fields.pop("Nom de naissance", None):
        aside.append(_left(table, column_of, ""))
    if "Nom" in mapping.fields and "Nom Prénom" in mapping.fields:
        aside.append(_left(table, mapping.fields.pop("Nom Prénom"), "le nom et le prénom ont leurs colonnes"))
    if "Nom" in mapping.fields and "Prénom" not in mapping.fields:
        mapping.fields["Nom Prénom"] = mapping.fields.pop("Nom")  # « Nom » alone holds both
    return mapping


def _give(mapping: Mapping, column: Column, values: list[Any], asking: Asking, aside: list[str]) -> None:
    table, kind = mapping.table, mapping.kind
    if values and shapes.share(values, shapes.security_number) > 1 / 3:
        aside.append(_left(table, column, "numéros de sécurité sociale, jamais conservés"))
        return
    id = key("colonne", column.header or f"sans en-tête {column.place}")
    fields, exact = words.fields(column.header)
    allowed = list(_allowed(fields, kind))
    if not values:
        aside.append(_left(table, column, "vide"))
        return
    chosen = asking.given(id)
    header, share = _best(allowed, values, mapping)
    if chosen is None and (not header or ("à part", "rien") in fields):
        aside.append(_left(table, column, "" if header or not allowed else "ses valeurs ne sont pas de ce genre"))
        return
    every = dict.fromkeys(name for section in SECTIONS_OF.get(kind, ()) for name in words.headers(section))
    if chosen is not None or not exact or share < MOSTLY or header in ALWAYS_SHOWN:
        choices = ((YES, f"« {header} »"), (LEAVE, "laisser la colonne"), *((name, name) for name in every))
        question = Question(
            id,
            f"Colonne « {column.header} » → {header or '?'}{_extent(header, values)}",
            choices=choices if header else choices[1:],
            proposed=YES if header else "",
            kept=True,
            more=tuple(shown(value)[:40] for value in values[:SHOWN]),
        )
        answer = asking.ask(question)
        if answer == LEAVE or not answer:
            aside.append(_left(table, column, ""))
            return
        header = header if answer == YES else answer
    if header in mapping.fields:
        aside.append(_left(table, column, f"« {header} » est déjà pris de « {mapping.fields[header].header} »"))
        return
    mapping.fields[header] = column


def _allowed(fields: list[tuple[str, str]], kind: str) -> Iterator[str]:
    for section in SECTIONS_OF.get(kind, ()):
        for known, header in fields:
            if known == section:
                if kind == "séances" and section == "Participants" and header in ("Public", "Situation emploi"):
                    continue
                yield header


def _best(allowed: list[str], values: list[Any], mapping: Mapping) -> tuple[str, float]:
    """Of the fields allowed and still free, the one that reads most of the values."""
    best, found = 0.0, ""
    for header in sorted(allowed, key=lambda one: one == "Identifiant"):  # a household's number is no identifier
        if header in mapping.fields:
            continue
        share = shapes.share(values, READS.get(header, _short))
        if share > best and share >= HARDLY:
            best, found = share, header
    return found, best


def _extent(header: str, values: list[Any]) -> str:
    """The least, the greatest and the count of the days of a column, with the ages of births."""
    if header not in ALWAYS_SHOWN:
        return ""
    days = []
    for value in values:
        try:
            days.append(shapes.day(value, birth=header == "Naissance"))
        except Misread:
            continue
    if not days:
        return f" : {counted(len(values), 'valeur')}"
    told = f" : {counted(len(days), 'date')}, du {say_day(min(days))} au {say_day(max(days))}"
    if header == "Naissance":
        now = today()
        ages = [now.year - one.year - ((now.month, now.day) < (one.month, one.day)) for one in days]
        told += f", âges {min(ages)} à {max(ages)}"
    return told


def _left(table: Table, column: Column, why: str) -> str:
    said = column.header or f"sans en-tête ({column.place})"
    return f"{table.page}, colonne « {said} »{f' : {why}' if why else ''}"
