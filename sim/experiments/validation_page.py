"""Fills docs/validation.md from finished results, so that no number on it is written by hand.

    python -m sim.experiments.validation_page outputs/validation --guessed outputs/guessed

It also writes sim/reports/validation.json, whose line stands at the foot of every report. That
file is no part of the program's hash: writing it leaves the validated runs those of this program.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.errors import EgovError, UserError
from sim.experiments.validation_words import (
    band_text,
    facts_of,
    figure_number,
    figure_words,
    place_words,
    verdict_word,
    when_words,
)
from sim.reports.numbers import listed

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.guessed import Guessed
    from sim.experiments.validate import Validation

__all__ = ["BLOCK", "PAGES", "blocks_of", "filled", "summary_of", "write_page"]

PAGES = ("docs/validation.md", "README.md")
SUMMARY = "sim/reports/validation.json"
BLOCK = re.compile(r"<!-- validation: (?P<name>\w+) -->\n.*?<!-- end -->", re.DOTALL)
VERDICT_WORDS = {"inside": "inside", "OUTSIDE": "**outside**", "not shown": "not shown"}


def summary_of(result: Validation) -> dict[str, Any]:
    """Return date, version, coverage and the one line that report, README and page quote."""
    manifest = result.ensemble.manifest
    date = str(manifest["clock"]["started"])[:10]
    version = str(manifest["versions"]["egov-sim"])
    facts = facts_of(result)
    line = f"Laid beside dated figures on {date} (version {version}): {facts['coverage']}."
    return {
        "date": date, "version": version, "line": line, **facts,
        "figures": len(result.table), "runs": len(result.runs),
        "content_hash": str(manifest["content_hash"]), "code_hash": str(manifest["code_hash"]),
    }  # fmt: skip


def blocks_of(result: Validation, guessed: Guessed | None = None) -> dict[str, str]:
    """Return the text of each block of the page by name."""
    found = {
        "line": _lines(summary_of(result)["line"]),
        "made": _made(result),
        "bars": _bars(result),
        "coverage": _coverage(result),
        "fitted": _figures(result, "fitted"),
        "apart": _figures(result, "held apart"),
        "compared": _figures(result, "compared"),
        "missed": _missed(result),
        "left_out": _left_out(result),
        "ages": _ages(),
    }
    if "shapes" in result.tables:
        found["shapes"] = _shapes(result)
    if guessed is not None:
        found["guessed"] = _guessed(guessed)
    return found


def filled(text: str, blocks: Mapping[str, str]) -> str:
    """Return a page with its blocks filled; a block without a text stays as it is."""

    def block(found: re.Match[str]) -> str:
        name = found["name"]
        if name not in blocks:
            return found[0]
        return f"<!-- validation: {name} -->\n{blocks[name]}\n<!-- end -->"

    return BLOCK.sub(block, text)


def write_page(root: Path, result: Validation, guessed: Guessed | None = None) -> list[Path]:
    """Fill the pages below the project's folder and write the summary; return what was written."""
    blocks = blocks_of(result, guessed)
    written = []
    for name in PAGES:
        page = root / name
        if page.is_file():
            text = page.read_text(encoding="utf-8")
            page.write_text(filled(text, blocks), encoding="utf-8", newline="\n")
            written.append(page)
    summary = root / SUMMARY
    text = json.dumps(summary_of(result), indent=1, ensure_ascii=False)
    summary.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return [*written, summary]


def _lines(text: str, indent: str = "") -> str:
    """Return a paragraph in lines as the rest of the page has them."""
    return textwrap.fill(text, 100, subsequent_indent=indent, break_long_words=False,
                         break_on_hyphens=False)  # fmt: skip


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _made(result: Validation) -> str:
    from sim.experiments.validation_words import notes

    summary = summary_of(result)
    command = f"`{result.command}`"
    said = [f"Made on {summary['date']} with version {summary['version']} by {command}, then "
            "`python -m sim.experiments.validation_page`."]  # fmt: skip
    return "\n".join(_lines(f"- {text}", "  ") for text in [*said, *notes(result)])


def _bars(result: Validation) -> str:
    facts = facts_of(result)
    rows = [
        ("Fitted figures inside their 90 % band", "at least 9 in 10",
         _share(facts["fitted_share_inside"]), _met(facts["fitted_covered"])),
        ("Widest band of a fitted figure of grade A", "a factor of 3 around the median",
         facts["widest"].removeprefix("widest band of a fitted figure of grade A: ") or "–",
         _met(facts["bands_narrow_enough"])),
    ]  # fmt: skip
    return _table(("Bar", "Wanted", "Found", "Met"), rows)


