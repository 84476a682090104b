"""`sim.Session`: a term in rounds, and the scenario that it is."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.errors import OutputError, ScenarioError, UserError
from sim.session.levers import lever_paths
from sim.session.report import ONE_WORLD

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "scenarios/baseline.yaml"
CLERKS = "strategy.capacity.training_hours_clerk"
SMALL = {"sample": 300, "months": 24}


def small(**settings) -> sim.Session:
    return sim.Session(BASE, **{**SMALL, **settings})


def monthly(session: sim.Session) -> pd.DataFrame:
    return session.model.tables(("monthly",))["monthly"]


def played() -> sim.Session:
    """A session with levers before rounds 1, 2 and 3, and one set for round 4."""
    session = small()
    session.set({"outreach": 2, CLERKS: "30 hours/year"})
    session.go_on()
    session.set({"job_guarantee": "yes", "academy_seats": 500, "data_mode": "shared"})
    session.go_on()
    session.set({"tactic": "phases", "weight_capacity": 0.3, "promises": "30 %"})
    session.go_on()
    session.set({"kiosks": 50})
    return session


def of_run(file: Path, months: int) -> pd.DataFrame:
    """Return what `egov run` finds for a saved session, in the session's world."""
    result = sim.run(
        file, overrides=["run.replications=1", "run.full_run=no"], workers=1, progress="none"
    )
    table = result.monthly
    assert set(table["replicate"]) == {1}
    return table[table["month"] <= months].drop(columns="replicate").reset_index(drop=True)


# The record is a scenario -----------------------------------------------------------------


def test_a_run_of_the_saved_file_gives_the_same_numbers(tmp_path):
    session = played()
    session.go_on()
    file = session.save(tmp_path / "term")
    assert file == tmp_path / "term.yaml"
    found = of_run(file, 24)
    here = monthly(session)
    pd.testing.assert_frame_equal(here, found[list(here)], check_exact=True)


def test_half_a_term_is_the_beginning_of_the_run_of_its_file(tmp_path):
    session = played()
    here = monthly(session)
    assert len(here) == 18
    found = of_run(session.save(tmp_path / "term.yaml"), 18)
    pd.testing.assert_frame_equal(here, found[list(here)], check_exact=True)


def test_a_base_with_a_timeline_and_draws_of_its_own_is_kept(tmp_path):
    base = tmp_path / "base.yaml"
    base.write_text(
        "schema: 1\n"
        "uncertain: {district.economics.hourly_wage_usd: {uniform: [5, 12]}}\n"
        "timeline:\n"
        "  - {month: 2002-08, set: {strategy.accessibility.outreach: 3}}\n"
        "  - {month: 7, set: {strategy.accessibility.kiosks: 200}}\n"
        "  - {month: 9, shock: breach, size: 2}\n"
    )
    session = sim.Session(base, sample=300, months=18, seed=7)
    session.set({"outreach": 0.5})  # the mayor's word stands above the base's first event
    session.go_on()
    assert session.model.levers.accessibility.outreach == 0.5
    session.set({"kiosks": 10})
    session.go_on()
    assert session.model.levers.accessibility.kiosks == 10
    session.go_on()
    file = session.save(tmp_path / "deep" / "term.yaml")
    here = monthly(session)
    pd.testing.assert_frame_equal(here, of_run(file, 18)[list(here)], check_exact=True)
    again = sim.Session.load(file)
    pd.testing.assert_frame_equal(here, monthly(again), check_exact=True)
    again.undo(2)  # rounds 3 and 2
    assert again.waiting == {"strategy.accessibility.kiosks": 10}
    # A session may start from the file of another one.
    other = sim.Session(file, sample=300, months=18)
    other.set({"kiosks": 11})
    other.go_on()
    third = sim.Session.load(other.save(tmp_path / "third.yaml"))
    assert third.round == 1
    assert third.scenario.content_hash() == other.scenario.content_hash()


def test_the_file_says_what_it_is_and_lints(tmp_path):
    file = played().save(tmp_path / "term.yaml")
    text = file.read_text()
    assert text.startswith("# A session of `egov play`")
    assert "# session: 3 rounds of 6 months played" in text
    assert 'month: "2003-02"' in text
    assert not [finding for finding in sim.lint(file) if finding.level == "error"]
    assert sim.load_scenario(file).run.months == 24


