"""Draw docs/images/baseline.png: `python tools/draw_readme_picture.py RESULTS_FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import sim

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"


def main() -> None:
    """Load the results folder named on the command line and draw its overview."""
    if len(sys.argv) != 2:
        raise SystemExit("Name the results folder: python tools/draw_readme_picture.py outputs/...")
    result = sim.load(sys.argv[1])
    if not isinstance(result, sim.RunResult):
        raise SystemExit(f"{sys.argv[1]} is not the result of egov run.")
    drawing = result.plot.overview()
    IMAGES.mkdir(parents=True, exist_ok=True)
    (IMAGES / "baseline.png").write_bytes(drawing.png())
    drawing.data.to_csv(IMAGES / "baseline.csv", index=False, lineterminator="\n")
    print(f"Wrote {IMAGES / 'baseline.png'} and the data beside it.")


if __name__ == "__main__":
    main()
