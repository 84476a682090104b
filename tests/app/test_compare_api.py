"""Comparing strategies over the API."""

from __future__ import annotations

import math

import pytest

from sim.experiments.asked import MAIN_OUTCOMES
from tests.app.serving import small

OUTREACH = {"strategy__accessibility__outreach": 3.0}


def test_strategies_are_compared_as_the_command_compares_them(server):
    states = [small(months=12), small("training_first", months=12), small(months=12, **OUTREACH)]
    asked = {"states": states, "names": ["as granted", "training", ""], "stage": 1}
    found = server.post("/api/compare", asked).json
    assert found["names"] == ["as granted", "training", "baseline"]
    assert {row["scenario"] for row in found["table"]} == {"training", "baseline"}
    assert {row["n"] for row in found["table"]} == {6}
    assert len(found["best"]) == 3 * len(MAIN_OUTCOMES)
    assert sum(r["chance_best"] for r in found["best"] if r["outcome"] == "trust") == pytest.approx(
        1
    )
    assert len(found["trade"]["points"]) == 3
    assert found["sentences"][0]["topic"] == "Verdict"
    assert found["waterfall"] is None


def test_the_parts_of_a_difference_add_up(server):
    states = [
        small(),
        small(strategy__accessibility__outreach=3.0, strategy__capacity__manuals=1.0),
    ]
    found = server.post("/api/compare", {"states": states, "stage": 1, "waterfall": True}).json
    fall = found["waterfall"]
    assert {part["name"] for part in fall["outcomes"]["adoption_share"]["parts"]} == {
        "accessibility", "capacity"}  # fmt: skip
    for one in fall["outcomes"].values():
        whole = math.fsum(part["mean"] for part in one["parts"])
        assert whole == pytest.approx(one["difference"]["mean"], abs=1e-12)
        assert one["to"]["mean"] - one["from"]["mean"] == pytest.approx(one["difference"]["mean"])


def test_what_cannot_be_compared_is_refused(server):
    for states in ([small()], [small()] * 7, "all", None):
        assert server.post("/api/compare", {"states": states}).status == 400
    other = server.post("/api/compare", {"states": [small(), small("history")], "stage": 0})
    assert other.status == 400
    assert "1995-01" in other.json["error"]