def test_a_session_made_in_python_is_saved_whole(tmp_path):
    base = sim.load_scenario(BASE, ["strategy.budget.grant_usd=2000000"])
    session = sim.Session(base, **SMALL)
    session.set({"outreach": 2})
    session.go_on()
    session.set({"kiosks": 5})
    session.go_on()
    again = sim.Session.load(session.save(tmp_path / "whole.yaml"))
    pd.testing.assert_frame_equal(monthly(session), monthly(again), check_exact=True)


def test_load_goes_on_where_it_was(tmp_path):
    session = played()
    again = sim.Session.load(session.save(tmp_path / "term.yaml"))
    assert again.is_saved
    assert (again.round, again.month, again.waiting) == (3, 18, session.waiting)
    pd.testing.assert_frame_equal(monthly(session), monthly(again), check_exact=True)
    for one in (session, again):
        one.go_on()
    pd.testing.assert_frame_equal(monthly(session), monthly(again), check_exact=True)
    again.undo(again.can_undo)
    assert (again.round, again.waiting) == (0, {})


# Undo -------------------------------------------------------------------------------------


def test_undo_takes_back_a_set_or_a_round_and_playing_again_gives_the_same():
    session = played()
    table = monthly(session)
    session.undo()  # the kiosks
    assert session.waiting == {}
    session.undo()  # round 3
    assert session.round == 2
    assert session.waiting["strategy.budget.tactic"] == "phases"
    session.go_on()
    pd.testing.assert_frame_equal(monthly(session), table, check_exact=True)
    session.undo(session.can_undo)
    assert session.month == 0
    with pytest.raises(UserError, match="nothing to undo: this is the start"):
        session.undo()


def test_undo_of_more_than_there_is_changes_nothing():
    session = small()
    session.set({"outreach": 2})
    with pytest.raises(UserError, match="only 1 steps can be undone, not 9"):
        session.undo(9)
    with pytest.raises(UserError, match="1 or more, not 0"):
        session.undo(0)
    assert session.waiting == {"strategy.accessibility.outreach": 2.0}


def test_the_end_of_a_term(monkeypatch):
    session = small(months=7)
    assert session.rounds == 2
    session.go_on()
    report = session.go_on()
    assert (session.month, session.is_over, report.month) == (7, True, 7)
    with pytest.raises(UserError, match="the term is over: all 2 rounds are played"):
        session.go_on()
    with pytest.raises(UserError, match="no lever can be set any more"):
        session.set({"outreach": 2})
    assert session.report().money.running == 0


def test_ctrl_c_in_mid_round_leaves_the_session_as_it_was(monkeypatch):
    session = played()
    table = monthly(session)

    def stop(world, month):
        world.step()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sim.session.session.step_to", stop)
        with pytest.raises(KeyboardInterrupt):
            session.go_on()
    assert (session.round, session.model.month) == (3, 18)
    pd.testing.assert_frame_equal(monthly(session), table, check_exact=True)


# Money ------------------------------------------------------------------------------------


def test_prices_are_those_of_the_mayors_own_costs():
    session = small()
    world = session.model
    usual = sum(usd for part in world.mayor.monthly_costs(world.levers).values() for _, usd in part)
    assert session.money.running == pytest.approx(6 * usual)
    assert session.cost_usd({"outreach": 2}) == pytest.approx(
        6 * world.district.prices.outreach_usd_per_month
    )
    assert session.levers["outreach"].price_usd == pytest.approx(
        6 * world.district.prices.outreach_usd_per_month
    )
    assert session.levers["kiosk_hours_extended"].price_usd > 0
    assert session.levers["job_guarantee"].price_usd is None
    assert session.levers["one_sign_on"].once_usd == world.district.prices.sign_on_usd
    assert session.cost_usd({"job_guarantee": True}) == 0


def test_what_is_in_hand_is_what_came_in_less_what_was_spent():
    session = small()
    expected = session.money.coming_in
    before = 0.0
    for _ in range(3):
        money = session.go_on().money
        assert money.in_hand == pytest.approx(before + money.received - money.spent, abs=0.005)
        before = money.in_hand
    assert expected == pytest.approx(1_100_000)


