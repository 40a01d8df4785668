"""The forms of the park: what is asked to lend, give back, extend, stop a moped, and to correct each."""

from functools import partial
from typing import Any

from models.days.clock import today
from models.french import wording
from models.park import chains, mopeds
from models.rules.foreseen import LENDING, foreseen
from models.tables import Action, Downtime, Loan, Moped, fields_of
from tui.forms.asked import asked
from tui.forms.form import FormScreen
from tui.forms.rows import Field

ENDINGS = (("retour", "rendu"), ("vol", "volé"), ("perte", "perdu"))


def lend(moped: Moped, park: list[Moped], who: str) -> FormScreen:
    """Asks who borrows a moped; the limit follows what is typed."""

    def limit(values: dict[str, Any]) -> str:
        day = chains.limit_if_lent(values["moped"], values["person"], values["departure"])
        name = wording.person(values["person"])
        if day < values["departure"]:
            return f"{name} a atteint sa durée maximale le {wording.day(day)} : sans prolongation, ce sera un écart."
        return f"{name} peut le garder jusqu'au {wording.day(day)} sans prolongation."

    return FormScreen(
        f"Prêter un cyclomoteur · {park[0].action.code}",
        [
            asked(Loan.person),
            asked(Loan.moped, choices=_plates(park), default=moped),
            asked(Loan.departure, default=today()),
            asked(Loan.due, default=today().add(months=1)),
            asked(Loan.purpose),
            asked(Loan.professional, hint="Le professionnel qui suit la personne."),
            asked(Loan.deposit),
            asked(Loan.fee),
        ],
        lambda values: mopeds.lend(**values, who=who),
        preview=limit,
        rehearsed=True,
        doubt=lambda values: " ".join(
            [
                *mopeds.doubts(values["moped"].action, Loan, values),
                *foreseen(values["moped"].action, LENDING, partial(mopeds.lend, **values, who=who)),
            ]
        ),
    )


def give_back(loan: Loan, who: str) -> FormScreen:
    return FormScreen(
        f"Rendre · {loan.moped.plate} · {wording.person(loan.person)}",
        [Field("day", "Rendu le", "date", required=True, default=today(), past=True)],
        lambda values: mopeds.give_back(loan, values["day"], who=who),
        note=_told(loan),
    )


def extend(loan: Loan, who: str) -> FormScreen:
    """Asks until when, why, and who accompanies."""
    return FormScreen(
        f"Prolonger · {loan.moped.plate} · {wording.person(loan.person)}",
        [
            asked(Loan.extended, loan, name="until", required=True),
            asked(Loan.extension_reason, loan, name="reason", required=True),
            asked(Loan.professional, loan, required=True),
        ],
        lambda values: mopeds.extend(loan, **values, who=who),
        rehearsed=True,
        doubt=lambda values: " ".join(
            foreseen(loan.moped.action, LENDING, partial(mopeds.extend, loan, **values, who=who))
        ),
        note=_told(loan) + _latest_told(loan),
    )


def lost(loan: Loan, who: str) -> FormScreen:
    """Asks how a moped was lost, and whether it leaves the park."""
    return FormScreen(
        f"Vol ou perte · {loan.moped.plate} · {wording.person(loan.person)}",
        [
            Field("how", "Quoi", "choice", required=True, choices=ENDINGS[1:]),
            Field("day", "Le", "date", required=True, default=today(), past=True),
            asked(Loan.complaint),
            Field("retired", "Quitte le parc", "yes", required=True, default=True),
        ],
        lambda values: mopeds.lost(loan, **values, who=who),
        note=_told(loan),
    )


def immobilise(moped: Moped, who: str) -> FormScreen:
    return FormScreen(
        f"Immobiliser {moped.plate} · {moped.action.code}",
        [*_stop_fields(None)],
        lambda values: mopeds.immobilise(moped, **values, who=who),
        rehearsed=True,
        doubt=lambda values: " ".join(mopeds.doubts(moped.action, Downtime, values)),
    )


