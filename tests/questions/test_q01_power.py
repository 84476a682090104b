"""Question 1: power and interest, read from the minutes."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.data.tables import applications
from sim.questions.decision_kinds import ABOUT, KINDS, kind_of, kinds
from sim.questions.power import Line, holds_of, interests_of
from sim.questions.views.power_interest import PowerInterest
from tests.questions.standins import Result, answer_of

MONTHS = 120
HOME = Path(sim.__file__).parent
PLACES = [*sorted((HOME / "institutions").glob("*.py")), HOME / "services" / "incidents.py"]


def line(month: int, actor: str, decision: str, **numbers: Any) -> Line:
    return Line.of(month, actor, decision, json.dumps(numbers))


# Every decision is declared ---------------------------------------------------------------------


def texts() -> list[str]:
    """Return every decision that the code can write, with x for what is filled in."""
    found = []
    for path in PLACES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            place = {"decide": 0, "record": 2}.get(node.func.attr)
            if place is None or len(node.args) <= place:
                continue
            text = node.args[place]
            if isinstance(text, ast.Constant):
                found.append(str(text.value))
            elif isinstance(text, ast.JoinedStr):
                found.append("".join(
                    str(part.value) if isinstance(part, ast.Constant) else "x"
                    for part in text.values
                ))  # fmt: skip
    return found


def test_the_code_was_read():
    assert len(texts()) > 30


@pytest.mark.parametrize("text", sorted(set(texts())))
def test_every_decision_of_the_code_is_declared(text: str):
    if text.startswith("x "):  # the verb is filled in: contracts, or renews the contract with
        text = text.replace("x ", "contracts ", 1)
    actors = {row.actor.replace("*", "1") for row in kinds()}
    assert any(kind_of(actor, text) for actor in actors), text


def test_the_declarations_hold_to_their_words():
    assert {row.kind for row in kinds()} == set(KINDS)
    assert {row.about for row in kinds()} == set(ABOUT)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(
    path.stem for path in Path("scenarios/strategies").glob("*.yaml")
))  # fmt: skip
def test_no_decision_of_the_shipped_strategies_is_undeclared(name: str):
    result = sim.run(
        f"scenarios/strategies/{name}.yaml",
        overrides=["run.sample=300", "run.replications=2", "run.full_run=no"], workers=1,
        progress="none",
    )  # fmt: skip
    pairs = set(zip(result.decisions["actor"], result.decisions["decision"], strict=True))
    assert not {pair for pair in pairs if kind_of(*pair) is None}


# Holds ------------------------------------------------------------------------------------------


def holds(*lines: Line, spent: float = 1e6, months: int = MONTHS) -> dict[str, dict[str, float]]:
    return holds_of(lines, months, spent, slowed=0.25, lost=0.65)


def test_waiting_is_shared_out_by_the_gates_of_the_plan():
    planned = [spec for spec in applications() if not spec.live_at_start]
    found = holds(line(1, "MOGAHA", "refuses to change the law"))
    share = sum(spec.needs_law for spec in planned) / len(planned)
    assert found["MOGAHA"]["time"] == pytest.approx(share), "closed for the whole run"
    share = sum(bool(spec.registers) for spec in planned) / len(planned)
    assert found["MOIC"]["time"] == pytest.approx(share)


def test_an_actor_that_opens_early_holds_less():
    late = holds(line(61, "MOGAHA", "puts the new law in force"))
    early = holds(line(13, "MOGAHA", "puts the new law in force"))
    assert early["MOGAHA"]["time"] == pytest.approx(0.2 * late["MOGAHA"]["time"])


def test_districts_hold_the_law_only_until_they_consent():
    found = holds(line(31, "MOGAHA", "prepares the law"),
                  line(61, "MOGAHA", "puts the new law in force"))  # fmt: skip
    assert found["Other districts"]["time"] == pytest.approx(0.5 * found["MOGAHA"]["time"])


def test_what_is_begun_does_not_wait():
    name = next(spec.name for spec in applications() if spec.needs_law and not spec.live_at_start)
    start = line(1, "IT committee", f"starts '{name}'", planned_usd=1.0, planned_months=1)
    refused = line(1, "MOGAHA", "refuses to change the law")
    assert holds(refused, start)["MOGAHA"]["time"] < holds(refused)["MOGAHA"]["time"]


def test_money_is_shared_out_over_what_was_spent_or_withheld():
    found = holds(
        line(1, "Ministry of Planning and Budget", "grants the pilot", grant_usd=1e6),
        line(1, "National Assembly", "refuses the supplementary request", asked_usd=1e6),
        line(13, "National Assembly", "refuses the supplementary request", asked_usd=1e6),
        spent=3e6,
    )
    assert found["Ministry of Planning and Budget"]["money"] == pytest.approx(0.25)
    assert found["National Assembly"]["money"] == pytest.approx(0.25), "withheld once, not twice"


def test_what_is_granted_in_part_is_partly_withheld():
    found = holds(line(1, "National Assembly", "grants a supplementary budget", asked_usd=1e6,
                       granted_usd=4e5), spent=1.4e6)  # fmt: skip
    assert found["National Assembly"]["money"] == pytest.approx(0.5)


def test_vendors_hold_what_goes_beyond_the_plan():
    found = holds(
        line(1, "IT committee", "contracts Local vendor 1 for 1 year"),
        line(2, "IT committee", "starts 'Tax'", planned_usd=1e5, planned_months=5),
        line(9, "IT committee", "launches 'Tax'", cost_usd=1.5e5, quality=0.5),
    )
    assert found["Vendors"]["money"] == pytest.approx(0.05)


def test_work_to_rule_holds_the_part_of_the_work_that_it_takes():
    begin = line(1, "IT committee", "starts 'Tax'", planned_usd=1.0, planned_months=5)
    end = line(21, "IT committee", "launches 'Tax'", cost_usd=1.0)
    rule = line(11, "Employees' representative", "calls for work to rule")
    over = line(16, "Employees' representative", "ends work to rule")
    assert holds(begin, rule, end)["Employees"]["work"] == pytest.approx(0.25 * 0.5)
    assert holds(begin, rule, over, end)["Employees"]["work"] == pytest.approx(0.25 * 0.25)


def test_voters_hold_the_term_that_is_left():
    drop = line(61, "Mayor's office", "drops the programme under a new mayor")
    assert holds(drop)["Voters"]["term"] == pytest.approx(0.65 * 0.5)
    kept = line(46, "Mayor's office", "is elected again")
    assert holds(kept)["Voters"]["term"] == 0


def test_who_only_speaks_holds_nothing():
    found = holds(line(12, "Citizens' representative", "carries grievances to the mayor"))
    assert found["Citizens' representative"] == {}


# Interests --------------------------------------------------------------------------------------


def test_interest_is_how_often_and_how_early():
    yearly = [line(12 * year, "Citizens' representative", "carries grievances to the mayor")
              for year in range(1, 11)]  # fmt: skip
    assert interests_of(yearly, MONTHS)["Citizens' representative"] == pytest.approx(
        0.5 + 0.5 * (1 - 11 / 120)
    )
    first = [line(1, "Employees' representative", "asks for a guarantee, training and manuals")]
    assert interests_of(first, MONTHS)["Employees"] == pytest.approx(0.05 + 0.5)


def test_an_answer_is_no_interest():
    asked = [line(1, "National Assembly", "refuses the supplementary request", asked_usd=1)]
    assert interests_of(asked, MONTHS) == {"National Assembly": 0.0}


# The view ---------------------------------------------------------------------------------------


def view(law_month: int) -> PowerInterest:
    rows = []
    for twin in range(1, 5):
        rows += [
            ("as_granted", twin, 1, "MOGAHA", "refuses to change the law", "{}"),
            ("coalition", twin, law_month + twin, "MOGAHA", "puts the new law in force", "{}"),
            *[(name, twin, 12, "Citizens' representative", "speaks well of it", "{}")
              for name in ("as_granted", "coalition")],
            *[(name, twin, month, "MOIC", f"opens the {register} register", "{}")
              for name in ("as_granted", "coalition")
              for month, register in enumerate(("resident", "vehicle", "real estate", "tax"), 1)],
        ]  # fmt: skip
    spent = np.full((4, 2, MONTHS), 1e6)
    names = ["as_granted", "coalition"]
    return PowerInterest(answer_of(Result(names, {"spending_cum_usd": spent}, rows)))


def test_the_view_names_the_strongest_and_who_moves():
    first, second = view(20).sentences
    assert "waits most for MOGAHA" in first
    assert "Citizens' representative" in first
    assert "points less with coalition" in second


def test_the_map_has_an_actor_a_row():
    drawing = view(20).draw(narrow=True)
    assert "MOGAHA" in drawing.title
    assert set(drawing.data["actor"]) >= {"MOGAHA", "MOIC", "Citizens' representative"}
    assert drawing.data["power"].max() <= 100