def test_savings_that_come_back_are_expected_to_the_cent():
    session = small(months=36)
    for _ in range(4):
        session.go_on()
    expected, index = session.money.coming_in, session.model.mayor.budget_index
    session.go_on()
    surprise = session.model.mayor.budget_index / index
    got = session.report().money.received
    savings = expected - 100_000 * index
    assert got == pytest.approx(100_000 * index * surprise + savings, abs=0.1)
    assert savings > 0


def test_over_budget_is_refused_and_nothing_changes():
    session = small()
    money = session.money
    dear = {"access_centres": 100, "academy_seats": 10_000, "staff_to_answer": 40}
    with pytest.raises(UserError, match="over budget: these levers cost USD") as refused:
        session.set(dear)
    assert "\n" not in str(refused.value)
    assert session.waiting == {}
    assert session.money == money
    assert session.can_undo == 0
    session.set(dear, over_budget=True)  # as the environment does
    assert session.money_left_usd < 0
    session.set({"academy_seats": 9_000})  # cheaper is always allowed
    session.go_on()


def test_a_pillar_that_cannot_pay_is_named():
    session = small()
    session.go_on()
    (remark,) = session.set({"coalition_posts": 10})
    assert remark.startswith("collaboration has about USD")
    assert "weight_collaboration" in remark


# What the mayor is told -------------------------------------------------------------------


def test_the_report_is_of_one_world_and_says_so():
    session = small()
    start = session.report()
    assert start["adoption_share"].value is None
    assert start["satisfaction_citizens"].value == pytest.approx(58)
    first, second = session.go_on(), session.go_on()
    assert first["adoption_share"].change is None
    change = second["adoption_share"].value - first["adoption_share"].value
    assert second["adoption_share"].change == pytest.approx(change)
    assert monthly(session)["adoption_share"].iloc[-1] == second["adoption_share"].value
    for report in (start, first, second):
        assert ONE_WORLD in str(report)
        assert max(map(len, str(report).splitlines())) <= 80
    assert second.table.loc["trust", "value"] == second["trust"].value


def test_moods_have_numbers_behind_them():
    session = small(months=36)
    start = {mood.who: mood for mood in session.report().moods}
    assert list(start) == [
        "Home affairs", "Assembly", "Information ministry", "Vendor", "Citizens", "Employees",
    ]  # fmt: skip
    other = small(months=36)
    other.set({"job_guarantee": True, "training_hours_clerk": 40, "contract_years": 3,
               "weight_capacity": 0.5})  # fmt: skip
    for one in (session, other):
        for _ in range(4):
            one.go_on()
    plain = {mood.who: mood.score for mood in session.report().moods}
    kind = {mood.who: mood.score for mood in other.report().moods}
    assert all(0 <= score <= 100 for score in [*plain.values(), *kind.values()])
    assert kind["Employees"] > plain["Employees"] + 5
    assert kind["Vendor"] > plain["Vendor"]


def test_the_mood_of_citizens_and_the_table_tell_the_same_change():
    """Both take satisfaction over the same months, so that they cannot contradict each other."""
    session = small(months=24)
    start = session.report()["satisfaction_citizens"].value
    assert "since the start" not in session.report().moods[4].because
    for months in (6, 12, 12):
        report = session.go_on()
        now = report["satisfaction_citizens"].value
        citizens = next(mood for mood in report.moods if mood.who == "Citizens")
        numbers = dict(citizens.clauses)["satisfaction"]
        assert citizens.score == pytest.approx(now)
        assert numbers == {"change": pytest.approx(now - start), "months": months}


def test_the_assemblys_mood_is_the_chance_in_its_minutes():
    session = small()
    session.go_on()
    session.go_on()
    assembly = session.model.assembly
    refused = [d for d in session.model.minutes.decisions if d.actor == assembly.label]
    assert 0 < assembly.chance_of_grant(1e6, 3) < assembly.chance_of_grant(1e6, 0) < 1
    assert refused


