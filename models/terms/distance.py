"""The échelle de distance à l'emploi: its total, the orientation it proposes, its points of vigilance, its evolution.

Nothing is computed that the convention does not configure: the items, weights and colours are the Département's
(reading 62-05).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from config.schema import DistanceScale, EdeItem, Palier
from models.acts.refusals import Refused
from models.french.wording import counted
from models.tables import Ede

HEAVIEST = 20  # a weight goes from 1 to 20
LIMIT = "valeur limite non prévue par la grille"
NO_TOTAL = "sans total"
COLOURS = {
    "verte": "point de vigilance, qui peut être un frein important ou non",
    "rose": "laissé à l'appréciation de l'équipe pluridisciplinaire ou de la commission d'orientation",
    "bleue": "frein réel : l'orientation vers la sphère solidarité est à privilégier",
}


@dataclass(frozen=True)
class Change:
    """An item answered twice: the labels of its paliers and by how many points it went (less is nearer to a job)."""

    item: str
    before: str
    after: str
    points: int


def answers_of(text: str) -> dict[str, str]:
    """« item=palier; item=palier » read as palier by item. Raises Refused when it is not so written."""
    answers: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        item, sign, palier = (piece.strip() for piece in part.partition("="))
        if not (sign and item and palier):
            raise Refused(f"« Réponses » : « {part} » ne se lit pas ; écrivez item=palier, séparés par « ; ».")
        if item in answers:
            raise Refused(f"« Réponses » : l'item « {item} » a deux réponses ; gardez-en une.")
        answers[item] = palier
    return answers


def written(answers: Mapping[str, str]) -> str:
    """The answers as they are kept, those not given left out."""
    return "; ".join(f"{item}={palier}" for item, palier in answers.items() if palier)


def total(scale: DistanceScale, answers: Mapping[str, str]) -> int:
    """The sum of the weights, in points. Raises Refused without the grid or an answer to each item (reading 62-05)."""
    if not scale.item:
        raise Refused("La grille n'est pas configurée : ses items, poids et couleurs sont à demander au Département.")
    missing = [item.label for item in scale.item if not answers.get(item.code)]
    if missing:
        raise Refused(f"Pas de total : {counted(len(missing), 'item')} sans réponse ({', '.join(missing)}).")
    return sum(palier.weight for _, palier in _chosen(scale, answers))


def points(scale: DistanceScale, answers: Mapping[str, str]) -> int:
    """The weights of the answers given so far, in points."""
    return sum(palier.weight for _, palier in _chosen(scale, answers))


def total_of(scale: DistanceScale | None, ede: Ede) -> int | None:
    """The total of an échelle: as the grid makes it of its answers, else as noted; None when neither can be told."""
    if scale is None:
        return ede.total
    try:
        return total(scale, answers_of(ede.answers))
    except Refused:
        return ede.total


def proposal(scale: DistanceScale, points: int | None) -> str:
    """The orientation a total proposes; on either bound the instance decides, and it is said (reading 62-04)."""
    if points is None:
        return NO_TOTAL
    if points in (scale.low, scale.high):
        return f"{scale.between} ({LIMIT})"
    return scale.below if points < scale.low else scale.above if points > scale.high else scale.between


def vigilance(scale: DistanceScale, answers: Mapping[str, str]) -> list[str]:
    """The coloured answers: « item (palier) : what their colour means », in the order of the grid."""
    return [
        f"{item.label} ({palier.label}), {palier.colour} : {COLOURS[palier.colour]}"
        for item, palier in _chosen(scale, answers)
        if palier.colour
    ]


def evolution(scale: DistanceScale, before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """The items answered both times whose palier changed, in the order of the grid."""
    then = {item.code: palier for item, palier in _chosen(scale, before)}
    return [
        Change(item.label, then[item.code].label, palier.label, palier.weight - then[item.code].weight)
        for item, palier in _chosen(scale, after)
        if item.code in then and then[item.code] != palier
    ]


def refuse_impossible(scale: DistanceScale | None, answers: Mapping[str, str], points: int | None) -> None:
    """Raises Refused for an answer the grid does not have, or a total that is not that of the answers."""
    if scale is None:
        return
    if points is not None and not scale.items <= points <= scale.items * HEAVIEST:
        raise Refused(
            f"« Total » va de {scale.items} à {counted(scale.items * HEAVIEST, 'point')} pour "
            f"{counted(scale.items, 'item')} : vérifiez."
        )
    if not scale.item:
        return
    items = {item.code: item for item in scale.item}
    for code, palier in answers.items():
        if code not in items:
            raise Refused(f"« Réponses » : « {code} » n'est pas un item de la grille ; au choix : {', '.join(items)}.")
        if palier not in {one.code for one in items[code].palier}:
            listed = ", ".join(one.code for one in items[code].palier)
            raise Refused(f"« Réponses » : « {palier} » n'est pas un palier de « {code} » ; au choix : {listed}.")
    if points is not None and len(answers) == len(items) and points != (sum_ := total(scale, answers)):
        raise Refused(f"« Total » est {sum_} d'après les réponses, pas {points} : corrigez l'un ou les autres.")


def _chosen(scale: DistanceScale, answers: Mapping[str, str]) -> Iterator[tuple[EdeItem, Palier]]:
    for item in scale.item:
        for palier in item.palier:
            if palier.code == answers.get(item.code):
                yield item, palier
