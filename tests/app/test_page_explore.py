"""Explore in a real browser: levers, charts, lines and requests."""

from __future__ import annotations

import json
import re

import pytest

from tests.app.browsing import drawn, holds, lever, moved, opened, state_of
from tests.app.serving import small, until

OUTREACH = "strategy.accessibility.outreach"
CHARTS = 9
THUMB = 18
MOST_BYTES = 400_000

pytestmark = pytest.mark.slow


def bodies(page):
    return [json.loads(sent.post_data) for sent in page.asked if sent.url.endswith("/api/run")]


def test_it_shows_charts_with_sentence_and_table_and_says_what_they_are(page):
    assert page.locator(".charts .chart canvas").count() == CHARTS
    assert "not a forecast" in page.locator("#top").inner_text()
    assert "one pair of twin runs" in page.locator("#shown").inner_text()
    assert "sample of 200 residents" in page.locator("#shown").inner_text()
    for chart in page.locator(".charts .chart").all():
        sentence = chart.locator(".sentence").inner_text()
        assert re.match(
            r"After 6 months.*: the baseline and yours alike .+\. Month 1: .+\.", sentence
        )
        assert sentence in chart.locator(".picture").get_attribute("aria-label")
    first = page.locator(".charts .chart").first
    first.locator("summary").click()
    assert first.locator("tbody tr").count() == 6
    assert first.locator("thead th").all_inner_texts() == ["Month", "baseline", "yours"]


def test_nothing_comes_from_outside_and_little_from_here(chromium, server):
    with opened(chromium, server) as page:
        drawn(page)
        sizes = page.evaluate("""['navigation', 'resource'].flatMap((kind) =>
            performance.getEntriesByType(kind).map((one) => one.decodedBodySize))""")
        assert {sent.url.split("/")[2] for sent in page.asked if "://" in sent.url} == {
            f"127.0.0.1:{server.port}"
        }
        assert page.said == []
        assert 50_000 < sum(sizes) < MOST_BYTES
        assert page.evaluate("document.cookie") == ""


def test_a_lever_moves_charts_words_and_link(chromium, server):
    with opened(chromium, server, state=small(months=12)) as page:
        drawn(page)
        assert "Nothing is changed" in page.locator(".findings").inner_text()
        moved(page, OUTREACH, 5)
        drawn(page, 2)
        holds(page, "document.querySelectorAll('.findings li').length === 9")
        row = page.locator(f'[data-path="{OUTREACH}"]')
        assert row.locator("output").inner_text() == "5"
        assert "one run" in page.locator(".change").first.inner_text()
        assert state_of(page)["set"] == {OUTREACH: 5}
        row.get_by_role("button", name="Put back").click()
        drawn(page, 3)
        assert state_of(page)["set"] == {}
        page.go_back()
        holds(page, f"document.querySelector('[data-path=\"{OUTREACH}\"].changed')")


def test_a_chart_ends_with_the_numbers_of_its_headline(chromium, server):
    state = small(strategy__accessibility__outreach=4, months=24)
    with opened(chromium, server, state=state, settings={"refine": 1}) as page:
        with page.expect_response(lambda one: '"stage":1' in (one.request.post_data or "")) as got:
            page.wait_for_selector('.view[data-stage="1"]')
        rows = {row["outcome"]: row for row in got.value.json()["headline"]}
        for name, unit in (("adoption_share", "share"), ("backlog_cases", "cases")):
            row, card = rows[name], page.locator(f'[data-outcome="{name}"]')
            script = """async ([row, unit]) => {
                const { together } = await import('/static/numbers.js');
                const told = together(unit, { values: [row.baseline, row.yours],
                    differences: [row.difference],
                    intervals: row.verdict === 'equal' ? [] : [[row.low, row.high]] });
                return [told.value(row.baseline), told.value(row.yours),
                    told.difference(row.difference)]; }"""
            before, after, difference = page.evaluate(script, [row, unit])
            window = " (mean of the last 12 months)" if unit == "cases" else ""
            assert (
                card.locator(".sentence")
                .inner_text()
                .startswith(
                    f"After 2 years{window}: the baseline {before}, yours {after}. Month 1: "
                )
            )
            assert card.locator(".change strong").inner_text() == difference
        legend = page.locator(".legend").inner_text()
        assert "Bold: mean after 2 years, 95 % interval" in legend


def test_a_change_without_effect_is_not_called_no_change(chromium, server):
    state = small(strategy__budget__request_usd=0)
    with opened(chromium, server, state=state) as page:
        drawn(page)
        said = page.locator(".findings").inner_text()
        assert said == "What is changed makes no difference to these outcomes in 6 months."


def test_on_a_phone_a_chart_stands_above_the_levers(chromium, server):
    with opened(chromium, server, width=390, height=844) as page:
        drawn(page)
        page.locator(".levers-toggle").click()
        script = """(() => {
            const top = document.querySelector('.side').getBoundingClientRect().top;
            return [...document.querySelectorAll('.charts .picture')].some((one) => {
                const box = one.getBoundingClientRect();
                return box.top >= 0 && box.bottom <= top; }); })()"""
        holds(page, script)


def test_one_request_is_on_its_way_and_the_latest_waits(chromium, server):
    with opened(chromium, server) as page:
        drawn(page)
        before = len(bodies(page))
        script = """(one) => { for (let k = 1; k <= 40; k += 1) {
            one.value = 1 + k / 20; one.dispatchEvent(new Event('input')); } }"""
        lever(page, OUTREACH).evaluate(script)
        drawn(page, 2)
        page.wait_for_selector('.view[data-waits="no"]')
        sent = bodies(page)[before:]
        assert [body["state"]["set"][OUTREACH] for body in sent] in ([3], [1.05, 3])
        assert {OUTREACH: 3.01} in sent[-1]["ahead"]
        assert len(sent[-1]["ahead"]) <= 8
        assert page.locator(f'[data-path="{OUTREACH}"] output').inner_text() == "3"
        assert page.said == []


