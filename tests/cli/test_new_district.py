"""`egov new NAME --district COUNTRY`: two files that lint and run as they are."""

from __future__ import annotations

import pytest

from sim.data.countries import countries
from sim.scenario import load_scenario

SMALL = ("--sample", "300", "--replications", "1", "--set", "run.months=6", "--set",
         "run.full_run=no")  # fmt: skip


def test_both_files_are_written_and_lint(egov, home):
    answer = egov("new", "curitiba", "--district", "brazil")
    assert answer.code == 0, answer.err
    assert "districts/curitiba.yaml" in answer.out
    linted = egov("lint", "scenarios/curitiba.yaml", "districts/curitiba.yaml")
    assert linted.code == 0, linted.out
    assert "warning" not in linted.out
    place = load_scenario(home / "scenarios/curitiba.yaml").place
    assert place.title == "Brazil"
    assert place.internet_use[2010] == 40.65


def test_the_result_runs(egov, home):
    egov("new", "curitiba", "--district", "BRA")
    answer = egov("run", "scenarios/curitiba.yaml", *SMALL)
    assert answer.code == 0, answer.err


@pytest.mark.parametrize("country", [country.iso3 for country in countries()])
def test_every_country_makes_a_valid_file(egov, home, country):
    assert egov("new", "here", "--district", country).code == 0
    assert egov("lint", "scenarios/here.yaml").code == 0
    assert all(len(line) <= 100 for line in (home / "districts/here.yaml").read_text().splitlines())


def test_every_example_is_valid_when_it_is_uncommented(egov, home):
    egov("new", "here", "--district", "Spain")
    path = home / "districts/here.yaml"
    examples = ("age_shares:", "certificates:", "needs:", "cases_per_adult:", "season:",
                "residents:", "employees:")  # fmt: skip
    lines = [
        line.replace("# ", "", 1) if line.lstrip().removeprefix("# ").startswith(examples) else line
        for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines))
    answer = egov("lint", "scenarios/here.yaml")
    assert answer.code == 0, answer.out
    assert load_scenario(home / "scenarios/here.yaml").place.season["local_tax"] == {3: 50, 9: 50}


def test_an_unknown_country_writes_nothing(egov, home):
    answer = egov("new", "here", "--district", "Brasil")
    assert answer.code == 2
    assert "Did you mean Brazil?" in answer.err
    assert "Denmark (DNK)" in answer.err
    assert not (home / "districts").exists()
    assert not (home / "scenarios/here.yaml").exists()


@pytest.mark.parametrize("folder", ["districts", "scenarios"])
def test_nothing_is_overwritten(egov, home, folder):
    (home / folder).mkdir(exist_ok=True)
    mine = home / folder / "here.yaml"
    mine.write_text("mine")
    answer = egov("new", "here", "--district", "Japan")
    assert answer.code == 2
    assert "exists" in answer.err
    assert mine.read_text() == "mine"
    assert [p.name for p in home.rglob("here.yaml")] == ["here.yaml"]


def test_a_district_takes_no_other_parent(egov, home):
    answer = egov("new", "here", "--district", "Japan", "--parent", "plan.yaml")
    assert answer.code == 2
    assert "one parent" in answer.err
