"""Columns drawn with letters."""

from fractions import Fraction

import pytest

from tui.widgets.chart import Bar, chart

TWO = [Bar("janv.", Fraction(4), Fraction(5)), Bar("févr.", Fraction(8), Fraction(8))]


def lines(*arguments, **options):
    return [line.rstrip() for line in chart(*arguments, **options).plain.split("\n")]


def test_a_column_a_value_and_its_pace():
    assert lines(TWO, 40, 4, ("8", "0")) == [
        "8         █████──",
        "   ────── █████".replace("────── ", "───────"),
        "   █████  █████",
        "0  █████  █████",
        "   janv.  févr.",
    ]


def test_what_is_to_come_is_drawn_where_it_would_be():
    bars = [Bar("nov.", Fraction(2)), Bar("déc.", None, None, Fraction(4))]

    assert lines(bars, 40, 2, ("4", "0")) == ["4         ╍╍╍╍╍", "0  █████", "   nov.   déc."]


@pytest.mark.parametrize(("value", "drawn"), [(0, ""), (1, "▁"), (4, "▄"), (7, "▇"), (8, "█")])
def test_to_an_eighth_of_a_line(value, drawn):
    text = lines([Bar("a", Fraction(value)), Bar("b", Fraction(8))], 11, 1, ("8", "0"))[0]

    assert text == "8  " + f"{drawn * 2:<2}  ██".rstrip()


def test_simple_signs_round_to_a_line():
    bars = [Bar("a", Fraction(3)), Bar("b", Fraction(4)), Bar("c", Fraction(8))]

    assert lines(bars, 15, 1, ("8", "0"), simple=True)[0] == "8" + " " * 6 + "██  ██"


def test_the_last_value_stands_out():
    drawn = chart(TWO, 40, 2, ("8", "0"))
    styles = [str(span.style) for span in drawn.spans if "█" in drawn.plain[span.start : span.end]]

    assert styles.count("$accent") == 2 and "$primary" in styles


@pytest.mark.parametrize("bars", [[], [Bar("a", Fraction(0))], [Bar("a", None)]])
def test_nothing_is_drawn_of_nothing(bars):
    assert chart(bars, 40, 4, ("0", "0")).plain == ""


def test_nothing_is_drawn_where_there_is_no_room():
    bars = [Bar("a", Fraction(1))] * 12

    assert chart(bars, 27, 4, ("1", "0")).plain != "" and chart(bars, 26, 4, ("1", "0")).plain == ""
    assert max(map(len, lines(bars, 27, 4, ("1", "0")))) <= 27
