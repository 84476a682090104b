"""`posterior: yes` under `uncertain:`: joint draws, quantiles, hash, refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.experiments.plan import luck_of_draw
from sim.parameters.catalogue import catalogue
from sim.scenario import Scenario, load_scenario, posterior

FAILURE = "district.people.demand.failure_online"
THRESHOLD = "district.people.choice.online_threshold"
REFERRAL = "district.people.awareness.referral_probability"
ROWS = ((0.10, 2.5), (0.20, 1.5), (0.30, 0.5), (0.25, 1.0))


@pytest.fixture(autouse=True)
def shipped(monkeypatch, tmp_path) -> Path:
    file = tmp_path / "posterior.csv"
    write(file, ROWS)
    monkeypatch.setattr(posterior, "FILE", file)
    return file


def write(file: Path, rows) -> None:
    lines = [f"{FAILURE},{THRESHOLD}", *(f"{a},{b}" for a, b in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def scenario(folder: Path, *paths: str, word: str = "yes") -> Scenario:
    lines = ["schema: 1", "uncertain:"]
    for path in paths or (FAILURE, THRESHOLD):
        lines += [f"  {path}:", f"    posterior: {word}"]
    file = folder / "plan.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_scenario(file)


def test_all_paths_take_the_same_row(tmp_path):
    ready = scenario(tmp_path)
    seen = set()
    for seed in range(60):
        drawn = ready.drawn({path: luck_of_draw(seed, path) for path in ready.uncertain})
        row = drawn.value(FAILURE), drawn.value(THRESHOLD)
        assert row in ROWS
        seen.add(row)
    assert seen == set(ROWS)


@pytest.mark.parametrize("paths", [(FAILURE, THRESHOLD), (THRESHOLD, FAILURE)])
def test_the_first_path_of_the_posterior_chooses_the_row_whatever_the_file(tmp_path, paths):
    ready = scenario(tmp_path, *paths)
    drawn = ready.drawn({FAILURE: 0.6, THRESHOLD: 0.01})
    assert (drawn.value(FAILURE), drawn.value(THRESHOLD)) == ROWS[2]
    assert ready.content_hash() == scenario(tmp_path).content_hash()


def test_other_spreads_are_drawn_beside_it(tmp_path):
    file = tmp_path / "both.yaml"
    file.write_text(
        f"schema: 1\nuncertain:\n  {FAILURE}:\n    posterior: yes\n"
        f"  {REFERRAL}:\n    uniform: [0.0, 0.1]\n"
    )
    drawn = load_scenario(file).drawn({FAILURE: 0.3, REFERRAL: 0.5})
    assert drawn.value(FAILURE) == 0.20
    assert drawn.value(REFERRAL) == pytest.approx(0.05)


def test_by_itself_a_parameter_has_the_quantiles_of_its_column(tmp_path):
    ready = scenario(tmp_path)
    found = [ready.quantile(FAILURE, share) for share in (0.0, 0.3, 0.6, 0.999)]
    np.testing.assert_allclose(found, [0.10, 0.20, 0.25, 0.30])


def test_a_draw_beyond_the_range_is_moved_to_its_end(tmp_path, shipped):
    write(shipped, [(1.7, 1.0)])
    top = catalogue()[FAILURE].high
    assert scenario(tmp_path).drawn({FAILURE: 0.5}).value(FAILURE) == top


def test_the_draws_are_part_of_the_hash(tmp_path, shipped):
    before = scenario(tmp_path).content_hash()
    assert scenario(tmp_path).content_hash() == before
    write(shipped, [*ROWS[:3], (0.26, 1.0)])
    assert scenario(tmp_path).content_hash() != before


def test_a_drawn_world_does_not_depend_on_the_rest_of_the_file(tmp_path, shipped):
    from sim.experiments.plan import world_digest

    def drawn():
        return world_digest(scenario(tmp_path).drawn({FAILURE: 0.0, THRESHOLD: 0.0}))

    before = drawn()
    write(shipped, [*ROWS[:3], (0.26, 1.0)])
    assert drawn() == before


def test_the_resolved_file_can_be_run_again(tmp_path):
    ready = scenario(tmp_path)
    file = tmp_path / "again.yaml"
    file.write_text(ready.resolved_yaml(), encoding="utf-8")
    assert load_scenario(file).content_hash() == ready.content_hash()


def refused(tmp_path, *paths, word="yes") -> str:
    with pytest.raises(ScenarioError) as error:
        scenario(tmp_path, *paths, word=word)
    return str(error.value)


def test_a_parameter_that_was_not_fitted_is_refused_with_its_line(tmp_path):
    said = refused(tmp_path, FAILURE, REFERRAL)
    assert "line 6" in said
    assert "was not fitted" in said
    assert FAILURE in said


def test_without_a_file_it_says_so(tmp_path, shipped):
    shipped.unlink()
    assert "no sim/data/posterior.csv" in refused(tmp_path, FAILURE)


@pytest.mark.parametrize("word", ["no", "0.3", "perhaps"])
def test_only_yes_will_do(tmp_path, word):
    assert "takes yes" in refused(tmp_path, FAILURE, word=word)