def _share(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _met(met: bool | None) -> str:
    return {True: "yes", False: "**no**", None: "–"}[met]


def _coverage(result: Validation) -> str:
    rows = [
        (str(row["use"]), str(row["grade"]), str(row["figures"]), str(row["inside"]),
         str(row["outside"]), str(row["not_shown"]), figure_number(float(row["widest_factor"])))
        for row in result.coverage.to_dict("records")
    ]  # fmt: skip
    heads = ("Use", "Grade", "Figures", "Inside", "Outside", "Not shown", "Widest band, factor")
    return _table(heads, rows)


def _figures(result: Validation, use: str) -> str:
    rows = [
        (place_words(row["place"]), f"{figure_words(row)}, {row['unit']}",
         figure_number(row["observed"]), figure_number(row["median"]), band_text(row),
         VERDICT_WORDS[verdict_word(row["inside"])], str(row["grade"]))
        for row in result.table[result.table["use"] == use].to_dict("records")
    ]  # fmt: skip
    if not rows:
        return "None."
    heads = ("Place", "Figure", "Observed", "Simulated", "90 % band", "Verdict", "Grade")
    return _table(heads, rows)


def _missed(result: Validation) -> str:
    """Return what is not inside, a line a series, and every shape that does not show."""
    rows = result.table[[verdict is not True for verdict in result.table["inside"]]]
    lines = []
    for key, part in rows.groupby(["place", "label", "use"], sort=False):
        place, label, use = map(str, key)
        when = listed([when_words(row) for row in part.to_dict("records")])
        said = f"- {place_words(place)}, {use}: {label}, {when}: {_gap(part)}."
        lines.append(_lines(said, "  "))
    if "shapes" in result.tables:
        shapes = result.tables["shapes"]
        lines += [
            f"- Shape: {row['shape'].lower()}: {row['shown']}; {row['runs_showing']} of "
            f"{row['runs']} runs show it."
            for row in shapes[shapes["shown"] != "yes"].to_dict("records")
        ]
    return "\n".join(lines) or "None."


def _gap(part: pd.DataFrame) -> str:
    """Return how far the simulated medians of a series are from what was observed, in words."""
    ratios = part["ratio"].dropna()
    if not len(ratios):
        return "no run shows it"
    ends = list(dict.fromkeys(figure_number(end) for end in (ratios.min(), ratios.max())))
    return f"simulated over observed is {' to '.join(ends)}"


def _shapes(result: Validation) -> str:
    rows = [
        (f"{row['shape']} ({row['measure']})", row["observed"], row["wanted"],
         figure_number(row["median"]), band_text(row), f"{row['runs_showing']} of {row['runs']}",
         row["shown"] if row["shown"] == "yes" else f"**{row['shown']}**")
        for row in result.tables["shapes"].to_dict("records")
    ]  # fmt: skip
    heads = ("Shape (measure)", "Record", "Counts as shown", "Simulated", "90 % band",
             "Runs showing it", "Shown")  # fmt: skip
    return _table(heads, rows)


def _left_out(result: Validation) -> str:
    rows = result.tables.get("left_out")
    if rows is None:
        return "No figure is left out."
    inputs = int((rows["use"] == "input").sum())
    return (
        f"{len(rows)} figures are not laid beside the model: {inputs} are fed in, "
        f"{len(rows) - inputs} are left out."
    )


def _ages() -> str:
    from sim.evidence.internet_ages import predicted_ages

    table = predicted_ages()
    errors = table["error_points"].abs()
    worst = table.iloc[int(errors.to_numpy().argmax())]
    return _lines(
        f"{len(table)} surveys were left out. The curve through the others misses them by "
        f"{errors.mean():.1f} points on average; at worst by {errors.max():.1f} points "
        f"({worst['age_group']}, {worst['survey']}: {worst['observed']:g} % observed, "
        f"{worst['predicted']:.1f} % predicted)."
    )


def _guessed(result: Guessed) -> str:
    """Return the headlines at both ends of each guessed parameter, a row a parameter."""
    from dataclasses import replace

    from sim.reports.numbers import Scale

    table, known = result.table, result.ensemble.outcomes
    outcomes = list(dict.fromkeys(table["outcome"]))
    scales = {}
    for name, part in table.groupby("outcome", sort=False):
        values = [*part["usual"], *part["at_low"], *part["at_high"]]
        scale = Scale.of(str(part["unit"].iloc[0]), values)
        scales[str(name)] = replace(scale, decimals=scale.decimals + 1)
    usual = table.drop_duplicates("outcome").set_index("outcome")["usual"]
    rows = [["as it is", "", *(scales[name].bare(float(usual[name])) for name in outcomes)]]
    for _, part in table.groupby("path", sort=False):
        cells = {row["outcome"]: row for row in part.to_dict("records")}
        first = next(iter(cells.values()))
        moved = [
            f"{scales[name].bare(cells[name]['at_low'])} – "
            f"{scales[name].bare(cells[name]['at_high'])}"
            for name in outcomes
        ]
        rows.append([str(first["label"]), f"{first['low']:g} – {first['high']:g}", *moved])
    heads = ["Parameter", "Tried", *(scales[n].label(str(known[n]["label"])) for n in outcomes)]
    plan = result.ensemble.plan
    size = "every resident" if plan.sample is None else f"{plan.sample:,} citizens"
    intro = (
        f"Means of {plan.replications} twin runs of `{plan.bases[0].name}.yaml` on {size} after "
        f"{plan.months} months: at the low – at the high end."
    )
    intro = _lines(intro)
    return f"{intro}\n\n{_table(heads, rows)}"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--guessed", type=click.Path(path_type=Path),
              help="Results of python -m sim.experiments.guessed.")  # fmt: skip
@click.option("--root", type=click.Path(path_type=Path), default=Path(),
              help="The project's folder.")  # fmt: skip
def command(folder: Path, guessed: Path | None, root: Path) -> None:
    """Fill docs/validation.md from the results of `egov validate` in FOLDER."""
    from sim.experiments.guessed import Guessed
    from sim.experiments.kinds import load
    from sim.experiments.validate import Validation

    result = load(folder)
    if not isinstance(result, Validation):
        raise UserError(f"{folder}: these are not results of egov validate.")
    both = load(guessed) if guessed else None
    if both is not None and not isinstance(both, Guessed):
        raise UserError(f"{guessed}: these are not results of python -m sim.experiments.guessed.")
    for path in write_page(root, result, both):
        click.echo(f"Written: {path}")


if __name__ == "__main__":
    try:
        command(standalone_mode=False)
    except (EgovError, click.ClickException) as error:
        sys.exit(str(error))
