"""Dated facts of a scenario: what others decided happens on its date, and nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.data.tables import applications, first_of_line
from sim.kernels import case as n
from sim.measures import DAYS_A_MONTH
from sim.month import offer_table
from sim.scenario.schema import Event
from sim.services.look_ups import LookUps
from tests.worlds import small_world

CAR_TAX = "Car tax look-up and payment"
NOTHING_YET = {"district.organisation.projects.live_at_start": False}


def _minutes(world, what):
    return [row[0] for row in world.minutes.decisions if what in row[2]]


def test_an_application_opens_on_its_date_and_is_not_built_before():
    world = small_world(timeline=(Event(month=8, open=(CAR_TAX,), note="as it was"),), months=12)
    project = world.portfolio.named(CAR_TAX)
    for month in range(1, 13):
        world.step()
        assert project.is_live == (month >= 8)
        assert project.phase != "development"
    assert _minutes(world, f"opens '{CAR_TAX}'") == [8]


def test_without_the_applications_of_2002_nothing_is_live():
    world = small_world(NOTHING_YET, months=1)
    assert world.portfolio.n_live == 0
    assert not world.begins_as_the_case
    assert small_world(months=1).portfolio.n_live == sum(a.live_at_start for a in applications())


def test_registers_law_and_document_types_come_on_their_dates():
    facts = (
        Event(month=2, open_register=("vehicle",)),
        Event(month=3, law_in_force=True),
        Event(month=4, document_types=24),
    )
    world = small_world(timeline=facts, months=5)
    seen = []
    while world.month < 5:
        world.step()
        seen.append(
            (world.moic.registers["vehicle"].is_open, world.home_affairs.law_changed,
             world.look_ups.types)
        )  # fmt: skip
    assert seen[0] == (False, False, 0)
    assert seen[1:] == [(True, False, 0), (True, True, 0), (True, True, 24), (True, True, 24)]


def test_look_ups_take_the_documents_that_were_counted():
    look_ups = LookUps(100.0)
    assert look_ups.share_of_need == 0.0
    look_ups.types = 92
    assert look_ups.share_of_need == pytest.approx(65.0 / 108.67, abs=0.01)


def test_documents_looked_up_are_fetched_by_nobody():
    world = small_world(timeline=(Event(month=2, document_types=92),), months=2)
    world.step()
    before = offer_table(world, False)[n.DOCUMENTS_DESK].copy()
    world.step()
    after = offer_table(world, False)[n.DOCUMENTS_DESK]
    np.testing.assert_allclose(after, before * (1.0 - world.look_ups.share_of_need))


def test_a_stop_of_issuing_takes_the_days_it_lasted():
    stop = Event(month=9, shock="forgery_stop", day=23, days=48)
    world = small_world(timeline=(stop,), months=12)
    world.run()
    shares = [world.incidents.stopped_share(month) for month in range(8, 13)]
    assert shares[0] == 0.0
    assert shares[1] == pytest.approx(1 - 22 / DAYS_A_MONTH)
    assert shares[2] == 1.0
    assert sum(shares) * DAYS_A_MONTH == pytest.approx(48)


def test_a_leak_elsewhere_shakes_trust_but_closes_no_register():
    quiet, shaken = (
        small_world(timeline=facts, months=4)
        for facts in ((), (Event(month=3, shock="leak_elsewhere", size=2.0),))
    )
    for world in (quiet, shaken):
        world.run()
    assert shaken.trust_citizens < quiet.trust_citizens
    assert shaken.incidents.leaks == quiet.incidents.leaks
    assert shaken.moic.frozen_until == quiet.moic.frozen_until


def test_the_grant_is_paid_when_the_timeline_raises_it():
    path = "strategy.budget.grant_usd"
    world = small_world({path: 0.0}, timeline=(Event(month=6, changes={path: 1e6}),), months=8)
    world.run()
    paid = [e for e in world.ledger.entries if "pilot grant" in e.note]
    assert [(e.month, e.cents) for e in paid] == [(6, 100_000_000)]


def test_tax_agents_file_a_known_share():
    agents = "district.politics.partners."
    world = small_world(
        {agents + "agents_share": 0.8, agents + "agents_join_per_year": 0.5},
        timeline=(Event(month=1, open=("Resident tax withheld by employers",)),),
        months=24, sample=4000,
    )  # fmt: skip
    online = cases = 0.0
    while world.month < 24:
        world.step()
        row = world.business_users.counts_of_applications[38]
        if world.month > 12:
            online, cases = online + row[n.INTERNET] - row[n.FAILED], cases + row[n.NEEDS]
    expected = 0.8 * np.mean([1 - np.exp(-0.5 * month / 12) for month in range(13, 25)])
    assert world.tax_agents.share_of_filings == pytest.approx(0.8 * (1 - np.exp(-1.0)))
    assert online / cases == pytest.approx(expected, abs=0.08)


def test_agents_file_nothing_that_is_not_open_and_others_fail_as_usual():
    agents = "district.politics.partners."
    world = small_world(
        {agents + "agents_share": 0.5, agents + "agents_join_per_year": 5.0,
         "district.people.choice.business_threshold": -1.0,
         "district.people.awareness.campaign_hazard_per_year": 1.0},
        timeline=(Event(month=1, open=("Resident tax withheld by employers",)),),
        months=60, sample=8000,
    )  # fmt: skip
    closed = world.portfolio.named("Corporate resident tax filing").spec.id
    tried, failed, others, others_failed = 0.0, 0.0, 0.0, 0.0
    while world.month < 60:
        world.step()
        counts = world.business_users.counts_of_applications
        assert world.portfolio.projects[closed].is_live or counts[closed, n.INTERNET] == 0
        by_agents = world.tax_agents.share_of_filings * counts[38, n.NEEDS]
        tried += counts[38, n.INTERNET] - by_agents
        failed += counts[38, n.FAILED]
        others += counts[:37, n.INTERNET].sum()
        others_failed += counts[:37, n.FAILED].sum()
    assert failed / tried == pytest.approx(others_failed / others, rel=0.4)


def test_a_box_without_the_portal_does_nothing():
    world = small_world({"strategy.accessibility.television_boxes": 4000}, months=3)
    world.run()
    television = world.portfolio.named("Television portal for daily information")
    assert not television.is_live
    assert sum(month["counts"][:, n.TELEVISION].sum() for month in world.history) == 0


def test_the_hazard_of_a_leak_does_not_depend_on_when_the_run_begins():
    world, early = small_world(months=1), small_world(NOTHING_YET, months=1)
    for each in (world, early):
        each.run()
    assert early.incidents.hazard_per_year(early) < world.incidents.hazard_per_year(world)


def test_cases_of_a_line_fall_on_its_applications_by_weight():
    world = small_world(months=24, sample=4000)
    world.run()
    counts = world.citizens_users.counts_of_applications
    total = np.zeros_like(counts)
    again = small_world(months=24, sample=4000)
    while again.month < 24:
        again.step()
        total += again.citizens_users.counts_of_applications
    first = first_of_line()
    needs = total[first[0] : first[1], n.NEEDS]
    weights = [spec.weight for spec in applications() if spec.line == 0]
    np.testing.assert_allclose(needs / needs.sum(), weights, atol=0.01)


def test_the_mail_list_grows_and_a_poll_is_answered_by_its_share():
    rules = "district.people.participation."
    world = small_world(
        {rules + "list_join_per_month": 0.2, rules + "poll_response_share": 0.05,
         "strategy.participation.surveys_per_year": 6},
        months=24, sample=4000,
    )  # fmt: skip
    members, answers = [], []
    while world.month < 24:
        world.step()
        members.append(world.mail_list.members)
        answers.append(world.mail_list.answers)
    assert members == sorted(members)
    held = [month for month, count in enumerate(answers, 1) if count > 0]
    assert held == list(range(2, 25, 2))
    assert answers[-1] / members[-1] == pytest.approx(0.05, rel=0.15)
