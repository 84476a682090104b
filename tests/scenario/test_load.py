"""A scenario file becomes a scenario: values, units, words, overrides, provenance."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sim.errors import ScenarioError
from sim.parameters.catalogue import catalogue
from sim.scenario import Scenario, load_scenario
from tests.scenario.conftest import Load

GRANT = "strategy.budget.grant_usd"
KIOSKS = "strategy.accessibility.kiosks"


def test_empty_scenario_is_the_defaults(load: Load) -> None:
    scenario = load()
    assert scenario.name == scenario.title == "test"
    for path, declared in catalogue().items():
        assert scenario.value(path) == declared.default
    assert set(scenario.provenance.values()) == {"default"}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2000000", 2e6),
        ("2_000_000", 2e6),
        ("2e6", 2e6),
        ("2.0e+6", 2e6),
        ("2 million USD", 2e6),
        ("2 million", 2e6),
        ("500 thousand USD", 5e5),
        ("2000000 usd", 2e6),
        ("'2000000 USD'", 2e6),
        ("$", None),
    ],
)
def test_a_sum_of_money(load: Load, written: str, value: float | None) -> None:
    text = f"strategy:\n  budget:\n    grant_usd: {written}\n"
    if value is None:
        with pytest.raises(ScenarioError):
            load(text)
    else:
        assert load(text).strategy.budget.grant_usd == value


@pytest.mark.parametrize("written", ["0.3", "30 %", "30%", "30 percent", ".3", "3e-1"])
def test_a_share(load: Load, written: str) -> None:
    scenario = load(f"strategy: {{participation: {{disclosure: {written}}}}}")
    assert scenario.strategy.participation.disclosure == pytest.approx(0.3)


@pytest.mark.parametrize("written", ["40 hours/year", "40 hours a year", "40 hour per year", "40"])
def test_hours_a_year(load: Load, written: str) -> None:
    scenario = load(f"strategy: {{capacity: {{training_hours_clerk: {written}}}}}")
    assert scenario.strategy.capacity.training_hours_clerk == 40


@pytest.mark.parametrize(
    ("word", "value"),
    [("yes", True), ("no", False), ("on", True), ("Off", False), ("true", True), ("FALSE", False)],
)
def test_words_for_a_switch_are_read_as_meant(load: Load, word: str, value: bool) -> None:
    scenario = load(f"strategy: {{accessibility: {{one_sign_on: {word}}}}}")
    assert scenario.strategy.accessibility.one_sign_on is value


def test_words_that_old_readers_change_stay_words(load: Load) -> None:
    scenario = load("title: no\nabout:\n  question: 08:30\n  note: 007\n  role: on\n")
    assert scenario.title == "no"
    assert scenario.about.question == "08:30"
    assert scenario.about.note == "007"
    assert scenario.about.role == "on"


def test_whole_number_in_any_spelling(load: Load) -> None:
    assert load("strategy: {accessibility: {kiosks: 1e2}}").value(KIOSKS) == 100
    assert isinstance(load("strategy: {accessibility: {kiosks: 1e2}}").value(KIOSKS), int)


def test_null_sample_means_everyone(load: Load) -> None:
    assert load("run: {sample: null}").run.sample is None


def test_empty_sections_are_no_mistake(load: Load) -> None:
    scenario = load("strategy:\n  budget:\ntimeline:\nuncertain:\nexpect:\n")
    assert scenario.timeline == ()


def test_override_wins_and_is_named(load: Load) -> None:
    text = "strategy:\n  budget:\n    grant_usd: 5\n"
    scenario = load(text, f"{GRANT}=2 million USD", "run.months=24")
    assert scenario.value(GRANT) == 2e6
    assert scenario.run.months == 24
    assert scenario.provenance[GRANT] == "--set"
    assert scenario.provenance[KIOSKS] == "default"


def test_later_override_wins(load: Load) -> None:
    assert load("", "run.months=24", "run.months=36").run.months == 36


def test_provenance_names_file_and_line(load: Load) -> None:
    scenario = load("strategy:\n  budget:\n    grant_usd: 5\n")
    assert scenario.provenance[GRANT] == "test.yaml line 4"


def test_override_mends_a_value_that_is_wrong(load: Load) -> None:
    assert load("run: {months: 0}", "run.months=12").run.months == 12


def test_value_of_unknown_path_names_the_nearest(load: Load) -> None:
    with pytest.raises(ScenarioError, match=r"Did you mean strategy\.budget\.grant_usd"):
        load().value("strategy.budget.grant")


def test_with_values_checks_everything_and_changes_nothing_else(load: Load) -> None:
    scenario = load()
    changed = scenario.with_values({GRANT: 3_000_000, "run.months": 12})
    assert changed.value(GRANT) == 3e6
    assert changed.run.months == 12
    assert changed.provenance[GRANT] == "Python"
    assert scenario.value(GRANT) == catalogue()[GRANT].default
    assert changed.strategy.capacity == scenario.strategy.capacity
    with pytest.raises(ScenarioError) as caught:
        scenario.with_values({"strategy.budget.grant": 1, "run.months": 0, KIOSKS: True})
    assert len(caught.value.problems) == 3


def test_with_values_takes_what_numpy_and_yaml_give(load: Load) -> None:
    import numpy as np

    scenario = load().with_values({KIOSKS: np.int64(7), GRANT: "2 million USD"})
    assert scenario.value(KIOSKS) == 7
    assert type(scenario.value(KIOSKS)) is int
    assert scenario.value(GRANT) == 2e6


def test_scenario_is_frozen_and_travels_to_workers(load: Load) -> None:
    scenario = load("timeline:\n  - {month: 3, shock: breach}\n")
    with pytest.raises(AttributeError):
        scenario.title = "x"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert pickle.loads(pickle.dumps(scenario)).content_hash() == scenario.content_hash()


def test_error_travels_from_workers() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("nowhere.yaml")
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbfschema: 1\r\ntitle: x\r\nrun:\r\n  months: 12\r\n")
    assert load_scenario(path).run.months == 12


def test_names_beyond_ascii(tmp_path: Path) -> None:
    path = tmp_path / "강남.yaml"
    path.write_text("schema: 1\ntitle: 강남구 é\n", encoding="utf-8")
    assert load_scenario(path).title == "강남구 é"
    assert load_scenario(path).name == "강남"


def test_error_module_and_package_load_without_pydantic() -> None:
    code = "import sys, sim.errors, sim.scenario; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


class TestWrittenOut:
    TEXT = (
        "title: 'All: of it'\n"
        "about: {question: 'Who gains?', note: \"two\\nlines\"}\n"
        "strategy: {budget: {grant_usd: 2 million USD, tactic: phases}}\n"
        "uncertain:\n"
        "  strategy.accessibility.outreach: {triangular: [50 %, 1, 2], source: a guess}\n"
        "  strategy.budget.tactic: {choice: [none, phases]}\n"
        "timeline:\n"
        "  - {month: 2004-07, set: {strategy.accessibility.one_sign_on: yes}, note: at last}\n"
        "  - {month: 3, shock: breach, size: 2}\n"
        "sweep:\n"
        "  grid: {strategy.budget.grant_usd: [1e6, 2e6], strategy.budget.tactic: [none]}\n"
        "expect:\n"
        "  - {outcome: adoption_share, at: year 3, between: [0.01, 0.9]}\n"
    )

    def test_reads_back_as_the_same_scenario(self, load: Load) -> None:
        scenario = load(self.TEXT)
        again = load(scenario.resolved_yaml().replace("schema: 1\n", ""), name="again")
        assert again.resolved() == scenario.resolved()
        assert again.content_hash() == scenario.content_hash()

    def test_any_yaml_reader_sees_the_same_values(self, load: Load) -> None:
        scenario = load(self.TEXT)
        assert yaml.safe_load(scenario.resolved_yaml()) == scenario.resolved()

    def test_says_where_each_value_is_from(self, load: Load) -> None:
        text = load(self.TEXT, "run.months=48").resolved_yaml()
        assert "grant_usd: 2000000.0  # from test.yaml line 4" in text
        assert "months: 48  # from --set" in text
        assert "replications: 20  # from default" in text

    def test_holds_every_parameter(self, load: Load) -> None:
        data = load().resolved()
        for path in catalogue():
            value = data
            for name in path.split("."):
                assert name in value, path
                value = value[name]

    def test_hash_follows_what_determines_results(self, load: Load) -> None:
        plain = load(self.TEXT).content_hash()
        assert len(plain) == 64
        for old, new in [
            ("All: of it", "Some"),
            ("a guess", "a table"),
            ("at last", "finally"),
            ("0.9]", "0.8]"),
            ("Who gains?", "Who loses?"),
        ]:
            assert load(self.TEXT.replace(old, new)).content_hash() == plain
        for old, new in [("2 million", "3 million"), ("50 %", "40 %"), ("size: 2", "size: 3")]:
            assert load(self.TEXT.replace(old, new)).content_hash() != plain
        assert load(self.TEXT, "run.seed=1").content_hash() != plain

    def test_hash_does_not_depend_on_spelling_or_origin(self, load: Load) -> None:
        one = load("strategy: {budget: {grant_usd: 2 million USD}}")
        assert one.content_hash() == load("", f"{GRANT}=2e6", name="other").content_hash()


def test_one_value_of_a_group_leaves_the_others_as_they_are_declared_there():
    """A data mode or a vendor has defaults of its own, other than those of its class."""
    mode = "district.politics.data_sharing.modes.federated"
    vendor = "district.organisation.vendors.profiles.global_vendor"
    usual, file = Scenario.defaults(), Path(__file__).parents[2] / "scenarios" / "baseline.yaml"
    changed = load_scenario(file, [f"{mode}.hazard_multiplier=2", f"{vendor}.price=1.5"])
    for path in (f"{mode}.documents_avoided", f"{mode}.delay_days", f"{vendor}.skill"):
        assert changed.value(path) == usual.value(path), path
    assert changed.value(f"{mode}.hazard_multiplier") == 2
    assert changed.value(f"{vendor}.price") == 1.5
