"""docs/evidence.md is made from the figures."""

from __future__ import annotations

from pathlib import Path

from sim.evidence import COUNTERPARTS, packaged_figures
from sim.evidence.page import PAGE, evidence_markdown, write_page

ROOT = Path(__file__).resolve().parents[2]


def test_page_is_up_to_date() -> None:
    stale = "docs/evidence.md is stale; run python -m sim.evidence.page"
    assert (ROOT / PAGE).read_text(encoding="utf-8") == evidence_markdown(), stale


def test_page_names_every_series() -> None:
    text = evidence_markdown()
    for series in {figure.series for figure in packaged_figures()} | set(COUNTERPARTS):
        assert f"`{series}`" in text or f"`{series.removesuffix('_alt')}" in text or any(
            f"`{name}`" in text for name in COUNTERPARTS if series.startswith(name)
        )  # fmt: skip


def test_page_is_written_where_it_belongs(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    write_page(tmp_path)
    assert (tmp_path / PAGE).read_text(encoding="utf-8").startswith("# The evidence")
