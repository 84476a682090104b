"""Print a fingerprint of a small run: every table and every column of every agent.

Two environments that print the same line give the same numbers, bit for bit:
``.venv/bin/python tools/fingerprint.py`` against ``.venv-3.13/bin/python tools/fingerprint.py``.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sim.model import DistrictModel

BASELINE = Path(__file__).resolve().parent.parent / "scenarios" / "baseline.yaml"


def main() -> None:
    """Run 3,000 citizens for 60 months and print the hash of all that came out."""
    model = DistrictModel(BASELINE, sample=3_000, months=60)
    model.run()
    digest = hashlib.sha256()
    for name, table in model.tables().items():
        digest.update(name.encode() + table.to_csv().encode())
    for population in (model.citizens, model.businesses, model.employees):
        for name, column in population.arrays.items():
            digest.update(name.encode() + column.tobytes())
    print(digest.hexdigest())


if __name__ == "__main__":
    main()
