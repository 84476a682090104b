"""The prose of docs/evidence.md."""

from __future__ import annotations

__all__ = ["BEGIN", "GRADES", "INPUTS", "INTERNET", "LEFT_OUT", "NO_FIGURES", "OWN_FIGURES",
           "PLACE_TITLES", "USES"]  # fmt: skip

PLACE_TITLES = {
    "gangnam": "Gangnam: scenarios/history.yaml",
    "korea": "Korea: scenarios/history_korea.yaml, a typical district for the nation",
    "united_states": "United States: scenarios/transfer_us.yaml, a transfer",
}

USES = {
    "calibrate": ("fitted", "a target of `egov calibrate`"),
    "held apart": ("held apart", "good enough to be fitted, but kept back to be predicted"),
    "compare": ("compared", "never fitted: the definitions differ, or the figure is doubtful"),
    "input": ("fed in", "goes into the model, so that it cannot test it"),
    "left out": ("left out", "not compared; the reason is given"),
}

GRADES = {
    "A": "a precise number from the records of the body responsible",
    "B": "a round number, one worked out from others, one whose year is a guess, or one told by a "
    "party with a stake in it",
    "C": "said to advertise, or at odds with other figures; never fitted",
}

BEGIN = """# The evidence

<!-- Made by `python -m sim.evidence.page` from sim/data/evidence/figures.csv; do not edit. -->

Dated figures on Gangnam, on Korea and on the United States, each with its source, its grade, and
what the model shows in its place. A figure is compared with a number that a run gives for the same
population, period and definition, as nearly as the model can; where it cannot, this page says so.
How well they agree is in [validation.md](validation.md).
"""

OWN_FIGURES = """## Your own figures

`egov validate --evidence FILE` compares figures of your own. FILE is a CSV file with the columns
`series, level, year, value, unit, grade`; `id, use, source_title, source_url, note` may be added.
A row is, for example, `gn_employees,Gangnam,2004,1320,employees,B`.

- **series** is one of those named on this page. A part of a year stands at its end: `_JanOct`,
  `_Jul`, `_H1`, `_Q3`; or in the brackets of the unit: `cases (Jan-Oct)`, `employees (end Jan)`.
  Words on months, halves or quarters that cannot be read are an error.
- **year** is a year (2003) or a month (2003-06). Figures that are no sums over months may have a
  decimal year: 2003.5 ends with June, and 2003.06 is in January, not in June.
- **unit** begins with a known unit; other words may follow. 1,000 KRW count as 1 USD. A `%` lies
  between 0 and 100, a `share` between 0 and 1.
- **use** is `compare` unless it says otherwise; `calibrate` makes it a target of `egov calibrate`.
  A figure that the package itself fits or feeds in (same series, same months) is marked so, since
  agreement with it tests nothing.
- Two figures for the same time need different addresses in `source_url`.

What is wrong in the file is told all at once, each with its line.
"""

INPUTS = """## Figures that are fed in
"""

INTERNET = """## A test of the input: Internet use by age

The curves of access pass through the surveys, so the surveys cannot test them. Here every second
survey of an age group, between its first and its last, is left out of its curve and read off the
curve through the others. Large errors stand where use jumped between two surveys, or where the
survey itself changed: late 2001 to 2003, and from 2012 to 2013 among the older.
"""

LEFT_OUT = """## Figures that are left out
"""

NO_FIGURES = """## Series with a counterpart, but without a figure compared here

A reader may bring figures of these.
"""
