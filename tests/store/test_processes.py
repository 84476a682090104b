"""Kills, second writers, full disks: several processes and one store."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import sim.store.journal as journal_module
from sim.errors import OutputError
from sim.store import Store
from tests.store.runs import failed, key_of, run, same_run

ROOT = Path(__file__).parents[2]
KILLS = 20
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of Unix")


def python(*arguments: object, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, **more,
    )  # fmt: skip


def wanted(number: int) -> Any:
    return failed(number) if number % 10 == 3 else run(number)


def kill_after(folder: Path, start: int, seal_runs: int, seconds: float) -> list[int]:
    """Let a process write for so long, kill it, and return the runs it said are safe."""
    child = python("-m", "tests.store.writer", folder, start, seal_runs)
    assert child.stdout is not None
    assert child.stdout.readline().startswith("open")
    time.sleep(seconds)
    child.kill()
    said = child.stdout.read().split("\n")
    child.wait()
    child.stdout.close()
    return [int(text) for text in said[:-1]]  # the last may be cut short


@pytest.mark.slow
@posix
def test_kills_at_any_moment_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    luck, safe = random.Random(4), []
    for kill in range(KILLS):
        start = max(safe, default=-1) + 1
        # Parts of 5 runs: much of the time is spent in writing parts.
        safe += kill_after(tmp_path / "store", start, 5, luck.uniform(0.0, 0.15))
        with Store.open(tmp_path / "store", write=bool(kill % 2)) as store:
            assert all("not written to its end" in text for text in store.repairs)
            assert len(store) <= len(safe) + kill + 1
            assert all(key_of(number) in store for number in safe)
            assert len(store.records()) == len(store)
    assert len(safe) > KILLS
    with Store.open(tmp_path / "store") as store:
        keys = [key_of(number) for number in range(max(safe) + 2)]
        here = [number for number, key in enumerate(keys) if key in store]
        assert set(safe) <= set(here)
        assert all(same_run(store.get(keys[number]), wanted(number)) for number in here)
        rows: Counter[str] = Counter()
        for batch in store.batches("monthly", list(store)):
            rows.update(batch["key"].to_pylist())
        assert set(rows.values()) == {6}
    assert not list((tmp_path / "store").glob("journal-*"))


@posix
def test_one_kill(tmp_path: Path) -> None:
    safe = kill_after(tmp_path / "store", 0, 5, 0.1)
    with Store.open(tmp_path / "store") as store:
        assert all(same_run(store.get(key_of(number)), wanted(number)) for number in safe)
        assert len(store) - len(safe) in (0, 1)


def test_a_kill_before_each_call_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the folder at every call is what a kill at that moment leaves behind."""
    folder, safe, left = tmp_path / "store", [], []

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*arguments: Any, **more: Any) -> Any:
            if folder.is_dir():
                left.append((shutil.copytree(folder, tmp_path / f"{len(left)}"), list(safe)))
            return call(*arguments, **more)

        return instead

    def in_halves(file: int, data: bytes) -> int:
        return real(file, data[: len(data) // 2 + 1])

    real = os.write
    with monkeypatch.context() as patch:
        patch.setattr("sim.store.store.SEAL_RUNS", 3)
        patch.setattr(os, "write", watched(in_halves))
        patch.setattr(os, "fsync", watched(os.fsync))
        for name in ("mkdir", "rename", "unlink"):
            patch.setattr(Path, name, watched(getattr(Path, name)))
        patch.setattr(pq.ParquetWriter, "close", watched(pq.ParquetWriter.close))
        with Store.open(folder) as store:
            for number in range(7):
                store.add(wanted(number))
                safe.append(number)
    assert len(left) > 60
    for copy, sure in left:
        with Store.open(copy) as store:
            assert len(store) - len(sure) in (0, 1)
            assert all(same_run(store.get(key_of(n)), wanted(n)) for n in sure)
            assert all("not written to its end" in text for text in store.repairs)
            assert not list(copy.glob(".writing-*"))
            store.add(wanted(len(store)))
        with Store.open(copy) as store:
            assert len(store.records()) == len(store)
            assert all(same_run(store.get(key), wanted(n))
                       for n in range(8) if (key := key_of(n)) in store)  # fmt: skip
            assert store.repairs == []


def test_a_second_writer_gets_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with Store.open(folder) as store:
        store.add(run(1))
        with pytest.raises(OutputError, match=r"another process \(number \d+\) is writing"):
            Store.open(folder)
        code = f"from sim.store import Store; Store.open({str(folder)!r})"
        child = python("-c", code, stderr=subprocess.PIPE)
        assert f"another process (number {os.getpid()})" in child.communicate()[1]
        with Store.open(folder, write=False) as reader:
            assert key_of(1) in reader
        assert store.add(run(2))
    with Store.open(folder) as store:
        assert len(store) == 2


@posix
def test_the_lock_goes_with_the_process(tmp_path: Path) -> None:
    child = python("-m", "tests.store.writer", tmp_path / "store", 0, 1000)
    assert child.stdout is not None
    child.stdout.readline()
    with pytest.raises(OutputError, match=f"number {child.pid}"):
        Store.open(tmp_path / "store")
    with Store.open(tmp_path / "store", write=False) as store:
        assert store.repairs == []
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    with Store.open(tmp_path / "store") as store:
        assert store.add(run(99_999))


@posix
def test_many_reads_while_another_process_writes(tmp_path: Path) -> None:
    child = python("-m", "tests.store.writer", tmp_path / "store", 0, 4)
    assert child.stdout is not None
    child.stdout.readline()
    try:
        last, end = 0, time.monotonic() + 20
        while last < 40 and time.monotonic() < end:
            with Store.open(tmp_path / "store", write=False) as store:
                assert store.repairs == []
                assert len(store) >= last
                last = len(store)
                assert all(key_of(number) in store for number in range(last))
                if last:
                    assert same_run(store.get(key_of(last - 1)), wanted(last - 1))
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    assert last >= 40


@pytest.mark.parametrize("written", [0, 20, 300])
def test_a_full_disk_is_said_and_the_store_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    folder, real = tmp_path / "store", os.write
    with Store.open(folder) as store:
        store.add(run(1))

        def half(file: int, data: bytes) -> None:
            real(file, data[:written])
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            # A disk writes what it can before it says that it is full.
            patch.setattr(journal_module, "_write_all", half)
            with pytest.raises(OutputError, match=r"disk is full.*finished so far are kept"):
                store.add(run(2))
        assert key_of(2) not in store
        assert same_run(store.get(key_of(1)), run(1))
        assert store.add(run(2))
        assert store.add(run(3))
    with Store.open(folder) as store:
        assert store.repairs == []
        assert len(store) == 3


@posix
def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    code = """
import resource, sys
from sim.errors import OutputError
from sim.store import Store
from tests.store.runs import key_of, run, same_run
store = Store.open(sys.argv[1])
store.add(run(0))
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))
for number in range(1, 100):
    try:
        store.add(run(number))
    except OutputError as error:
        print(error)
        break
try:
    store.seal()
except OutputError as error:
    print(error)
assert len(store) == number, (len(store), number)
assert all(same_run(store.get(key_of(n)), run(n)) for n in range(number))
resource.setrlimit(resource.RLIMIT_FSIZE, before)
store.add(run(number))
store.close()
print(number)
"""
    child = python("-c", code, tmp_path / "store", stderr=subprocess.STDOUT)
    first, *others, number = child.communicate()[0].strip().split("\n")
    assert "limit on the size of files was reached" in first
    assert all("limit on the size of files was reached" in text for text in others)
    with Store.open(tmp_path / "store") as store:
        assert store.repairs == []
        assert len(store) == int(number) + 1


def test_a_full_disk_in_sealing_keeps_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "store"

    def full(*arguments: Any, **more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Store.open(folder) as store:
        for number in range(4):
            store.add(run(number))
        with monkeypatch.context() as patch:
            patch.setattr(pq.ParquetWriter, "write_table", full)
            with pytest.raises(OutputError, match="disk is full"):
                store.seal()
        assert not list(folder.glob(".writing-*"))
        assert same_run(store.get(key_of(3)), run(3))
        assert store.add(run(4))
    with Store.open(folder) as store:
        assert len(store) == 5


def test_an_error_in_the_block_is_not_hidden_by_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: Any, **more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def work() -> None:
        with Store.open(tmp_path / "store") as store:
            store.add(run(1))
            monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    monkeypatch.undo()
    with Store.open(tmp_path / "store") as store:
        assert key_of(1) in store


@posix
def test_a_place_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="is a file, not a folder"):
        Store.open(tmp_path / "file" / "store")


MEMORY = """
import resource, sys
import pyarrow as pa
import sim.store.store, sim.store.writing
from sim.store import Store
from tests.store.runs import run
sim.store.store.SEAL_RUNS, sim.store.writing.GROUP_RUNS = 32, 16
with Store.open(sys.argv[1]) as store:
    for number in range(int(sys.argv[2])):
        store.add(run(number, months=1200))
    keys = list(store)
    for order in (keys, keys[::-1], sorted(keys)):
        assert sum(len(batch) for batch in store.batches("monthly", order, size=16))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(pa.default_memory_pool().max_memory())
"""


@posix
@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_runs(tmp_path: Path) -> None:
    peaks = []
    for runs in (200, 2000):
        child = python("-c", MEMORY, tmp_path / str(runs), runs)
        peaks.append([int(text) for text in child.communicate()[0].split()])
    (few, few_in_tables), (many, many_in_tables) = peaks
    assert many < 1.2 * few
    assert many_in_tables < 1.2 * few_in_tables
