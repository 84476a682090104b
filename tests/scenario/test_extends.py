"""One parent by `extends:`; what the child says wins."""

from __future__ import annotations

from pathlib import Path

from sim.scenario import Scenario, load_scenario

GRANT = "strategy.budget.grant_usd"
KIOSKS = "strategy.accessibility.kiosks"
OUTREACH = "strategy.accessibility.outreach"

PARENT = f"""schema: 1
title: The parent
about: {{question: 'Why?', role: mayor}}
strategy:
  budget: {{grant_usd: 5, tactic: none}}
uncertain:
  {OUTREACH}: {{uniform: [0, 1], source: parent}}
  {KIOSKS}: {{uniform: [0, 10]}}
timeline:
  - {{month: 3, shock: breach}}
"""


def family(tmp_path: Path, child: str, parent: str = PARENT) -> Scenario:
    (tmp_path / "shared").mkdir(exist_ok=True)
    (tmp_path / "shared" / "parent.yaml").write_text(parent)
    path = tmp_path / "child.yaml"
    path.write_text(f"schema: 1\nextends: shared/parent.yaml\n{child}")
    return load_scenario(path)


def test_a_child_that_says_nothing_is_its_parent(tmp_path: Path) -> None:
    child = family(tmp_path, "")
    parent = load_scenario(tmp_path / "shared" / "parent.yaml")
    assert child.resolved() == parent.resolved()
    assert child.content_hash() == parent.content_hash()
    assert child.name == "child"


def test_values_are_merged_name_by_name(tmp_path: Path) -> None:
    child = family(tmp_path, "strategy: {budget: {grant_usd: 7}}\nabout: {role: citizen}\n")
    assert child.value(GRANT) == 7
    assert child.strategy.budget.tactic == "none"
    assert (child.about.question, child.about.role) == ("Why?", "citizen")
    assert child.provenance[GRANT] == "child.yaml line 3"
    assert child.provenance["strategy.budget.tactic"] == "parent.yaml line 5"


def test_an_uncertain_entry_is_replaced_as_a_whole(tmp_path: Path) -> None:
    child = family(tmp_path, f"uncertain:\n  {OUTREACH}: {{normal: [1, 0.1]}}\n")
    assert child.uncertain[OUTREACH].normal == (1, 0.1)
    assert child.uncertain[OUTREACH].uniform is None
    assert child.uncertain[KIOSKS].uniform == (0, 10)


def test_a_list_is_replaced_as_a_whole(tmp_path: Path) -> None:
    child = family(tmp_path, "timeline:\n  - {month: 9, shock: outage}\n")
    assert [event.shock for event in child.timeline] == ["outage"]


def test_an_empty_list_takes_the_parents_away(tmp_path: Path) -> None:
    assert family(tmp_path, "timeline: []\n").timeline == ()


def test_an_empty_section_takes_nothing_away(tmp_path: Path) -> None:
    assert family(tmp_path, "strategy:\n  budget:\n").value(GRANT) == 5


def test_grandparents(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "old.yaml").write_text("schema: 1\nrun: {months: 24, seed: 5}\n")
    parent = "schema: 1\nextends: old.yaml\nrun: {months: 36}\n"
    child = family(tmp_path, "run: {replications: 2}\n", parent)
    assert (child.run.months, child.run.seed, child.run.replications) == (36, 5, 2)
