"""Noting at the keyboard that a signed sheet was seen."""

from models.sessions import seen
from tui.host import Host


def told_seen(app: Host, number: int, person: int | None = None) -> None:
    """Notes that a signed sheet was seen, or no longer is, and says so."""
    whose = "Feuille" if person is None else "Signature"
    if seen.see(number, person, who=app.who):
        app.notify(f"{whose} vue ; Ctrl+Z l'annule.")
    else:
        app.notify(f"{whose} à revoir : elle n'est plus notée vue.")