def asked_ahead(page):
    return [json.loads(one.post_data)["ahead"] for one in page.asked if one.url.endswith("/ahead")]


@pytest.mark.parametrize("share", [0.02, 0.4, 0.97])
def test_what_the_pointer_rests_on_is_computed_ahead(page, share):
    slider = lever(page, OUTREACH)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    x, y = box["x"] + share * box["width"], box["y"] + box["height"] / 2
    inside = (x - box["x"] - THUMB / 2) / (box["width"] - THUMB)
    value = round(500 * min(1, max(0, inside))) / 100

    def is_asked():
        page.wait_for_timeout(20)
        return asked_ahead(page)[-1:] and asked_ahead(page)[-1][0] == {OUTREACH: value}

    page.mouse.move(x - 30, y)
    page.mouse.move(x, y)
    until(is_asked, "the page to look ahead")
    assert len(asked_ahead(page)[-1]) <= 8
    page.mouse.down()
    page.mouse.up()
    assert float(slider.input_value()) == value
    page.mouse.move(5, 5)


def test_a_drag_looks_ahead_in_its_direction(chromium, server):
    with opened(chromium, server) as page:
        drawn(page)
        script = """async (one) => {
            one.dispatchEvent(new PointerEvent('pointerdown'));
            for (let k = 1; k <= 12; k += 1) {
            one.value = 1 + k / 10; one.dispatchEvent(new Event('input'));
            await new Promise((done) => setTimeout(done, 12)); } }"""
        lever(page, OUTREACH).evaluate(script)
        holds(page, "document.querySelector('.view').dataset.waits === 'no'")
        near = [one[OUTREACH] for one in bodies(page)[-1]["ahead"]]
        assert max(near) > 2.3


def test_a_changed_assumption_is_a_line_of_its_own(chromium, server):
    state = small(district__people__demand__failure_online=0.6,
                  strategy__accessibility__outreach=3)  # fmt: skip
    with opened(chromium, server, state=state) as page:
        drawn(page)
        legend = page.locator(".legend").inner_text()
        assert all(word in legend for word in ("Baseline:", "Changed assumption", "Changed policy"))
        change = page.locator(".change").first.inner_text()
        assert all(word in change for word in ("Both together", "Assumption", "Policy"))
        assert page.locator(".change").first.locator("p").count() == 3
        first = page.locator(".charts .chart").first
        first.locator("summary").click()
        assert "baseline in the changed world" in first.locator("thead").inner_text()


def test_a_shipped_scenario_of_another_world_is_an_assumption_alone(chromium, server):
    with opened(chromium, server, state=small("as_printed")) as page:
        drawn(page)
        legend = page.locator(".legend").inner_text()
        assert "Changed assumption" in legend
        assert "Changed policy" not in legend
        for sentence in page.locator(".charts .sentence").all():
            assert re.search(r"in the changed world (alike )?[−\d]", sentence.inner_text())


def test_refined_runs_have_bands_and_intervals(chromium, server):
    state = small(strategy__accessibility__outreach=4, months=12)
    with opened(chromium, server, state=state, settings={"refine": 1}) as page:
        page.wait_for_selector('.view[data-stage="1"]')
        assert "6 seeds" in page.locator("#shown").inner_text()
        assert "Band" in page.locator(".legend").inner_text()
        assert "interval" in page.locator(".findings").inner_text()
        page.wait_for_selector('.view[data-waits="no"]')
        assert max(body["stage"] for body in bodies(page)) == 1


def test_what_the_server_refuses_is_a_sentence_beside_the_charts(chromium, server):
    text = {**small(), "set": {"strategy.budget.nothing": 900}}
    script = """async (state) => {
        const { encode } = await import('/static/state.js');
        location.hash = 's=' + encode(state);
    }"""
    with opened(chromium, server) as page:
        drawn(page)
        page.evaluate(script, text)
        page.wait_for_selector(".answer .notice.bad")
        assert "strategy.budget.nothing" in page.locator(".answer .notice").inner_text()
        page.get_by_role("button", name="Put all back").click()
        page.wait_for_selector(".answer .notice.bad", state="detached")


def test_a_scenario_brings_its_own_values(page):
    page.locator("#base").select_option("training_first")
    row = page.locator('[data-path="strategy.capacity.training_hours_clerk"]')
    holds(
        page,
        """document.querySelector(
        '[data-path="strategy.capacity.training_hours_clerk"] output').textContent
        === '28 hours/year'""",
    )
    assert "changed" not in row.get_attribute("class")
    assert "trained and safe" in page.locator(".question").inner_text()
    page.locator("#base").select_option("baseline")


def test_source_and_range_are_told_on_request(page):
    row = page.locator('[data-path="strategy.budget.grant_usd"]')
    row.get_by_role("button", name="Range and source").click()
    told = row.locator(".lever-why").inner_text()
    assert all(word in told for word in ("Allowed: a number from 0", "Source: KDI", "measured"))


def test_another_chart_can_be_added_and_taken_away(page):
    page.locator("#more").select_option("leaks")
    page.wait_for_selector('[data-outcome="leaks"] canvas')
    page.get_by_role("button", name="Remove the chart").click()
    assert page.locator('[data-outcome="leaks"]').count() == 0
