"""Whatever an operator may do, drawn at random: plausible most of the time, refused the rest."""

from random import Random
from typing import Any

from config.catalogue import convention
from models.acts.refusals import Refused
from models.days.clock import today
from models.duties import lists, periods
from models.hours import pool
from models.park import mopeds
from models.people import actions, parcours, participants
from models.registers import facts, limits
from models.returns import handed
from models.sessions import planning, roll
from models.tables import (
    EXIT_TYPES,
    JOB_CONTRACTS,
    REGISTERS,
    Action,
    Attendance,
    Downtime,
    Loan,
    Moped,
    Movement,
    Parcours,
    Person,
    Session,
    fields_of,
)
from models.tables.fields import CodeField, DayField, MinutesField, MonthField, required

TEXTS = ("", "motif", "[/x]", "=1+1", "é🙂", "  A  ", "שלום", "x" * 150)


class Operator:
    """``who`` draws records and acts on them; more often than not one that ``who`` or a colleague has just written."""

    def __init__(self, dice: Random, who: str, colleague: str = "") -> None:
        self.dice, self.who = dice, who
        self.team = (who, colleague)
        self.verbs = [getattr(self, name) for name in dir(Operator) if name.startswith("do_")]

    def act(self):
        """Any act. Raises Refused."""
        self.dice.choice(self.verbs)()

    def one(self, model, *conditions):
        mine = [row for (row,) in model.select(model.id).where(model.recorded_by.in_(self.team), *conditions).tuples()]
        if not mine or self.dice.random() < 0.3:
            mine = [row for (row,) in model.select(model.id).where(*conditions or [True]).tuples()]
        if not mine:
            raise Refused("Rien à choisir.")
        return model.get_by_id(self.dice.choice(mine))

    def day(self, first=-60, last=10):
        return today().add(days=self.dice.randint(first, last))

    def text(self):
        return self.dice.choice(TEXTS)

    def session(self):
        return self.one(Session, Session.day.between(today().subtract(days=20), today().add(days=5)))

    def seat(self) -> tuple[Any, int]:
        """A session, and most often someone of its roll."""
        session = self.session()
        rows = roll.open_roll(session).rows
        expected = rows and self.dice.random() < 0.85
        return session, self.dice.choice(rows).person if expected else self.one(Person).id

    def do_mark(self):
        minutes = self.dice.choice([None, None, 30, 60, 600])
        roll.mark(*self.seat(), self.dice.choice(roll.MARKS), minutes, who=self.who)

    def do_mark_rest(self):
        roll.mark_rest_present(self.session(), who=self.who)

    def do_minutes(self):
        roll.set_minutes(*self.seat(), self.dice.choice([None, 0, 15, 120]), who=self.who)

    def do_clear(self):
        roll.clear(*self.seat(), who=self.who)

    def do_expect(self):
        roll.expect(self.session(), self.one(Person), who=self.who, begin=self.dice.random() < 0.7)

    def do_expect_unknown(self):
        roll.expect_unknown(self.session(), self.dice.choice(["ZORRO Don", "Petit, Jean", "[/x]"]), who=self.who)

    def do_unexpect(self):
        line = self.one(Attendance)
        roll.unexpect(line.session, line.person, who=self.who)

    def do_note(self):
        session, person = self.seat()
        roll.note(session, self.text(), who=self.who, person=self.dice.choice([None, person]))

    def do_plan(self):
        action, start, first = self.one(Action), self.dice.randrange(480, 900, 30), self.day(-10, 20)
        days = [first.add(weeks=week) for week in range(self.dice.randint(1, 3))]
        times = [(start, start + 60), (start + 60, start + 180)][: self.dice.randint(1, 2)]
        nature = self.dice.choice(convention(action.convention).nature).code
        planning.plan(action, days, times, nature=nature, who=self.who, theme=self.text(), persons=[self.one(Person)])

    def do_correct_session(self):
        session = self.session()
        longer = session.end + self.dice.choice([-60, -30, 0, 30])
        planning.correct(session, who=self.who, day=session.day.add(days=self.dice.randint(-3, 3)), end=longer)

    def do_cancel_session(self):
        planning.cancel(self.session(), self.text(), who=self.who)

    def do_reinstate(self):
        planning.reinstate(self.session(), who=self.who)

    def do_remove_session(self):
        planning.remove(self.one(Session), who=self.who)

    def do_enter(self):
        parcours.enter(self.one(Action), self.one(Person), self.day(-100), group=self.text(), who=self.who)

    def do_leave(self):
        day, kind = self.day(-300), self.dice.choice(EXIT_TYPES)
        hired = {"contract": self.dice.choice(["", *JOB_CONTRACTS]), "job_end": self.dice.choice([None, self.day()])}
        details = hired if kind == "emploi" else {}
        parcours.leave(self.one(Parcours), day, kind, destination=self.text(), **details, who=self.who)

    def do_reopen(self):
        parcours.correct(self.one(Parcours), **parcours.NO_EXIT, who=self.who)

    def do_renew(self):
        parcours.renew(self.one(Parcours), self.day(), self.text(), who=self.who)

    def do_group(self):
        parcours.put_in_group([self.one(Parcours) for _ in range(3)], self.text(), who=self.who)

    def do_correct_parcours(self):
        change = self.dice.choice(
            [
                {"entry": self.day(-200), "evaluation": 90},
                {"exit_contract": self.dice.choice(JOB_CONTRACTS), "job_end": self.day()},
                {"variant": self.dice.choice(["", "a", "inconnue"]), "oriented": self.day(-300)},
            ]
        )
        parcours.correct(self.one(Parcours), who=self.who, **change)

    def do_remove_parcours(self):
        parcours.remove(self.one(Parcours), who=self.who)

    def do_rename_group(self):
        action = self.one(Action)
        names = [group.name for group in actions.groups(action)] or ["personne"]
        actions.rename_group(action, self.dice.choice(names), self.dice.choice(["", "Zed", *names]), who=self.who)

    def do_fact(self):
        table = self.dice.choice(REGISTERS)
        keeping = [one.id for one in Action.select() if table.register in one.spec.records]
        stay = self.one(Parcours, Parcours.action.in_(keeping))
        whole = {"action": stay.action, "person": stay.person}
        fixed = {field.name: whole[field.name] for field in fields_of(table) if field.name in whole}
        facts.add(table, who=self.who, **fixed, **self.values(table, stay.action.spec))

    def do_correct_fact(self):
        fact = self.fact()
        spec = fact.action.spec if "action" in fact._meta.fields else None
        drawn = self.values(type(fact), spec)
        names = self.dice.sample(sorted(drawn), min(len(drawn), self.dice.randint(1, 2)))
        facts.correct(fact, who=self.who, **{name: drawn[name] for name in names})

    def do_remove_fact(self):
        facts.remove(self.fact(), who=self.who)

    def fact(self):
        """A fact of a register that has some."""
        return self.one(self.dice.choice([table for table in REGISTERS if table.select().exists()]))

    def values(self, table, spec) -> dict[str, Any]:
        """A value for each field of a register; what may be empty is, one time in two."""
        fields = [field for field in fields_of(table) if field.name not in ("action", "person")]
        return {field.name: self.value(field, spec) for field in fields if required(field) or self.dice.random() < 0.5}

    def value(self, field, spec):
        if isinstance(field, DayField):
            return self.day(-300, -150) if field.name in ("start", "opened") else self.day(-150, 0)
        if isinstance(field, MonthField):
            return self.day(-300, 0).format("YYYY-MM")
        if isinstance(field, MinutesField):
            return self.dice.choice([0, 90, 35 * 60])
        if isinstance(field, CodeField):
            return self.dice.choice([*limits.codes(spec, field), "inconnu"])
        if field.choices:
            return self.dice.choice(field.choices)[0]
        if field.field_type == "BOOL":
            return self.dice.random() < 0.5
        if field.field_type == "INT":
            return self.dice.choice([1, 3, 6, 40])
        levels = [level for scale in spec.scale for level in scale.levels] if spec and field.name == "level" else []
        return self.dice.choice([*levels, "", "H2603", *TEXTS])

    def do_call(self):
        situation = self.dice.choice(["", "en emploi", "en formation", "autre"])
        lists.call(self.due_call(), situation=situation, who=self.who)

    def do_give_up(self):
        lists.give_up(self.due_call(), who=self.who)

    def due_call(self):
        if not (waiting := lists.tasks("suivis")):
            raise Refused("Personne à appeler.")
        return self.dice.choice(waiting)

    def do_hand_in(self):
        handed.hand_in(self.period(), self.day(-200, 1), who=self.who)

    def do_take_back_return(self):
        handed.take_back(self.period(), who=self.who)

    def period(self):
        asked = [(one, of) for one in Action.select() for of in one.spec.returns]
        if not (having := periods.periods(*self.dice.choice(asked))):
            raise Refused("Aucune période.")
        return self.dice.choice(having)

    def do_release(self):
        self._move(pool.release)

    def do_grant(self):
        self._move(pool.grant)

    def do_report(self):
        pool.report(self.one(Movement), self.day(-3, 0), self.dice.choice([None, self.day(-3, 0)]), who=self.who)

    def _move(self, verb):
        """Of someone enrolled from the start: the entry of whom hours were moved for cannot be undone."""
        movement = self.one(Movement, Movement.recorded_by.not_in(self.team))
        verb(movement.action, movement.person, self.dice.choice([30, 300]), self.day(-40, 0), "motif", who=self.who)

    def do_add_moped(self):
        mopeds.add(self.one(Moped).action, f"ZZ-{self.dice.randint(1, 9)}", self.day(-200, 0), who=self.who)

    def do_correct_moped(self):
        mopeds.correct_moped(self.one(Moped), who=self.who, in_service=self.day(-300, 0), retired=None)

    def do_retire(self):
        mopeds.correct_moped(self.one(Moped), retired=self.day(-30, 30), who=self.who)

    def do_remove_moped(self):
        mopeds.remove_moped(self.one(Moped), who=self.who)

    def do_lend(self):
        first = self.day(-20)
        mopeds.lend(self.one(Moped), self.one(Person), first, first.add(days=self.dice.randint(0, 60)), who=self.who)

    def do_give_back(self):
        mopeds.give_back(self.one(Loan, Loan.ended.is_null()), self.day(-10, 0), who=self.who)

    def do_lost(self):
        retired = self.dice.random() < 0.5
        mopeds.lost(self.one(Loan, Loan.ended.is_null()), self.day(-10, 0), "vol", who=self.who, retired=retired)

    def do_extend(self):
        loan = self.one(Loan)
        mopeds.extend(loan, loan.due.add(days=self.dice.randint(-5, 60)), "stage", self.text(), who=self.who)

    def do_correct_loan(self):
        loan = self.one(Loan)
        departure = loan.departure.add(days=self.dice.randint(-5, 5))
        change = self.dice.choice([{"ended": None}, {"departure": departure}, {"moped": self.one(Moped)}])
        mopeds.correct_loan(loan, who=self.who, **change)

    def do_cancel_loan(self):
        mopeds.cancel_loan(self.one(Loan), who=self.who)

    def do_immobilise(self):
        end = self.dice.choice([None, self.day(-10, 20)])
        mopeds.immobilise(self.one(Moped), self.day(-30), self.text(), who=self.who, end=end)

    def do_end_downtime(self):
        mopeds.end_downtime(self.one(Downtime), self.day(-10, 5), who=self.who)

    def do_remove_downtime(self):
        mopeds.remove_downtime(self.one(Downtime), who=self.who)

    def do_add_person(self):
        participants.add(last_name=self.text(), first_name=self.text(), who=self.who)

    def do_correct_person(self):
        participants.correct(self.one(Person), who=self.who, last_name="NOUVEAU", code=f"C{self.dice.randint(1, 4)}")

    def do_remove_person(self):
        participants.remove(self.one(Person), who=self.who)

    def do_correct_action(self):
        action = self.one(Action)
        end = action.end.add(days=self.dice.randint(-40, 40))
        actions.correct(action, who=self.who, end=end, title=self.text())
