"""Play, The district and Questions in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim.app
from sim.session.session import Session
from tests.app.browsing import opened
from tests.app.stages import ENGLISH, Opener, forecast_scored, ready, seen

STATIC = Path(sim.app.__file__).parent / "static"
pytestmark = pytest.mark.slow


@pytest.fixture
def view(chromium, server):
    """Return a function that opens a view and waits for it."""
    with Opener(chromium, server) as open_view:
        yield open_view


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
    page.wait_for_selector("text=Take back the levers")
    page.get_by_role("button", name="Play half a year").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".rounds li.over")
    assert "Round 2 of 8" in seen(page)
    last = page.locator(".last").inner_text()
    assert f"Outreach (1 = usual campaign): {value:g}" in last
    assert "the same half-year, with the same luck, with nothing new set" in last
    assert page.locator(".mood").count() == 6
    assert page.locator(".news li").count() > 2
    term = Session("scenarios/baseline.yaml", sample=200, seed=7)
    term.set({"outreach": value})
    report = term.go_on()
    row = page.locator("tr", has_text="Residents who used an online service").first
    assert f"{100 * report['adoption_share'].value:.1f} %" in row.inner_text()
    page.get_by_role("button", name="Take back half a year").click()
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
    page.wait_for_selector(".bands .span.you", state="attached", timeout=120_000)
    text = page.locator(".ended").inner_text()
    assert "your term" in text
    assert "The bands hold 90 % of 6 worlds with other luck" in text
    assert "egov compare" in text
    for figure in page.locator(".ended figure").all():
        assert "in this one world. Over 6 worlds:" in figure.locator(".sentence").inner_text()
        figure.locator("summary").click()
        figure.locator("tr.you").wait_for()
    assert page.locator(".past > li").count() == 7
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    assert saved.value.suggested_filename == "my-term.yaml"


def test_levers_money_and_button_are_in_reach_wherever_one_reads(view):
    page = view("play")
    go_on(page, 1)
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    for name in (".turn .main:not([hidden])", ".turn .sum", "#play-find"):
        box = page.locator(name).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 768


def test_on_a_phone_what_a_round_has_brought_comes_before_the_levers(view):
    page = view("play", width=390, height=844)
    go_on(page, 1)
    last, levers = (page.locator(one).bounding_box() for one in (".last", ".controls"))
    assert 0 <= last["y"] < 300
    assert levers["y"] > last["y"]
    page.get_by_role("button", name="To the levers").click()
    assert 0 <= page.locator(".controls h2").bounding_box()["y"] < 300


def test_a_change_in_one_world_is_not_called_better_or_worse(view):
    page = view("play")
    go_on(page, 1)
    assert page.locator(".report .tag").count() == 0
    assert "in which luck and effect cannot be told apart" in seen(page)


def test_a_term_is_begun_anew_and_the_one_before_can_be_had_back(view):
    page = view("play")
    go_on(page, 1)
    page.get_by_text("Where the term starts from").click()
    page.get_by_role("button", name="Start anew").click()
    page.locator(".rounds .over").wait_for(state="detached")
    page.get_by_role("button", name="Go back to the term before").click()
    page.wait_for_selector(".rounds .over")


def test_what_costs_too_much_is_said_and_cannot_be_played(view):
    page = view("play")
    for name in ("staff_to_answer", "outreach", "security_usd_per_year", "training_hours_clerk"):
        page.locator("#play-find").fill(name)
        page.locator(f"#play-{name}").focus()
        page.keyboard.press("End")
    page.wait_for_selector(".turn .notice.bad", timeout=20_000)
    assert "over budget" in page.locator(".turn").inner_text()
    assert page.get_by_role("button", name="Play half a year").is_disabled()
    page.get_by_role("button", name="Take back the levers").click()
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
    assert "One life is one life" in seen(page)
    assert "The two lives part in month" in page.locator("svg.fork").get_attribute("aria-label")
    assert page.locator("#follow-number").get_attribute("max") == "199"


def test_a_number_that_nobody_has_is_refused_in_words_that_go_away_again(view):
    page = view("district")
    page.locator("#follow-number[max='199']").wait_for()
    for given in ("4000", "", "-1", "1.5"):
        page.locator("#follow-number").fill(given)
        page.get_by_role("button", name="Follow", exact=True).click()
        refusal = page.locator(".notice.bad")
        refusal.wait_for()
        assert "citizens of this run have the numbers 0 to 199" in refusal.inner_text()
        page.locator("#follow-number").fill("7")
        refusal.wait_for(state="detached")
    page.get_by_role("button", name="Follow", exact=True).click()
    page.wait_for_selector(".lives .chart")
    assert "Citizen 7 of 200" in seen(page)
    assert not re.search(r"\d\.\d{3,} in [AB]", page.locator(".fork + p").inner_text())


def test_on_a_phone_the_money_is_shown_whole(view):
    page = view("district", width=390, height=844)
    lists = page.locator(".bars-of")
    lists.nth(2).wait_for()
    assert "Upkeep, from the fund" in lists.nth(1).inner_text()
    came, split = (
        sum(float(one.replace(",", "")) * (1e6 if scale else 1)
            for one, scale in re.findall(r"([\d.,]+)( million)? USD", lists.nth(k).inner_text()))
        for k in (0, 1)
    )  # fmt: skip
    assert split == pytest.approx(came, rel=0.02)


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
    assert "Fill in the range of one outcome at least" in seen(page)
    first = page.locator("fieldset").first
    first.locator("input[type=number]").first.fill("1")
    page.get_by_role("button", name="Lock my forecast").click()
    assert "fill in both ends" in seen(page)
    assert page.locator(".answers").count() == 0
    page.locator(".in-a").first.wait_for()
    assert re.search(r"In A it is \d+ by then", first.inner_text())
    forecast_scored(page)
    assert page.locator(".answers li").count() == 5
    assert "Your Brier score is" in seen(page)
    assert "95 % interval" in page.locator(".headline").inner_text()
    assert "6 twin runs each, a sample of 2,000 residents" in seen(page)
    width = page.locator(".answer-picture img").evaluate(
        "async i => (await i.decode(), i.naturalWidth)"
    )
    assert width > 100
    assert page.locator("fieldset").first.is_hidden()
    assert page.said == []


MONEY = {"outcome": "spending_cum_usd", "label": "Spending", "unit": "USD",
         "difference": 45_894.0, "n": 6}  # fmt: skip
ANSWER = {
    "size": {"seeds": 6, "sample": 2000}, "notes": [], "command": "egov question 13",
    "headline": MONEY | {"month": 96, "against": "a", "scenario": "b", "low": -72_081.0,
                         "high": 163_869.0, "n_higher": 1, "n_lower": 0},
    "sentences": [{"topic": "Figure", "text": "The odds are 17 %."}], "title": "A question",
    "figure": {"title": "Odds", "alt": "Dots are runs. The odds are 17 %.", "wide": "<svg/>",
               "narrow": "<svg/>", "kind": "odds", "data": {
                   "columns": ["scenario", "month", "odds"], "told": [],
                   "rows": [{"unit": "", "values": ["yearly", 96, 0.17]}]}},
    "table": {"month": 96, "rows": [MONEY | {"scenario": "b", "against": "a", "better": -1,
                                             "low": -72_081.0, "high": 163_869.0}]},
}  # fmt: skip
SCORED = {
    "brier": 0.04, "always_50": 0.04, "best": 0.03,
    "rows": [MONEY | {"p": 0.5, "higher": 0.58, "low": 0.0, "high": 300_000.0, "held": True,
                      "truth_low": -72_081.0, "truth_high": 163_869.0, "brier": 0.04}],
}  # fmt: skip


def test_an_interval_of_a_sum_is_told_in_the_unit_of_its_number(view):
    page = view("questions&number=13")
    page.route("**/api/questions/answer", lambda route: route.fulfill(json=ANSWER))
    page.route("**/api/predict", lambda route: route.fulfill(json=SCORED))
    forecast_scored(page)
    page.evaluate("document.querySelectorAll('main details').forEach(one => (one.open = true))")
    text = seen(page)
    spread = "−0.07 to 0.16"
    assert f"+0.05 million USD (95 % interval {spread})" in text
    assert f"+0.05 million USD ({spread})" in text
    assert text.count(spread) == 3
    assert "0.00 USD to +0.30 million USD" in text
    assert "a tie as half" in text
    assert page.locator("figure .sentence").inner_text() == "Dots are runs."
    assert text.count("The odds are 17 %.") == 1


def test_one_forecast_is_enough_and_can_be_made_again(view):
    page = view("questions&number=13")
    page.route("**/api/questions/answer", lambda route: route.fulfill(json=ANSWER))
    page.route("**/api/predict", lambda route: route.fulfill(json=SCORED))
    first = page.locator("fieldset").first
    first.locator("input[type=number]").nth(0).fill("-1")
    first.locator("input[type=number]").nth(1).fill("2")
    with page.expect_request("**/api/predict") as sent:
        page.get_by_role("button", name="Lock my forecast").click()
    assert list(sent.value.post_data_json["forecasts"]) == ["applications_live"]
    page.wait_for_selector(".answers")
    page.get_by_role("button", name="Predict again").click()
    assert "You know the answer by now" in seen(page)
    page.get_by_role("button", name="Forget it and predict again").click()
    page.wait_for_selector("fieldset")
    assert page.locator(".answers").count() == 0
    assert page.locator("fieldset input[type=number]").first.input_value() == ""


def test_more_runs_take_the_place_of_the_first_answer_when_they_are_there(view):
    page = view("questions&number=13")
    waiting = []

    def answer(route):
        if route.request.post_data_json["stage"] == 0:
            route.fulfill(json=ANSWER)
        else:
            waiting.append(route)

    page.route("**/api/questions/answer", answer)
    page.get_by_role("button", name="Show the answer without predicting").click()
    page.wait_for_selector(".answers")
    assert "in about half a minute" in seen(page)
    page.get_by_role("button", name="More runs").click()
    page.wait_for_selector("text=The answer below stays until then")
    assert page.locator(".answers li").count() == 1
    assert "6 twin runs each, a sample of 2,000 residents" in seen(page)
    waiting[0].fulfill(json=ANSWER | {"stage": 1, "size": {"seeds": 20, "sample": 5000}})
    page.wait_for_selector("text=20 twin runs each, a sample of 5,000 residents.")
    assert page.get_by_role("button", name="More runs").count() == 0


@pytest.mark.parametrize("kind", ["odds", "crossing"])
def test_a_picture_has_a_sentence_of_its_own_and_the_numbers_it_draws(view, kind):
    page = view("questions&number=13")
    said = {"topic": "Figure", "text": ANSWER["figure"]["alt"]}
    figure = ANSWER["figure"] | {"kind": kind}
    changed = ANSWER | {"sentences": [said], "figure": figure}
    page.route("**/api/questions/answer", lambda route: route.fulfill(json=changed))
    page.get_by_role("button", name="Show the answer without predicting").click()
    page.wait_for_selector(".answers")
    below = " ".join(page.locator("figure .sentence").all_inner_texts())
    assert "The odds are 17 %" in below
    assert ("the shaded bands are 95 % intervals" in below) == (kind == "crossing")
    page.get_by_text("The numbers of the picture as a table").click()
    row = page.locator("details.data tbody tr").first
    row.locator("td").first.wait_for()
    assert row.inner_text().split("\t") == ["One vendor, renewed every year", "96", "0.17"]


def test_every_interval_of_a_sum_is_given_the_number_beside_it():
    for path in sorted((STATIC / "views").glob("*.js")):
        if path.name.startswith(("play", "district", "questions")):
            for given in re.findall(r"interval\(([^()]*)\)", path.read_text("utf-8")):
                alone = path.name == "questions_answer.js" and given in (
                    "low, high, unit", "low, high")  # fmt: skip
                assert given.count(",") == 3 or alone, (path.name, given)


def test_a_question_that_is_not_there_is_said_so(chromium, server):
    with opened(chromium, server, hash_="#view=questions&number=77", settings=ENGLISH) as page:
        page.wait_for_selector("text=There are fourteen questions")
        page.locator("main a", has_text="All fourteen").click()
        page.wait_for_selector(".list a")
