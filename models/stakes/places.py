"""Places nobody has today."""

from collections import Counter
from collections.abc import Iterator

from peewee import fn
from pendulum import Date

from models.duties.watch import Watch
from models.french import wording
from models.stakes.stake import Stake
from models.tables import Parcours


def stakes(watch: Watch) -> Iterator[Stake]:
    """The places of the running actions that no open parcours has, since the last exit, or the start of the action."""
    taken = Counter(stay.action for stay in watch.staying)
    running = [one for one in watch.actions.values() if one.end >= watch.today and (one.places or 0) > taken[one.id]]
    left = dict(
        Parcours.select(Parcours.action, fn.MAX(Parcours.exit).converter(Date.fromisoformat))
        .where(Parcours.action.in_([one.id for one in running]), Parcours.exit <= watch.today)
        .group_by(Parcours.action)
        .tuples()
    )
    for one in running:
        vacant, since = (one.places or 0) - taken[one.id], left.get(one.id)
        said = wording.counted(vacant, "place vacante", "places vacantes")
        whence = f", dernière sortie le {wording.day(since)}" if since else ""
        told = f"{one.code} : {said} sur {wording.number(one.places or 0)}{whence}, l'action finit le "
        told += wording.day(one.end)
        given = (one.code, one.code, "Action", one.id, since or one.start)
        yield Stake("places", told, "demandez des orientations", *given)
