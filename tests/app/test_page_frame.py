"""Compare, Take it away and the frame, in a real browser."""

from __future__ import annotations

import pytest

from sim.app.state import decode
from tests.app.browsing import drawn, holds, opened, state_of
from tests.app.serving import small

OUTREACH = "strategy.accessibility.outreach"
CHARTS = 9

pytestmark = pytest.mark.slow


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


def test_the_trade_shows_intervals_and_follows_the_year(chromium, server):
    state = small(strategy__accessibility__outreach=4, months=24)
    with opened(chromium, server, view="compare", state=state, settings={"refine": 1}) as page:
        page.wait_for_selector('.view[data-stage="1"]')
        trade = page.locator(".compare .pair .chart").first
        assert trade.locator("figcaption").inner_text().endswith("after 2 years")
        assert trade.locator(".whisker").count() > 0
        said = trade.locator(".sentence").inner_text()
        assert "95 % interval" in said
        page.locator("#year").select_option("12")
        assert trade.locator("figcaption").inner_text().endswith("after a year")
        assert trade.locator(".sentence").inner_text() != said
        assert "after a year" in page.locator(".compare .sentences").first.inner_text().lower()


def test_what_is_shown_of_the_tray_before_is_dimmed(chromium, server):
    with opened(chromium, server, view="compare", state=small(base="training_first")) as page:
        drawn(page)
        assert page.locator(".compare .stale").count() == 0
        script = """() => { const seen = [];
            new MutationObserver(() => seen.push(document.querySelector('.compare .stale') !== null
                && /before/.test(document.querySelector('.shown').textContent)))
                .observe(document.querySelector('.compare'), { subtree: true, childList: true,
                    attributes: true, characterData: true });
            window.seen = seen; }"""
        page.evaluate(script)
        page.locator("#add").select_option("data_first")
        page.get_by_role("button", name="Add", exact=True).click()
        page.wait_for_selector(".compare thead th:nth-child(4)")
        assert True in page.evaluate("window.seen")
        assert page.locator(".compare .stale").count() == 0


def test_two_of_the_same_name_have_numbers_in_the_tray_too(chromium, server):
    with opened(chromium, server, view="compare", state=small(base="training_first")) as page:
        drawn(page)
        page.locator("#add").select_option("question/1/training_first")
        page.get_by_role("button", name="Add", exact=True).click()
        page.wait_for_selector(".compare thead th:nth-child(4)")
        names = [one.input_value() for one in page.locator(".tray input").all()]
        assert names[1:] == ["Training first", "Training first (2)"]
        heads = page.locator(".compare thead").first.locator("th").all_inner_texts()
        assert [one.strip() for one in heads[1:]] == names


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


@pytest.mark.parametrize("view", ["explore", "compare", "take"])
def test_no_view_scrolls_sideways(chromium, server, view):
    state = small(strategy__accessibility__outreach=4)
    with opened(chromium, server, view=view, state=state, width=1920) as page:
        drawn(page)
        for width in (1920, 1366, 390):
            page.set_viewport_size({"width": width, "height": 768})
            holds(page, f"document.documentElement.scrollWidth <= {width}")


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
