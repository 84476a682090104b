"""Writing hand-ins."""

from __future__ import annotations

from pathlib import Path

MODEL = "tests.classroom.stand_in:StandIn"
SMALL = "months: 120\nreplications: 6\nsample: 500\n"


def team(folder: Path, name: str, levers: str = "") -> Path:
    """Write a strategy that stands alone."""
    path = folder / name
    body = f"strategy:\n{levers}\n" if levers else ""
    path.write_text(f"schema: 1\ntitle: A plan\n{body}", encoding="utf-8")
    return path
