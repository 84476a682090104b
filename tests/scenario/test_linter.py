"""`egov lint`: idle settings are warned of, sizes are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from sim.parameters import catalogue as catalogue_module
from sim.parameters.catalogue import catalogue
from sim.scenario import estimate_size, lint, linter, load_scenario

KIOSKS = "strategy.accessibility.kiosks"


def findings(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "test.yaml"
    path.write_text(f"schema: 1\n{text}")
    return [str(finding).replace(str(path), "test.yaml") for finding in lint(path)]


def test_a_clean_scenario_has_only_its_size(tmp_path: Path) -> None:
    (only,) = findings(tmp_path, "strategy: {accessibility: {kiosks: 150}}\n")
    assert only.startswith("note: test.yaml: 21 runs of 120 months: ")
    assert "minute" in only
    assert "MB" in only


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "strategy:\n  accessibility:\n    kiosks: 103\n",
            "note: test.yaml, line 4: strategy.accessibility.kiosks is set to its default (103)",
        ),
        (
            "timeline:\n  - {month: 300, shock: breach}\n",
            "the event of month 300 comes after the last month of the run (120)",
        ),
        (
            f"timeline:\n  - {{month: 3, set: {{{KIOSKS}: 103}}}}\n",
            f"{KIOSKS} is already 103 in month 3",
        ),
        (
            f"timeline:\n  - {{month: 3, set: {{{KIOSKS}: 5}}}}\n"
            f"  - {{month: 3, set: {{{KIOSKS}: 6}}}}\n",
            f"{KIOSKS} is set 2 times in month 3",
        ),
        (
            "strategy: {accessibility: {kiosks: 5}}\n"
            f"uncertain:\n  {KIOSKS}: {{uniform: [1, 9]}}\n",
            f"{KIOSKS} is also in uncertain:, which replaces the value",
        ),
        (
            f"strategy: {{accessibility: {{kiosks: 5}}}}\nsweep: {{grid: {{{KIOSKS}: [1, 9]}}}}\n",
            f"{KIOSKS} is also in sweep:",
        ),
        (
            "expect:\n  - {outcome: adoption_share, at: year 20, above: 0.1}\n",
            "adoption_share at year 20 comes after the last month",
        ),
        ("run: {months: 0}\n", "error: test.yaml, line 2: run.months is 0"),
    ],
)
def test_finding(tmp_path: Path, text: str, words: str) -> None:
    assert any(words in finding for finding in findings(tmp_path, text))


def test_value_already_in_the_parent(tmp_path: Path) -> None:
    (tmp_path / "parent.yaml").write_text("schema: 1\nstrategy: {accessibility: {kiosks: 5}}\n")
    text = "extends: parent.yaml\nstrategy: {accessibility: {kiosks: 5}}\n"
    assert any("its value in" in finding for finding in findings(tmp_path, text))
    text = "extends: parent.yaml\nstrategy: {accessibility: {kiosks: 103}}\n"
    assert len(findings(tmp_path, text)) == 1


class TestIdleLevers:
    TEXT = "strategy: {accessibility: {kiosks: 5}}\n"

    @pytest.fixture(autouse=True)
    def _needs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch

    def need(self, needs: str) -> None:
        changed = {**catalogue(), KIOSKS: replace(catalogue()[KIOSKS], needs=needs)}
        self.patch.setattr(linter, "catalogue", lambda: MappingProxyType(changed))

    def test_switched_off(self, tmp_path: Path) -> None:
        self.need("strategy.accessibility.one_sign_on")
        words = f"warning: test.yaml, line 2: {KIOSKS} cannot act: strategy.accessibility"
        assert any(f.startswith(words) for f in findings(tmp_path, self.TEXT))

    def test_switched_on_later(self, tmp_path: Path) -> None:
        self.need("strategy.accessibility.one_sign_on")
        later = "timeline:\n  - {month: 9, set: {strategy.accessibility.one_sign_on: yes}}\n"
        assert not any("cannot act" in f for f in findings(tmp_path, self.TEXT + later))

    @pytest.mark.parametrize(("needs", "idle"), [("=ask_all|none", False), ("=phases", True)])
    def test_a_choice(self, tmp_path: Path, needs: str, idle: bool) -> None:
        self.need(f"strategy.budget.tactic{needs}")
        assert any("cannot act" in f for f in findings(tmp_path, self.TEXT)) is idle


@pytest.mark.parametrize(("mode", "idle"), [("shared", False), ("central", True)])
def test_numbers_of_a_data_mode_act_in_that_mode_only(
    tmp_path: Path, mode: str, idle: bool
) -> None:
    text = (
        "district: {politics: {data_sharing: {modes: {shared: {documents_avoided: 0.9}}}}}\n"
        f"strategy: {{consolidation: {{data_mode: {mode}}}}}\n"
    )
    assert any("cannot act" in finding for finding in findings(tmp_path, text)) is idle


def test_size(tmp_path: Path) -> None:
    path = tmp_path / "test.yaml"
    path.write_text("schema: 1\n")
    size = estimate_size(load_scenario(path))
    assert size.runs == 21
    assert 0 < size.minutes < 5
    everyone = estimate_size(load_scenario(path, ["run.sample=null"]))
    assert everyone.runs == 20
    assert everyone.minutes > size.minutes
    assert estimate_size(load_scenario(path, ["run.full_run=no"])).runs == 20


def test_catalogue_module_is_the_one_patched() -> None:
    assert linter.catalogue is catalogue_module.catalogue
