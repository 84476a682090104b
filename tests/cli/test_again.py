"""`egov resume`, `extend` and `verify`: a results folder is gone on with, and checked."""

from __future__ import annotations

import json
import shutil
from itertools import islice

import pandas as pd
import pytest

import sim
import sim.experiments.carry
from sim.execution import task
from sim.results_folder import stored_manifest
from sim.store import Store
from sim.tables_on_disk import read_parquet, write_parquet
from tests.fakes import FailingModel, FakeModel

RUN = ("run", "plan.yaml", "--workers", "1", "--quiet", "--out")


def digests(folder):
    return stored_manifest(folder)["tables"]


@pytest.fixture
def counted(monkeypatch):
    """Count the runs that are really done."""
    done = []
    run = FakeModel.run

    def count(self, on_month=None):
        done.append(self.seed)
        run(self, on_month)

    monkeypatch.setattr(FakeModel, "run", count)
    return done


def cut_after(monkeypatch, count, error):
    """Let the next experiment break off after so many runs of each stage."""
    carry = sim.experiments.carry.carry

    def broken(*args, **options):
        yield from islice(carry(*args, **options), count)
        raise error

    monkeypatch.setattr(sim.experiments.carry, "carry", broken)


def test_resume_gives_the_tables_of_an_undisturbed_run(egov, home, monkeypatch, counted):
    egov(*RUN, "whole")
    counted.clear()
    with monkeypatch.context() as patch:
        cut_after(patch, 1, KeyboardInterrupt)
        assert egov(*RUN, "o", "--set", "run.full_run=no").code == 130
    egov(*RUN, "p", "--set", "run.full_run=no")
    counted.clear()
    assert egov("resume", "o", "--quiet", "--workers", "2").code == 0
    assert digests(home / "o") == digests(home / "p")
    assert (home / "o/report.html").exists()


def test_finished_runs_are_never_done_again(egov, home, monkeypatch, counted):
    with monkeypatch.context() as patch:
        cut_after(patch, 3, RuntimeError("the power went"))
        with pytest.raises(RuntimeError):
            egov(*RUN, "o", "--set", "run.full_run=no")
    assert stored_manifest(home / "o")["status"] == "running"
    assert egov("report", "o").code == 2
    egov("resume", "o", "--quiet", "--workers", "1")
    assert len(counted) == len(set(counted)) == 6
    egov("resume", "o", "--quiet", "--workers", "1")
    egov(*RUN, "o", "--set", "run.full_run=no")
    assert len(counted) == 6


def test_unfinished_results_say_how_to_go_on(egov, home, monkeypatch):
    with monkeypatch.context() as patch:
        cut_after(patch, 2, RuntimeError("the power went"))
        with pytest.raises(RuntimeError):
            egov(*RUN, "o")
    answer = egov("report", "o")
    assert "egov resume o" in answer.err
    answer = egov(*RUN, "o", "--seed", "3")
    assert answer.code == 2
    assert "egov resume o" in answer.err


def test_extend_leaves_earlier_rows_as_they_are(egov, home, counted):
    egov(*RUN, "o")
    before = sim.load("o")
    old = {name: getattr(before, name) for name in ("runs", "monthly", "ledger", "decisions")}
    counted.clear()
    assert egov("extend", "o", "--replications", "+4", "--quiet", "--workers", "1").code == 0
    assert len(counted) == 4
    after = sim.load("o")
    assert list(after.runs["replicate"]) == list(range(11))
    for name, table in old.items():
        pd.testing.assert_frame_equal(getattr(after, name).iloc[: len(table)], table)
    egov(*RUN, "p", "--replications", "10")
    assert digests(home / "o")["monthly"] == digests(home / "p")["monthly"]
    answer = egov("run", "plan.yaml", "--out", "o")
    assert "They were extended to 11 runs" in answer.out


@pytest.mark.parametrize("words", ["20", "+0", "+1.5", "-3", "more"])
def test_extend_wants_a_number_to_add(egov, home, words):
    egov(*RUN, "o")
    answer = egov("extend", "o", f"--replications={words}")
    assert answer.code == 2
    assert "+20" in answer.err


def test_failed_runs_are_tried_again_only_if_asked(egov, home, monkeypatch):
    monkeypatch.setattr(task, "REAL_MODEL", "tests.fakes:FailingModel")
    assert egov(*RUN, "o", "--seed", "1", "--replications", "9").code == 1
    failed = sim.load("o").runs.query("status == 'failed'")
    assert len(failed) > 0
    monkeypatch.setattr(FailingModel, "step", FakeModel.step)
    assert egov("resume", "o", "--quiet", "--workers", "1").code == 1
    assert egov("resume", "o", "--quiet", "--workers", "1", "--retry-failed").code == 0
    assert set(sim.load("o").runs["status"]) == {"ok"}
    assert not (home / "o/failures.txt").exists()


def test_on_error_stop_ends_the_rest(egov, home, monkeypatch):
    monkeypatch.setattr(task, "REAL_MODEL", "tests.fakes:FailingModel")
    seeds = {"sim.experiments.plan.replicate_seed": lambda seed, replicate: replicate}
    for name, value in seeds.items():
        monkeypatch.setattr(name, value)
    assert egov(*RUN, "o", "--set", "run.full_run=no", "--on-error", "stop").code == 1
    runs = sim.load("o").runs
    assert list(runs["status"]) == ["ok", "ok", "failed"]
    assert sim.load("o").manifest["status"] == "stopped"


