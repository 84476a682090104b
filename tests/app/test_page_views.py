"""Play, The district and Questions in a real browser."""

from __future__ import annotations

import re

import pytest

from sim.session.session import Session
from tests.app.browsing import opened
from tests.app.serving import small

pytestmark = pytest.mark.slow
VIEWS = ["play", "district", "questions", "questions&number=13"]
ENGLISH = {"refine": 0, "language": "en"}


def ready(page, view):
    """Wait until a view shows what it has asked for."""
    page.wait_for_selector("h1")
    waits = {"play": ".rounds li.now", "district": ".walk .taken:not(:empty), .apps svg.strip",
             "questions": ".list a", "questions&number=13": "fieldset"}  # fmt: skip
    page.wait_for_selector(waits[view], state="attached")
    page.locator("[aria-busy]").wait_for(state="detached")


def seen(page):
    return page.locator("main").inner_text()


@pytest.fixture
def view(chromium, server):
    """Return a function that opens a view and waits for it."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def open_view(name, **settings):
            settings.setdefault("settings", ENGLISH)
            settings.setdefault("state", small(months=12))
            page = stack.enter_context(opened(chromium, server, view=name, **settings))
            ready(page, name)
            return page

        yield open_view


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(("width", "dark"), [(1366, False), (390, True)])
def test_a_view_is_accessible_and_fits(view, name, width, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = view(name, width=width, height=844, dark=dark)
    page.evaluate("() => document.querySelectorAll('main details').forEach(d => (d.open = true))")
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    main = axe.run(page, context="main").response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in main] == []
    assert page.said == []


@pytest.mark.parametrize("name", VIEWS)
def test_every_word_is_there_in_both_languages(view, name):
    english = seen(view(name))
    korean = seen(view(name, settings={"refine": 0, "language": "ko"}))
    for text in (english, korean):
        assert re.findall(r"\b(?:play|district|questions)\w*\.[a-z_]+\b", text) == []
    assert sum("가" <= letter <= "힣" for letter in korean) > 100
    assert not any("가" <= letter <= "힣" for letter in english)


def test_messages_have_the_same_keys():
    import json
    from pathlib import Path

    import sim.app

    folder = Path(sim.app.__file__).parent / "static" / "messages"
    english, korean = (
        json.loads((folder / f"views.{one}.json").read_text("utf-8")) for one in ("en", "ko")
    )
    for group, words in english.items():
        assert set(words) == set(korean[group]), group
        for key, text in words.items():
            places = {part.split("}")[0] for part in text.split("{")[1:]}
            own = {part.split("}")[0] for part in korean[group][key].split("{")[1:]}
            assert places == own, (group, key)


# Play -----------------------------------------------------------------------------------------


def go_on(page, number):
    page.get_by_role("button", name="Play half a year").click()
    page.wait_for_selector(f".rounds li.over:nth-child({number})")
    page.locator("[aria-busy]").wait_for(state="detached")


def test_a_round_is_played_from_the_keyboard_and_taken_back(view):
    page = view("play")
    assert "One world, one luck" in seen(page)
    page.locator("#play-find").fill("outreach")
    lever = page.locator("#play-outreach")
    lever.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    value = float(lever.input_value())
    assert value > 1
    page.wait_for_selector("text=Take back the levers set now")
    page.get_by_role("button", name="Play half a year").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".rounds li.over")
    assert "Round 2 of 8" in seen(page)
    assert page.locator(".mood").count() == 6
    assert page.locator(".news li").count() > 2
    term = Session("scenarios/baseline.yaml", sample=200, seed=7)
    term.set({"outreach": value})
    report = term.go_on()
    row = page.locator("tr", has_text="Residents who used an online service").first
    assert f"{100 * report['adoption_share'].value:.1f} %" in row.inner_text()
    page.get_by_role("button", name="Take back the last half-year").click()
    page.locator(".rounds .over").wait_for(state="detached")
    assert float(page.locator("#play-outreach").input_value()) == value


def test_a_term_outlives_a_reload_and_ends_with_the_scorecard(view):
    page = view("play")
    for number in range(1, 3):
        go_on(page, number)
    page.reload()
    ready(page, "play")
    assert page.locator(".rounds .over").count() == 2
    for number in range(3, 9):
        go_on(page, number)
    page.wait_for_selector("tr.you")
    text = page.locator(".ended").inner_text()
    assert "your term" in text
    assert "One world, one luck" in text
    assert "egov compare" in text
    assert page.locator(".past > li").count() == 8
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the term").click()
    assert saved.value.suggested_filename == "my-term.yaml"


def test_what_costs_too_much_is_said_and_cannot_be_played(view):
    page = view("play")
    for name in ("staff_to_answer", "outreach", "security_usd_per_year", "training_hours_clerk"):
        page.locator("#play-find").fill(name)
        page.locator(f"#play-{name}").focus()
        page.keyboard.press("End")
    page.wait_for_selector(".turn .notice.bad", timeout=20_000)
    assert "over budget" in page.locator(".turn").inner_text()
    assert page.get_by_role("button", name="Play half a year").is_disabled()
    page.get_by_role("button", name="Take back the levers set now").click()
    page.locator(".turn .notice.bad").wait_for(state="detached")
    assert page.get_by_role("button", name="Play half a year").is_enabled()


# The district ---------------------------------------------------------------------------------


def test_a_step_opens_and_says_who_decides_from_which_numbers(view):
    page = view("district")
    step = page.locator(".step", has_text="Requests")
    step.focus()
    page.keyboard.press("Enter")
    assert step.get_attribute("aria-expanded") == "true"
    opened_ = page.locator("#walk-opened")
    assert "MOGAHA" in opened_.inner_text()
    assert "R1" in opened_.inner_text()
    page.locator("#walk-month").focus()
    page.keyboard.press("Home")
    assert "refuses to change the law" in opened_.inner_text()
    assert "Aug 2002" in page.locator(".when output").inner_text()


def test_money_and_applications_have_a_sentence_and_a_table(view):
    page = view("district")
    for figure in page.locator("figure.chart").all():
        assert len(figure.locator(".sentence").inner_text()) > 20
        figure.locator("summary").click()
        figure.locator("tbody tr").nth(5).wait_for()
    page.locator(".apps > details > summary").click()
    assert page.locator(".apps svg.strip").count() == 71
    told = [one.get_attribute("aria-label") for one in page.locator(".apps svg.strip").all()]
    assert any("in development from" in words for words in told)


def test_one_life_is_followed_through_two_worlds(view):
    page = view("district")
    page.locator("#follow-number").fill("42")
    page.get_by_role("button", name="Follow", exact=True).click()
    page.wait_for_selector(".lives .chart")
    assert "Citizen 42 of 200" in seen(page)
    assert page.locator(".lives canvas").count() == 4
    page.locator("#follow-number").fill("4000")
    page.get_by_role("button", name="Follow", exact=True).click()
    page.wait_for_selector("text=there is no citizen 4000")


# Questions ------------------------------------------------------------------------------------


def test_a_question_opens_with_its_scenarios_in_compare(view):
    page = view("questions")
    assert page.locator(".list a").count() == 14
    page.locator(".list a").nth(12).click()
    page.wait_for_selector("fieldset")
    page.get_by_role("button", name="Load them into Compare").click()
    page.wait_for_selector("text=The scenarios of question 13 are in Compare")
    page.wait_for_selector(".tray input")
    names = [one.input_value() for one in page.locator(".tray input").all()]
    assert names[0] == "One vendor, renewed every year"
    assert len(names) == 3
    page.go_back()
    page.wait_for_selector("fieldset")


def test_a_forecast_is_needed_before_the_answer_is_shown(view):
    page = view("questions&number=13")
    assert page.locator(".answers").count() == 0
    page.get_by_role("button", name="Lock my forecast").click()
    assert "fill in both ends" in seen(page)
    assert page.locator(".answers").count() == 0
    for form in page.locator("fieldset").all():
        form.locator("input[type=number]").nth(0).fill("-1")
        form.locator("input[type=number]").nth(1).fill("2")
    page.get_by_role("button", name="Lock my forecast").click()
    page.wait_for_selector(".answers", timeout=180_000)
    assert page.locator(".answers li").count() == 5
    assert "Brier score" in seen(page)
    assert "6 twin runs each, a sample of 2,000 residents" in seen(page)
    width = page.locator(".answer-picture img").evaluate(
        "async i => (await i.decode(), i.naturalWidth)"
    )
    assert width > 100
    assert page.locator("fieldset").first.is_hidden()
    assert page.said == []


def test_a_question_that_is_not_there_is_said_so(chromium, server):
    with opened(chromium, server, hash_="#view=questions&number=77", settings=ENGLISH) as page:
        page.wait_for_selector("text=There are fourteen questions")
        page.locator("main a", has_text="All fourteen").click()
        page.wait_for_selector(".list a")
