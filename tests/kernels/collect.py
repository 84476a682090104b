"""One run, written down month by month: used in this process and, as a script, in another.

``EGOV_PLAIN=1 python -m tests.kernels.collect FILE`` runs the same world in plain Python.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.jit import PLAIN
from sim.scenario.schema import Event
from tests.worlds import columns_now, digests_now, small_world

CITIZENS = 2500
MONTHS = 36
# A world in which every channel and every decision is in use.
LEVERS = {
    "strategy.budget.own_funds_usd_per_year": 3_000_000.0,
    "strategy.accessibility.television_boxes": 100_000,
    "strategy.accessibility.access_centres": 20,
    "strategy.participation.online_petitions": True,
    "strategy.participation.academy_seats": 2000,
    "strategy.capacity.training_hours_clerk": 30.0,
    "district.people.awareness.aware_at_start": 0.5,
    "district.people.choice.television_threshold": 1.0,
    "district.people.habit.stop_hazard_per_month": 0.05,
    "district.people.participation.petitions_per_resident_month": 0.01,
    "district.organisation.employees.attrition_per_year": 0.2,
    "district.politics.partners.agents_share": 0.3,
}
FACTS = (
    Event(month=2, open=(
        "Television portal for daily information", "Resident tax withheld by employers",
    )),
    Event(month=5, open_register=("vehicle",), law_in_force=True, document_types=24),
)  # fmt: skip


class Record(NamedTuple):
    """What a run left behind."""

    is_plain: bool
    digests: list[dict[str, str]]
    columns: dict[str, np.ndarray]
    tables: dict[str, Any]


def collect() -> Record:
    """Run the world and return its columns' fingerprints by month, its end, and its tables."""
    world = small_world(LEVERS, timeline=FACTS, sample=CITIZENS, months=MONTHS)
    digests: list[dict[str, str]] = []
    world.run(lambda month: digests.append(digests_now(world)))
    return Record(PLAIN, digests, columns_now(world), world.tables())


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(pickle.dumps(tuple(collect())))
