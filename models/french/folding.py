"""Names as they are searched and compared: whatever the accents, the case, the hyphens."""

import re

from models.french.comparing import HYPHENS, tidy, unaccented

APART = re.compile(rf"[\s'’ʼ`´_{HYPHENS}]+")


def fold(text: str) -> str:
    """``text`` as it is searched and compared: small letters, no accents or invisible marks, hyphens and apostrophes
    as one space."""
    return APART.sub(" ", unaccented(tidy(text))).strip()


def initials(name: str) -> str:
    """``KB`` for « Karim Bensaïd »; nothing for nobody."""
    return "".join(word[0] for word in fold(name).split()).upper()
