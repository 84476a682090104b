"""Any sequence of adding, sealing, stopping and reading: the store agrees with a dictionary."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest

from sim.execution.task import Packed, unpack_table
from sim.store import Store
from tests.store.runs import failed, run, same_run

STEPS = 60
KINDS = 12


def some_run(luck: random.Random) -> Packed:
    number = luck.randrange(KINDS)
    if luck.random() < 0.3:
        return failed(number, f"reason {luck.randrange(3)}")
    more = {"groups": pa.table({"n": [number, 1]})} if luck.random() < 0.3 else {}
    return run(number, months=number % 4, **more)


def expected_add(kept: dict[str, Packed], one: Packed) -> bool:
    old = kept.get(one.key)
    better = (
        old is None
        or old.status == "failed"
        or (one.status == "ok" and set(old.tables) < set(one.tables))
    )
    if better:
        kept[one.key] = one
    return better


def agrees(store: Store, kept: dict[str, Packed], luck: random.Random) -> None:
    assert set(store) == set(kept)
    assert all(store.status(key) == one.status for key, one in kept.items())
    assert all(same_run(store.get(key), one) for key, one in kept.items())
    if not kept:
        return
    keys = luck.choices(sorted(kept), k=luck.randrange(20))
    batches = store.batches("monthly", keys, ["month"], size=luck.randrange(1, 9))
    rows = [row for batch in batches for row in zip(*batch.to_pydict().values(), strict=True)]
    assert rows == [
        (key, month)
        for key in keys
        if kept[key].status == "ok"
        for month in unpack_table(kept[key].tables["monthly"])["month"].to_pylist()
    ]
    assert list(store.records(keys)["reason"]) == [kept[key].reason for key in keys]


@pytest.mark.parametrize("seed", range(12))
def test_the_store_agrees_with_a_dictionary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    luck = random.Random(seed)
    monkeypatch.setattr("sim.store.store.SEAL_RUNS", luck.choice([2, 5, 100]))
    monkeypatch.setattr("sim.store.writing.GROUP_RUNS", luck.choice([1, 2, 64]))
    kept: dict[str, Packed] = {}
    store = Store.open(tmp_path / "store")
    for _ in range(STEPS):
        what = luck.choices(["add", "seal", "reopen", "stop", "read"], [8, 1, 1, 1, 2])[0]
        if what == "add":
            one = some_run(luck)
            assert store.add(one) == expected_add(kept, one)
        elif what == "seal":
            store.seal()
        elif what == "read":
            agrees(store, kept, luck)
            with Store.open(tmp_path / "store", write=False) as reader:
                agrees(reader, kept, luck)
        else:
            store.close() if what == "reopen" else store._let_go()
            store = Store.open(tmp_path / "store")
            assert store.repairs == []
    agrees(store, kept, luck)
    store.close()
