"""Twin lives: who parts, when, at which step and why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.cli import call
from sim.errors import OutputError, ScenarioError, UserError
from sim.experiments.twin_diary import STEPS, Watch
from sim.experiments.twin_inputs import Person
from sim.experiments.twin_pairs import NEVER, Partings
from sim.experiments.twin_why import two_sides
from sim.experiments.twins import follow
from sim.model import DistrictModel
from sim.scenario import Scenario, load_scenario
from sim.scenario.schema import Event
from sim.seeds import replicate_seed

SIZE = {"run.months": 24, "run.sample": 400, "run.seed": 5}
TRAINING = {"strategy.capacity.training_hours_clerk": 40.0, "strategy.capacity.manuals": 0.8}
OUTREACH = {"strategy.accessibility.outreach": 4.0}
SCENARIOS = Path("scenarios")


def scenario(name: str = "a", **more) -> Scenario:
    values = more.pop("values", {})
    plain = load_scenario(SCENARIOS / "baseline.yaml").with_values({**SIZE, **values})
    return replace(plain, name=name, **more)


A, B = scenario(), scenario("b", values={**TRAINING, **OUTREACH})


@pytest.fixture(scope="module")
def found():
    return follow(A, B, find=True)


def states(world: DistrictModel, kind: str) -> dict[str, np.ndarray]:
    population = Person(kind, 0).population(world)
    return {c.name: population.arrays[c.name].copy() for c in population.columns if not c.is_fixed}


# When they part -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [{"citizen": 42}, {"business": 7}, {"employee": 12}])
def test_equal_strategies_never_part(who):
    lives = follow(A, replace(A, name="same"), **who)
    assert lives.parting is None
    assert lives.deed is None
    assert lives.reasons == []
    assert all((people.month == NEVER).all() for people in lives.census.of.values())
    assert "never part" in lives.text()
    assert "never part" in lives.picture().alt
    assert lives.summary["found"] == []


def test_a_later_lever_parts_nobody_before():
    event = Event(month=18, changes={**TRAINING, **OUTREACH})
    lives = follow(A, scenario("b", timeline=(event,)), find=True)
    for kind, people in lives.census.of.items():
        months = people.month[people.month != NEVER]
        assert len(months), kind
        assert months.min() >= 18, kind
    staff = lives.census.of["employee"].month
    assert set(staff[staff != NEVER]) == {18}, "training reaches everyone who is there at once"


@pytest.mark.parametrize("kind", ["citizen", "business", "employee"])
def test_the_parting_is_what_a_plain_comparison_finds(kind, found):
    """Two models run by hand, every column of everyone held against the twin's after each step."""
    seed = replicate_seed(A.run.seed, 1)
    worlds = [DistrictModel(s, seed=seed, sample=400) for s in (A, B)]
    seen: list[list] = [[], []]
    for world, notes in zip(worlds, seen, strict=True):
        world.after_step = lambda step, w=world, n=notes: n.append(
            (w.month, step.name, states(w, kind))
        )
        world.run()
    people = found.census.of[kind]
    number = people.earliest(deed=True)
    assert number is not None
    by_hand = np.full(len(people.month), NEVER)
    first = None
    for (month, step, one), (_, _, other) in zip(*seen, strict=True):
        for name in one:
            apart = one[name] != other[name]
            by_hand[apart & (by_hand == NEVER)] = month
            if first is None and apart[number]:
                first = (month, step, name)
    assert (by_hand == people.month).all()
    parting = follow(A, B, **{kind: number}).parting
    assert (parting.month, parting.step, parting.columns[0]) == first


def test_what_is_noted_after_a_step_is_what_the_month_ends_with():
    lives = follow(A, B, citizen=3)
    for diary in (lives.a, lives.b):
        for (month, _), noted in diary.noted.items():
            assert noted.items() <= diary.states[month].items()
    assert len(lives.table) == 2 * (24 + 1)


def test_another_start_parts_at_the_start():
    other = scenario("b", values={"district.people.judgement.satisfaction_at_start": 0.7})
    parting = follow(A, other, citizen=3).parting
    assert (parting.month, parting.step) == (0, "start")
    assert parting.columns == ("satisfaction",)
    follow(A, other, citizen=3).text()


# Why ----------------------------------------------------------------------------------------------


