"""Files of every kind of disorder, made at random from a seed."""

import csv
import io
import random

WORDS = [
    "Nom",
    "Prénom",
    "Nom Prénom",
    "Date de naissance",
    "Né(e) le",
    "Sexe",
    "H/F",
    "Civilité",
    "Tél.",
    "Mail",
    "Ville",
    "CP Ville",
    "Entrée",
    "Sortie",
    "Motif sortie",
    "Sorti le / motif",
    "Date",
    "Début",
    "Fin",
    "Durée",
    "Statut",
    "Motif",
    "Élève",
    "Moniteur",
    "Immat.",
    "Départ",
    "Retour prévu",
    "Rendu le",
    "Caution",
    "Obs.",
    "N°",
    "ID",
    "N° CAF",
    "Commentaire",
    "Total",
    "Groupe",
    "Mis en service",
    "usager(s)",
    "rdv_id",
    "Présence",
    "Observations",
    "RQTH",
    "Public",
    "NIR",
    "Participation",
]
CELLS = [
    "",
    "DUPONT",
    "Marie",
    "DUPONT Marie",
    "marie dupont",
    "M. LE BRAS Jean",
    "12/03/1991",
    "12/03/91",
    "31/02/2026",
    "avril 2026",
    "lundi 16 nov.",
    "2026-09-01",
    "01/09/2026",
    "15 mai 2026",
    "9h00",
    "9h",
    "14h30",
    "25:99",
    "1h30",
    "2,5",
    "-3",
    "3h",
    "P",
    "A",
    "p",
    "E",
    "R",
    "R 15'",
    "X",
    "abs",
    "exc",
    "NJ",
    "FERMÉ",
    "1",
    "0",
    "oui",
    "non",
    "F",
    "H",
    "M",
    "Mme",
    "49000 ANGERS",
    "4900",
    "639980001",
    "06 39 98 00 01",
    "06.39.98.00.01 / 02 41 00 00 00",
    "a@b.fr",
    "0204417",
    "204417",
    "1901399070012",
    "1 85 05 78 006 084 36",
    "AB-123-CD",
    "ab 123 cd",
    "150 €",
    "40",
    "EN RÉPARATION",
    "prolongé jusqu'au 04/11",
    "absente",
    "excusée",
    "retard 20 min",
    "annulé moniteur",
    "Total",
    "GROUPE 1 – mardi",
    "Exemple",
    "#N/A",
    "NULL",
    "–",
    "=1+1",
    "[b]x[/b]",
    "\x1b[31m",
    "\u202e",
    "œ",
    "CDI - 12/06/26",
    "34 ans",
    "Formatrice :",
    "Horaires : 9h-12h",
    "Semaine du 16/11/2026",
    "groupe 2",
    "Année 2026",
    "SEPTEMBRE 2026",
    "45231",
    "1e999",
    "99999999999999999999",
]


def table(seed):
    """Rows of cells, most of them a table."""
    draw = random.Random(seed)
    width = draw.randint(1, 12)
    rows = [[draw.choice(CELLS) for _ in range(draw.randint(0, width))] for _ in range(draw.randint(0, 4))]
    if draw.random() < 0.8:
        head = [draw.choice(WORDS) for _ in range(width)]
        if draw.random() < 0.4:
            head[draw.randrange(width) :] = [f"{day:02d}/09/2026" for day in range(1, draw.randint(2, 12))]
        rows.append(head)
    good = [draw.choice(CELLS) for _ in range(width)]
    for _ in range(draw.randint(0, 25)):
        rows.append([one if draw.random() < 0.5 else draw.choice(CELLS) for one in good])
    return rows


def text(seed):
    """A text file: its name and its bytes."""
    draw = random.Random(seed)
    out = io.StringIO()
    page = csv.writer(out, delimiter=draw.choice(";\t,|"), lineterminator=draw.choice(["\n", "\r\n"]))
    page.writerows(table(seed))
    raw = out.getvalue().encode(draw.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16", "cp850"]), "replace")
    if draw.random() < 0.2:
        place = draw.randrange(len(raw) + 1)
        raw = raw[:place] + bytes(draw.randrange(256) for _ in range(draw.randint(1, 8))) + raw[place:]
    return f"f.{draw.choice(['csv', 'tsv', 'txt'])}", raw
