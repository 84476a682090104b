"""The two files of `egov new --district`: a place filled from the World Bank, and its scenario."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

from sim.data.countries import Country, country_named

__all__ = ["district_texts"]

DISTRICT = """\
# yaml-language-server: $schema={schema}
# A district of {name}. What is not written here is as in Gangnam; docs/places.md says what
# each key means. Lines that begin with "# " hold examples: write your own figures, and take the
# "# " away.
schema: 1
title: {title}
place:
  title: {country}
  source: >-
    {source}
  # Percent of the whole population that uses the Internet, by year.
  internet_use:
{series}

  # Percent of residents by age group, together 100. Left out: those of Gangnam.
  # age_shares: {{under 20: 28, 20s: 15, 30s: 15, 40s: 14, 50s: 12, 60 and over: 16}}

  # Percent of Internet users who can sign and pay online, by year, or `none` where that takes no
  # certificate. Left out: the Korean counts.
  # certificates: none

  # Needs as a multiple of Gangnam's by service line; 0 switches a line off.
  # needs: {{local_tax: 0.8, fines_parking: 0.5, welfare: 1.5}}

  # In place of `needs`: cases a year of each resident aged 15 or over.
  # cases_per_adult: {{certificates: 2}}

  # Percent of a line's cases in each month of the year, together 100.
  # season: {{local_tax: {{3: 50, 9: 50}}}}

district:
  # residents: 300000
  # employees: 900
  people:
    access:
      uplift_logit: 0   # the district's lead over its nation; 0: none
"""
SCENARIO = """\
# yaml-language-server: $schema=schema.json
schema: 1
title: {title}
extends: {extends}
about:
  question: "What changes if the plan of District A is tried in {country}?"
  role: analyst

# The levers. `egov params strategy` lists all of them with unit and range.
strategy:
  budget:
    request_usd: 2000000

# run:
#   start: 2002-08
#   months: 120
"""
WIDTH = 92


def district_texts(asked: str, scenario: Path, district: Path) -> tuple[str, str]:
    """Return the text of the district's file and of the scenario that extends it.

    Parameters
    ----------
    asked : a country, by name or code.
    scenario, district : the paths the files will have.

    Raises
    ------
    UserError : if there is no series for the country.
    """
    from sim.commands.new import relative

    country = country_named(asked)
    title = scenario.stem.replace("-", " ").replace("_", " ")
    about_place = DISTRICT.format(
        schema=relative(scenario.parent / "schema.json", district),
        name=country.name.removesuffix("."),
        country=_quoted(country.name),
        title=_quoted(f"{title}, a district of {country.name}"),
        source=f"Internet use: {country.source}",
        series=_series(country),
    )
    about_plan = SCENARIO.format(
        title=_quoted(title), extends=relative(district, scenario), country=country.name
    )
    return about_plan, about_place


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _series(country: Country) -> str:
    """Return the series as YAML in a few lines."""
    glue = "\0"  # keeps a year and its value in one line
    use = sorted(country.internet_use.items())
    items = ", ".join(f"{year}:{glue}{value:g}" for year, value in use)
    lines = textwrap.wrap(items, WIDTH, break_long_words=False, break_on_hyphens=False)
    return "    {" + "\n     ".join(lines).replace(glue, " ") + "}"
