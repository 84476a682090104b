"""`egov run`, from the scenario file to the results folder."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim import results_folder
from sim.execution import task
from sim.experiments import published
from sim.seeds import replicate_seed

FILES = {
    "manifest.json", "scenario.resolved.yaml", "runs.parquet", "monthly.parquet", "monthly.csv",
    "groups.parquet", "services.parquet", "decisions.csv", "ledger.csv", "portfolio.csv",
    "summary.json", "report.html", "figures",
}  # fmt: skip


def only_folder(home: Path) -> Path:
    (folder,) = (home / "outputs").iterdir()
    return folder


def test_a_run_leaves_the_whole_folder_and_prints_the_headline(egov, home, figures):
    answer = egov("run", "plan.yaml", "--workers", "2")
    assert answer.code == 0
    folder = only_folder(home)
    assert folder.name.startswith("plan-")
    assert len(folder.name) == len("plan-") + 8
    assert {path.name for path in folder.iterdir()} >= FILES
    for words in ("A small plan", "Adoption:", "Cost:", "Satisfaction:", "Divide:", "90 % band",
                  "one run of the whole district", "sample of 20,000", "not a forecast",
                  folder.name):  # fmt: skip
        assert words in answer.out
    assert "Running 6 replications" in answer.err
    assert "\r" not in answer.err, "no bar where there is no terminal"


def test_tables_carry_scenario_and_replicate(egov, home):
    egov("run", "plan.yaml", "--workers", "1")
    result = sim.load(only_folder(home))
    for table in (result.monthly, result.groups, result.services, result.decisions, result.ledger):
        assert list(table.columns[:2]) == ["scenario", "replicate"]
        assert set(table["scenario"]) == {"plan"}
        assert set(table["replicate"]) == set(range(7))
    assert list(result.runs["replicate"]) == list(range(7))
    assert result.runs.loc[0, "kind"] == "full size"
    assert list(result.runs["luck_of"]) == [1, 1, 2, 3, 4, 5, 6]
    assert result.runs["seed"][1:].is_unique
    assert result.runs.loc[0, "seed"] == result.runs.loc[1, "seed"]


def test_any_number_of_workers_gives_the_same_tables(egov, home):
    egov("run", "plan.yaml", "--workers", "1", "--out", "one")
    egov("run", "plan.yaml", "--workers", "3", "--out", "three")
    one, three = (results_folder.stored_manifest(home / name) for name in ("one", "three"))
    assert one["tables"] == three["tables"]
    assert one["content_hash"] == three["content_hash"]
    assert (home / "one/monthly.parquet").read_bytes() == (
        home / "three/monthly.parquet"
    ).read_bytes()


def test_a_second_run_shows_the_results_there_and_runs_nothing(egov, home, monkeypatch):
    egov("run", "plan.yaml")
    before = (only_folder(home) / "monthly.parquet").stat().st_mtime_ns
    monkeypatch.setattr("sim.runner.run_scenario", None)
    again = egov("run", "plan.yaml")
    assert again.code == 0
    assert "there already" in again.out
    assert "Adoption:" in again.out
    assert (only_folder(home) / "monthly.parquet").stat().st_mtime_ns == before


def test_force_runs_anew(egov, home):
    egov("run", "plan.yaml")
    before = (only_folder(home) / "monthly.parquet").stat().st_mtime_ns
    assert egov("run", "plan.yaml", "--force").code == 0
    assert (only_folder(home) / "monthly.parquet").stat().st_mtime_ns > before


def test_new_expectations_are_checked_against_results_that_are_there(egov, home):
    egov("run", "plan.yaml")
    text = (home / "plan.yaml").read_text()
    text += "expect: [{outcome: adoption_share, at: year 2, above: 0.99}]\n"
    (home / "plan.yaml").write_text(text)
    answer = egov("run", "plan.yaml")
    assert answer.code == 3
    assert "there already" in answer.out
    assert "NOT as expected" in answer.out
    assert "not as expected" in (only_folder(home) / "report.html").read_text()


def test_what_cannot_be_told_is_no_failure(egov, home):
    with (home / "plan.yaml").open("a") as plan:
        plan.write("expect: [{outcome: adoption_share, at: year 2, above: 0.99}]\n")
    answer = egov("run", "plan.yaml", "--months", "6", "--set", "run.full_run=no")
    assert answer.code == 0
    assert "Cannot be told" in answer.out


def test_ctrl_c_during_the_report_keeps_the_tables(egov, home, monkeypatch):
    def stop(*args):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)

    with monkeypatch.context() as patch:
        patch.setattr("sim.reports.html.page", stop)
        answer = egov("run", "plan.yaml")
    assert answer.code == 130
    assert "The tables of all 7 runs are kept" in answer.err
    folder = only_folder(home)
    assert len(sim.load(folder).runs) == 7
    assert not (folder / "report.html").exists()
    again = egov("run", "plan.yaml")
    assert (again.code, "there already" in again.out) == (0, True)
    assert (folder / "report.html").exists()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_during_the_tables_keeps_them_too(egov, home, monkeypatch):
    write = published.write_parquet

    def stop(*args):
        os.kill(os.getpid(), signal.SIGINT)
        write(*args)

    monkeypatch.setattr(published, "write_parquet", stop)
    assert egov("run", "plan.yaml").code == 130
    assert len(sim.load(only_folder(home)).runs) == 7


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("args", [["params"], ["params", "--json"], ["run", "plan.yaml"]])
def test_output_that_cannot_be_written_gives_one_sentence(home, args):
    code = f"import sys; from sim.cli import call; sys.exit(call({args}))"
    if args[0] == "run":
        code = "from sim.execution import task; task.REAL_MODEL = 'tests.fakes:FakeModel'\n" + code
    root = str(Path(sim.__file__).parents[1])
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": root}, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "egov: the output cannot be written" in done.stderr


def test_the_schedule_as_json(egov):
    steps = egov("run", "--explain-schedule", "--json").data
    assert {"name", "sentence", "owner", "reads", "writes", "rules"} == set(steps[0])


def test_a_missing_file_names_scenario_files_only(egov, home):
    (home / ".pre-commit-config.yaml").write_text("schema: 1\n")
    (home / "other.yaml").write_text("repos: []\n")
    answer = egov("run", "nothing-like-it.yaml")
    assert "holds: plan.yaml." in answer.err


def test_seed_and_set_change_the_folder(egov, home):
    for extra in ((), ("--seed", "7"), ("--set", "strategy.budget.grant_usd=2000000")):
        egov("run", "plan.yaml", "--months", "3", "--replications", "1", *extra)
    assert len(list((home / "outputs").iterdir())) == 3


def test_options_reach_the_run(egov, home):
    answer = egov("run", "plan.yaml", "--months", "5", "--replications", "2", "--sample", "300",
                  "--seed", "9", "--out", "o", "--json")  # fmt: skip
    assert answer.code == 0
    assert answer.data["runs"] == {"planned": 3, "finished": 3, "failed": 0}
    assert answer.data["months_reported"] == [5]
    assert "no band" in answer.data["band"]
    runs = pd.read_parquet(home / "o/runs.parquet")
    assert list(runs["sample"]) == [0, 300, 300]
    assert list(runs["seed"]) == [replicate_seed(9, number) for number in (1, 1, 2)]


def test_sample_all_makes_every_replication_full_size(egov, home):
    egov("run", "plan.yaml", "--sample", "all", "--replications", "5", "--out", "o")
    result = sim.load(home / "o")
    assert list(result.runs["replicate"]) == [1, 2, 3, 4, 5]
    assert set(result.runs["kind"]) == {"full size"}
    assert not result.has_full_run
    assert "5 replications of the whole district" in result.value_words


def test_uncertain_parameters_are_drawn_for_each_replication(egov, home):
    path = "district.people.access.certificate_ceiling"
    text = (home / "plan.yaml").read_text() + f"uncertain: {{{path}: {{uniform: [0.2, 0.8]}}}}\n"
    (home / "plan.yaml").write_text(text)
    answer = egov("run", "plan.yaml", "--out", "o")
    drawn = pd.read_parquet(home / "o/runs.parquet").set_index("replicate")[path]
    assert pd.isna(drawn[0])
    assert drawn[1:].between(0.2, 0.8).all()
    assert drawn[1:].is_unique
    assert "uncertain" in answer.out


def test_dry_run_runs_nothing(egov, home):
    answer = egov("run", "plan.yaml", "--dry-run")
    assert answer.code == 0
    assert "7 runs of 24 months" in answer.out
    assert "Nothing was run" in answer.out
    assert not (home / "outputs").exists()


def test_quiet_prints_nothing(egov):
    answer = egov("run", "plan.yaml", "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_failing_runs_become_rows_and_exit_code_1(egov, home, monkeypatch):
    monkeypatch.setattr(task, "REAL_MODEL", "tests.fakes:FailingModel")
    answer = egov("run", "plan.yaml", "--replications", "12", "--seed", "1", "--out", "o")
    assert answer.code == 1
    runs = pd.read_parquet(home / "o/runs.parquet")
    failed = runs[runs["status"] == "failed"]
    assert 0 < len(failed) < 13
    assert failed["reason"].str.contains("after month 2: ValueError: a desk had fewer").all()
    assert "runs failed" in answer.out
    assert "ValueError" in (home / "o/failures.txt").read_text()
    monthly = pd.read_parquet(home / "o/monthly.parquet")
    assert set(monthly["replicate"]) == set(runs.loc[runs["status"] == "ok", "replicate"])


def test_all_runs_failed_still_leaves_a_readable_folder(egov, home, monkeypatch):
    monkeypatch.setattr(task, "REAL_MODEL", "tests.fakes:FailingModel")
    monkeypatch.setattr("sim.experiments.plan.replicate_seed", lambda seed, replicate: 3)
    answer = egov("run", "plan.yaml", "--seed", "3", "--out", "o")
    assert answer.code == 1
    assert "nothing to show" in answer.out
    result = sim.load(home / "o")
    assert result.monthly.empty
    assert "<h1>" in (home / "o/report.html").read_text()


def test_a_killed_worker_costs_only_its_own_run(egov, home, monkeypatch):
    monkeypatch.setattr(task, "REAL_MODEL", "tests.fakes:KillingModel")
    monkeypatch.setattr(
        "sim.experiments.plan.replicate_seed",
        lambda seed, replicate: 10 * replicate + 7 * (replicate == 3),
    )
    answer = egov("run", "plan.yaml", "--replications", "12", "--workers", "2", "--out", "o")
    runs = pd.read_parquet(home / "o/runs.parquet").set_index("replicate")
    assert runs.loc[3, "status"] == "failed"
    assert "was killed" in runs.loc[3, "reason"]
    assert set(runs["status"].drop(3)) == {"ok"}
    assert answer.code == 1


def test_an_existing_other_folder_is_never_replaced(egov, home):
    (home / "mine").mkdir()
    (home / "mine/letter.txt").write_text("dear")
    for extra in ((), ("--force",)):
        answer = egov("run", "plan.yaml", "--out", "mine", *extra)
        assert answer.code == 2
        assert "not a results folder" in answer.err
    assert [path.name for path in (home / "mine").iterdir()] == ["letter.txt"]


def test_finished_results_in_out_are_not_overwritten(egov, home):
    egov("run", "plan.yaml", "--out", "o")
    before = (home / "o/manifest.json").read_bytes()
    answer = egov("run", "plan.yaml", "--seed", "2", "--out", "o")
    assert answer.code == 2
    assert "--force" in answer.err
    assert (home / "o/manifest.json").read_bytes() == before
    assert egov("run", "plan.yaml", "--seed", "2", "--out", "o", "--force").code == 0
    assert (home / "o/manifest.json").read_bytes() != before


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "may not be written"),
        (errno.EROFS, "may not be written"),
    ],
)
def test_a_disk_that_refuses_gives_one_sentence(egov, home, monkeypatch, number, words):
    def refuse(*args, **kwargs):
        raise OSError(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(published, "write_parquet", refuse)
        answer = egov("run", "plan.yaml", "--out", "place/o")
    assert answer.code == 2
    assert words in answer.err
    assert "Traceback" not in answer.err
    assert "Finished runs are kept: egov resume place/o" in answer.err
    assert not (home / "place/o/runs.parquet").exists()
    assert egov("resume", "place/o").code == 0
    assert len(sim.load("place/o").runs) == 7


def test_a_file_in_the_way_gives_one_sentence(egov, home):
    (home / "file").write_text("x")
    answer = egov("run", "plan.yaml", "--out", "file/o")
    assert answer.code == 2
    assert "Name another folder with --out" in answer.err
    assert "Running" not in answer.err, "found before the work is done"


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other rights on Windows")
def test_an_unwritable_place_is_found_before_the_run(egov, home, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(results_folder.tempfile, "TemporaryDirectory", refuse)
    answer = egov("run", "plan.yaml")
    assert answer.code == 2
    assert "may not be written" in answer.err
    assert "Running" not in answer.err


def test_json_errors_are_json(egov):
    answer = egov("run", "plan.yaml", "--months", "0", "--json")
    assert answer.code == 2
    assert "months" in answer.data["error"]["message"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("run",), "Name a scenario file"),
        (("run", "missing.yaml"), "missing.yaml"),
        (("run", "plan.yaml", "--months", "0"), "months"),
        (("run", "plan.yaml", "--set", "strategy.budget.grant=1"), "strategy.budget.grant"),
        (("run", "plan.yaml", "--sample", "many"), "many"),
        (("run", "plan.yaml", "--workers", "0"), "--workers"),
        (("run", "plan.yaml", "--colour", "red"), "--colour"),
        (("rnu", "plan.yaml"), "Did you mean run?"),
        (("plan.yaml",), "egov run plan.yaml"),
        (("report", "nowhere"), "no such folder"),
        (("report", "."), "not a results folder"),
        (("new", "a/b c"), "letters"),
        (("params", "nonsense-word"), "nonsense-word"),
        (("compair", "plan.yaml", "plan.yaml"), "no verb"),
    ],
)
def test_a_users_mistake_gives_exit_code_2_and_clear_words(egov, args, words):
    answer = egov(*args)
    assert answer.code == 2
    assert words in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""


def test_report_rebuilds_the_same_bytes_from_the_folder_alone(egov, home, figures):
    egov("run", "plan.yaml", "--out", "o")
    made = {p.relative_to(home): p.read_bytes() for p in (home / "o").rglob("*") if p.is_file()}
    for path in made:
        if path.suffix in (".png", ".svg", ".html") or path.name == "summary.json":
            (home / path).unlink()
    assert egov("report", "o").code == 0
    again = {p.relative_to(home): p.read_bytes() for p in (home / "o").rglob("*") if p.is_file()}
    assert again.keys() == made.keys()
    assert [str(path) for path in made if made[path] != again[path]] == []


def test_a_flipped_byte_is_noticed(egov, home):
    egov("run", "plan.yaml", "--out", "o")
    path = home / "o/monthly.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(data)
    answer = egov("report", "o")
    assert answer.code == 2
    assert "damaged" in answer.err


def test_the_resolved_scenario_gives_the_same_results(egov, home):
    egov("run", "plan.yaml", "--out", "o", "--seed", "5")
    (home / "again").mkdir()
    (home / "again/plan.yaml").write_text((home / "o/scenario.resolved.yaml").read_text())
    egov("run", "again/plan.yaml", "--out", "p")
    one, two = (json.loads((home / name / "manifest.json").read_text()) for name in ("o", "p"))
    assert one["content_hash"] == two["content_hash"]
    assert one["tables"] == two["tables"]