def test_news_comes_with_what_matters_first():
    session = small()
    session.go_on()
    news = session.news()
    assert "grants" in news[0].decision or "refuses" in news[0].decision
    assert all(item.month <= 6 for item in news)
    kinds = [(item.actor, item.decision) for item in news]
    assert len(set(kinds)) == len(kinds)
    session.go_on()
    assert all(7 <= item.month <= 12 for item in session.news())


def test_short_names_are_unique():
    names = [path.rpartition(".")[2] for path in lever_paths().values()]
    assert len(names) == len(set(names)) > 40


def test_every_lever_can_be_set_in_mid_term():
    session = small(months=18)
    session.go_on()
    for lever in session.levers.values():
        session.set({lever.name: lever.now})
    report = session.go_on()
    assert len(report.set) == 0
    assert math.isfinite(report["trust"].value)


def test_the_scorecard_lays_the_term_beside_the_strategies(tmp_path):
    session = small(months=12, sample=200)
    with pytest.raises(UserError, match="at the end of the term, after round 2"):
        session.scorecard()
    session.set({"outreach": 3})
    session.go_on()
    session.go_on()
    card = session.scorecard()
    assert card.table.index[0] == "your term"
    assert "training_first" in card.table.index
    assert card.table.loc["your term", "adoption_share"] == session.report()["adoption_share"].value
    plain = small(months=12, sample=200)
    plain.go_on()
    plain.go_on()
    value = plain.report()["adoption_share"].value
    assert card.table.loc["baseline", "adoption_share"] == value
    text = str(card)
    assert "one world" in text
    assert "egov compare" in text
    assert "FILE" in card.command
    file = session.save(tmp_path / "mine.yaml")
    assert file.as_posix() in session.scorecard().command
    with pytest.raises(UserError, match="no strategy file"):
        session.scorecard(tmp_path / "empty")


def test_more_months_do_not_change_the_first_ones():
    short, long = small(months=12), small(months=48)
    for session in (short, long):
        session.go_on()
        session.go_on()
    pd.testing.assert_frame_equal(monthly(short), monthly(long), check_exact=True)


# Bad input --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shared() -> sim.Session:
    """A session that no test changes."""
    return sim.Session(BASE, sample=200, months=6)


WEIGHTS = [name for name in lever_paths() if name.startswith("weight_")]
BAD_LEVERS = [
    ({"outreech": 2}, "outreech is not a lever. Did you mean outreach?"),
    ({"strategy.accessibility.outreech": 2}, "Did you mean outreach?"),
    ({"training": 2}, "Do you mean one of training_hours_clerk, training_hours_manager"),
    ({"zzz": 2}, "zzz is not a lever. The word `levers` lists them all."),
    ({"residents": 5}, "residents is not a lever: it describes the district"),
    ({"run.months": 5}, "run.months is not a lever: it describes the run"),
    ({"grant_usd": 5e6}, "the Ministry of Planning and Budget decides it"),
    ({"own_funds_usd_per_year": 5e6}, "the district council decides it"),
    ({"kiosks": 1000}, "kiosks is 1000, which is above what is allowed: a whole number from 0"),
    ({"kiosks": 2.5}, "kiosks is 2.5, but it must be a whole number"),
    ({"outreach": "lots"}, 'outreach is "lots", but a number is needed'),
    ({"outreach": -1}, "outreach is -1, which is below"),
    ({"outreach": float("nan")}, "outreach is nan, but it must be"),
    ({"outreach": True}, 'outreach is "True", but it must be a number'),
    ({"outreach": None}, "outreach is empty"),
    ({"outreach": [1, 2]}, "outreach takes one value"),
    ({"training_hours_clerk": "30 days/year"}, "its unit is hours/year"),
    ({"job_guarantee": "perhaps"}, "must be yes or no"),
    (dict.fromkeys(WEIGHTS, 0), "the five weights of the budget would all be 0"),
    ({"data_mode": "centrall"}, 'Did you mean "central"?'),
]


@pytest.mark.parametrize(("changes", "words"), BAD_LEVERS)
def test_a_bad_lever_is_refused_in_a_sentence(shared, changes, words):
    session = shared
    with pytest.raises(UserError) as refused:
        session.set({"kiosks": 50, **changes})
    assert words in str(refused.value)
    assert session.waiting == {}
    with pytest.raises(UserError):
        session.cost_usd(changes)


