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
    ("points", {"a": 35.451, "b": 37.357, "low": -0.003, "high": 3.816},
     ["35.5 points", "37.4 points", "+1.9 points", "0.0 to 3.8"]),
    ("0-1", {"a": 0.478145, "b": 0.478, "low": -0.000285, "high": -0.000005},
     ["0.47815", "0.47800", "−0.00015", "−0.00029 to −0.00001"]),
    ("0-1", {"a": 0.5, "b": 0.514, "low": 0.0004, "high": 0.0276},
     ["0.5000", "0.5140", "+0.0140", "0.0004 to 0.0276"]),
    ("0-1", {"a": 0.4779, "b": 0.4782}, ["0.47790", "0.47820", "+0.00030", None]),
])  # fmt: skip
def test_numbers_told_together_have_the_digits_that_their_difference_needs(page, unit, given, told):
    assert numbers(page, unit, given) == told


def test_one_narrow_interval_does_not_lengthen_the_numbers_beside_it(page):
    script = """async () => {
        const { together } = await import('/static/numbers.js');
        const told = together('share', { values: [0.37357], differences: [0.0191, 0.00012],
            intervals: [[-0.0003, 0.03816], [0.00011, 0.00013]] });
        return [told.value(0.37357), told.difference(0.00012), told.interval(0.00011, 0.00013)];
    }"""
    assert page.evaluate(script) == ["37.36 %", "+0.01 points", "0.01 to 0.01"]


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
        assert "After a year: the baseline " in page.locator(".sentence").first.inner_text()
