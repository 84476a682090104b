"""What comes from strangers and from before, in a real browser: links, files, memory."""

from __future__ import annotations

import json

import pytest

from sim.app.state import decode, encode, parse
from tests.app.browsing import drawn, holds, opened, state_of
from tests.app.serving import small

OUTREACH = "strategy.accessibility.outreach"
CHARTS = 9

UNFIT = {"strategy.budget.grant_usd": "<b>x", "strategy.accessibility.kiosks": True,
         "strategy.capacity.job_guarantee": 1, "strategy.budget.tactic": "none of these",
         "district.people.demand.failure_online": 9, OUTREACH: 4}  # fmt: skip
ODD = {"explore": {"open": 3, "more": [3, "leaks", "leaks"], "stage": "x"}, "compare": 3,
       "take": {"stage": {}},
       "tray": {"list": [None, 3, {"name": "x", "state": None}]}}  # fmt: skip
MINE = """schema: 1
title: Mine
strategy:
  accessibility:
    outreach: 4
run: {months: 7, sample: 300}
"""

pytestmark = pytest.mark.slow


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


def test_what_a_link_changes_without_a_lever_is_named_and_put_back(chromium, server):
    state = small(district__residents=100_000, strategy__accessibility__outreach=4)
    with opened(chromium, server, state=state) as page:
        drawn(page)
        others = page.locator(".others li")
        assert others.count() == 1
        assert "district.residents = 100000" in others.inner_text()
        others.get_by_role("button").click()
        drawn(page, 2)
        assert state_of(page)["set"] == {OUTREACH: 4}
        assert not page.locator(".others").is_visible()


def test_the_link_that_skips_opens_the_page(chromium, server):
    with opened(chromium, server, hash_="#main") as page:
        drawn(page)
        assert page.locator("h1").inner_text() == "Explore"
        assert page.said == []


def test_a_page_opened_with_a_damaged_link_shows_the_baseline(chromium, server):
    with opened(chromium, server, hash_="#s=!!!") as page:
        page.wait_for_selector("#notices .notice.bad")
        holds(page, f"document.querySelectorAll('.charts .chart').length === {CHARTS}")
        assert page.said == []


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
