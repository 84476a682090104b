"""Headline, figures and page: made from results alone, never from a live model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.result import RunResult

__all__ = ["write_reports"]


def write_reports(result: RunResult, folder: Path) -> None:
    """Write summary.json, the figures (png, svg and their data) and report.html."""
    from sim.reports.html import page
    from sim.tables_on_disk import write_json

    write_json(folder / "summary.json", result.summary)
    drawings = result.plot.all()
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    for name, drawing in drawings.items():
        drawing.save(figures / name)
    (folder / "report.html").write_text(page(result, drawings), encoding="utf-8")
