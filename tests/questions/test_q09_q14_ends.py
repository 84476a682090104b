"""Questions 9 and 14: the same change in two worlds, and on what its sign stays."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.questions.catalogue import find
from sim.questions.pairs import DECIDED, HANGS, NO_DIFFERENCE, UNDECIDED, headline_of, verdict_of
from sim.questions.ranges import agreed
from sim.questions.views.ends import Ends, stays
from tests.questions.standins import Result, answer_of

NAMES = ("one", "several_low", "several_high")
LUCK = np.array([-1.0, 0.0, 1.0, 0.5, -0.5])


def view(changes_of: dict[str, tuple[float, float]], twice: bool = False) -> Ends:
    """Return a view of outcomes that change by so much in the low and in the high world."""
    outcomes = {}
    for name, (low, high) in changes_of.items():
        base = 10.0 + LUCK
        sides = [base, base + low + 0.01 * LUCK, base + high + 0.01 * LUCK]
        outcomes[name] = np.stack(sides, axis=1)[:, :, None]
    pairs = [["several_low", "one"], ["several_high", "one"]]
    changes = [{"name": "several in place of one", "pairs": pairs}]
    if twice:
        back = [pair[::-1] for pair in pairs]
        changes.append({"name": "one in place of several", "short": "One", "pairs": back})
    answer = answer_of(Result(NAMES, outcomes))
    return Ends(answer, ["the low end", "the high end"], changes, list(outcomes))


@pytest.mark.parametrize(
    ("signs", "fate"),
    [([1, 1], "stays"), ([-1, -1], "stays"), ([1, -1], "turns"), ([0, 1], "in some worlds"),
     ([0, 0], "in no world")],
)  # fmt: skip
def test_the_fate_of_a_sign(signs, fate):
    assert stays(signs) == fate


def test_what_stays_and_what_turns_is_said():
    found = view({"documents_carried": (2.0, 3.0), "leaks": (-1.0, 1.0), "trust": (0.0, 1.0)})
    first, second = found.sentences
    assert "with the low end and the high end alike in 1 of 3 outcomes" in first
    assert "documents carried between agencies (+)" in first
    assert "It turns on leaks of personal data so far (− with the low end and + with" in second
    assert "with one of the two only on trust (+ with the high end)" in second


def test_a_sign_that_turns_nowhere_and_nothing_clear():
    assert view({"trust": (1.0, 1.0)}).sentences[1] == "The sign turns nowhere."
    first, second = view({"trust": (0.0, 0.0)}).sentences
    assert "alike on none of 1 outcomes" in first
    assert "clear with neither on trust" in second


def test_several_changes_are_told_apart():
    first, _ = view({"trust": (1.0, 1.0)}, twice=True).sentences
    assert "2 of 2 comparisons" in first
    assert "for several in place of one on trust (+), for one in place of several on" in first


@pytest.mark.parametrize("narrow", [False, True])
def test_the_figure_gives_back_its_numbers(narrow):
    found = view({"documents_carried": (2.0, 3.0), "trust": (0.0, 1.0)})
    drawing = found.draw(narrow)
    assert len(drawing.data) == 4
    assert drawing.title.startswith("Several in place of one")
    assert "orange for worse" in drawing.alt


def headline(low: float, high: float) -> dict[str, Any]:
    """Return the headline of a change by so much in the low and in the high world."""
    found = view({"trust": (low, high)})
    settings = {
        "headline": {"outcome": "trust", "month": 1, "scenario": "several_high", "against": "one"},
        "view": {"kind": "ends", "worlds": found.worlds, "changes": found.changes},
    }
    return headline_of(SimpleNamespace(comparison=found.result, settings=settings))


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(1.0, 2.0, DECIDED), (-1.0, -2.0, DECIDED), (-1.0, 1.0, HANGS), (0.0, 1.0, UNDECIDED),
     (1.0, 0.0, UNDECIDED), (0.0, 0.0, UNDECIDED)],
)  # fmt: skip
def test_a_headline_is_decided_only_if_both_ends_agree(low, high, verdict):
    assert headline(low, high)["verdict"] == verdict


def test_the_same_in_each_world_is_no_difference():
    row = {"n": 3, "n_equal": 3, "low": 0.0, "high": 0.0, "difference": 0.0}
    assert verdict_of([row, row]) == NO_DIFFERENCE


def test_what_hangs_on_the_world_with_each_seed_does_so_in_the_range():
    hangs = [{"verdict": HANGS, "difference": value} for value in (1.0, -1.0)]
    assert agreed(hangs) == HANGS
    assert agreed([hangs[0], {"verdict": DECIDED, "difference": 1.0}]) == UNDECIDED


def test_question_9_begins_with_no_input():
    asked = find(9)
    assert asked.headline.outcome not in ("incident_hazard_per_year", "leaks", "records_lost")
    assert asked.headline.outcome in asked.view["outcomes"]
    assert "days_to_complete" in asked.view["outcomes"]


def test_question_9_shows_both_ends_of_the_unknown_and_changes_nothing_else():
    from sim.scenario import load_scenario

    low, high = (load_scenario(find(9).path / f"several_{end}.yaml") for end in ("low", "high"))
    modes = [one.district.politics.data_sharing.modes for one in (low, high)]
    usual = load_scenario(find(9).path / "central.yaml").district.politics.data_sharing.modes
    unknown = {"hazard_multiplier", "size_multiplier"}
    kept = usual.federated.model_dump(exclude=unknown)
    for mode in modes:
        assert mode.federated.model_dump(exclude=unknown) == kept
        assert mode.central == usual.central
    ratios = [mode.federated.hazard_multiplier / mode.central.hazard_multiplier for mode in modes]
    assert ratios == pytest.approx([1.0, 4.0]), "the texts of the question say so"
    sizes = [mode.federated.size_multiplier / mode.central.size_multiplier for mode in modes]
    assert sizes == pytest.approx([0.1, 0.5]), "the texts of the question say so"


def test_question_14_moves_only_people_and_their_access():
    from sim.scenario import load_scenario

    for name in ("staff", "citizens", "data"):
        here, there = (
            load_scenario(find(14).path / f"{name}_{place}.yaml") for place in ("here", "elsewhere")
        )
        assert here.strategy == there.strategy
        assert here.district.politics == there.district.politics
