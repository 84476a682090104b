"""The fifteen feedbacks that the model must have, each on twin runs (docs/model.md, patterns)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim.institutions.mogaha import HomeAffairs
from sim.model import DistrictModel
from sim.outcomes import OUTCOMES
from sim.scenario import load_scenario
from tests.direction.twins import (
    EVERYTHING,
    NOTHING,
    SEEDS,
    difference,
    falls,
    monthly,
    rises,
    runs,
)

S = "strategy."
ROOT = Path(__file__).parents[2]


def chances(results, decision: str) -> list[float]:
    """Return the chance written in the minutes beside each hearing of the Assembly."""
    found = []
    for tables in results:
        minutes = tables["decisions"]
        of = minutes[minutes["actor"] == "National Assembly"]
        of = of[of["decision"].str.contains(decision)]
        found += [json.loads(text)["chance"] for text in of["numbers"]]
    return found


def test_01_adoption_is_an_s_curve_under_a_ceiling_young_first():
    results = runs(EVERYTHING)
    m = monthly(results)
    gain = m["adoption_share"].diff(24)
    assert gain[25] < gain[60], "slow at first"
    assert gain[120] < gain[60], "slower again near the ceiling"
    assert (m["adoption_share"] <= m["access_share"]).all()
    groups = results[0]["groups"]
    late = groups[(groups["month"] == 120) & (groups["dimension"] == "age")]
    young, old = (late.set_index("group").loc[g, "adoption_share"] for g in ("20s", "60 and over"))
    assert young > 2 * old > 0
    ratios = []
    for month in (36, 120):
        now = groups[(groups["month"] == month)].set_index("group")["adoption_share"]
        ratios.append(now["60 and over"] / now["20s"])
    assert ratios[0] < ratios[1] < 1, "the gap closes, but only in part"
    educated = groups[(groups["month"] == 60)].set_index("group")["adoption_share"]
    assert educated["university"] > educated["high school"] > educated["junior high or less"]


def test_02_cases_and_sums_differ_firms_come_late_and_large():
    history = load_scenario(ROOT / "scenarios/history.yaml")
    paid, done = dict.fromkeys((2001, 2003), 0.0), dict.fromkeys((2001, 2003), 0.0)
    for seed in range(1, 5):  # sums have a heavy tail
        world = DistrictModel(history, seed=seed, sample=20_000, months=108)
        world.run()
        table = world.tables(("monthly",))["monthly"]
        for year in paid:
            months = table[table["date"].str.startswith(str(year))]
            paid[year] += months["local_tax_sums_online_usd"].sum()
            done[year] += months["local_tax_cases_online"].sum()
    mean = {year: paid[year] / done[year] for year in paid}
    assert paid[2003] / paid[2001] > 2 * done[2003] / done[2001], "the sums run ahead of the cases"
    assert mean[2003] > 2 * mean[2001], "the mean payment online grows"
    results = runs(sample=20_000, seeds=range(1, 3))
    groups = results[0]["groups"]
    sizes = groups[groups["dimension"] == "business size"].set_index(["month", "group"])
    users = sizes["adoption_share"]
    for month in (24, 60, 120):
        assert users[month, "50 or more employees"] > users[month, "sole trader"]
    first_half = users[60, "50 or more employees"] - users[1, "50 or more employees"]
    assert first_half > 3 * users[12, "50 or more employees"], "large firms come late"


def test_03_work_rises_before_it_falls_after_launches():
    many = {
        S + "accessibility.pace_applications_at_once": 40,
        S + "budget.own_funds_usd_per_year": 3e6,
        S + "budget.weight_accessibility": 1.0,
        S + "capacity.central_it_department": True,
    }
    ready = {
        S + "capacity.training_hours_clerk": 28.0,
        S + "capacity.job_guarantee": True,
        S + "capacity.manuals": 0.5,
        "district.politics.data_sharing.base_hazard_per_month": 0.05,
    }
    fast, slow = runs({**many, **ready}), runs(ready)
    assert rises(fast, slow, "backlog_cases", 9, 14)
    assert falls(fast, slow, "backlog_cases", 73, 120)
    assert falls(fast, slow, "satisfaction_employees", 15, 24)
    assert rises(fast, slow, "satisfaction_employees", 97, 120)


def test_04_yearly_renewal_is_cheaper_first_and_forgets_more():
    long, yearly = runs({S + "consolidation.contract_years": 3}), runs()
    assert rises(long, yearly, "vendor_price", 1, 12)
    assert rises(long, yearly, "vendor_knowledge", 13, 120)
    assert rises(long, yearly, "lock_in", 25, 120)
    assert rises(long, yearly, "applications_live", 7, 12), "no time lost to re-contracting"


def test_05_central_data_leak_less_and_open_slower_security_narrows_the_difference():
    mode, spending = S + "consolidation.data_mode", S + "consolidation.security_usd_per_year"
    opened = {
        "district.politics.data_sharing.base_hazard_per_month": 0.3,
        S + "budget.own_funds_usd_per_year": 1e6,
        S + "budget.weight_consolidation": 0.5,
    }
    hazards = {}
    for usd in (0.0, 400_000.0):
        for name in ("central", "shared", "federated"):
            m = monthly(runs({**opened, mode: name, spending: usd}, months=48))
            hazards[name, usd] = m["incident_hazard_per_year"].iloc[24:].mean()
    for many_doors in ("shared", "federated"):
        assert hazards["central", 0.0] < hazards[many_doors, 0.0]
        gap = hazards[many_doors, 0.0] - hazards["central", 0.0]
        assert hazards[many_doors, 400_000.0] - hazards["central", 400_000.0] < 0.5 * gap
    central = runs({**opened, mode: "central", spending: 0.0}, months=48)
    shared = runs({**opened, mode: "shared", spending: 0.0}, months=48)
    assert rises(central, shared, "days_to_complete", 25, 48), "access is slow"
    breach = ((30, "breach"),)
    hub = runs({**opened, mode: "central", spending: 0.0}, breach, months=48)
    copies = runs({**opened, mode: "shared", spending: 0.0}, breach, months=48)
    assert rises(hub, copies, "records_lost", 30, 48), "one big target"


def test_06_the_law_moves_only_with_the_peers_and_tips():
    base = runs()
    for tables in base + runs(EVERYTHING):
        m = tables["monthly"]
        if m["law_changed"].max() > 0:
            in_force = int(m["law_changed"].idxmax())
            assert (m.loc[in_force, "consenting_districts"] + 1) / 25 >= 0.6
    alone = runs({"district.politics.law.bandwagon_effect": 0.0})
    assert rises(base, alone, "consenting_districts", 73, 120), "company matters"
    unseen = runs({"district.politics.law.success_effect": 0.0})
    assert rises(base, unseen, "consenting_districts", 49, 96), "success matters"
    coalition = runs({S + "collaboration.coalition_posts": 3.0})
    assert rises(coalition, base, "consenting_districts", 25, 72)
    assert rises(coalition, base, "law_changed", 61, 120)
    first_half, second_half = [], []
    for tables in runs(EVERYTHING):
        consenting = tables["monthly"]["consenting_districts"]
        assert consenting.max() >= 16, "every world of this strategy gets there"
        first_half.append((consenting >= 8).idxmax())
        second_half.append((consenting >= 16).idxmax() - (consenting >= 8).idxmax())
    assert np.mean(second_half) < 0.6 * np.mean(first_half), "slow at first, then fast"
    nothing = runs(NOTHING)
    assert np.mean([t["monthly"]["law_changed"].iloc[-1] for t in nothing]) < 0.35
    assert np.mean([t["monthly"]["registers_open"].iloc[-1] for t in nothing]) < 0.5
    assert falls(nothing, base, "consenting_districts", 73, 120), "nobody follows nothing"
    assert HomeAffairs.label == "MOGAHA"


def test_07_the_second_million_is_refused_first_and_the_tactic_changes_the_odds():
    seeds = range(1, 41)
    first = [t["monthly"]["requests_refused"].iloc[0] for t in runs(months=1, seeds=seeds)]
    assert np.mean(first) > 0.9
    alone = np.mean(chances(runs(months=1, seeds=seeds), "supplementary"))
    smaller = np.mean(
        chances(runs({S + "budget.request_usd": 250_000.0}, months=1, seeds=seeds), "supplement")
    )
    assert smaller > alone, "size"
    proof = np.mean(
        chances(runs({**EVERYTHING, S + "budget.tactic": "after_proof"}), "supplementary")
    )
    assert proof > 3 * alone, "proof and timing"
    tactics = {}
    for tactic in ("ask_all", "phases", "after_proof", "coalition"):
        world = runs({**EVERYTHING, S + "budget.tactic": tactic})
        tactics[tactic] = np.mean(chances(world, "supplementary"))
    for patient in ("after_proof", "coalition"):
        assert tactics[patient] > 1.3 * tactics["ask_all"], "the same world, another tactic"
    joined = {S + "collaboration.coalition_posts": 3.0}
    coalition = np.mean(
        chances(runs({**joined, S + "budget.tactic": "coalition"}), "supplementary")
    )
    assert coalition > 3 * alone, "coalition"


def test_08_fear_slows_everything_guarantee_and_training_turn_it():
    safe = {
        S + "capacity.job_guarantee": True,
        S + "capacity.training_hours_clerk": 28.0,
        S + "capacity.training_hours_manager": 28.0,
        S + "capacity.manuals": 0.6,
        S + "budget.weight_capacity": 0.5,
    }
    trained, base = runs(safe), runs()
    assert falls(trained, base, "insecurity", 13, 120)
    assert rises(trained, base, "new_way_share", 25, 120)
    assert rises(trained, base, "satisfaction_employees", 13, 120)
    for tables in trained:
        assert tables["monthly"]["new_way_share"].iloc[-1] > 0.5, "and it lasts"
    unsafe = runs({**safe, S + "capacity.job_guarantee": False})
    assert falls(unsafe, trained, "new_way_share", 13, 120), "fear slows what training could do"
    assert falls(trained, base, "employees", 97, 120), "savings come through attrition"
    worst = min(
        (tables["monthly"]["employees"].shift(1) - tables["monthly"]["employees"]).max()
        for tables in trained
    )
    assert worst < 1387 * 0.02, "and never through a wave of dismissals"


def test_09_participation_raises_expectation_faster_than_capacity():
    open_ = {
        S + "participation.online_petitions": True,
        S + "participation.disclosure": 0.9,
        S + "participation.surveys_per_year": 12,
        S + "participation.meetings_broadcast_per_year": 12,
        S + "participation.ask_the_mayor": True,
        S + "budget.weight_participation": 0.5,
        S + "budget.own_funds_usd_per_year": 1e6,
    }
    base = runs({k: v for k, v in open_.items() if "budget" in k})
    unanswered = runs({**open_, S + "participation.staff_to_answer": 0.5})
    answered = runs({**open_, S + "participation.staff_to_answer": 20.0})
    assert rises(unanswered, base, "expectation_gap", 25, 120)
    assert falls(unanswered, base, "trust", 49, 120)
    assert rises(answered, unanswered, "trust", 49, 120)
    assert rises(answered, base, "trust", 49, 120)


@pytest.mark.parametrize("shock", ["breach", "forgery_stop"])
def test_10_a_breach_costs_trust_at_once_and_gives_it_back_slowly(shock):
    hit, base = runs(EVERYTHING, ((60, shock),), months=96), runs(EVERYTHING, months=96)
    at_once, _ = difference(hit, base, "trust", 60, 60)
    later, _ = difference(hit, base, "trust", 62, 62)
    healed, _ = difference(hit, base, "trust", 84, 96)
    assert at_once < -0.005
    assert 0.7 * at_once < later < 0.3 * at_once, "half of it is left after two months"
    assert abs(healed) < 0.2 * abs(at_once)
    before = difference(hit, base, "trust", 1, 59)[0]
    assert before == 0.0
    if shock == "forgery_stop":
        issued = hit[0]["monthly"]["documents_online"]
        assert issued.loc[61] == 0 or issued.loc[60] == 0
        assert issued.loc[55] > 0
        assert issued.loc[70] > 0


def test_11_growth_stalls_and_is_restarted():
    """Applications end after month 36; the willing are served; new services restart growth."""
    opened = {**EVERYTHING, "district.politics.law.consent_hazard_per_month": 0.05}
    stop = (36, ((S + "accessibility.pace_applications_at_once", 1),
                 (S + "budget.weight_accessibility", 0.0),
                 (S + "accessibility.outreach", 0.2)))  # fmt: skip
    restart = (73, ((S + "accessibility.pace_applications_at_once", 20),
                    (S + "budget.weight_accessibility", 0.8),
                    (S + "accessibility.outreach", 3.0),
                    (S + "participation.academy_seats", 3000)))  # fmt: skip
    stalled, again = runs(opened, (stop,)), runs(opened, (stop, restart))
    growth = monthly(stalled)["adoption_share"].diff(12)
    assert growth[72] < 0.7 * growth.max()
    new_growth = monthly(again)["adoption_share"].diff(12)
    assert new_growth.loc[85:108].max() > 1.2 * growth[72]
    assert rises(again, stalled, "adoption_share", 97, 120)


def test_12_integration_brings_more_than_isolated_applications():
    opened = {**EVERYTHING, "district.politics.data_sharing.base_hazard_per_month": 0.1}
    isolated = runs({**opened, S + "consolidation.integrate_applications": False})
    together = runs(opened)
    assert falls(together, isolated, "documents_carried", 49, 120)
    assert falls(together, isolated, "days_to_complete", 61, 120)
    assert rises(together, isolated, "online_transaction_share", 61, 120)


def test_13_a_change_of_mayor_can_break_the_programme():
    broken, base = runs({}, ((24, "new_mayor"),)), runs()
    assert falls(broken, base, "applications_live", 36, 46)
    assert falls(broken, base, "adoption_share", 60, 120)
    seen = [
        tables["decisions"]["decision"].str.contains("successor|new mayor|elected").any()
        for tables in base
    ]
    assert all(seen), "an election is held"


def test_14_a_channel_gains_use_only_where_it_removes_a_cost_or_a_gate():
    base = runs()
    boxes = {S + "accessibility.television_boxes": 30_000, S + "budget.grant_usd": 10e6}
    paid = monthly(runs(boxes))
    assert paid["television_share"].max() < 0.01, "paid for, and hardly used"
    assert monthly(base)["television_share"].max() == 0
    kiosks = S + "accessibility.kiosks"
    rich = {S + "budget.grant_usd": 10e6}
    usual, double = monthly(runs(rich)), monthly(runs({**rich, kiosks: 206}))
    assert double["kiosk_share"].mean() < 1.3 * usual["kiosk_share"].mean(), "no gate removed"
    cheap_trip = monthly(runs({**rich, "district.people.demand.document_hours": 0.0}))
    no_gate = monthly(runs({**rich, "district.people.access.certificate_ceiling": 1.0}))
    online = usual["online_transaction_share"].iloc[60:].mean()
    assert cheap_trip["online_transaction_share"].iloc[60:].mean() < online, "no cost to remove"
    phones = monthly(runs({**rich, "district.people.demand.phone_hours": 2.0}))
    assert phones["online_transaction_share"].iloc[60:].mean() > online, "a dear phone loses cases"
    assert (
        no_gate["online_transaction_share"].iloc[60:].mean()
        > usual["online_transaction_share"].iloc[60:].mean()
    ), "the certificate is a gate"
    offline = runs({"district.people.access.uplift_logit": -1.0})
    assert falls(offline, base, "online_transaction_share", 61, 120), "so is access"


def test_15_no_strategy_is_best_on_everything(pytestconfig):
    from sim.model import DistrictModel

    folder = pytestconfig.rootpath / "scenarios"
    files = [
        folder / "baseline.yaml",
        folder / "do_nothing.yaml",
        *sorted((folder / "strategies").glob("*.yaml")),
    ]
    ends = {}
    for file in files:
        scenario = load_scenario(file)
        rows = []
        for seed in SEEDS:
            model = DistrictModel(scenario, replicate=seed, sample=2000)
            model.run()
            rows.append(model.tables()["monthly"].iloc[-1])
        mean = {
            name: float(np.mean([row[name] for row in rows]))
            for name in ("adoption_share", "spending_cum_usd", "satisfaction_citizens")
        }
        ends[file.stem] = (
            mean["adoption_share"], -mean["spending_cum_usd"], mean["satisfaction_citizens"]
        )  # fmt: skip
    front = [
        name for name, mine in ends.items()
        if not any(
            all(o >= m for o, m in zip(other, mine, strict=True)) and other != mine
            for other in ends.values()
        )
    ]  # fmt: skip
    assert len(front) >= 3, f"on the front: {front}"
    nothing = ends["do_nothing"]
    assert any(end[2] > nothing[2] + 0.3 for end in ends.values()), "some raise satisfaction"
    best = [max(ends, key=lambda name, k=k: ends[name][k]) for k in range(3)]
    assert len(set(best)) > 1, f"'{best[0]}' is best on everything"
    assert {"adoption_share", "spending_cum_usd", "satisfaction_citizens"} <= {
        outcome.name for outcome in OUTCOMES
    }
