"""What is refused, and how it is said: sentences in French for the person at work, whatever the cause."""

from peewee import DatabaseError

from config.refusal import Refusal
from models.storage.connection import holder, lost
from models.storage.faults import WRITING, damaged, refusal, waited
from models.tables import JournalEntry, Member

GONE = "Cet enregistrement n'existe plus : il a été supprimé entre-temps."
CHANGED = "{who} a modifié cet enregistrement entre-temps : fermez par Échap et reprenez ce qui y est maintenant."
UNDONE = "Rien n'est enregistré"
HELD = f"{UNDONE} : {{writing}}, celui {{who}} ; recommencez dans un instant, ou demandez-lui de finir."
UNWRITTEN = f"{UNDONE} : votre compte ne permet pas cet acte sur le serveur ; demandez à un coordinateur."
DISCONNECTED = "La connexion au serveur est perdue : rien n'a été enregistré ; recommencez quand elle est revenue."
UNSURE = "La connexion au serveur s'est perdue pendant l'enregistrement : vérifiez, à son retour, s'il a été fait."


class Refused(Refusal):
    """An act that cannot be: the message is one French sentence that says what is wrong and what to do."""


class Disconnected(Refused):
    """An act that was not done because the server is out of reach: to be done again once it is back.

    ``entry`` is its journal entry when the connection was lost as the act ended: it was kept if that entry is there.
    """

    def __init__(self, entry: JournalEntry | None = None) -> None:
        super().__init__(DISCONNECTED if entry is None else UNSURE)
        self.entry = entry


def refuse_unwritten(rows: int) -> None:
    """Raises Refused when nothing was written: a server hides from a change the records the account may not change."""
    if not rows:
        raise Refused(UNWRITTEN)


def refusal_of(fault: DatabaseError) -> Exception:
    """What to raise for a fault of the database: its sentence, who writes when that is why, or that the server is out
    of reach; of a damaged file the fault itself, told where it is shown with what is left of the file
    (``models.storage.damage``). Each says that nothing was kept."""
    if lost():
        return Disconnected()
    if waited(fault) and (login := holder()):
        listed = Member.get_or_none(Member.login == login)
        return Refused(HELD.format(writing=WRITING, who=f"de {listed.name}" if listed else f"du compte « {login} »"))
    if damaged(fault):
        fault.add_note(UNDONE)
        return fault
    return Refused(refusal(fault))


def undone(sentence: str) -> str:
    """A sentence that refuses an act, saying first that nothing of it was kept."""
    return sentence if sentence.startswith(UNDONE) else f"{UNDONE}. {sentence}"
