"""The contact sheet of every screen."""

from tests.pictures.__main__ import sheet
from tests.pictures.made import SCREENS


def test_the_sheet_has_every_picture_under_its_name():
    drawn = sheet(dict.fromkeys(SCREENS, '<svg viewBox="0 0 1 1"></svg>'))

    assert drawn.count("<svg x=") == len(SCREENS) and all(f">{name}<" in drawn for name in SCREENS)
