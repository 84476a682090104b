"""Any valid values survive the way to a file and back; no text makes the reader crash."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.parameters.catalogue import Parameter, catalogue
from sim.scenario import load_scenario
from sim.scenario.strict_yaml import parse

PARAMETERS = [p for p in catalogue().values() if p.path not in {"run.start", "run.sample"}]


def values_of(declared: Parameter) -> st.SearchStrategy[Any]:
    if declared.kind == "switch":
        return st.booleans()
    if declared.kind == "choice":
        return st.sampled_from(declared.choices)
    low = -1e6 if declared.low is None else declared.low
    high = max(low, 1e6) if declared.high is None else declared.high
    if declared.kind == "integer":
        return st.integers(int(low), int(high))
    return st.floats(low, high)


@st.composite
def some_values(draw: st.DrawFn) -> dict[str, Any]:
    simple = [p for p in PARAMETERS if p.kind not in {"list", "text"}]
    chosen = draw(st.lists(st.sampled_from(simple), max_size=8, unique_by=lambda p: p.path))
    values = {p.path: draw(values_of(p)) for p in chosen}
    if values.get("district.residents", 10**9) < 20_000:
        values["run.sample"] = None
    return values


def load_text(text: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.yaml"
        path.write_text(text, encoding="utf-8")
        return load_scenario(path)


BASE = load_text("schema: 1\n")


@settings(max_examples=50, deadline=None)
@given(some_values())
def test_written_out_and_read_again(values: dict[str, Any]) -> None:
    scenario = BASE.with_values(values)
    again = load_text(scenario.resolved_yaml())
    assert again.district == scenario.district
    assert again.strategy == scenario.strategy
    assert again.content_hash() == scenario.content_hash()


PIECES = st.sampled_from(
    [
        ": ",
        "\n",
        "  ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "&a",
        "*a",
        "!!x",
        "|",
        "'",
        '"',
        "#",
        "1",
        "strategy",
        "a",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    try:
        parse(text, "any.yaml")
    except ScenarioError as error:
        assert error.problems


LINES = st.sampled_from(
    [
        "title: x",
        "about: 5",
        "strategy:",
        "  budget:",
        "    grant_usd: 5",
        "    grant_usd: [1]",
        "    tactic: {a: 1}",
        "  - 1",
        "timeline: [1, {month: x}, {month: 1, set: 5}]",
        "timeline: {month: 1}",
        "uncertain: [1]",
        "uncertain: {strategy.budget.grant_usd: 5}",
        "uncertain: {strategy.budget.grant_usd: [5]}",
        "uncertain: {strategy.budget.tactic: {choice: 5}}",
        "run: {start: [1], months: {a: b}}",
        "run: 7",
        "sweep: {grid: {strategy.budget.tactic: 5}}",
        "sweep: {list: 5}",
        "sweep: {sample: {between: [1]}}",
        "sweep: {zip: [[1]]}",
        "expect: {a: 1}",
        "expect: [1, [2], {outcome: [1], at: {x: 1}, between: 5}]",
        "district: {people: 5, residents: {a: 1}}",
        "extends: {a: 1}",
        "timeline: [{month: [1], size: x, shock: [1], set: {a: {b: 1}, 5: [1]}}]",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=6))
def test_no_settings_make_the_checks_crash(lines: list[str]) -> None:
    try:
        load_text("\n".join(["schema: 1", *lines]))
    except ScenarioError as error:
        assert all(problem.message for problem in error.problems)
