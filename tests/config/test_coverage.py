"""Every specification of the documents is in the catalogue, and every fact of it encoded or left out with a reason."""

import pytest

from config.catalogue import catalogue

# For each specification: the rows of its document that give a cap, a minimum, a target, a rate, a duration, a
# frequency, a condition, a deadline, an exclusivity, a document or an amount; then the indicators it asks for or that
# follow from it. Counted by hand. What ADSE says once for its three parcours (4 rows) is counted in each.
FACTS = {
    "cd93-1-projet": (5, 7),
    "cd93-2a-francais": (9, 6),
    "cd93-2b-remise-a-niveau": (5, 5),
    "cd93-3a-aptitudes": (5, 4),
    "cd93-3b-permis": (16, 5),
    "cd93-4-prequal-pro": (12, 5),
    "cd93-5-qualification": (12, 4),
    "cd93-6-acces-emploi": (5, 4),
    "cd93-7-publics-vulnerables": (5, 4),
    "cd49-reference": (10, 0),
    "cd49-reference-rsa": (14, 6),
    "cd49-adse-a-simple": (4 + 11, 3),
    "cd49-adse-a-renforce": (4 + 10, 3),
    "cd49-adse-b": (4 + 5, 2),
    "cd49-point-mobilite": (15, 3),
    "cd49-ai": (11, 5),
    "cd49-ai-m1": (4, 0),
    "cd49-ai-m2": (4, 0),
    "cd49-ai-m3": (5, 0),
    "cd49-aci": (11, 4),
    "cd49-ei": (8, 4),
    "cd49-geiq": (5, 3),
    "cea-8": (9, 6),
    "cd59-commun": (18, 7),
    "cd59-i1-iod": (5, 2),
    "cd59-i2-ref-iod": (5, 1),
    "cd59-i3-mediation": (4, 2),
    "cd59-ii1-preparation": (4, 4),
    "cd59-ii2-coaching": (5, 4),
    "cd59-iii1-mise-en-situation": (5, 3),
    "cd59-iii2-eti": (3, 2),
    "cd59-iv-aci": (6, 3),
    "cd59-v-freins": (4, 2),
    "cd59-vi1-individuel": (5, 3),
    "cd59-vi2-collectif": (4, 2),
    "cd59-referents": (1, 0),
    "cd62-cadre": (6, 0),
    "cd62-donnees-socio": (0, 0),
    "cd62-ede": (0, 4),
    "cd62-cers": (9, 4),
    "cd62-cerp": (8, 3),
    "cd62-codif": (0, 3),
    "cd62-liaison": (11, 4),
    "cd62-dui": (3, 0),
}

