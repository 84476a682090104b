"""The list of every parameter, and the files made from it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import pytest
from pydantic import Field, ValidationError

from sim.parameters.catalogue import (
    Parameter,
    catalogue,
    catalogue_markdown,
    nearest_path,
    walk,
)
from sim.parameters.declare import Group, Status, group, parameter
from sim.parameters.run import RunSettings, month_number, month_text
from sim.scenario import json_schema
from sim.scenario.generated import generated_files
from sim.scenario.values import accept

ROOT = Path(__file__).parent.parent.parent


class Desk(Group):
    minutes: float = parameter(
        5.0, unit="minutes", low=0, high=60, source="s", status="assumed", label="Minutes"
    )


class Office(Group):
    clerks: int = parameter(
        2, unit="count", low=1, high=9, source="s", status="measured", label="Clerks", note="All."
    )
    rule: Literal["first", "last"] = parameter(
        "first", unit="choice", source="s", status="assumed", label="Who is served"
    )
    is_open: bool = parameter(True, unit="switch", source="s", status="assumed", label="Open")
    mix: tuple[float, ...] = parameter(
        (0.5, 0.5), unit="share", low=0, high=1, source="s", status="assumed", label="Mix"
    )
    front: Desk = Field(default_factory=Desk)
    back: Desk = Field(default_factory=lambda: Desk(minutes=30.0))


@pytest.fixture
def office() -> dict[str, Parameter]:
    return {item.path: item for item in walk(Office(), "office")}


class TestWalk:
    def test_finds_every_parameter_in_order(self, office: dict[str, Parameter]) -> None:
        assert list(office) == [
            "office.clerks",
            "office.rule",
            "office.is_open",
            "office.mix",
            "office.front.minutes",
            "office.back.minutes",
        ]

    def test_default_is_that_of_the_place(self, office: dict[str, Parameter]) -> None:
        assert office["office.front.minutes"].default == 5
        assert office["office.back.minutes"].default == 30

    def test_what_a_group_needs_holds_for_its_parameters(self) -> None:
        class Inner(Group):
            plain: float = parameter(
                1.0, unit="USD", low=0, source="s", status="assumed", label="Plain"
            )
            own: float = parameter(
                1.0, unit="USD", low=0, source="s", status="assumed", label="Own", needs="b"
            )

        class Outer(Group):
            inner: Inner = group(Inner, needs="a")

        assert [item.needs for item in walk(Outer(), "outer")] == ["a", "b"]

    def test_kinds(self, office: dict[str, Parameter]) -> None:
        kinds = [item.kind for item in office.values()]
        assert kinds == ["integer", "choice", "switch", "list", "number", "number"]
        assert office["office.rule"].choices == ("first", "last")

    def test_allowed_in_words(self, office: dict[str, Parameter]) -> None:
        assert office["office.clerks"].allowed() == "a whole number from 1 to 9"
        assert office["office.rule"].allowed() == "one of first, last"
        assert office["office.is_open"].allowed() == "true or false"

    def test_a_list(self, office: dict[str, Parameter]) -> None:
        mix = office["office.mix"]
        assert accept(mix, [0.25, 0.75]) == (0.25, 0.75)
        with pytest.raises(ValueError, match="above what is allowed"):
            accept(mix, (0.5, 1.5))
        assert Office.model_validate({"mix": [0.25, 0.75]}).mix == (0.25, 0.75)

    def test_a_field_without_declaration_is_an_error(self) -> None:
        class Bare(Group):
            x: float = 1.0

        with pytest.raises(TypeError, match="must be declared"):
            list(walk(Bare(), "bare"))


class TestGroup:
    @pytest.mark.parametrize(
        "values",
        [
            {"clerks": True},
            {"clerks": "3"},
            {"clerks": 3.5},
            {"clerks": 99},
            {"is_open": 1},
            {"rule": "middle"},
            {"front": {"minutes": float("nan")}},
            {"clerk": 3},
        ],
    )
    def test_refuses(self, values: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            Office.model_validate(values)

    def test_is_frozen(self) -> None:
        with pytest.raises(ValidationError):
            Office().clerks = 3  # type: ignore[misc]


class TestRealParameters:
    def test_every_default_is_allowed(self) -> None:
        for declared in catalogue().values():
            assert accept(declared, declared.default) == declared.default, declared.path

    def test_every_parameter_is_described(self) -> None:
        for declared in catalogue().values():
            for text in (declared.unit, declared.label, declared.source):
                assert text.strip(), declared.path
            assert declared.status in get_args(Status), declared.path

    def test_every_number_has_a_range(self) -> None:
        for declared in catalogue().values():
            if declared.kind in {"number", "integer"}:
                assert declared.low is not None, declared.path

    def test_what_a_parameter_needs_exists(self) -> None:
        for declared in catalogue().values():
            needed, _, choice = declared.needs.partition("=")
            if needed:
                assert needed in catalogue(), declared.path
                allowed = catalogue()[needed].choices
                assert all(word in allowed for word in choice.split("|") if word), declared.path


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("strategy.budget.grant_us", "strategy.budget.grant_usd"),
        ("strategy.budget.Grant_USD", "strategy.budget.grant_usd"),
        ("strategy.budgt.grant_usd", "strategy.budget.grant_usd"),
        ("budget.grant_usd", "strategy.budget.grant_usd"),
        ("grant_usd", "strategy.budget.grant_usd"),
        ("strategy.grant_usd", "strategy.budget.grant_usd"),
        ("district.months", "run.months"),
        ("qwertz", None),
    ],
)
def test_nearest_path(wrong: str, right: str | None) -> None:
    assert nearest_path(wrong) == right


def test_months_and_dates() -> None:
    assert month_number("2002-08", "2002-08") == 1
    assert month_number("2003-01", "2002-08") == 6
    for number in (1, 5, 6, 17, 480):
        assert month_number(month_text(number, "2002-08"), "2002-08") == number
    assert month_text(6, "2002-08") == "2003-01"
    with pytest.raises(ValidationError):
        RunSettings(start="2002-8")


def test_markdown_has_a_row_for_every_parameter() -> None:
    rows = [line for line in catalogue_markdown().splitlines() if line.startswith("| `")]
    assert len(rows) == len(catalogue())
    assert all(row.count(" | ") == 5 for row in rows)


@pytest.mark.parametrize("name", ["scenarios/schema.json", "docs/parameters.md"])
def test_generated_file_is_current(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text == generated_files()[name], "run: python -m sim.scenario.generated"


@lru_cache(maxsize=1)
def validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(json_schema())
    return jsonschema.Draft202012Validator(json_schema())


class TestJsonSchema:
    @pytest.mark.parametrize(
        "data",
        [
            {"schema": 1},
            {"schema": 1, "strategy": {"budget": {"grant_usd": 5}}},
            {"schema": 1, "strategy": {"budget": {"grant_usd": "5 million USD"}}},
            {"schema": 1, "strategy": {"accessibility": {"one_sign_on": "yes"}}},
            {"schema": 1, "run": {"sample": None}},
            {"schema": 1, "timeline": [{"month": "2004-07", "shock": "breach"}]},
            {"schema": 1, "timeline": [{"month": 3, "set": {"strategy.accessibility.kiosks": 3}}]},
            {"schema": 1, "uncertain": {"district.residents": {"uniform": [1, 2]}}},
        ],
    )
    def test_allows(self, data: dict[str, object]) -> None:
        assert validator().is_valid(data)

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"schema": 2},
            {"schema": 1, "stratgy": {}},
            {"schema": 1, "strategy": {"budget": {"grant_us": 5}}},
            {"schema": 1, "strategy": {"budget": {"grant_usd": -5}}},
            {"schema": 1, "strategy": {"budget": {"tactic": "beg"}}},
            {"schema": 1, "timeline": [{"month": "July", "shock": "breach"}]},
            {"schema": 1, "timeline": [{"month": 3, "set": {"strategy.kiosks": 3}}]},
            {"schema": 1, "uncertain": {"district.resident": {"uniform": [1, 2]}}},
        ],
    )
    def test_underlines(self, data: dict[str, object]) -> None:
        assert not validator().is_valid(data)

    def test_says_unit_and_source(self) -> None:
        text = json.dumps(json_schema())
        assert "Pilot grant [USD]" in text
        assert "Source (measured)" in text
