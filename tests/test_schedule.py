"""The month as a table: one writer a column, and words for every step."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pkgutil import iter_modules

import pytest

import sim.rules
from sim.jit import plain
from sim.population.columns import BUSINESS_COLUMNS, CITIZEN_COLUMNS, EMPLOYEE_COLUMNS
from sim.schedule import SCHEDULE, Step, check_one_writer, columns_of, explain_schedule

_RANGE = re.compile(r"([A-Z])(\d+)(?:-[A-Z]?(\d+))?")


def _step(name: str, *writes: str) -> Step:
    return Step(name, "A step.", "nobody", (), writes, "", lambda world: None)


def test_two_writers_are_refused_and_both_are_named() -> None:
    with pytest.raises(ValueError, match=r"'citizens\.trust'.*'feelings'.*'gossip'"):
        check_one_writer((*SCHEDULE, _step("gossip", "citizens.trust")))


def test_the_first_writer_is_named_first() -> None:
    with pytest.raises(ValueError, match=r"'gossip'.*'feelings'"):
        check_one_writer((_step("gossip", "businesses.voice"), *SCHEDULE))


def test_a_column_without_a_writer_is_refused() -> None:
    without = tuple(step for step in SCHEDULE if step.name != "staff")
    with pytest.raises(ValueError, match=r"'employees\.\w+'.*'staff'"):
        check_one_writer(without)


def test_the_schedule_itself_is_sound() -> None:
    check_one_writer()
    names = [step.name for step in SCHEDULE]
    assert len(names) == len(set(names))


def test_every_state_column_is_owned_by_a_step_that_exists() -> None:
    names = {step.name for step in SCHEDULE}
    for column in (*CITIZEN_COLUMNS, *BUSINESS_COLUMNS, *EMPLOYEE_COLUMNS):
        assert column.is_fixed or column.owner in names, column.name


def test_columns_of_a_step() -> None:
    assert "citizens.skill" in columns_of("notice")
    assert "businesses.skill" in columns_of("notice")
    assert columns_of("queues") == ()
    assert all(name.startswith("employees.") for name in columns_of("staff"))


def test_the_explanation_mentions_every_step_and_all_it_says() -> None:
    text = explain_schedule()
    position = 0
    for number, step in enumerate(SCHEDULE, 1):
        heading = f"{number}. {step.name}: {step.sentence}"
        assert heading in text[position:], "steps come in the order of the month"
        position = text.index(heading)
        assert step.owner in text[position:]
        for name in step.reads:
            assert name in text[position:]
        for name in step.writes:
            column = name.rpartition(".")[2]
            assert column in text[position:], name


def test_every_rule_belongs_to_a_step() -> None:
    """Rule numbers in docstrings and in the schedule are the same set, but for the vendors' few."""
    in_schedule = {number for step in SCHEDULE for number in _numbers(step.rules)}
    assert in_schedule == _numbers_of_rules()


def _numbers(text: str) -> set[str]:
    found = set()
    for letter, first, last in _RANGE.findall(text):
        found |= {f"{letter}{k}" for k in range(int(first), int(last or first) + 1)}
    return found


def _numbers_of_rules() -> set[str]:
    found = set()
    for module in iter_modules(sim.rules.__path__):
        for function in vars(import_module(f"sim.rules.{module.name}")).values():
            if inspect.isfunction(plain(function)):
                found |= set(re.findall(r"\(rule ([A-Z]\d+)\)", plain(function).__doc__ or ""))
    return found