WAYS = ("obligation", "mode", "priority", "option")
# For each specification: the rows of its document that ask for something or allow it without giving a number, kind by
# kind (those above). Counted by hand: 193 in all, what ADSE says once for its three parcours being counted in each.
ASKED = {
    "cd93-1-projet": (7, 0, 0, 0),
    "cd93-2a-francais": (5, 0, 0, 2),
    "cd93-2b-remise-a-niveau": (5, 1, 0, 0),
    "cd93-3a-aptitudes": (3, 1, 0, 1),
    "cd93-3b-permis": (7, 1, 0, 1),
    "cd93-4-prequal-pro": (8, 0, 1, 0),
    "cd93-5-qualification": (6, 0, 0, 1),
    "cd93-6-acces-emploi": (4, 2, 0, 1),
    "cd93-7-publics-vulnerables": (2, 0, 0, 1),
    "cd49-reference": (5, 4, 1, 0),
    "cd49-reference-rsa": (3, 1, 0, 1),
    "cd49-adse-a-simple": (2 + 1, 2, 0, 2 + 1),
    "cd49-adse-a-renforce": (2, 0, 0, 2),
    "cd49-adse-b": (2, 1, 0, 2),
    "cd49-point-mobilite": (5, 0, 1, 1),
    "cd49-ai": (2, 1, 0, 0),
    "cd49-ai-m1": (0, 0, 0, 0),
    "cd49-ai-m2": (0, 0, 0, 0),
    "cd49-ai-m3": (1, 0, 0, 0),
    "cd49-aci": (3, 1, 0, 0),
    "cd49-ei": (4, 0, 0, 0),
    "cd49-geiq": (1, 0, 0, 0),
    "cea-8": (5, 2, 0, 0),
    "cd59-commun": (7, 2, 1, 0),
    "cd59-i1-iod": (5, 1, 0, 0),
    "cd59-i2-ref-iod": (2, 1, 0, 1),
    "cd59-i3-mediation": (2, 1, 0, 1),
    "cd59-ii1-preparation": (2, 0, 1, 0),
    "cd59-ii2-coaching": (5, 0, 0, 0),
    "cd59-iii1-mise-en-situation": (2, 1, 0, 0),
    "cd59-iii2-eti": (4, 1, 0, 0),
    "cd59-iv-aci": (2, 1, 0, 0),
    "cd59-v-freins": (4, 0, 1, 1),
    "cd59-vi1-individuel": (3, 0, 0, 0),
    "cd59-vi2-collectif": (1, 1, 0, 0),
    "cd59-referents": (8, 0, 0, 0),
    "cd62-cadre": (4, 1, 1, 0),
    "cd62-donnees-socio": (0, 0, 0, 0),
    "cd62-ede": (1, 3, 0, 0),
    "cd62-cers": (3, 0, 0, 0),
    "cd62-cerp": (2, 0, 0, 0),
    "cd62-codif": (0, 0, 0, 0),
    "cd62-liaison": (3, 1, 0, 0),
    "cd62-dui": (0, 1, 0, 0),
}
ELSEWHERE = {"cd49-commun-etapes": "cd49-reference"}
"""Common files that hold what part of a specification asks, because not all that inherit it do: of which one."""


def test_the_catalogue_is_the_list_of_the_specifications():
    files = catalogue().values()
    told = {one.id for one in files} | {id for one in files for id in one.covers}
    assert set(FACTS) - told == set()
    for id in told - set(FACTS):  # a common file that only holds what several others inherit
        shared = catalogue()[id]
        assert shared.role == "commun", id
        assert id in ELSEWHERE or not (shared.fact or shared.not_encoded), id


@pytest.mark.parametrize("id", [id for id in FACTS if id in catalogue()])
def test_every_fact_is_encoded_or_left_out_with_its_reason(id):
    one = catalogue()[id]
    rows, indicators = (sum(numbers) for numbers in zip(*(FACTS[each] for each in (id, *one.covers)), strict=True))
    kinds = [fact.kind for fact in (*one.fact, *one.not_encoded)]
    counted = [kind for kind in kinds if kind not in WAYS]
    print(f"{id}: {len(one.fact)} encoded, {len(one.not_encoded)} left out, of {rows} rows and {indicators} indicators")
    assert len(counted) == rows + indicators
    assert counted.count("indicator") >= indicators


@pytest.mark.parametrize("id", [id for id in ASKED if id in catalogue()])
def test_everything_asked_has_an_answer_kind_by_kind(id):
    """Reading E-05."""
    files = [catalogue()[one] for one in (id, *(common for common, of in ELSEWHERE.items() if of == id))]
    kinds = [fact.kind for one in files for fact in (*one.fact, *one.not_encoded)]
    specifications = (id, *catalogue()[id].covers)
    asked = tuple(sum(numbers) for numbers in zip(*(ASKED[each] for each in specifications), strict=True))
    assert tuple(kinds.count(kind) for kind in WAYS) == asked


def test_what_is_asked_is_counted_whole():
    assert ASKED.keys() == FACTS.keys()
    said_thrice = 4  # ADSE, in each of its three parcours
    assert sum(map(sum, ASKED.values())) == 193 + 2 * said_thrice


def test_a_fact_is_said_once():
    for one in catalogue().values():
        facts = [(fact.fact, fact.source) for fact in (*one.fact, *one.not_encoded)]
        assert len(set(facts)) == len(facts), one.id


def test_every_reason_is_a_sentence():
    for one in catalogue().values():
        for left in one.not_encoded:
            assert len(left.reason.split()) >= 4, (one.id, left.fact)
