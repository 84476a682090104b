"""Torn and damaged files: nothing is silent, what is whole is kept, nothing is deleted."""

from __future__ import annotations

import errno
import random
import shutil
from pathlib import Path

import pytest

import sim.store.store as module
from sim.errors import OutputError
from sim.store import Store, StoreDamaged
from sim.store.parts import file_digest
from sim.store.writing import write_part
from tests.store.runs import failed, key_of, run, same_run

FLIPS = 60


def journal_of(folder: Path) -> Path:
    (path,) = folder.glob("journal-*.bin")
    return path


def leave(store: Store) -> None:
    """End a store as a kill would: without sealing."""
    store._let_go()


def unsealed(folder: Path, runs: int) -> Path:
    store = Store.open(folder)
    for number in range(runs):
        store.add(failed(number) if number == 1 else run(number, months=2))
    leave(store)
    return journal_of(folder)


def copy(folder: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    return target


def whole_runs(store: Store, upto: int) -> list[int]:
    """Return the numbers of the runs that are there; each must be right in every bit."""
    here = [number for number in range(upto) if key_of(number) in store]
    for number in here:
        wanted = failed(number) if number == 1 else run(number, months=2)
        assert same_run(store.get(key_of(number)), wanted)
    assert len(store) == len(here)
    return here


def test_a_last_write_torn_at_any_byte_is_mended(tmp_path: Path) -> None:
    path = unsealed(tmp_path / "store", 3)
    data = path.read_bytes()
    with Store.open(tmp_path / "store", write=False) as store:
        last = store._contents.fresh[key_of(2)]
    for size in range(last.offset, len(data)):
        path.write_bytes(data[:size])
        store = Store.open(tmp_path / "store")
        assert list(store) == [key_of(0), key_of(1)]
        assert len(store.repairs) == (size > last.offset)
        assert all("was not written to its end" in text for text in store.repairs)
        assert path.stat().st_size == last.offset
        leave(store)
    path.write_bytes(data[:-1])
    with Store.open(tmp_path / "store") as store:
        assert store.add(run(2, months=2))
        assert whole_runs(store, 3) == [0, 1, 2]
    with Store.open(tmp_path / "store") as store:
        assert store.repairs == []
        assert whole_runs(store, 3) == [0, 1, 2]
    assert not (tmp_path / "store" / "damaged").exists()


def test_empty_pages_after_a_power_cut_are_cut_off(tmp_path: Path) -> None:
    path = unsealed(tmp_path / "store", 3)
    path.write_bytes(path.read_bytes() + bytes(9000))
    with Store.open(tmp_path / "store") as store:
        assert whole_runs(store, 3) == [0, 1, 2]
        assert "9,000 bytes" in store.repairs[0]


def test_a_reader_leaves_a_torn_end_alone_and_says_nothing(tmp_path: Path) -> None:
    path = unsealed(tmp_path / "store", 3)
    path.write_bytes(path.read_bytes()[:-5])
    before = path.read_bytes()
    with Store.open(tmp_path / "store", write=False) as store:
        assert whole_runs(store, 3) == [0, 1]
        assert store.repairs == []
    assert path.read_bytes() == before


def flip(path: Path, place: int, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1 << bit
    path.write_bytes(data)


def test_a_flip_in_the_journal_costs_its_own_run_alone(tmp_path: Path) -> None:
    size = unsealed(tmp_path / "whole", 6).stat().st_size
    luck = random.Random(1)
    for _ in range(FLIPS):
        folder = copy(tmp_path / "whole", tmp_path / "store")
        flip(journal_of(folder), luck.randrange(size), luck.randrange(8))
        before = journal_of(folder).read_bytes()
        with Store.open(folder, write=False) as store:
            seen = whole_runs(store, 6)
        assert journal_of(folder).read_bytes() == before
        with Store.open(folder) as store:
            assert whole_runs(store, 6) == seen
            assert len(seen) == 5
            assert len(store.repairs) == 1
            aside = list((folder / "damaged").glob("*"))
            assert "damaged" in store.repairs[0] or "not written to its end" in store.repairs[0]
            assert all(path.read_bytes() in before for path in aside)
            assert aside or seen == [0, 1, 2, 3, 4]
        with Store.open(folder) as store:
            assert whole_runs(store, 6) == seen
            assert store.repairs == []


def test_a_journal_of_nonsense_is_set_aside(tmp_path: Path) -> None:
    path = unsealed(tmp_path / "store", 2)
    path.write_bytes(random.Random(1).randbytes(5000))
    with Store.open(tmp_path / "store") as store:
        assert len(store) == 0
        assert "5,000 bytes are damaged" in store.repairs[0]
        assert store.add(run(1))
    assert [len(p.read_bytes()) for p in (tmp_path / "store" / "damaged").iterdir()] == [5000]


def sealed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEAL_RUNS", 4)
    with Store.open(folder) as store:
        for number in range(8):
            store.add(failed(number) if number == 1 else run(number, months=2))


@pytest.mark.parametrize("name", ["runs", "monthly"])
def test_a_flip_in_a_part_is_never_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    sealed(tmp_path / "whole", monkeypatch)
    luck = random.Random(2)
    for _ in range(FLIPS):
        folder = copy(tmp_path / "whole", tmp_path / "store")
        path = sorted(folder.glob("part-*"))[0] / f"{name}.parquet"
        flip(path, luck.randrange(path.stat().st_size), luck.randrange(8))
        with Store.open(folder, write=False) as store:
            if name == "monthly":
                with pytest.raises(StoreDamaged, match=r"monthly\.parquet: .*is damaged.*resume"):
                    list(store.batches("monthly", list(store)))
            else:
                assert "left out" in store.repairs[0]
                assert whole_runs(store, 8) == [4, 5, 6, 7]
        with Store.open(folder) as store:
            assert whole_runs(store, 8) == [4, 5, 6, 7]
            assert "have to be done again" in store.repairs[0]
            assert (folder / "damaged" / path.parent.name / path.name).exists()
            for number in range(4):
                assert store.add(failed(number) if number == 1 else run(number, months=2))
        with Store.open(folder) as store:
            assert store.repairs == []
            assert whole_runs(store, 8) == list(range(8))


@pytest.mark.parametrize("name", ["runs", "monthly"])
@pytest.mark.parametrize("harm", ["missing", "empty", "cut", "folder"])
def test_a_part_with_a_file_lost_or_cut_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, harm: str
) -> None:
    sealed(tmp_path / "store", monkeypatch)
    path = sorted((tmp_path / "store").glob("part-*"))[1] / f"{name}.parquet"
    if harm == "missing":
        path.unlink()
    elif harm == "folder":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(b"" if harm == "empty" else path.read_bytes()[:-1])
    with Store.open(tmp_path / "store", write=False, fully=False) as store:
        assert len(store.repairs) == 1
        assert whole_runs(store, 8) == [0, 1, 2, 3]
    with Store.open(tmp_path / "store") as store:
        assert f"{name}.parquet" in store.repairs[0]
        assert whole_runs(store, 8) == [0, 1, 2, 3]


def test_a_disk_that_cannot_read_a_file_costs_that_part_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(tmp_path / "store", monkeypatch)
    bad = sorted((tmp_path / "store").glob("part-*"))[0] / "monthly.parquet"

    def read(path: Path) -> str:
        if path == bad:
            raise OSError(errno.EIO, "Input/output error")
        return file_digest(path)

    monkeypatch.setattr("sim.store.parts.file_digest", read)
    with Store.open(tmp_path / "store") as store:
        assert whole_runs(store, 8) == [4, 5, 6, 7]
        assert "monthly.parquet" in store.repairs[0]


def test_rights_that_are_missing_are_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(tmp_path / "store", monkeypatch)
    with monkeypatch.context() as patch:

        def read(path: Path) -> str:
            raise PermissionError(errno.EACCES, "Permission denied")

        patch.setattr("sim.store.parts.file_digest", read)
        with pytest.raises(OutputError, match="may not be read or written"):
            Store.open(tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        assert whole_runs(store, 8) == list(range(8))


def test_damage_found_while_reading_can_be_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(tmp_path / "store", monkeypatch)
    with Store.open(tmp_path / "store", fully=False) as store:
        path = sorted((tmp_path / "store").glob("part-*"))[0] / "monthly.parquet"
        flip(path, 40, 3)
        with pytest.raises(StoreDamaged) as caught:
            list(store.batches("monthly", list(store)))
        lost = store.set_aside(caught.value.part)
        assert sorted(lost) == sorted(key_of(number) for number in range(4))
        assert whole_runs(store, 8) == [4, 5, 6, 7]
        assert "set aside" in store.repairs[0]
        assert store.add(run(0, months=2))


def test_what_a_damaged_part_replaced_is_back_when_it_is_gone(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        store.add(failed(5))
        store.seal()
        store.add(run(5))
        store.seal()
        newest = sorted(path.name for path in (tmp_path / "store").glob("part-*"))[-1]
        store.add(run(6))
        assert store.set_aside(newest) == []
        assert store.failed == [key_of(5)]
        assert store.get(key_of(5)).status == "failed"
        assert same_run(store.get(key_of(6)), run(6))


def test_a_kill_between_part_and_journal_counts_runs_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "store"
    unsealed(folder, 5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "remove_journal", lambda journal: journal.close())
        with Store.open(folder) as store:
            store.seal()
    assert len(list(folder.glob("part-*"))) == 1
    assert journal_of(folder).stat().st_size > 0
    for write in (False, True, True):
        with Store.open(folder, write=write) as store:
            assert whole_runs(store, 5) == [0, 1, 2, 3, 4]
            assert len(store.records()) == 5
            rows = [len(batch) for batch in store.batches("monthly", list(store))]
            assert sum(rows) == 4 * 2
    assert not list(folder.glob("journal-*"))


def test_a_kill_in_the_middle_of_a_part_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "store"
    unsealed(folder, 5)
    left = folder / ".writing-000002"
    left.mkdir()
    (left / "monthly.parquet").write_bytes(b"PAR1half")
    with Store.open(folder, write=False) as store:
        assert whole_runs(store, 5) == [0, 1, 2, 3, 4]
    assert left.exists()
    with Store.open(folder) as store:
        assert whole_runs(store, 5) == [0, 1, 2, 3, 4]
    assert not left.exists()


def test_a_second_shape_not_yet_sealed_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, calls = tmp_path / "store", []

    def once(*args: object) -> object:
        calls.append(args)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        return write_part(*args)  # type: ignore[arg-type]

    store = Store.open(folder)
    store.add(run(0))
    store.add(run(1, groups=__import__("pyarrow").table({"x": [1]})))
    monkeypatch.setattr(module, "write_part", once)
    with pytest.raises(OutputError, match="disk is full"):
        store.close()
    monkeypatch.undo()
    with Store.open(folder, write=False) as store:
        assert len(store) == 2
        assert store.tables(key_of(1)) == {"monthly", "groups"}


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(5, "Input/output error")])
def test_a_stop_just_after_a_part_got_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    folder = tmp_path / "store"

    def stop(path: Path) -> None:
        if path == folder:
            raise error

    with Store.open(folder) as store:
        for number in range(3):
            store.add(failed(number) if number == 1 else run(number, months=2))
        with monkeypatch.context() as patch:
            patch.setattr("sim.store.writing.flush_folder", stop)
            with pytest.raises((KeyboardInterrupt, OutputError)):
                store.seal()
        assert len(list(folder.glob("part-*"))) == 1
        assert whole_runs(store, 4) == [0, 1, 2]
        store.add(run(3, months=2))
        store.seal()
        assert whole_runs(store, 4) == [0, 1, 2, 3]
    for write in (False, True):
        with Store.open(folder, write=write) as store:
            assert whole_runs(store, 4) == [0, 1, 2, 3]
            assert store.repairs == []


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.store.writing.FORMAT", 99)
        with Store.open(tmp_path / "store") as store:
            store.add(run(1))
            store.seal()
            names = sorted(p.name for p in (tmp_path / "store").iterdir())
    with pytest.raises(OutputError, match="newer version of egov-sim"):
        Store.open(tmp_path / "store")
    assert sorted(p.name for p in (tmp_path / "store").iterdir()) == names
