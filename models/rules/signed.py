"""The signed sheets that are not back, in an action where paper is followed."""

from collections.abc import Iterator

from config.words import OWN_RULE
from models.french.wording import counted, time
from models.french.wording import day as say_day
from models.rules.deviation import Deviation
from models.sessions import seen
from models.tables import Action


def sheet_missing(action: Action) -> Iterator[Deviation]:
    """Sessions held before today whose signed sheet was not seen, from the first day one was printed or seen there."""
    for one in seen.awaited_in(action.id):
        yield Deviation(
            "sheet-missing",
            "warning",
            action.code,
            one.code,
            one.day,
            f"Séance {one.code} du {say_day(one.day)} à {time(one.start)} : feuille d'émargement pas encore vue"
            f" ({counted(one.missing, 'signature')}).",
            OWN_RULE,
            "Retrouvez la feuille signée, puis notez-la vue (v dans l'appel ou dans la liste des séances).",
            "Session",
            one.session,
        )
