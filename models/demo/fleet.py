"""The demo's mopeds: loans one after the other, repairs between two, an extension, a theft, a loan that is too long."""

from typing import Any

from pendulum import Date

from models.days.months import plus_months
from models.demo.scene import DATA, Scene

EXTENDED, OVERDUE, STOLEN, BROKEN = 0, 5, 3, 7  # ranks of the mopeds something happens to
APART = 45  # days between two loans of one person: they are not chained


def tell(scene: Scene, lookers: list[int]) -> None:
    """The whole action; ``lookers``, of another action, borrow too."""
    action = scene.action("mopeds")
    young = [rank for rank in range(len(DATA["people"]["mopeds"])) if rank % 3 == 1]
    borrowers = [
        scene.person(line, "FAJ" if rank in young else "RSA", *((19, 22) if rank in young else (27, 50)))
        for rank, line in enumerate(DATA["people"]["mopeds"])
    ] + lookers
    Park(scene, action, borrowers).tell()


class Park:
    """The mopeds of the action and who is free to borrow one."""

    def __init__(self, scene: Scene, action: int, borrowers: list[int]) -> None:
        self.scene, self.action, self.borrowers = scene, action, borrowers
        self.taken: dict[int, list[tuple[Date, Date]]] = {person: [] for person in borrowers}
        self.plates = DATA["mopeds"]["plates"]
        self.loans = 0

    def tell(self) -> None:
        """Every moped from its first day to today."""
        scene, today = self.scene, self.scene.today
        last: dict[int, Date] = {
            EXTENDED: scene.workday(plus_months(today, -5)),
            OVERDUE: scene.past_workday(plus_months(today, -4).subtract(days=8)),
            STOLEN: scene.past_workday(today.subtract(days=70)),
        }
        mopeds = {}
        for rank, plate in enumerate(self.plates):
            service = scene.start.add(days=45) if rank == 8 else scene.start
            models = DATA["mopeds"]["models"]
            mopeds[rank] = scene.add(
                "Moped",
                service,
                action=self.action,
                plate=plate,
                model=models[rank % len(models)],
                site=DATA["sites"][rank % 3 == 0],
                in_service=service,
                retired=today.subtract(days=31) if rank == STOLEN else None,
            )
        for rank, day in last.items():  # what must happen comes first, the rest around it
            self._remarkable(mopeds[rank], rank, day)
        for rank, moped in mopeds.items():
            service = scene.rows["Moped"][moped - 1]["in_service"]
            until = last.get(rank, today.subtract(days=4) if rank == BROKEN else today)
            self._lend_until(moped, rank, service.add(days=2 + 3 * rank), until)
        self._stop(mopeds[BROKEN], today.subtract(days=3), None, "Allumage : pièce commandée")

    def _remarkable(self, moped: int, rank: int, day: Date) -> None:
        today = self.scene.today
        person = self._free(day, today)
        assert person is not None
        if rank == EXTENDED:
            self._lend(
                moped,
                person,
                day,
                plus_months(day, 4),
                None,
                extended=plus_months(day, 7),
                extension_reason="CDD de quatre mois à horaires décalés, permis en cours",
                professional="Mme Poirier",
            )
        elif rank == OVERDUE:
            self._lend(moped, person, day, plus_months(day, 4), None)
        else:
            self._lend(moped, person, day, plus_months(day, 3), today.subtract(days=31), ending="vol")

    def _lend_until(self, moped: int, rank: int, first: Date, until: Date) -> None:
        """Loans of four to ten weeks with days between, then, up to today, one that runs."""
        scene, dice = self.scene, self.scene.dice
        day = first
        while True:
            day = scene.past_workday(scene.workday(day))
            due = scene.workday(day.add(days=dice.randint(28, 70)))
            runs = due >= scene.today
            person = self._free(day, due)
            if day >= until.subtract(days=10) or (due >= until and until != scene.today):
                return
            if person is None:
                day = day.add(days=9)
                continue
            back = None if runs else due.add(days=dice.choice([0, 0, 0, 3]))
            if back is not None and back >= until:  # what must happen, or today, comes first
                back = due
            self._lend(moped, person, day, due, back)
            if back is None:
                return
            gap = dice.randint(24, 68)
            repaired = back.add(days=2 + gap // 4)
            if gap > 36 and repaired < until:
                why = dice.choice(["Pneu arrière", "Révision", "Freins", "Choc au stationnement"])
                self._stop(moped, back.add(days=2), repaired, why)
            day = back.add(days=gap)

    def _free(self, first: Date, last: Date) -> int | None:
        """Someone who borrows nothing then nor shortly before or after; those who borrowed least come first."""
        for person in sorted(self.borrowers, key=lambda one: (len(self.taken[one]), self.borrowers.index(one))):
            if all(last.add(days=APART) < start or end.add(days=APART) < first for start, end in self.taken[person]):
                return person
        return None

    def _lend(self, moped: int, person: int, day: Date, due: Date, back: Date | None, **more: Any) -> None:
        scene = self.scene
        self.loans += 1
        if not self.taken[person]:
            stay = scene.stay(self.action, person, day)
            session = scene.session(self.action, "prise-en-main", day, 9 * 60, 60, 4, place=DATA["sites"][1])
            scene.mark(session, stay.person, "présent")
        self.taken[person].append((day, back or due))
        values: dict[str, Any] = {
            "ending": "retour" if back else "",
            "extended": None,
            "extension_reason": "",
            "professional": "",
        } | more
        purposes = DATA["mopeds"]["purposes"]
        scene.add(
            "Loan",
            back or day,
            moped=moped,
            person=person,
            departure=day,
            due=due,
            ended=back,
            purpose=purposes[self.loans % len(purposes)],
            deposit=15000,
            fee=2500,
            **values,
        )
        scene.document(self.action, person, "assurance-equipement", day)
        if self.loans != 9:  # one contract is missing
            scene.document(self.action, person, "contrat-mise-a-disposition", day)

    def _stop(self, moped: int, first: Date, last: Date | None, why: str) -> None:
        self.scene.add("Downtime", first, moped=moped, start=first, end=last, cause=why)
