"""The run store: what goes in comes out, once, bit for bit, in any order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import sim.store.store as module
from sim.errors import OutputError
from sim.execution.task import Packed, unpack_table
from sim.store import Store
from tests.store.runs import awkward, failed, joined, key_of, run, same_bits, same_run


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEAL_RUNS", 7)
    monkeypatch.setattr("sim.store.writing.GROUP_RUNS", 3)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and path.name != "lock"}  # fmt: skip


@pytest.mark.parametrize("sealed", [False, True])
def test_awkward_values_come_back_bit_for_bit(tmp_path: Path, sealed: bool) -> None:
    runs = [awkward(number) for number in range(5)] + [failed(9)]
    with Store.open(tmp_path / "store") as store:
        assert all(store.add(one) for one in runs)
        if sealed:
            store.seal()
        for one in runs:
            assert same_run(store.get(one.key), one)
    with Store.open(tmp_path / "store", write=False) as store:
        assert store.repairs == []
        assert all(same_run(store.get(one.key), one) for one in runs)
        assert [store.status(one.key) for one in runs] == ["ok"] * 5 + ["failed"]


def test_a_store_has_few_files_and_seals_itself(tmp_path: Path, small_parts: None) -> None:
    with Store.open(tmp_path / "store") as store:
        for number in range(16):
            store.add(run(number))
        assert len(list((tmp_path / "store").glob("journal-*"))) == 1
    names = sorted(path.name for path in (tmp_path / "store").iterdir())
    assert [name[:11] for name in names] == ["lock", "part-000002", "part-000004", "part-000006"]
    assert sorted(p.name for p in next((tmp_path / "store").glob("part-*")).iterdir()) == [
        "monthly.parquet", "runs.parquet",
    ]  # fmt: skip


def test_a_run_is_kept_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        assert store.add(run(1))
        assert not store.add(run(1))
        store.seal()
        assert not store.add(run(1))
        assert not store.add(failed(1))
        assert len(store) == 1
        assert key_of(1) in store
        assert key_of(2) not in store
        assert store.status(key_of(2)) is None


def test_a_later_success_takes_the_place_of_a_failure(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        store.add(failed(1, "first"))
        store.add(failed(2))
        store.seal()
        store.add(failed(1, "second"))
        assert store.get(key_of(1)).reason == "second"
        store.seal()
        assert store.get(key_of(1)).reason == "second"
        assert store.failed == [key_of(1), key_of(2)]
        assert store.add(run(1))
        assert store.failed == [key_of(2)]
    with Store.open(tmp_path / "store") as store:
        assert same_run(store.get(key_of(1)), run(1))
        assert store.failed == [key_of(2)]
        assert len(store) == 2
        assert not store.add(failed(1))


def test_a_run_with_more_tables_takes_the_place_of_one_with_fewer(tmp_path: Path) -> None:
    groups = pa.table({"group": ["20s"], "adoption_share": [0.5]})
    with Store.open(tmp_path / "store") as store:
        store.add(run(1))
        store.seal()
        assert store.tables(key_of(1)) == {"monthly"}
        with pytest.raises(OutputError, match='without its table "groups"; it has monthly'):
            store.batches("groups", [key_of(1)])
        assert store.add(run(1, groups=groups))
        assert not store.add(run(1))
        assert store.tables(key_of(1)) == {"monthly", "groups"}
    with Store.open(tmp_path / "store", write=False) as store:
        assert store.tables(key_of(1)) == {"monthly", "groups"}
        assert len(store) == 1


def test_records_come_in_the_order_asked(tmp_path: Path, small_parts: None) -> None:
    with Store.open(tmp_path / "store") as store:
        for number in range(10):
            store.add(failed(number) if number == 4 else run(number))
        keys = [key_of(number) for number in (9, 4, 0, 9)]
        table = store.records(keys)
        assert list(table["key"]) == keys
        assert list(table["status"]) == ["ok", "failed", "ok", "ok"]
        assert table["reason"][1] == failed(4).reason
        assert table["details"][1] == failed(4).details
        assert list(table["wall_seconds"]) == [9 / 7, 0.25, 0.0, 9 / 7]
        assert len(store.records()) == 10
        assert list(store.records([]).columns) == list(table.columns)
        with pytest.raises(KeyError):
            store.records([key_of(99)])


@pytest.mark.parametrize("size", [1, 4, 256])
def test_batches_follow_any_order(tmp_path: Path, small_parts: None, size: int) -> None:
    with Store.open(tmp_path / "store") as store:
        for number in range(25):
            store.add(failed(number) if number % 10 == 3 else run(number, months=number % 5))
        luck = np.random.default_rng(1)
        for numbers in (range(25), luck.permutation(25), luck.integers(0, 25, 60), [3], []):
            keys = [key_of(int(number)) for number in numbers]
            columns = ["spending_usd", "month"]
            batches = list(store.batches("monthly", keys, columns, size, place=True))
            wanted = [
                (at, key, *row.values())
                for at, key in enumerate(keys)
                if store.status(key) == "ok"
                for row in unpack_table(store.get(key).tables["monthly"])
                .select(columns)
                .to_pylist()
            ]
            found = [
                (row["place"], row["key"], row["spending_usd"], row["month"])
                for batch in batches
                for row in batch.to_pylist()
            ]
            assert found == wanted
            assert all(batch.column_names == ["key", "place", *columns] for batch in batches)
            assert all(batch.schema == batches[0].schema for batch in batches)
            for batch in batches:
                batch.to_pandas()


def test_batches_give_whole_tables_bit_for_bit(tmp_path: Path, small_parts: None) -> None:
    runs = [awkward(number) for number in range(12)]
    with Store.open(tmp_path / "store") as store:
        for one in runs:
            store.add(one)
        for name in ("monthly", "empty", "ledger"):
            tables = [unpack_table(one.tables[name]) for one in runs]
            batches = [b.drop_columns(["key"]) for b in store.batches(name, [r.key for r in runs])]
            assert same_bits(pa.concat_tables(batches), pa.concat_tables(tables))


def test_no_columns_at_all_still_tell_whose_rows_they_are(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        store.add(run(1))
        store.add(run(2, months=2))
        for _ in range(2):
            rows = joined(store.batches("monthly", [key_of(2), key_of(1)], []))
            assert list(rows["key"]) == [key_of(2)] * 2 + [key_of(1)] * 6
            store.seal()


def test_runs_of_other_models_share_a_store_until_they_are_joined(tmp_path: Path) -> None:
    other = Packed(
        key_of(50), "ok", tables={"monthly": run(50, trust=pa.table({"x": [1]})).tables["trust"]}
    )
    for sealed in (False, True):
        with Store.open(tmp_path / str(sealed)) as store:
            store.add(failed(3))
            store.add(run(1))
            store.add(other)
            if sealed:
                store.seal()
            assert same_run(store.get(other.key), other)
            assert same_run(store.get(key_of(1)), run(1))
            with pytest.raises(OutputError, match=r'"monthly" has no column ".*different models'):
                store.batches("monthly", [key_of(1), other.key])
            with pytest.raises(OutputError, match='The nearest name is "adoption_share"'):
                store.batches("monthly", [key_of(1)], ["adoption_shar"])


def test_whole_numbers_join_fractions(tmp_path: Path) -> None:
    tables = [pa.table({"x": [1, 2]}), pa.table({"x": [0.5]}), pa.table({"x": pa.nulls(1)})]
    from tests.store.runs import as_bytes

    with Store.open(tmp_path / "store") as store:
        for number, table in enumerate(tables):
            store.add(Packed(key_of(number), "ok", tables={"monthly": as_bytes(table)}))
        for _ in range(2):
            rows = joined(store.batches("monthly", [key_of(n) for n in range(3)]))
            assert rows["x"].tolist()[:3] == [1.0, 2.0, 0.5]
            assert np.isnan(rows["x"].tolist()[3])
            store.seal()


def test_tables_that_cannot_be_stored_are_refused_at_once(tmp_path: Path) -> None:
    from tests.store.runs import as_bytes

    bad = {
        "cannot be read": {"monthly": run(1).tables["monthly"][:300]},
        'has a column "key"': {"monthly": as_bytes(pa.table({"key": [1]}))},
        'may not be called "runs"': {"runs": as_bytes(pa.table({"x": [1]}))},
        'may not be called "../x"': {"../x": as_bytes(pa.table({"x": [1]}))},
        "two columns": {
            "monthly": as_bytes(pa.Table.from_arrays([pa.array([1]), pa.array([2])], ["a", "a"]))
        },
        "cannot be written as Parquet": {
            "monthly": as_bytes(pa.table({"x": pa.array([], pa.month_day_nano_interval())}))
        },
    }
    with Store.open(tmp_path / "store") as store:
        for message, tables in bad.items():
            with pytest.raises(OutputError, match=message):
                store.add(Packed(key_of(1), "ok", tables=tables))
        assert len(store) == 0
        assert store.add(run(1))


def test_odd_texts_do_not_stop_the_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        store.add(Packed(key_of(1), "failed", "a file \udcff", "\x00"))
    with Store.open(tmp_path / "store", write=False) as store:
        assert store.get(key_of(1)).reason == "a file \\udcff"
        assert store.get(key_of(1)).details == "\x00"


def test_reading_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with pytest.raises(OutputError, match="no stored runs here"):
        Store.open(folder, write=False)
    assert not folder.exists()
    with Store.open(folder) as store:
        store.add(run(1))
        before = files(folder)
        with Store.open(folder, write=False) as reader:
            assert same_run(reader.get(key_of(1)), run(1))
            with pytest.raises(RuntimeError):
                reader.add(run(2))
        assert files(folder) == before


def test_a_reader_keeps_what_it_saw_while_others_write(tmp_path: Path, small_parts: None) -> None:
    with Store.open(tmp_path / "store") as store:
        for number in range(3):
            store.add(run(number))
        with Store.open(tmp_path / "store", write=False) as reader:
            for number in range(3, 20):
                store.add(run(number))
            assert len(reader) == 3
            for number in range(3):
                assert same_run(reader.get(key_of(number)), run(number))
        with Store.open(tmp_path / "store", write=False) as reader:
            assert len(reader) == 20
            assert len(joined(reader.batches("monthly", list(reader)))) == 20 * 6