def test_verify_finds_the_same(egov, home):
    egov(*RUN, "o")
    answer = egov("verify", "o", "--runs", "3", "--workers", "1")
    assert answer.code == 0
    assert "bit for bit" in answer.out
    assert egov("verify", "o", "--workers", "1", "--json").data["same"] is True


def test_verify_finds_one_changed_number(egov, home):
    egov(*RUN, "o")
    table = read_parquet(home / "o/monthly.parquet")
    table.loc[30, "trust"] += 1e-12
    write_parquet(table, home / "o/monthly.parquet")
    answer = egov("verify", "o", "--runs", "99", "--workers", "1")
    assert answer.code == 3
    assert "monthly: the table is not the one that was written here" in answer.out
    assert "column trust" in answer.out


@pytest.mark.parametrize("verb", [("resume",), ("verify",), ("extend", "--replications", "+1")])
def test_other_code_is_refused_in_one_sentence(egov, home, verb):
    egov(*RUN, "o")
    manifest = json.loads((home / "o/manifest.json").read_text())
    manifest["code_hash"] = "0" * 64
    (home / "o/manifest.json").write_text(json.dumps(manifest))
    before = {p: p.read_bytes() for p in (home / "o").rglob("*") if p.is_file()}
    answer = egov(verb[0], "o", *verb[1:])
    assert answer.code == 2
    assert "made by other code" in answer.err
    assert {p: p.read_bytes() for p in (home / "o").rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("file", ["plan.json", "scenario.resolved.yaml", "manifest.json"])
def test_a_corrupt_file_is_told_in_one_sentence_and_mended_by_resume(egov, home, counted, file):
    egov(*RUN, "o")
    before = digests(home / "o")
    (home / "o" / file).write_text("{")
    answer = egov("report", "o")
    assert answer.code == 2
    assert len(answer.err.splitlines()) == 1
    assert "egov resume o" in answer.err
    counted.clear()
    assert egov("resume", "o", "--quiet", "--workers", "1").code == 0
    assert counted == []
    assert digests(home / "o") == before
    assert egov("verify", "o", "--runs", "1", "--workers", "1").code == 0


def test_without_its_copies_a_corrupt_plan_costs_nothing(egov, home):
    egov(*RUN, "o")
    shutil.rmtree(home / "o/store")
    (home / "o/plan.json").write_text("{")
    answer = egov("resume", "o")
    assert answer.code == 2
    assert "Traceback" not in answer.err
    assert (home / "o/monthly.parquet").exists()


def test_a_corrupt_table_is_written_again_from_the_stored_runs(egov, home, counted):
    egov(*RUN, "o")
    before = digests(home / "o")
    (home / "o/monthly.parquet").write_bytes(b"PAR1")
    answer = egov("report", "o")
    assert answer.code == 2
    assert "egov resume o" in answer.err
    counted.clear()
    assert egov("resume", "o", "--quiet", "--workers", "1").code == 0
    assert counted == []
    assert digests(home / "o") == before
    assert egov("report", "o").code == 0


def test_a_corrupt_part_of_the_store_is_set_aside_and_its_runs_done_again(egov, home, counted):
    egov(*RUN, "o")
    before = digests(home / "o")
    (part,) = (home / "o/store").glob("part-*")
    data = bytearray((part / "monthly.parquet").read_bytes())
    data[len(data) // 2] ^= 0xFF
    (part / "monthly.parquet").write_bytes(data)
    counted.clear()
    assert egov("extend", "o", "--replications", "+1", "--quiet", "--workers", "1").code == 0
    assert len(counted) == 8
    assert list((home / "o/store/damaged").iterdir())
    assert digests(home / "o").keys() == before.keys()
    assert egov("verify", "o", "--workers", "1").code == 0


COMPARE = ("compare", "plan.yaml", "plan.yaml", "--workers", "1", "--outcome", "adoption_share")


def test_ctrl_c_in_a_comparison_says_how_to_go_on(egov, home, monkeypatch):
    with monkeypatch.context() as patch:
        cut_after(patch, 2, KeyboardInterrupt)
        answer = egov(*COMPARE, "--out", "c")
    assert answer.code == 130
    assert "To go on: egov resume c" in answer.err
    assert egov("resume", "c", "--quiet", "--workers", "1").code == 0
    again = egov(*COMPARE, "--out", "c")
    assert (again.code, "were there already" in again.out) == (0, True)
    assert "no difference" in again.out


def test_the_same_world_is_run_once_in_a_comparison(egov, home, counted):
    answer = egov(*COMPARE, "--out", "c")
    assert answer.code == 0, answer.err
    assert len(counted) == 6
    assert len(sim.load("c").runs) == 12


def test_force_deletes_nothing_that_is_not_its_own(egov, home):
    egov(*RUN, "o")
    (home / ".o.new").mkdir()
    (home / ".o.new/mine.txt").write_text("precious")
    answer = egov(*RUN, "o", "--force")
    assert answer.code == 2
    assert ".o.new" in answer.err
    assert (home / ".o.new/mine.txt").read_text() == "precious"


def test_who_comes_second_leaves_the_folder_to_the_first(egov, home, monkeypatch):
    folder = home / "o"
    with Store.open(folder / "store") as first:
        monkeypatch.setattr("sim.results_folder._look", lambda *args: "nothing")
        answer = egov(*RUN, "o")
        assert answer.code == 2
        assert "writing" in answer.err
        assert first.folder.exists()
    assert folder.exists()
