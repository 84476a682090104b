"""How well the model fits what happened, in one line, as the last full validation found it.

`python -m sim.experiments.validation_page FOLDER` writes validation.json from a finished results
folder. The line stands in the footer of every report; without the file there is none.
"""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from sim.reports.headline import CAUTION

__all__ = ["SUMMARY_FILE", "footer_html", "validation_line", "validation_summary"]

SUMMARY_FILE = "validation.json"


@cache
def validation_summary() -> dict[str, Any]:
    """Return date, version, coverage and line of the last full validation; empty without one."""
    path = files("sim.reports").joinpath(SUMMARY_FILE)
    if not path.is_file():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}


def validation_line() -> str:
    """Return the one line: how many figures are inside, when, by which version; may be empty."""
    return str(validation_summary().get("line", ""))


def footer_html() -> str:
    """Return the foot of a report: the caution, and how well the model fits."""
    line = validation_line()
    said = f"<p>{escape(line)}</p>" if line else ""
    return f"<footer><p>{CAUTION}</p>{said}</footer>"
