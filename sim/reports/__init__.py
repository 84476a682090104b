"""Headline, figures and page: made from results alone, never from a live model."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.result import RunResult

__all__ = ["rebuild", "write_reports"]


def write_reports(result: RunResult, folder: Path) -> None:
    """Write summary.json, the figures (png, svg and their data) and report.html."""
    from sim.reports.html import page
    from sim.results_folder import write_json

    write_json(folder / "summary.json", result.summary)
    drawings = result.plot.all()
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    for name, drawing in drawings.items():
        drawing.save(figures / name)
    (folder / "report.html").write_text(page(result, drawings), encoding="utf-8")


def rebuild(result: RunResult, folder: Path) -> None:
    """Make the reports of a results folder anew; each file is replaced when it is complete.

    Raises
    ------
    OutputError : the folder cannot be written.
    """
    from sim.results_folder import MANIFEST, clear_errors, write_json

    with clear_errors(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".new.") as made:
        write_reports(result, Path(made))
        write_json(Path(made) / MANIFEST, result.manifest)
        for path in sorted(p for p in Path(made).rglob("*") if p.is_file()):
            target = folder / path.relative_to(made)
            target.parent.mkdir(exist_ok=True)
            os.replace(path, target)
