"""Explore in a real browser: levers, lines, links, words, and a server that goes and comes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from sim.app.serve import bound
from sim.app.state import decode, encode, parse
from tests.app.browsing import drawn, holds, lever, opened, state_of
from tests.app.serving import small, until

OUTREACH = "strategy.accessibility.outreach"
CHARTS = 9
THUMB = 18
MOST_BYTES = 400_000

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(chromium, server):
    """The page after its first answer."""
    with opened(chromium, server) as page:
        drawn(page)
        yield page


def moved(page, path, value):
    """Set a slider as a hand does, and tell the page."""
    script = "(one, value) => { one.value = value; one.dispatchEvent(new Event('input')); }"
    lever(page, path).evaluate(script, value)


def bodies(page):
    return [json.loads(sent.post_data) for sent in page.asked if sent.url.endswith("/api/run")]


def test_it_shows_charts_with_sentence_and_table_and_says_what_they_are(page):
    assert page.locator(".charts .chart canvas").count() == CHARTS
    assert "not a forecast" in page.locator("#top").inner_text()
    assert "one pair of twin runs" in page.locator("#shown").inner_text()
    assert "sample of 200 residents" in page.locator("#shown").inner_text()
    for chart in page.locator(".charts .chart").all():
        sentence = chart.locator(".sentence").inner_text()
        assert re.match(r"Month 1 to 6: the baseline and yours alike from .+ to .+\.", sentence)
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
        assert [body["state"]["set"][OUTREACH] for body in sent] == [1.05, 3]
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
        assert "Assumption" in change
        assert "Policy" in change
        first = page.locator(".charts .chart").first
        first.locator("summary").click()
        assert "baseline in the changed world" in first.locator("thead").inner_text()


def test_refined_runs_have_bands_and_intervals(chromium, server):
    state = small(strategy__accessibility__outreach=4, months=12)
    with opened(chromium, server, state=state, settings={"refine": 1}) as page:
        page.wait_for_selector('.view[data-stage="1"]')
        assert "6 seeds" in page.locator("#shown").inner_text()
        assert "Band" in page.locator(".legend").inner_text()
        assert "interval" in page.locator(".findings").inner_text()
        page.wait_for_selector('.view[data-waits="no"]')
        assert max(body["stage"] for body in bodies(page)) == 1


def test_a_link_holds_the_scenario_as_python_reads_it(page):
    state = parse(
        small(
            "training_first",
            strategy__capacity__job_guarantee=False,
            strategy__budget__tactic="coalition",
            strategy__accessibility__kiosks=7,
        )
    )
    script = """async (state) => {
        const { encode, decode } = await import('/static/state.js');
        return [encode(state), decode(encode(state)).state];
    }"""
    link, back = page.evaluate(script, state.as_dict())
    assert link == encode(state)
    assert decode(link) == state
    assert back == state.as_dict()


@pytest.mark.parametrize(("text", "said"), [
    ("!!!", "damaged"),
    ("e30x", "damaged"),
    ("A" * 8001, "longer than"),
    ({"v": 2}, "another version"),
    ({"base": "../../etc/passwd"}, "not here"),
    ({"base": "constructor"}, "not here"),
    ({"set": {"__proto__.x": 1}}, "cannot be used"),
    ({"set": {OUTREACH: "<img src=x onerror=alert(1)>" * 9}}, "cannot be used"),
    ({"months": 1e9}, "whole number from 1 to 300"),
    ({"evil": 1}, "something unknown"),
])  # fmt: skip
def test_a_hostile_link_is_told_and_not_used(page, text, said):
    import base64

    link = text if isinstance(text, str) else (
        base64.urlsafe_b64encode(json.dumps(text).encode()).decode().rstrip("=")
    )  # fmt: skip
    before = state_of(page)
    page.evaluate("link => { location.hash = 's=' + link; }", link)
    page.wait_for_selector("#notices .notice.bad")
    assert said in page.locator("#notices").inner_text()
    assert state_of(page) == before
    page.get_by_role("button", name="Close").click()
    assert page.said == []


UNFIT = {"strategy.budget.grant_usd": "<b>x", "strategy.accessibility.kiosks": True,
         "strategy.capacity.job_guarantee": 1, "strategy.budget.tactic": "none of these",
         "district.people.demand.failure_online": 9, OUTREACH: 4}  # fmt: skip


@pytest.mark.parametrize("view", ["explore", "compare", "take"])
def test_values_that_do_not_fit_their_levers_are_left_out_and_told(chromium, server, view):
    import base64

    text = json.dumps({**small(), "set": UNFIT}).encode()
    link = base64.urlsafe_b64encode(text).decode().rstrip("=")
    with opened(chromium, server, hash_=f"#view={view}&s={link}") as page:
        drawn(page)
        said = page.locator("#notices .notice.bad").inner_text()
        assert "left out" in said
        assert said.count(";") == len(UNFIT) - 2
        assert "<b>x" in said
        assert state_of(page)["set"] == {OUTREACH: 4}
        assert page.locator("main .notice.bad").count() == 0
        assert page.said == []


def test_the_link_that_skips_opens_the_page(chromium, server):
    with opened(chromium, server, hash_="#main") as page:
        drawn(page)
        assert page.locator("h1").inner_text() == "Explore"
        assert page.said == []


ODD = {"explore": {"open": 3, "more": [3, "leaks", "leaks"], "stage": "x"}, "compare": 3,
       "take": {"stage": {}},
       "tray": {"list": [None, 3, {"name": "x", "state": None}]}}  # fmt: skip


@pytest.mark.parametrize("view", ["explore", "compare", "take"])
def test_an_odd_memory_breaks_no_view(chromium, server, view):
    with opened(chromium, server, view="take", state=small(months=12)) as page:
        drawn(page)
        kept = json.dumps(json.dumps(ODD))
        page.context.add_init_script(f"sessionStorage['egov.memory'] = {kept}")
        state = encode(parse(small(strategy__accessibility__outreach=4)))
        page.evaluate("hash => { location.hash = hash; }", f"view={view}&s={state}")
        page.reload()
        drawn(page)
        assert page.locator("main .notice").count() == 0
        assert page.said == []


def test_a_page_begins_once_its_words_and_levers_are_there(chromium, server):
    failed = []

    def fail_first(route):
        failed.append(route.request.url)
        if failed.count(route.request.url) > 2:
            route.continue_()
        elif len(failed) % 2:
            route.abort()
        else:
            route.fulfill(status=503, body="busy")

    with opened(chromium, server) as page:
        drawn(page)
        for path in ("**/api/about", "**/words/en.json"):
            page.context.route(path, fail_first)
        page.reload()
        page.wait_for_selector(".opening")
        assert "waiting for its server" in page.locator(".opening").inner_text()
        assert "기다리고" in page.locator(".opening").inner_text()
        drawn(page)
        assert len(failed) > 4
        assert page.locator(".opening").count() == 0


def test_a_page_opened_with_a_damaged_link_shows_the_baseline(chromium, server):
    with opened(chromium, server, hash_="#s=!!!") as page:
        page.wait_for_selector("#notices .notice.bad")
        holds(page, f"document.querySelectorAll('.charts .chart').length === {CHARTS}")
        assert page.said == []


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


def test_korean_changes_every_word_and_loses_nothing(chromium, server):
    state = small(strategy__accessibility__outreach=2)
    with opened(chromium, server, state=state) as page:
        drawn(page)
        page.locator("#language").select_option("ko")
        holds(page, "document.documentElement.lang === 'ko'")
        drawn(page)
        assert page.locator("h1").inner_text() == "탐색"
        assert "예측이 아닙니다" in page.locator("#top").inner_text()
        assert "맞춘 수치" in page.locator("#foot").inner_text()
        assert "쌍둥이 실행" in page.locator(".findings").inner_text()
        assert state_of(page)["set"] == {OUTREACH: 2}
        assert page.said == []


def test_looks_are_kept_on_this_device(chromium, server):
    with opened(chromium, server, dark=True) as page:
        drawn(page)
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.locator("#theme").select_option("light")
        page.locator("#projector").click()
        page.reload()
        drawn(page)
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
        assert page.evaluate("document.documentElement.classList.contains('projector')")


def test_a_missing_view_says_so(chromium, server):
    with opened(chromium, server) as page:
        page.context.route("**/views/play.js", lambda route: route.fulfill(status=404))
        page.get_by_role("link", name="Play the mayor").click()
        page.wait_for_selector(".view .notice")
        assert "not part of this copy" in page.locator(".view").inner_text()
        page.get_by_role("link", name="Explore").click()
        drawn(page)


@pytest.mark.parametrize("view", ["explore", "compare", "take"])
def test_no_view_scrolls_sideways(chromium, server, view):
    state = small(strategy__accessibility__outreach=4)
    with opened(chromium, server, view=view, state=state, width=1920) as page:
        drawn(page)
        for width in (1920, 1366, 390):
            page.set_viewport_size({"width": width, "height": 768})
            holds(page, f"document.documentElement.scrollWidth <= {width}")


def test_compare_lays_the_tray_side_by_side(chromium, server):
    state = small(strategy__accessibility__outreach=4, months=12)
    with opened(chromium, server, view="compare", state=state) as page:
        drawn(page)
        assert page.locator(".tray li").count() == 2
        assert page.locator("table").first.locator("tbody tr").count() == CHARTS
        page.locator("#add").select_option("training_first")
        page.get_by_role("button", name="Add", exact=True).click()
        drawn(page, 2)
        page.wait_for_selector('.compare thead th:nth-child(4) >> text="Training first"')
        assert page.locator(".compare .mark").count() == 6
        page.get_by_role("button", name="Take out “Training first”").click()
        page.reload()
        drawn(page)
        assert page.locator(".tray li").count() == 2
        assert page.said == []


def test_take_it_away_gives_texts_and_files(chromium, server):
    state = small(strategy__accessibility__outreach=4)
    with opened(chromium, server, view="take", state=state) as page:
        drawn(page)
        assert "outreach: 4" in page.locator(".take-yaml pre").inner_text()
        assert "egov run" in page.locator(".take-command pre").inner_text()
        assert "import sim" in page.locator(".take-python pre").inner_text()
        page.locator("#stage").select_option("0")
        with page.expect_download() as waited:
            page.locator(".take-csv button").click()
        assert waited.value.suggested_filename == "baseline-changed-monthly.csv"
        link = page.locator(".card pre").first.inner_text()
        assert decode(link.partition("#")[2]).as_dict()["set"] == {OUTREACH: 4}


MINE = """schema: 1
title: Mine
strategy:
  accessibility:
    outreach: 4
