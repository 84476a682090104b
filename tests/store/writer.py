"""A process that fills a store and says which runs are safe; it is made to be killed.

python writer.py FOLDER START SEAL_RUNS
"""

from __future__ import annotations

import sys

import sim.store.store
from sim.store import Store
from tests.store.runs import failed, run


def main(folder: str, start: int, seal_runs: int) -> None:
    sim.store.store.SEAL_RUNS = seal_runs
    store = Store.open(folder)
    print("open", len(store), flush=True)
    for number in range(start, start + 100_000):
        store.add(failed(number) if number % 10 == 3 else run(number))
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
