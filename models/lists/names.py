"""A column of names, pasted or typed line after line: bullets, numbers and titles set aside."""

import re

from models.french.typed import Misread
from models.lists import shapes
from models.lists.draft import Reading, Someone
from models.lists.files import Page
from models.lists.persons import first_name, split
from models.lists.tables import Spot
from models.takeover.cells import shown

_BULLET = re.compile(r"^\s*(?:\d{1,3}\s*[.)\-:]\s*|[-–—•*·▪◦>]+\s*)+")
_PHONE = re.compile(r"(?:\+33|0)\s?[1-9](?:[\s.\-]?\d\d){4}")
_DAY = re.compile(r"\b(?:née?\s+le\s+)?(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d\d-\d\d)\b")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
FEW_WORDS = 6


def is_list(page: Page) -> bool:
    """Whether a page is one column of texts, most of which may be names."""
    texts = [cell for row in page.rows for cell in row if cell != ""]
    lone = all(sum(cell != "" for cell in row) <= 1 for row in page.rows)
    bare = [_BULLET.sub("", shown(text)) for text in texts]
    return lone and bool(texts) and sum(map(_like, bare)) >= len(texts) / 2


def _like(text: str) -> bool:
    name = re.split(r"[,(;\d]", text)[0].strip()
    return shapes.name_like(name) and 2 <= len(shapes.untitled(name)[0].split()) <= FEW_WORDS


def people(reading: Reading, page: Page) -> None:
    """Drafts the people of a column of names; a title is left aside, a doubtful line asked about."""
    begun = False
    for number, row in enumerate(page.rows, 1):
        for place, cell in enumerate(row, 1):
            if cell == "":
                continue
            spot, text = Spot(page.name, number, place), _BULLET.sub("", shown(cell))
            if not begun and (text.endswith(":") or (len(page.rows) > number and not _like(text))):
                reading.aside.append(f"{spot} : titre « {text[:60]} »")
                continue
            begun = True
            if (someone := _someone(reading, text, spot)) is not None:
                reading.draft.people.append(someone)


def _someone(reading: Reading, text: str, spot: Spot) -> Someone | None:
    phone, birth, mail = _PHONE.search(text), _DAY.search(text), _MAIL.search(text)
    rest = _MAIL.sub("", _DAY.sub("", _PHONE.sub("", text)))
    rest = re.sub(r"\(\s*\)", "", rest)
    rest = re.sub(r"[\s,;:\-–(]+$", "", rest).strip()
    found = split(reading, rest, "", spot)
    if found is None:
        return None
    someone = Someone(found[0], found[1], spot)
    someone.put("sex", found[2], spot)
    someone.first = someone.first or first_name(reading, someone)
    if not someone.first:
        return None
    if phone:
        someone.put("phone", shapes.phones(phone[0])[0], spot)
    if mail:
        someone.put("email", mail[0], spot)
    if birth:
        try:
            someone.put("birth", shapes.day(birth[1], birth=True), spot)
        except Misread as fault:
            reading.tell(f"{spot} : {fault}")
    return someone
