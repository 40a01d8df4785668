"""What a base holds, told without numbers or codes that are made: two bases are compared by it."""

from models.tables import Action, Attendance, Downtime, Loan, Moped, Parcours, Person, Session

PERSON = ["last_name", "first_name", "birth", "sex", "public", "caf_number", "town", "phone", "email", "prescriber"]
PERSON += ["referent", "address", "postcode", "job_seeker_number"]


def told():
    """The records of the base, in plain sorted rows, by table."""
    people = {one.id: (one.last_name, one.first_name, str(one.birth)) for one in Person.select()}
    return {
        "people": sorted([str(getattr(one, name) or "") for name in PERSON] for one in Person.select()),
        "parcours": sorted(
            [*people[one.person_id], str(one.entry), str(one.exit), one.exit_type or "", one.group or ""]
            for one in Parcours.select()
        ),
        "sessions": sorted(_session(one) for one in Session.select()),
        "marks": sorted(
            [*_session(one.session), *people[one.person_id], one.status, str(one.minutes)]
            for one in Attendance.select(Attendance, Session).join(Session)
        ),
        "mopeds": sorted([one.plate, one.model or "", one.site or "", str(one.in_service)] for one in Moped.select()),
        "loans": sorted(
            [
                *(one.moped.plate, str(one.departure), *people[one.person_id], str(one.due), str(one.ended)),
                *(str(one.extended), str(one.deposit), str(one.fee)),
            ]
            for one in Loan.select()
        ),
        "downtimes": sorted([one.moped.plate, str(one.start), str(one.end), one.cause] for one in Downtime.select()),
        "actions": sorted(one.code for one in Action.select()),
    }


def _session(one):
    said = [str(one.day), str(one.start), str(one.end), one.nature, one.theme, one.trainer, one.place, one.state]
    return [text or "" for text in said] + [one.group or ""]
