"""The evidence: dated figures, what the model shows in their place, and how to read more.

figures.py       a figure, the packaged file, a reader's own file
sheet.py checks.py   from CSV to figures, with every problem and its line
periods.py       from "2003", "2003-06", _JanOct to months
units.py         from "bn KRW (approx)" to a known unit
counterparts.py  what each series is compared with
window.py observe.py   the observation layer: sums, means and shares over a figure's months
internet_ages.py a test of the input: every second survey left out, and predicted
page.py          docs/evidence.md
"""

from sim.evidence.checks import EvidenceError
from sim.evidence.counterpart import Counterpart
from sim.evidence.counterparts import COUNTERPARTS, base_series, counterpart_of
from sim.evidence.figures import Figure, packaged_figures, read_figures, why_left_out
from sim.evidence.observe import observe
from sim.evidence.places import LEVELS, PLACES, RUN_MONTHS

__all__ = [
    "COUNTERPARTS",
    "LEVELS",
    "PLACES",
    "RUN_MONTHS",
    "Counterpart",
    "EvidenceError",
    "Figure",
    "base_series",
    "counterpart_of",
    "observe",
    "packaged_figures",
    "read_figures",
    "why_left_out",
]