def test_the_last_weight_above_zero_cannot_be_taken_away():
    session = sim.Session(BASE, sample=200, months=6)
    assert len(WEIGHTS) == 5
    session.set(dict.fromkeys(WEIGHTS[1:], 0))
    with pytest.raises(UserError, match="no pillar would get any money"):
        session.set({WEIGHTS[0]: 0})
    session.set({WEIGHTS[0]: 0, WEIGHTS[1]: 0.1})


def test_a_switch_is_yes_or_no_in_every_text(shared):
    assert shared.levers["job_guarantee"].allowed == "yes or no"


def test_all_bad_levers_are_named_at_once(shared):
    with pytest.raises(UserError) as refused:
        shared.set({"outreech": 2, "kiosks": -1})
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"months": 0}, "a term takes 1 to 120 months, not 0"),
        ({"months": 121}, "1 to 120"),
        ({"months_per_round": 13}, "a round takes 1 to 12 months"),
        ({"sample": 5}, "run.sample is 5"),
        ({"sample": 10**7}, "larger than the district"),
        ({"seed": -1}, "run.seed is -1"),
    ],
)
def test_a_session_that_cannot_be(settings, words):
    with pytest.raises(UserError) as refused:
        sim.Session(BASE, **settings)
    assert words in str(refused.value)


def test_files_that_are_no_session(tmp_path):
    with pytest.raises(UserError, match="a scenario, but no saved session") as refused:
        sim.Session.load(BASE)
    assert "egov play" in str(refused.value)
    broken = tmp_path / "broken.yaml"
    broken.write_text("schema: 1\nstrategy: [\n")
    with pytest.raises(ScenarioError, match="yaml, line"):
        sim.Session.load(broken)
    with pytest.raises(ScenarioError, match="no such file"):
        sim.Session.load(tmp_path / "nothing.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(ScenarioError):
        sim.Session.load(tmp_path / "bytes.yaml")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('month: "2003-02"', 'month: "2003-03"', "not at the start of a round of 6 months"),
        ("# session: 3 rounds", "# session: 9 rounds", "do not fit its term"),
        ("# session: 3 rounds", "# session: 1 rounds", "levers are set for later than round 2"),
        ("6 months played", "66 months played", "do not fit its term"),
        ("strategy:", "district: {residents: 400000}\nstrategy:", "changes more than levers"),
        ("session, round 2", "mine", "changes more than levers"),
    ],
)
def test_a_session_edited_by_hand_says_what_is_wrong(tmp_path, old, new, words):
    file = played().save(tmp_path / "term.yaml")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    with pytest.raises(UserError) as refused:
        sim.Session.load(file)
    assert words in str(refused.value)


def test_nothing_is_overwritten_without_force(tmp_path):
    session = small()
    file = session.save(tmp_path / "term.yaml")
    session.set({"outreach": 2})
    before = file.read_bytes()
    with pytest.raises(OutputError, match="this file exists"):
        session.save(file)
    assert file.read_bytes() == before
    assert not session.is_saved
    session.save(file, force=True)
    assert session.is_saved
    assert file.read_bytes() != before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["term.yaml"]
    base = tmp_path / "base.yaml"
    base.write_text("schema: 1\n")
    with pytest.raises(OutputError, match="the session starts from this file"):
        sim.Session(base, **SMALL).save(base, force=True)
    (tmp_path / "dir.yaml").mkdir()
    with pytest.raises(OutputError, match="folder"):
        session.save(tmp_path / "dir.yaml", force=True)
    with pytest.raises(OutputError, match="not a folder"):
        session.save(file / "below.yaml")


def test_the_seed_is_the_luck():
    one, same, other = (small(seed=seed, months=6) for seed in (1, 1, 2))
    tables = []
    for session in (one, same, other):
        session.go_on()
        tables.append(monthly(session))
    pd.testing.assert_frame_equal(tables[0], tables[1], check_exact=True)
    assert not np.array_equal(tables[0]["trust"], tables[2]["trust"])