run: {months: 7, sample: 300}
"""


def test_a_scenario_file_is_opened(chromium, server, tmp_path):
    with opened(chromium, server, view="take") as page:
        drawn(page)
        page.locator("#open-text").fill(MINE)
        page.get_by_role("button", name="Open this text").click()
        page.wait_for_selector(".take-open .said p")
        assert "Mine" in page.locator(".take-open .said").inner_text()
        state = state_of(page)
        assert (state["set"], state["months"], state["sample"]) == ({OUTREACH: 4}, 7, 300)
        file = tmp_path / "mine.yaml"
        file.write_text(MINE.replace("outreach: 4", "outreach: 2"))
        page.get_by_role("link", name="Explore").click()
        drawn(page)
        page.locator(".bar input[type=file]").set_input_files(file)
        page.wait_for_selector("#notices .said")
        holds(page, f"document.querySelector('[data-path=\"{OUTREACH}\"] input').value === '2'")
        assert page.said == []


@pytest.fixture(scope="module")
def taking(chromium, server):
    """The view where files are taken away and opened."""
    with opened(chromium, server, view="take") as page:
        drawn(page)
        yield page


@pytest.mark.parametrize(("text", "said"), [
    ("schema: 1\nstrategy:\n  accessibility:\n    outreach: 99\n    kiosk: 1\n",
     ("line 4", "line 5")),
    ("!!python/object/apply:os.system ['touch x']", ("cannot be opened",)),
    ("a: &a [1, *a]", ("line 1",)),
    ("title: <img src=x onerror=alert(1)>\nextends: /etc/passwd\n", ("cannot be opened",)),
    ("x" * 70_000, ("longer than",)),
    ("", ("empty",)),
])  # fmt: skip
def test_a_hostile_file_only_shows_sentences(taking, text, said):
    taking.locator("#open-text").fill(text)
    taking.get_by_role("button", name="Open this text").click()
    line = taking.locator(".take-open .notice.bad")
    for word in said:
        line.get_by_text(word).first.wait_for()
    assert state_of(taking)["set"] == {}
    assert [one for one in taking.said if "400" not in one] == []


def test_values_of_a_shipped_scenario_are_told(server):
    told = server.get("/api/base/training_first").json
    assert told["values"]["strategy.capacity.job_guarantee"] is True
    assert OUTREACH not in told["values"]
    assert server.get("/api/base/nothing").status == 404
    assert server.get("/api/base/../baseline").status == 404


def numbers(page, unit, given):
    """Return what words.together tells of a difference: value, difference, interval."""
    script = """async ([unit, { a, b, low, high }]) => {
        const { together } = await import('/static/numbers.js');
        const told = together(unit, { values: [a, b], differences: [b - a],
            intervals: low === undefined ? [] : [[low, high]] });
        return [told.value(a), told.value(b), told.difference(b - a),
            low === undefined ? null : told.interval(low, high)];
    }"""
    return page.evaluate(script, [unit, given])


@pytest.mark.parametrize(("unit", "given", "told"), [
    ("USD", {"a": 1.7791, "b": 1.7902, "low": 0.0081, "high": 0.0141},
     ["1.7791 USD", "1.7902 USD", "+0.0111 USD", "0.0081 to 0.0141"]),
    ("USD", {"a": 745435.3, "b": 957076.2, "low": 186854.9, "high": 236426.7},
     ["0.745 million USD", "0.957 million USD", "+0.212 million USD", "0.187 to 0.236"]),
    ("0-100", {"a": 56.791, "b": 56.7276, "low": -0.1428, "high": -0.0159},
     ["56.79 of 100", "56.73 of 100", "−0.06 points", "−0.14 to −0.02"]),
    ("share", {"a": 0.0419, "b": 0.0898, "low": 0.0176, "high": 0.0782},
     ["4.2 %", "9.0 %", "+4.8 points", "1.8 to 7.8"]),
    ("cases", {"a": 5978.4, "b": 5971.2, "low": -14.9, "high": 0.6},
     ["5,978 cases", "5,971 cases", "−7 cases", "−15 to 1"]),
    ("0-1", {"a": 0.4779, "b": 0.4782}, ["0.47790", "0.47820", "+0.00030", None]),
])  # fmt: skip
def test_numbers_told_together_have_the_digits_that_their_difference_needs(page, unit, given, told):
    assert numbers(page, unit, given) == told


def test_what_is_averaged_is_what_the_model_averages(page):
    from sim.summary import SEASONAL, WINDOW

    text = page.evaluate("fetch('/static/sentences.js').then((one) => one.text())")
    listed = re.search(r"SEASONAL = \[(.*?)\]", text, re.DOTALL)
    assert tuple(re.findall(r"\w+", listed.group(1))) == SEASONAL
    assert f"WINDOW = {WINDOW};" in text


def test_both_parts_of_a_difference_are_told_in_words(chromium, server):
    state = small(district__people__demand__failure_online=0.6, months=12,
                  strategy__accessibility__outreach=3)  # fmt: skip
    with opened(chromium, server, state=state, settings={"refine": 1}) as page:
        page.wait_for_selector('.view[data-stage="1"]')
        said = page.locator(".findings").inner_text()
        assert "the changed assumption: " in said
        assert "the changed policy: " in said
        assert "after a year (mean of the last 12 months): yours" in said
        assert "Means of 6 twin runs" in page.locator(".answer").inner_text()
        assert ", median of 6 seeds: " in page.locator(".sentence").first.inner_text()


# A server of its own, killed and started again ------------------------------------------------


class Program:
    """`egov app` on a port."""

    def __init__(self, port: int) -> None:
        self.port = port
        code = f"from sim.app.serve import serve; serve(port={port}, browser=False)"
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen([sys.executable, "-u", "-c", code], env=environment,
                                         stdout=subprocess.PIPE, text=True)  # fmt: skip
        until(lambda: "page is at" in self._process.stdout.readline(), "the server to begin")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(10)


def test_a_server_killed_and_started_again_loses_nothing(chromium):
    with bound("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    first = Program(port)
    try:
        with opened(chromium, first) as page:
            drawn(page)
            first.kill()
            moved(page, OUTREACH, 4)
            page.wait_for_selector("#notices .notice.bad")
            assert "does not answer" in page.locator("#notices").inner_text()
            first = Program(port)
            page.wait_for_selector("#notices .notice.good")
            drawn(page, 2)
            assert state_of(page)["set"] == {OUTREACH: 4}
            assert page.locator(f'[data-path="{OUTREACH}"] output').inner_text() == "4"
    finally:
        first.kill()


def test_a_view_opened_while_the_server_is_away_is_there_once_it_is_back(chromium):
    with bound("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    program = Program(port)
    try:
        with opened(chromium, program) as page:
            drawn(page)
            program.kill()
            page.get_by_role("link", name="Take it away").click()
            page.wait_for_selector(".view.take .notice")
            assert "opens as soon as it does" in page.locator(".view.take").inner_text()
            assert "does not answer" in page.locator("#notices").inner_text()
            program = Program(port)
            drawn(page)
            assert page.locator(".take-yaml pre").count() == 1
            assert page.locator(".view .notice").count() == 0
            radius = "getComputedStyle(document.querySelector('.take-open')).gridColumnEnd"
            assert page.evaluate(radius) == "-1"
    finally:
        program.kill()
