"""The compiled kernels equal the same rules in plain Python, citizen by citizen, for 36 months."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.jit import PLAIN
from tests.kernels.collect import MONTHS, Record, collect
from tests.worlds import assert_same_tables, differing

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(PLAIN, reason="nothing is compiled here")


@pytest.fixture(scope="module")
def compiled() -> Record:
    return collect()


@pytest.fixture(scope="module")
def in_plain_python(tmp_path_factory: pytest.TempPathFactory) -> Record:
    file = tmp_path_factory.mktemp("plain") / "record.pickle"
    done = subprocess.run(
        [sys.executable, "-m", "tests.kernels.collect", str(file)],
        cwd=ROOT,
        env={**os.environ, "EGOV_PLAIN": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Record(*pickle.loads(file.read_bytes()))


def test_the_two_ran_as_they_should(compiled: Record, in_plain_python: Record) -> None:
    assert in_plain_python.is_plain
    assert not compiled.is_plain
    assert len(compiled.digests) == len(in_plain_python.digests) == MONTHS


def test_the_world_has_something_to_compare(compiled: Record) -> None:
    """A column that never changed would be equal for no reason."""
    still = [
        name
        for name in compiled.columns
        if len({month[name] for month in compiled.digests}) == 1
        and np.unique(compiled.columns[name]).size == 1
        and not name.endswith(("trust_shock", "helped"))
    ]
    assert still == []


def test_every_column_in_every_month(compiled: Record, in_plain_python: Record) -> None:
    for month, (here, there) in enumerate(
        zip(compiled.digests, in_plain_python.digests, strict=True), 1
    ):
        different = [name for name in here if here[name] != there[name]]
        assert not different, f"first difference in month {month}: {different}"


def test_every_citizen_at_the_end(compiled: Record, in_plain_python: Record) -> None:
    assert differing(compiled.columns, in_plain_python.columns) == []


def test_every_table(compiled: Record, in_plain_python: Record) -> None:
    assert_same_tables(compiled.tables, in_plain_python.tables)
