"""Putting the rows of a workbook straight into the tables, without the import."""

from models import tables
from models.tables import Action, Moped, Person, Session
from tests.oracle.plain import Book, clock


def store(book: Book) -> None:
    """Stores every row of a valid workbook; the database must be open and empty."""
    people = {
        row["Identifiant"]: Person.create(
            code=row["Identifiant"],
            last_name=row["Nom"],
            first_name=row["Prénom"],
            folded="",
            birth=row.get("Naissance"),
            public=row.get("Public") or "",
        )
        for row in book.get("Participants", [])
    }
    actions = {
        row["Code"]: Action.create(
            code=row["Code"],
            convention=row["Convention"],
            start=row["Début"],
            end=row["Fin"],
            places=row.get("Places"),
        )
        for row in book.get("Actions", [])
    }
    sessions = {
        (row["Action"], row["Séance"]): Session.create(
            action=actions[row["Action"]],
            code=row["Séance"],
            nature=row["Nature"],
            day=row["Date"],
            start=clock(row["Début"]),
            end=clock(row["Fin"]),
            state=row.get("État") or "",
            group=row.get("Groupe") or "",
        )
        for row in book.get("Séances", [])
    }
    mopeds = {
        (row["Action"], row["Immatriculation"]): Moped.create(
            action=actions[row["Action"]],
            plate=row["Immatriculation"],
            in_service=row["Mise en service"],
            retired=row.get("Retrait"),
        )
        for row in book.get("Cyclomoteurs", [])
    }

    def put(sheet: str, table: str, columns: dict[str, str], **texts: str) -> None:
        made = []
        for row in book.get(sheet, []):
            values = {column: row.get(head) for head, column in columns.items()}
            values |= {column: row.get(head) or "" for column, head in texts.items()}
            if "Participant" in row:
                values["person"] = people[row["Participant"]]
            if "Séance" in row:
                values["session"] = sessions[row["Action"], row["Séance"]]
            elif "Immatriculation" in row:
                values["moped"] = mopeds[row["Action"], row["Immatriculation"]]
            elif "Action" in row:
                values["action"] = actions[row["Action"]]
            made.append(values)
        if made:
            getattr(tables, table).insert_many(made).execute()

    put("Éligibilités", "EligibilityCheck", {"Vérifiée le": "day", "Public": "public"})
    put(
        "Parcours",
        "Parcours",
        {
            "Entrée": "entry",
            "Sortie": "exit",
            "Évaluation de départ (h)": "evaluation",
            "Renouvelé le": "renewed",
        },
        exit_type="Type de sortie",
        group="Groupe",
    )
    marks = [
        {**row, "Minutes": row.get("Minutes") if row["Statut"] in ("présent", "retard") else None}
        for row in book.get("Présences", [])
    ]
    book = Book({**book, "Présences": marks})
    put("Présences", "Attendance", {"Statut": "status", "Minutes": "minutes"})
    for row in book.get("Mutualisation", []):
        action = actions[row["Action"]]
        number = tables.Movement.select().where(tables.Movement.action == action).count() + 1
        movement = tables.Movement.create(
            action=action,
            number=number,
            day=row["Date"],
            kind=row["Sens"],
            person=people[row["Participant"]],
            minutes=row["Heures"],
            reason=row["Motif"],
        )
        referent, departement = row.get("Signalé au référent le"), row.get("Signalé au Département le")
        if referent or departement:
            tables.MovementReport.create(movement=movement, referent=referent, departement=departement)
    loans = [{**row, "ending": "retour" if row.get("Retour") else ""} for row in book.get("Prêts", [])]
    book = Book({**book, "Prêts": loans})
    put(
        "Prêts",
        "Loan",
        {"Départ": "departure", "Retour prévu": "due", "Retour": "ended", "Prolongé jusqu'au": "extended"},
        extension_reason="Motif de prolongation",
        professional="Accompagnant",
        ending="ending",
    )
    put("Immobilisations", "Downtime", {"Début": "start", "Fin": "end", "Cause": "cause"})
    put("Examens", "Exam", {"Épreuve": "test", "Date": "day", "Résultat": "result"}, reason="Motif")
    put("Documents", "Document", {"Document": "kind", "Date": "day"})
    validated = [
        {**row, "Projet validé": {"oui": True, "non": False}.get(row.get("Projet validé") or "")}
        for row in book.get("Immersions", [])
    ]
    book = Book({**book, "Immersions": validated})
    put(
        "Immersions",
        "Immersion",
        {"Début": "start", "Fin": "end", "Type": "kind", "Projet validé": "validated"},
    )
    follows = [{**row, "Joint": row["Joint"] == "oui"} for row in book.get("Suivis", [])]
    book = Book({**book, "Suivis": follows})
    put(
        "Suivis",
        "FollowUp",
        {"Échéance (mois)": "months", "Date": "day", "Joint": "reached"},
        situation="Situation",
    )
    put("Heures travaillées", "WorkedHours", {"Mois": "month", "Heures": "minutes"})
