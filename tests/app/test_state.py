"""States and links: there and back, every problem in a sentence, nothing hostile gets through."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.app.bases import bases, reference_of, scenario_of_base
from sim.app.refusals import Refused, StateError
from sim.app.state import MOST_NAMED, State, decode, encode, parse, with_changes
from sim.parameters.catalogue import catalogue
from sim.scenario import load_scenario, messages

LEVERS = [item for item in catalogue().values() if item.section == "strategy"]
PLAIN = {"v": 1, "base": "baseline", "set": {}, "months": 120, "sample": 5000, "seed": 1}


def value_of(item):
    """Return values that a parameter takes."""
    if item.kind == "switch":
        return st.booleans()
    if item.kind == "choice":
        return st.sampled_from(item.choices)
    if item.kind == "integer":
        return st.integers(int(item.low), int(item.high))
    return st.floats(item.low, item.high, allow_nan=False)


@st.composite
def good_states(draw):
    chosen = draw(st.lists(st.sampled_from(LEVERS), max_size=6, unique_by=lambda p: p.path))
    changes = {item.path: draw(value_of(item)) for item in chosen}
    weights = [path for path in changes if ".weight_" in path]
    for path in weights:  # all five at nought share nothing out
        changes[path] = max(changes[path], 0.01)
    return PLAIN | {
        "base": draw(st.sampled_from(["baseline", "training_first", "question/13/three_years"])),
        "set": changes,
        "months": draw(st.integers(1, 300)),
        "seed": draw(st.integers(0, 2**32 - 1)),
    }


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=12) | st.sampled_from(list(PLAIN)), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(good_states())
def test_a_state_goes_into_a_link_and_comes_back(data):
    state = parse(data)
    again = decode("#s=" + encode(state))
    assert again == state
    assert again.digest == state.digest
    assert again.scenario.content_hash() == state.scenario.content_hash()


@settings(max_examples=150, deadline=None)
@given(ANYTHING)
def test_any_data_is_a_state_or_a_clear_refusal(data):
    for told in (data, PLAIN | {"set": data}, PLAIN | {"base": data}, PLAIN | {"seed": data}):
        try:
            assert isinstance(parse(told), State)
        except Refused as error:
            assert error.status in (400, 413)
            assert len(str(error)) < 1200


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60)
    | st.binary(max_size=60).map(lambda b: base64.urlsafe_b64encode(b).decode())
)
def test_any_link_is_a_state_or_a_clear_refusal(link):
    try:
        decode(link)
    except Refused as error:
        assert str(error)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([p for p in catalogue().values() if p.section != "run"]), ANYTHING)
def test_any_value_of_any_parameter_is_taken_or_refused(item, value):
    try:
        state = parse(PLAIN | {"set": {item.path: value}})
    except Refused:
        return
    found = state.changes[item.path]
    if item.kind in ("number", "integer"):
        assert item.low <= found <= item.high


def test_a_state_is_the_scenario_of_the_command_line():
    changes = {"strategy.accessibility.outreach": 2, "strategy.budget.tactic": "phases",
               "strategy.capacity.job_guarantee": False}  # fmt: skip
    told = PLAIN | {"base": "training_first", "set": changes}
    made = load_scenario("scenarios/strategies/training_first.yaml", [
        "strategy.accessibility.outreach=2", "strategy.budget.tactic=phases",
        "strategy.capacity.job_guarantee=no", "run.sample=5000", "run.seed=1",
    ])  # fmt: skip
    assert parse(told).scenario.content_hash() == made.content_hash()


def test_what_is_left_out_is_as_usual():
    state = parse({"base": "history"})
    assert (state.months, state.sample, dict(state.changes)) == (240, 5000, {})


@pytest.mark.parametrize(("told", "path", "words"), [
    ({"base": "basline"}, "base", 'Did you mean "baseline"?'),
    ({"base": "../../../etc/passwd"}, "base", "no shipped scenario"),
    ({"base": "question/13/../../baseline"}, "base", "no shipped scenario"),
    ({"base": ["baseline"]}, "base", "no shipped scenario"),
    ({"v": 2}, "v", "version 1"),
    ({"colour": 1}, "colour", "it has v, base, set"),
    ({"months": 0}, "months", "1 to 300"),
    ({"months": 1e9}, "months", "1 to 300"),
    ({"sample": 20_001}, "sample", "100 to 20,000"),
    ({"seed": -1}, "seed", "0 to 4,294,967,295"),
    ({"seed": True}, "seed", "whole number"),
    ({"set": []}, "set", "must be an object"),
    ({"set": {"strategy.accessibility.outreech": 1}}, "strategy.accessibility.outreech",
     "Did you mean strategy.accessibility.outreach?"),
    ({"set": {"run.months": 5}}, "run.months", "is not set here"),
    ({"set": {"strategy.accessibility.kiosks": 501}}, "strategy.accessibility.kiosks", "0 to 500"),
    ({"set": {"strategy.accessibility.kiosks": 10**400}}, "strategy.accessibility.kiosks",
     "too large"),
    ({"set": {"strategy.accessibility.kiosks": "5 * 5"}}, "strategy.accessibility.kiosks",
     "whole number"),
    ({"set": {"strategy.budget.tactic": "ask_al"}}, "strategy.budget.tactic",
     'Did you mean "ask_all"?'),
    ({"set": {"strategy.capacity.job_guarantee": 1}}, "strategy.capacity.job_guarantee",
     "true or false"),
    ({"set": {"district.residents": 200, "district.businesses": 5_000_000}, "sample": 200},
     "district.businesses", "at most 50,000"),
    ({"set": {"district.residents": 200}}, "sample", "larger than the district"),
    ({"set": {"__class__.__mro__": 1}}, "__class__.__mro__", "not a known"),
])  # fmt: skip
def test_each_problem_says_where_and_what_is_allowed(told, path, words):
    with pytest.raises(StateError) as caught:
        parse(PLAIN | told)
    assert [(p, words in text) for p, text in caught.value.problems] == [(path, True)]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e300, None, [], {}])
def test_what_is_no_number_in_range_is_refused(value):
    with pytest.raises(Refused):
        parse(PLAIN | {"set": {"strategy.accessibility.outreach": value}})


def test_all_problems_come_at_once():
    wrong = {"set": {"strategy.a": 1, "strategy.budget.grant_usd": -1}, "months": 0, "base": "x"}
    with pytest.raises(StateError) as caught:
        parse(PLAIN | wrong)
    assert {path for path, _ in caught.value.problems} == {
        "strategy.a", "strategy.budget.grant_usd", "months", "base"}  # fmt: skip


def test_only_the_first_unknown_paths_get_their_nearest_name(monkeypatch):
    """Looking for it takes a while, in which nobody else is answered."""
    asked = []
    monkeypatch.setattr(messages, "unknown_parameter", lambda path: asked.append(path) or path)
    wrong = {f"strat.acc.ou{k:03d}": 1 for k in range(199)}
    with pytest.raises(StateError) as caught:
        parse(PLAIN | {"set": wrong})
    assert asked == list(wrong)[:MOST_NAMED]
    assert len(caught.value.problems) == 199
    assert caught.value.problems[-1] == (
        "strat.acc.ou198", "strat.acc.ou198 is not a known parameter.")  # fmt: skip


def test_a_long_link_and_a_large_state_are_refused():
    with pytest.raises(Refused, match="longer than 8,000"):
        decode("A" * 9000)
    with pytest.raises(Refused, match="larger than 8,000"):
        parse(PLAIN | {"set": {f"strategy.{k}": 1 for k in range(2000)}})


def test_a_link_cut_short_says_so():
    link = encode(State())
    with pytest.raises(Refused):
        decode(link[:-7])
    with pytest.raises(Refused, match="damaged"):
        decode("not a link!")


def test_a_link_is_short_and_plain():
    link = encode(parse(PLAIN | {"set": {"strategy.accessibility.outreach": 2}}))
    assert len(link) < 250
    assert json.loads(base64.urlsafe_b64decode(link + "==="))["v"] == 1
    assert set(link) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_the_neighbour_of_a_lever_is_checked_like_any_state():
    state = parse(PLAIN)
    assert with_changes(state, {"strategy.accessibility.kiosks": 5}).changes
    for wrong in ({"strategy.accessibility.kiosks": -5}, 7, [], "text", None):
        with pytest.raises(Refused):
            with_changes(state, wrong)


def test_every_base_is_a_scenario_and_has_something_beside_it():
    for name in bases():
        assert reference_of(name) in bases()
        assert scenario_of_base(reference_of(name)).run.start == scenario_of_base(name).run.start
    assert reference_of("training_first") == "baseline"
    assert reference_of("question/13/three_years") == "question/13/yearly"
    assert reference_of("history_korea") == "history_korea"
