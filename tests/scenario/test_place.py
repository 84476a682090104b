"""The section `place:`: read, merged, written out again, hashed, and refused when it is wrong."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from sim.data.tables import LINES as LINES_OF_TABLES
from sim.errors import ScenarioError
from sim.scenario import Scenario, load_scenario
from sim.scenario.place import AGE_GROUPS, LINES, Place
from sim.scenario.resolved import determining

ROOT = Path(__file__).resolve().parents[2]
PLACE = """
place:
  title: Elsewhere
  source: nobody
  age_shares: {under 20: 30, 20s: 20, 30s: 20, 40s: 10, 50s: 10, 60 and over: 10}
  internet_use: {2000: 20, 2005: 50.5}
  certificates: none
  needs: {all: 0.5, welfare: 2}
  cases_per_adult: {permits: 1.5}
  season: {permits: {1: 40, 12: 60}}
"""


def written(folder: Path, text: str, name: str = "plan.yaml") -> Path:
    path = folder / name
    path.write_text(f"schema: 1\n{text}", encoding="utf-8")
    return path


def test_lines_and_groups_are_those_of_the_tables() -> None:
    assert LINES == LINES_OF_TABLES
    assert len(AGE_GROUPS) == 6


def test_a_place_is_read(tmp_path: Path) -> None:
    place = load_scenario(written(tmp_path, PLACE)).place
    assert place is not None
    assert place.internet_use == {2000: 20.0, 2005: 50.5}
    assert place.share_by_age() == pytest.approx((0.3, 0.2, 0.2, 0.1, 0.1, 0.1))
    assert not place.needs_certificate
    assert place.multiple("welfare", of_businesses=True) == 2.0
    assert place.multiple("certificates", of_businesses=False) == 0.5


def test_firms_have_needs_of_their_own_where_given() -> None:
    place = Place(needs={"all": 2.0}, needs_of_businesses={"permits": 0.0})
    assert place.multiple("permits", of_businesses=True) == 0.0
    assert place.multiple("welfare", of_businesses=True) == 1.0
    assert place.multiple("permits", of_businesses=False) == 2.0


def test_shares_are_scaled_to_the_whole() -> None:
    shares = dict(zip(AGE_GROUPS, (30.0, 20.0, 20.0, 10.0, 10.0, 9.6), strict=True))
    assert sum(Place(age_shares=shares).share_by_age() or ()) == pytest.approx(1.0)


def test_the_resolved_scenario_is_the_same(tmp_path: Path) -> None:
    scenario = load_scenario(written(tmp_path, PLACE))
    again = tmp_path / "again.yaml"
    again.write_text(scenario.resolved_yaml(), encoding="utf-8")
    assert load_scenario(again).place == scenario.place
    assert load_scenario(again).content_hash() == scenario.content_hash()


def test_a_child_replaces_a_whole_series_and_keeps_the_rest(tmp_path: Path) -> None:
    written(tmp_path, PLACE, "parent.yaml")
    child = "extends: parent.yaml\nplace: {internet_use: {2010: 80}}\n"
    place = load_scenario(written(tmp_path, child)).place
    assert place is not None
    assert place.internet_use == {2010: 80.0}
    assert place.title == "Elsewhere"
    assert place.certificates == {}


def test_without_a_place_the_hash_knows_nothing_of_it() -> None:
    scenario = load_scenario(ROOT / "scenarios" / "baseline.yaml")
    data = determining(scenario)
    assert sorted(data) == ["district", "run", "schema", "strategy", "timeline", "uncertain"]
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    assert scenario.content_hash() == hashlib.sha256(text.encode("ascii")).hexdigest()


def test_title_and_source_have_no_part_in_the_hash(tmp_path: Path) -> None:
    names = written(tmp_path, "place: {title: A, source: B}\n", "names.yaml")
    plain = written(tmp_path, "title: x\n", "plain.yaml")
    assert load_scenario(names).content_hash() == load_scenario(plain).content_hash()
    other = written(tmp_path, "place: {internet_use: {2000: 20}}\n", "other.yaml")
    assert load_scenario(other).content_hash() != load_scenario(plain).content_hash()


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = "place:\n  internet_use: {2000: 120, year: 5}\n  needs: {welfair: 1}\n  titel: x\n"
    with pytest.raises(ScenarioError) as caught:
        load_scenario(written(tmp_path, text))
    assert [problem.line for problem in caught.value.problems] == [3, 3, 4, 5]


def test_values_changed_in_python_keep_the_place(tmp_path: Path) -> None:
    scenario = load_scenario(written(tmp_path, PLACE))
    assert scenario.with_values({"run.months": 12}).place == scenario.place
    assert Scenario.defaults().place is None


@pytest.mark.parametrize("name", ["korea", "united_states"])
def test_shipped_districts_load(name: str) -> None:
    place = load_scenario(ROOT / "districts" / f"{name}.yaml").place
    assert place is not None
    assert place.source
