"""What a row says of somebody's public (reading E-08): a change from a day on, or a correction of the whole."""

from pendulum import Date

from models.french.wording import day as say_day
from models.people.publics import History, changed, without
from models.takeover.book import Book, Line


def take(book: Book, line: Line) -> None:
    """Works out the publics somebody recorded has once the row is in; what the row brings is looked at, and told.

    Of somebody whom the file adds, or whose public was not known, the public is held from the start.
    """
    record = line.record
    record.changes.pop("public_since", None)
    code, public, since = record["code"], line.given.get("public"), line.given.get("public_since")
    if since is not None and since > book.today:
        line.error("public_since", f"« Public depuis le » ({say_day(since)}) est après aujourd'hui : corrigez la date.")
        return
    stored = History(book.formers.get(code, ()), record.was.get("public", record["public"]) or "")
    if record.id is None or not stored.last:
        return
    wanted = _wanted(stored, public, since)
    if wanted == stored:
        return
    if public is not None and public != stored.last and since is None:
        told = f"Public « {stored.told()} » corrigé en « {public} », comme s'il l'avait toujours été"
        line.warn("public", f"{told} : pour un changement, donnez « Public depuis le ».")
    else:
        record.changes["public_since"] = since
    book.publics[code] = (stored, wanted)
    for day in sorted({day for day, _ in {*stored.before} ^ {*wanted.before}}):
        for action in book.closed_of.get(code, ()) if book.closed else ():
            if said := book.refused(action, day):
                line.error("public" if since is None else "public_since", said)
                return


def _wanted(stored: History, public: str | None, since: Date | None) -> History:
    if public is not None and public != stored.last:
        return History((), public) if since is None else changed(stored, public, since)
    if since is not None and stored.before and stored.before[-1][0] != since:
        return changed(without(stored, stored.before[-1][0]), stored.last, since)
    return stored
