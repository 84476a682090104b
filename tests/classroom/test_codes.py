"""Hand-in codes: there and back for any strategy, and no single slip of the finger unseen."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.classroom import codes, symbols
from sim.classroom.codes import changes_of, code_of, levers, scenario_of, text_of
from sim.errors import UserError
from sim.scenario import Scenario, load_scenario

SHIPPED = sorted(Path("scenarios/strategies").glob("*.yaml"))
WITH_A_TIMELINE = {"phased_proof_then_ask"}
SOME = {"strategy.capacity.job_guarantee": True, "strategy.participation.academy_seats": 1425,
        "strategy.consolidation.data_mode": "shared", "strategy.capacity.manuals": 0.123,
        "strategy.budget.request_usd": 1_230_000.0}  # fmt: skip


def any_value(lever):
    if lever.kind == "switch":
        return st.booleans()
    if lever.kind == "choice":
        return st.sampled_from(lever.choices)
    if lever.kind == "integer":
        return st.integers(int(lever.low), int(lever.high))
    shares = st.floats(lever.low, lever.high, allow_subnormal=False)
    rounded = shares.map(lambda v: float(f"{v:.2e}") if v > 0.01 else 0.0)
    return rounded.filter(lambda v: lever.low <= v <= lever.high)


any_strategy = st.fixed_dictionaries(
    {}, optional={lever.path: any_value(lever) for lever in levers()}
)


@settings(max_examples=80, deadline=None)
@given(any_strategy)
def test_any_strategy_comes_back_as_it_was(values):
    scenario = Scenario.defaults().with_values(values)
    code = code_of(scenario)
    assert scenario_of(code.lower().replace("-", " ")).strategy == scenario.strategy
    assert set(code) <= set(symbols.ALPHABET + "-")
    assert all(len(group) == 4 for group in code.split("-"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_strategies_come_back(path):
    scenario = load_scenario(path)
    if path.stem in WITH_A_TIMELINE:
        with pytest.raises(UserError, match=r"the timeline\. Hand in the file"):
            code_of(scenario)
        return
    assert scenario_of(code_of(scenario)).strategy == scenario.strategy


def test_the_baseline_is_the_shortest_code():
    assert len(code_of(load_scenario("scenarios/baseline.yaml"))) == 4
    assert changes_of(code_of(Scenario.defaults())) == {}


def slips(code: str) -> list[str]:
    """Return every code with one symbol wrong, or two neighbours swapped."""
    plain = code.replace("-", "")
    made = [plain[:k] + other + plain[k + 1 :] for k in range(len(plain))
            for other in symbols.ALPHABET if other != plain[k]]  # fmt: skip
    swaps = [plain[: k - 1] + plain[k] + plain[k - 1] + plain[k + 1 :]
             for k in range(1, len(plain)) if plain[k] != plain[k - 1]]  # fmt: skip
    return made + swaps


@pytest.mark.parametrize("values", [{}, SOME], ids=["short", "long"])
def test_every_single_typo_and_swap_is_caught(values):
    for slip in slips(code_of(Scenario.defaults().with_values(values))):
        with pytest.raises(UserError, match="typing mistake"):
            changes_of(slip)


def test_very_long_codes_are_safe_too():
    luck = random.Random(1)
    long = symbols.in_groups(symbols.checked([luck.randrange(32) for _ in range(98)]))
    for slip in slips(long):
        with pytest.raises(UserError):
            symbols.read(slip)


def test_letters_that_look_alike_are_read_alike():
    code = code_of(Scenario.defaults().with_values(SOME))
    assert changes_of(code.replace("0", "o").replace("1", "l")) == changes_of(code)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "empty"), ("58P!", "which no code has"), ("58PU", "which no code has"),
        ("58P", "one is missing"), ("0000", "levers are others"), ("ÄÖÜ§", "which no code has"),
    ],
)  # fmt: skip
def test_what_is_no_code_gets_one_sentence(typed, words):
    with pytest.raises(UserError, match=words):
        changes_of(typed)


def test_a_code_of_another_version_says_so(monkeypatch):
    code = code_of(Scenario.defaults().with_values(SOME))
    monkeypatch.setattr(codes, "tag", lambda: 7)
    with pytest.raises(UserError, match="whose levers are others"):
        changes_of(code)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"strategy.capacity.manuals": 0.1234}, "more than three significant digits"),
        ({"district.residents": 400_000}, "the district"),
        ({"run.months": 60}, "start or length"),
    ],
)
def test_what_a_code_cannot_hold_is_refused(values, words):
    with pytest.raises(UserError, match=words) as error:
        code_of(Scenario.defaults().with_values(values))
    assert "and in the file" in str(error.value)


def test_an_opened_code_is_a_scenario_file(tmp_path):
    scenario = Scenario.defaults().with_values(SOME)
    path = tmp_path / "team.yaml"
    path.write_text(text_of(code_of(scenario)), encoding="utf-8")
    assert load_scenario(path).strategy == scenario.strategy