def test_training_is_named_as_the_reason():
    lives = follow(A, scenario("b", values=TRAINING), employee=_a_clerk())
    assert (lives.parting.month, lives.parting.step) == (1, "staff")
    said = " ".join(lives.reasons)
    assert "Training hours a year for the role: 10 in A, 40 in B." in said
    assert "capacity.training_hours_clerk (10 hours/year in A, 40 hours/year in B)" in said
    assert "outreach" not in said


def test_a_chance_is_told_with_its_draw(found):
    citizens = found.census.of["citizen"]
    number = citizens.earliest(deed=True)
    lives = follow(A, scenario("b", values=OUTREACH), citizen=number)
    assert lives.deed.step == "notice"
    assert "in B only" in lives.text()


@pytest.mark.parametrize("kind", ["citizen", "business", "employee"])
def test_chances_and_draws_are_those_of_the_model(kind):
    """What was told before a step to be under its chance is what the step then did."""
    told = 0
    for number in range(16):
        world = DistrictModel(B, seed=11, sample=400, months=12)
        watch = Watch(world, Person(kind, number))
        world.run()
        for (month, _), (_, lucks) in watch.diary.read.items():
            before, after = watch.diary.states[month - 1], watch.diary.states[month]
            for luck in lucks:
                happened = _happened(luck.what, before, after)
                if happened is not None:
                    assert happened == (luck.draw < luck.chance), (number, month, luck)
                    told += 1
    assert told > 60


def _happened(what: str, before: dict, after: dict) -> bool | None:
    if what.startswith("notices"):
        new = after["aware_lines"] & ~(before["aware_lines"] | before["referred_lines"])
        return bool(new)
    if what == "gets a seat":
        return bool(after["skill"] != before["skill"])
    if what == "posts a petition":
        return bool(after["month_petitions"])
    if what == "gives up":
        return bool(after["lapsed"] and not before["lapsed"])
    if what == "leaves the service" and before["age"] < 57:
        return bool(not after["present"] or after["tenure_months"] < before["tenure_months"])
    return None


def _a_clerk() -> int:
    world = DistrictModel(A, seed=1, sample=400)
    return int(np.flatnonzero(world.employees.role == 2)[0])


def test_two_sides_are_told_apart():
    assert two_sides(0.5, 0.25) == ("0.5", "0.25")
    assert two_sides(0.12345678, 0.12345679) == ("0.12345678", "0.12345679")
    assert two_sides("asked", "shared") == ("asked", "shared")


# Who ----------------------------------------------------------------------------------------------


def test_those_found_are_what_they_are_said_to_be(found):
    for row in found.summary["found"]:
        lives = follow(A, B, **{row["kind"]: row["number"]})
        assert lives.parting is not None
        one, other = (diary.states[-1] for diary in (lives.a, lives.b))
        if "only in B" in row["why"]:
            assert one["online_uses"] == 0 < other["online_uses"]
        if "better off in A" in row["why"]:
            feeling = "morale" if row["kind"] == "employee" else "satisfaction"
            means = lives.table[lives.table["month"] > 0].groupby("world")[feeling].mean()
            assert means["A"] > means["B"]


def test_a_small_table_of_partings():
    people = Partings(np.array([-1, 4, 2, 2]), np.array([-1, -1, -1, 9]), np.array([0, 0, 3, 1]),
                      np.array([np.nan, 1.0, -2.0, -1.0]))  # fmt: skip
    assert people.earliest() == 2
    assert people.earliest(deed=True) == 3
    assert people.online_only_in_b() == 2
    assert people.better_off_in_a() == 2
    nobody = Partings(np.full(2, -1), np.full(2, -1), np.zeros(2, int), np.ones(2))
    assert nobody.earliest() is nobody.online_only_in_b() is nobody.better_off_in_a() is None


def test_who_it_is_in_words():
    assert "years old" in follow(A, A, citizen=0).who
    assert "Citizen 0 of 400 (each stands for" in follow(A, A, citizen=0).who
    assert "people" in follow(A, A, business=0).who or "person" in follow(A, A, business=0).who
    assert "years in service" in follow(A, A, employee=0).who


