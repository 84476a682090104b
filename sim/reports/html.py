"""The report: one HTML file that needs nothing else, at a desk or on a phone."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sim.reports import sections
from sim.reports.data_table import data_table
from sim.reports.headline import CAUTION, Headline
from sim.reports.repeat_page import repeat_section
from sim.reports.settings_page import evidence_section, levers_section
from sim.reports.story_page import story_section
from sim.reports.style import Drawing
from sim.reports.validated import footer_html

if TYPE_CHECKING:
    from sim.result import RunResult

__all__ = ["figure", "headline_html", "page"]


def page(result: RunResult, wide: Mapping[str, Drawing]) -> str:
    """Return the whole report as one HTML file.

    Parameters
    ----------
    result : what is reported.
    wide : its figures by name, as for a desk; those for a phone are drawn here.
    """
    about = result.manifest["about"]
    title = about["title"] or result.name
    parts = [
        _opening(result, title, about),
        sections.headline_section(result),
        story_section(result),
        sections.checks_section(result),
        _figures(result, wide),
        sections.groups_section(result),
        sections.services_section(result),
        sections.minutes_section(result),
        sections.money_section(result),
        levers_section(result),
        evidence_section(result),
        repeat_section(result),
    ]
    style = files("sim.reports").joinpath("page.css").read_text(encoding="utf-8")
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)} - egov-sim report</title>",
            f"<style>\n{style}</style>",
            "</head>",
            "<body>",
            *[part for part in parts if part],
            "</main>",
            footer_html(),
            "</body>",
            "</html>",
            "",
        ]
    )


def _opening(result: RunResult, title: str, about: dict[str, Any]) -> str:
    lines = [
        "<header>",
        f"<h1>{escape(title)}</h1>",
        f'<p class="caution">{CAUTION}</p>',
    ]
    if about["question"]:
        lines.append(f'<p class="question">{escape(about["question"])}</p>')
    if about["role"]:
        lines.append(f"<p>Your role: {escape(about['role'])}.</p>")
    if about["note"]:
        lines.append(f"<p>{escape(about['note'])}</p>")
    lines.append(f'<p class="quiet">{escape(result.headline.span)}</p>')
    lines += ["</header>", "<main>"]
    return "\n".join(lines)


def _figures(result: RunResult, wide: Mapping[str, Drawing]) -> str:
    """Return the figures, each in a wide and a narrow form of which the page shows one."""
    if not wide:
        return ""
    narrow = result.plot.all(narrow=True)
    lines = ['<section aria-labelledby="figures"><h2 id="figures">In pictures</h2>']
    lines.append(
        f'<p class="quiet">Lines: {escape(result.value_words)}. {escape(_shade(result))} In the '
        "tables under the figures shares go from 0 to 1, money is in USD, months count from the "
        "first.</p>"
    )
    lines += [figure(name, wide[name], narrow[name]) for name in wide]
    lines.append("</section>")
    return "\n".join(lines)


def _shade(result: RunResult) -> str:
    """Return what the shade and the thin lines are, in words."""
    if not result.has_band:
        return f"{result.band_words[0].upper()}{result.band_words[1:]}."
    text = f"Shaded: {result.band_words}."
    return f"{text} Thin lines: {result.full_words}." if result.has_full_run else text


def figure(name: str, wide: Drawing, narrow: Drawing) -> str:
    """Return a figure in a wide and a narrow form, of which the page shows one."""
    return "\n".join(
        [
            f'<figure id="figure-{name}"{_shape(wide)}>',
            f"<h3>{escape(wide.title)}</h3>",
            "<picture>",
            f'<source media="(max-width: 600px)" srcset="{_data_uri(narrow)}">',
            f'<img src="{_data_uri(wide)}" alt="{escape(wide.alt)}">',
            "</picture>",
            f"<figcaption>{escape(wide.caption or wide.alt)}</figcaption>",
            data_table(name, wide),
            "</figure>",
        ]
    )


def _shape(drawing: Drawing) -> str:
    """Return the class of a figure that takes a printed page for itself, being tall."""
    across, up = drawing.figure.get_size_inches()
    return ' class="tall"' if up > 1.15 * across else ""


def _data_uri(drawing: Drawing) -> str:
    encoded = base64.b64encode(drawing.svg(titled=False).encode()).decode()
    return f"data:image/svg+xml;base64,{encoded}"


def headline_html(result: RunResult) -> str:
    """Return the headline as a piece of HTML, for a notebook."""
    head: Headline = result.headline
    said = "".join(
        f"<p><b>{escape(topic)}.</b> {escape(sentence)}</p>" for topic, sentence in head.sentences
    )
    notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in head.notes)
    return f"<h3>{escape(head.title)}</h3>{said}{notes}"