def end_downtime(stop: Downtime, who: str) -> FormScreen:
    return FormScreen(
        f"Remettre en état {stop.moped.plate} · {stop.moped.action.code}",
        [Field("day", "Dernier jour immobilisé", "date", required=True, default=stop.end or today())],
        lambda values: mopeds.end_downtime(stop, values["day"], who=who),
        note=f"{stop.moped.plate}, immobilisé le {wording.day(stop.start)} : {stop.cause}",
    )


def downtime(stop: Downtime, who: str) -> FormScreen:
    return FormScreen(
        f"Corriger l'immobilisation de {stop.moped.plate} · {stop.moped.action.code}",
        [*_stop_fields(stop)],
        lambda values: mopeds.correct_downtime(stop, **values, who=who),
        rehearsed=True,
        doubt=lambda values: " ".join(mopeds.doubts(stop.moped.action, Downtime, values, stop)),
    )


def moped(action: Action, known: Moped | None, who: str) -> FormScreen:
    """Asks for a new moped, or what to correct in one, its retirement included."""

    def save(values: dict[str, Any]) -> None:
        if known is None:
            mopeds.add(action, **values, who=who)
        else:
            mopeds.correct_moped(known, **values, who=who)

    return FormScreen(
        f"{'Nouveau cyclomoteur' if known is None else f'Corriger {known.plate}'} · {action.code}",
        [asked(one, known or Moped(site=action.site), hinted=True) for one in fields_of(Moped) if one.name != "action"],
        save,
        rehearsed=True,
        doubt=lambda values: " ".join(mopeds.doubts(action, Moped, values, known)),
    )


def loan(known: Loan, park: list[Moped], who: str) -> FormScreen:
    """Asks what to correct in a loan; an empty return or extension takes it back."""
    return FormScreen(
        f"Corriger le prêt de {known.moped.plate} · {wording.person(known.person)}",
        [
            asked(Loan.person, known),
            asked(Loan.moped, known, choices=_plates(park)),
            asked(Loan.departure, known),
            asked(Loan.due, known),
            asked(Loan.ended, known, hint="Vide : toujours en cours."),
            asked(Loan.ending, known, choices=ENDINGS),
            asked(Loan.complaint, known),
            asked(Loan.extended, known),
            asked(Loan.extension_reason, known),
            asked(Loan.professional, known),
            asked(Loan.purpose, known),
            asked(Loan.deposit, known),
            asked(Loan.fee, known),
        ],
        lambda values: mopeds.correct_loan(known, **values, who=who),
        rehearsed=True,
        doubt=lambda values: " ".join(
            [
                *mopeds.doubts(known.moped.action, Loan, values, known),
                *foreseen(known.moped.action, LENDING, partial(mopeds.correct_loan, known, **values, who=who)),
            ]
        ),
    )


def _latest_told(loan: Loan) -> str:
    """The last day an extension may go to."""
    chain = next((one for one in chains.chains() if any(known.id == loan.id for known in one.loans)), None)
    return f"\nProlongation au plus tard le {wording.day(chain.exceptional_limit)}." if chain else ""


def _stop_fields(stop: Downtime | None) -> tuple[Field, ...]:
    return (
        asked(Downtime.start, default=stop.start if stop else today()),
        asked(Downtime.end, stop, hint="Vide : jusqu'à nouvel ordre."),
        asked(Downtime.cause, stop),
    )


def _plates(park: list[Moped]) -> list[tuple[Moped, str]]:
    return [(one, one.plate) for one in park]


def _told(loan: Loan) -> str:
    until = max(loan.due, loan.extended or loan.due)
    return (
        f"{loan.moped.plate}, {wording.person(loan.person)} depuis le {wording.day(loan.departure)}, "
        f"attendu le {wording.day(until)}"
    )
