"""What teams may hand in by mistake: one clear sentence each, and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.classroom.codes import code_of
from sim.classroom.collect import class_plan
from sim.classroom.names import file_name, slug, team_name
from sim.errors import ScenarioError, UserError
from sim.scenario import load_scenario
from tests.classroom.hand_in import MODEL, SMALL, team

BAD = Path("tests/classroom/bad_input")
WORDS = {
    "binary.yaml": "is not UTF-8 text",
    "broken.yaml": "is not valid YAML",
    "budget.yaml": "but there are USD 450,000",
    "bear.yaml.txt": "is a strategy, not a code; rename it to xbear.yaml",
    "wolf.txt": "is a strategy, not a code; rename it to xwolf.yaml",
    "weights.yaml": "its five budget weights (strategy.budget.weight_...) are all 0",
    "weights_later.yaml": "are all 0 from month 24 on",
    "circle.yaml": "extends goes round in a circle",
    "district.yaml": "it changes the district (district.residents)",
    "empty.yaml": "is empty",
    "events.yaml": "lets something happen to the district in month 24",
    "grant.yaml": "strategy.budget.grant_usd is 5,000,000, but may not be moved",
    "grant_later.yaml": "the timeline moves strategy.budget.grant_usd in month 12",
    "latin.yaml": "is not UTF-8 text",
    "length.yaml": "has months: 60, but the round's is 120",
    "no_parent.yaml": "there is no such file",
    "no_schema.yaml": "schema is missing",
    "start.yaml": "starts in 2004-01",
    "typo.txt": "typing mistake",
    "typo.yaml": "Did you mean strategy.capacity.manuals",
    "two_codes.txt": "two codes ran together",
    "uncertain.yaml": "it changes what is uncertain",
    "unreadable.txt": "which no code has",
    "empty.txt": "is empty",
    "long.txt": "too long to be a code",
}


def planned(folder: Path, **asked):
    return class_plan(folder, model=MODEL, **asked)


def why(plan, file: str) -> str:
    return next(out["why"] for out in plan.settings["left_out"] if out["file"] == file)


def names(plan) -> list[str]:
    return [one["name"] for one in plan.settings["teams"]]


@pytest.mark.parametrize("file", sorted(WORDS))
def test_a_faulty_hand_in_is_left_out_with_one_sentence(folder, file):
    raw = (BAD / file).read_bytes()
    (folder / f"x{file}").write_bytes(raw.replace(b"circle.yaml", b"xcircle.yaml"))
    plan = planned(folder)
    assert names(plan) == ["alpha", "bravo"]
    said = why(plan, f"x{file}")
    assert WORDS[file] in said
    assert "\n" not in said
    assert len(said) < 300


def test_every_bad_file_is_tried():
    assert {path.name for path in BAD.iterdir()} == set(WORDS)


def test_two_teams_of_one_name_are_both_left_out(folder):
    team(folder, "Alpha.yml")
    (folder / "ALPHA.txt").write_text("58P1")
    plan = planned(folder)
    assert names(plan) == ["bravo"]
    assert "has the team name of" in why(plan, "alpha.yaml")
    assert len(plan.settings["left_out"]) == 3


def test_folders_and_other_files_are_named_but_nobody_misses_them(folder):
    (folder / "inner").mkdir()
    (folder / "notes.pdf").write_bytes(b"%PDF")
    (folder / ".DS_Store").write_bytes(b"x")
    team(folder, ".hidden.yaml")
    plan = planned(folder)
    out = {one["file"]: one["is_team"] for one in plan.settings["left_out"]}
    assert out == {".hidden.yaml": True, "inner": False, "notes.pdf": False}


def test_a_missing_folder_a_file_and_an_empty_folder(folder, tmp_path):
    with pytest.raises(UserError, match="there is no such folder"):
        planned(tmp_path / "nowhere")
    with pytest.raises(UserError, match="this is a file"):
        planned(folder / "alpha.yaml")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UserError, match="no team has handed in anything"):
        planned(empty)
    (empty / "x.yaml").write_text("")
    with pytest.raises(UserError, match="no team can be run") as error:
        planned(empty)
    assert "x.yaml is empty" in str(error.value)


def test_a_team_may_extend_a_shipped_scenario_from_anywhere(folder):
    text = "schema: 1\nextends: {}\nstrategy:\n  capacity: {{manuals: 0.7}}\n"
    (folder / "one.yaml").write_text(text.format("../baseline.yaml"))
    (folder / "two.yaml").write_text(text.format("strategies\\data_first.yaml"))
    plan = planned(folder)
    assert names(plan) == ["alpha", "bravo", "one", "two"]
    assert plan.bases[4].value("strategy.consolidation.data_mode") == "shared"
    assert plan.bases[4].value("strategy.capacity.manuals") == 0.7
    (folder / "three.yaml").write_text(text.format("baseline.yaml") + "  budgett: {a: 1}\n")
    assert why(planned(folder), "three.yaml").startswith("line 5:")


def test_all_teams_live_in_the_world_of_the_round(folder):
    (folder / "class.yaml").write_text(f"{SMALL}against: mine.yml.base\n")
    (folder / "mine.yml.base").write_text(
        "schema: 1\ndistrict: {residents: 400000}\n"
        "strategy:\n  budget: {grant_usd: 2 million USD}\n"
        "timeline:\n  - {month: 30, shock: breach}\n"
        "  - {month: 12, set: {strategy.capacity.manuals: 1}}\n"
    )
    plan = planned(folder)
    for base in plan.bases[1:]:
        assert base.district.residents == 400_000
        assert base.strategy.budget.grant_usd == 2_000_000
        assert [(event.month, event.shock) for event in base.timeline] == [(30, "breach")]
        assert base.run == plan.bases[0].run


def test_a_code_is_found_inside_a_sentence(folder):
    made = code_of(load_scenario(folder / "alpha.yaml"))
    (folder / "fox.txt").write_text(f"Hi, our re-done code is: {made.lower()}.\nThe foxes\n")
    (folder / "wolf.txt").write_text(f"our code is {made[:-1]}7")
    plan = planned(folder)
    assert names(plan) == ["alpha", "bravo", "fox"]
    assert plan.bases[3].value("strategy.capacity.training_hours_clerk") == 20
    assert "typing mistake" in why(plan, "wolf.txt")


def test_a_hand_in_reads_the_same_for_every_verb(tmp_path):
    text = "schema: 1\nextends: ../training_first.yaml\n"
    path = tmp_path / "fox.yaml"
    path.write_text(text)
    shipped = load_scenario("scenarios/strategies/training_first.yaml")
    assert load_scenario(path).content_hash() == shipped.content_hash()
    path.write_text(text.replace("training_first", "training_frist"))
    with pytest.raises(ScenarioError, match="no such file"):
        load_scenario(path)


def test_no_file_name_is_a_formula_in_the_table(folder):
    (folder / "=HYPERLINK(1).yaml").write_text("")
    (folder / "@sum.pdf").write_bytes(b"%PDF")
    (folder / "-x.forecast.yaml").write_text("schema: 1\n")
    plan = planned(folder)
    told = [*plan.settings["left_out"], *plan.settings["forecasts"]]
    assert len(told) == 3
    for cell in (cell for one in told for cell in (one["file"], one["why"])):
        assert cell[0] not in "=+-@\t"


# The instructor's rules -----------------------------------------------------------------------


def test_rules_can_allow_and_lock(folder):
    for name in ("grant", "budget", "district"):
        (folder / f"{name}.yaml").write_bytes((BAD / f"{name}.yaml").read_bytes())
    (folder / "class.yaml").write_text(
        f"{SMALL}allowed: [strategy.budget.grant_usd, district]\nover_budget: allow\n"
        "locked: strategy.participation.online_petitions\n"
        "roles: [citizens, vendor]\ntitle: Monday\n"
    )
    plan = planned(folder)
    assert names(plan) == ["alpha", "budget", "district", "grant"]
    assert "strategy.participation.online_petitions is yes" in why(plan, "bravo.yaml")
    assert plan.settings["roles"] == ["citizens", "vendor"]
    assert (plan.months, plan.replications, plan.sample) == (120, 6, 500)


def test_the_rules_can_count_levers(folder):
    (folder / "class.yaml").write_text(f"{SMALL}most_levers: 1\n")
    team(folder, "two.yaml", "  capacity: {manuals: 0.5, training_hours_clerk: 20}")
    later = team(folder, "later.yaml", "  capacity: {manuals: 0.5}")
    event = "timeline:\n  - {month: 12, set: {strategy.capacity.job_guarantee: yes}}\n"
    later.write_text(later.read_text() + event)
    plan = planned(folder)
    assert names(plan) == ["alpha", "bravo"]
    for file in ("two.yaml", "later.yaml"):
        assert why(plan, file) == "it moves 2 levers, but this round allows 1; take 1 back"


def test_the_command_line_counts_more_than_the_rules(folder):
    plan = planned(folder, overrides=["run.replications=3", "run.months=24"])
    assert (plan.replications, plan.months) == (3, 24)


def test_all_that_is_wrong_with_the_rules_is_said_at_once(folder):
    (folder / "class.yaml").write_text(
        "months: many\nreplicatons: 3\nagainst: nothing.yaml\nlocked: [strategy.budget.grant]\n"
        "allowed: [everything]\nroles: [vender]\nover_budget: maybe\nmost_levers: eight\n"
    )
    with pytest.raises(ScenarioError) as error:
        planned(folder)
    said = str(error.value)
    assert len(error.value.problems) == 8
    for words in ("from 1 to 600", "Did you mean replications", "no such file", "grant_usd",
                  "cannot be allowed", "Did you mean vendor", "leave_out or allow"):  # fmt: skip
        assert words in said


# Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stem", "shown"),
    [
        ("alpha", "alpha"), ("=cmd|' /C calc'!A0", "cmd|' /C calc'!A0"), ("--force", "force"),
        ("a\x1b[31mb\nc", "a[31mbc"), ("..", ""), ("$x^2$", "x^2"), ("한글 팀", "한글 팀"),
        ("\u202eevil", "evil"), ("x" * 300, "x" * 31 + "…"),
    ],
)  # fmt: skip
def test_names_are_harmless(stem, shown):
    assert team_name(stem) == shown


def test_names_for_files_are_plain():
    assert slug("Têam <b>1</b>/..") == "team-b-1-b"
    assert slug("한글") == ""
    assert file_name("a\x1b\n" + "b" * 100) == "a??" + "b" * 56 + "…"