# Looking on changes nothing -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["citizen", "business", "employee"])
def test_following_changes_nothing(kind):
    plain, watched = (DistrictModel(B, seed=9, sample=400) for _ in range(2))
    watch = Watch(watched, Person(kind, 5))
    plain.run()
    watched.run()
    assert len(watch.diary.read) > 0
    one, other = plain.tables(), watched.tables()
    for name in one:
        pd.testing.assert_frame_equal(one[name], other[name])
    for what in ("citizen", "business", "employee"):
        for column, values in states(plain, what).items():
            assert (values == states(watched, what)[column]).all(), column


def test_the_worlds_are_those_of_a_comparison():
    from sim.experiments.plan import Plan, Point

    plan = Plan("compare", "x", (A, B), (Point("a"), Point("b", 0, 1)), 3, A.run.seed,
                A.run.sample)  # fmt: skip
    seeds = {run.replicate: run.seed for run in plan.runs()}
    assert [follow(A, B, find=True, replicate=r).seed for r in (1, 3)] == [seeds[1], seeds[3]]


# What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ({}, "nobody was named"),
        ({"citizen": 1, "business": 2}, "one life at a time"),
        ({"citizen": 1, "find": True}, "somebody was named"),
        ({"citizen": 400}, "no citizen 400: the 400 citizens of this run have the numbers 0 to"),
        ({"citizen": -1}, "no citizen -1"),
        ({"business": 9999}, "businesses of this run"),
        ({"employee": 99999}, "no employee 99999"),
        ({"citizen": 1, "replicate": -2}, "replicate -2"),
    ],
)
def test_bad_names(who, words):
    with pytest.raises(UserError, match=words):
        follow(A, B, **who)


def test_other_months_and_other_people_are_refused():
    with pytest.raises(ScenarioError, match="36 months"):
        follow(A, B.with_values({"run.months": 36}), citizen=1)
    with pytest.raises(ScenarioError, match="2003-01"):
        follow(A, B.with_values({"run.start": "2003-01"}), citizen=1)
    with pytest.raises(UserError, match="other people"):
        follow(A, B.with_values({"district.population_seed": 77}), citizen=1)


# Picture and command ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [{"citizen": 3}, {"employee": 3}])
@pytest.mark.parametrize("narrow", [False, True])
def test_the_picture(who, narrow):
    drawing = follow(A, B, **who).picture(narrow)
    assert drawing.png()[:4] == b"\x89PNG"
    assert set(drawing.data["world"]) == {"A", "B"}
    assert "the lives part in month" in drawing.alt


def test_the_line_of_one_who_has_left_ends():
    lives = follow(A, B, find=True)
    gone = [
        k for k, month in enumerate(lives.census.of["employee"].deed) if month != NEVER
    ]  # fmt: skip
    for number in gone[:8]:
        lives = follow(A, B, employee=number)
        left = [s for s, d in (("A", lives.a), ("B", lives.b)) if not d.states[-1]["present"]]
        if left:
            data = lives.picture().data.set_index(["world", "month"])
            assert np.isnan(data.loc[(left[0], 24), "morale"])
            assert f"the post is empty in {' and in '.join(left)}" in lives.text()
            return
    pytest.fail("the test needs one who leaves in one world only")


def test_the_command(tmp_path, capsys):
    command = ["follow", "scenarios/baseline.yaml", "scenarios/strategies/training_first.yaml",
               "--sample", "300", "--months", "12"]  # fmt: skip
    picture = tmp_path / "life.png"
    assert call([*command, "--citizen", "5", "--out", str(picture)]) == 0
    said = capsys.readouterr().out
    assert "Citizen 5 of 300" in said
    assert "not a forecast" in said
    assert max(map(len, said.splitlines())) <= 110
    assert picture.read_bytes()[:4] == b"\x89PNG"
    assert call([*command, "--find", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["months"] == 12
    assert facts["found"]
    assert call([*command, "--citizen", "300"]) == 2
    assert "no citizen 300" in capsys.readouterr().err
    assert call([*command, "--citizen", "3", "--out", str(tmp_path / "life.doc")]) == 2
    assert "has to end in" in capsys.readouterr().err


def test_a_picture_that_cannot_be_written(tmp_path):
    from sim.reports.lives import write_picture

    (tmp_path / "x.png").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_picture(follow(A, B, citizen=1), tmp_path / "x.png")
    with pytest.raises(UserError, match="nobody is followed"):
        follow(A, B, find=True).picture()


def test_the_steps_are_those_of_the_schedule():
    assert STEPS[0] == "politics"
    assert STEPS[-1] == "accounts"
