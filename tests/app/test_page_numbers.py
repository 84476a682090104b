"""Numbers in words, in a real browser."""

from __future__ import annotations

import re

import pytest

from tests.app.browsing import opened
from tests.app.serving import small

OUTREACH = "strategy.accessibility.outreach"

pytestmark = pytest.mark.slow


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
