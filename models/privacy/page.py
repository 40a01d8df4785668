"""Everything held on a person, as a page any browser opens and prints: no program to install, nothing to fetch."""

import html
from collections.abc import Iterable
from pathlib import Path

from pendulum import Date

from config.files import draft, free
from models.days.clock import now
from models.export.book import CannotWrite
from models.french.wording import counted, full_name
from models.french.wording import day as say_day
from models.privacy.held import Holding, Section
from models.tables import Person

HEAD = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="author" content="{author}"><title>Données conservées</title>
<style>body{{font:15px/1.45 sans-serif;margin:2em auto;max-width:72em;padding:0 1em;color:#111}}
table{{border-collapse:collapse;margin:.5em 0 2em}}th,td{{border:1px solid #bbb;padding:.25em .6em;text-align:left;
vertical-align:top}}th{{background:#dce6f1}}h2{{margin-bottom:.2em}}@media print{{body{{margin:0;max-width:none}}}}
</style></head><body>
"""


def usual_path(folder: Path, person: Person) -> Path:
    """Where the page of a person goes in ``folder``: no name, nor an identifier made from one, in a file's name,
    which nothing has yet."""
    return free(folder / f"donnees-personne-{person.id}.html")


def write(holding: Holding, path: Path, author: str, operator: str = "") -> None:
    """Writes the page to ``path``, whole or not at all, readable by its owner only.

    ``author`` is the person who asks for it, ``operator`` the structure's name. Raises CannotWrite.
    """
    try:
        with draft(path, private=True) as file:
            file.write_text(page(holding, author, operator), encoding="utf-8", newline="\n")
    except OSError:
        told = "le fichier ne peut pas être écrit ; vérifiez la place sur le disque et vos droits sur le dossier."
        raise CannotWrite(f"{path} : {told}") from None


def page(holding: Holding, author: str, operator: str = "") -> str:
    """The page as text."""
    one = holding.person
    made = now()
    parts = [
        HEAD.format(author=_text(author)),
        f"<h1>Données conservées sur {_text(full_name(one.last_name, one.first_name))}</h1>\n",
        f"<p>{_text(operator)}<br>" if operator else "<p>",
        f"Établi le {say_day(made.date())} à {made.format('HH:mm')} par {_text(author)}.</p>\n",
        "<h2>Identité</h2>\n",
        _table(("Donnée", "Valeur"), _known(holding.identity)),
    ]
    for section in holding.sections:
        parts += [f"<h2>{_text(section.title)} ({len(section.rows)})</h2>\n", _table(*_filled(section))]
    acts = [
        (f"{say_day(Date.fromisoformat(told.at[:10]))} {told.at[11:16]}", told.who, told.sentence)
        for told in holding.journal
    ]
    parts += [f"<h2>Journal ({counted(len(acts), 'acte')})</h2>\n", _table(("Date", "Par", "Acte"), acts)]
    parts += [f"<h2>Copies de rapports où la personne figure ({len(holding.copies)})</h2>\n<ul>\n"]
    parts += [f"<li>{_text(copy)}</li>\n" for copy in holding.copies]
    return "".join([*parts, "</ul>\n</body></html>\n"])


def _known(section: Section) -> list[tuple[str, str]]:
    values = section.rows[0]
    return [(header, value) for header, value in zip(section.headers, values, strict=True) if value]


def _filled(section: Section) -> tuple[list[str], list[list[str]]]:
    """The columns that say something."""
    ranks = [rank for rank in range(len(section.headers)) if any(row[rank] for row in section.rows)]
    return [section.headers[rank] for rank in ranks], [[row[rank] for rank in ranks] for row in section.rows]


def _table(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    def line(tag: str, cells: Iterable[str]) -> str:
        return f"<tr>{''.join(f'<{tag}>{_text(cell)}</{tag}>' for cell in cells)}</tr>\n"

    return f"<table>\n{line('th', headers)}{''.join(line('td', row) for row in rows)}</table>\n"


def _text(text: str) -> str:
    return html.escape("".join(one if one.isprintable() or one == "\n" else " " for one in text))


def _moment(at: str) -> str:
    return f"{say_day(Date.fromisoformat(at[:10]))} {at[11:16]}"
