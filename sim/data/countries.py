"""Internet use by country and year, for `egov new --district`: World Bank IT.NET.USER.ZS.

The figures are in sim/data/evidence/internet_users_worldbank.csv, row by row with their source.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sim.errors import UserError

__all__ = ["Country", "countries", "country_named"]

_FILE = "evidence/internet_users_worldbank.csv"
_SHORT = {"us": "USA", "uk": "GBR", "south korea": "KOR"}
"""Usual names that are neither the World Bank's nor the code of three letters."""


@dataclass(frozen=True)
class Country:
    """One country: `internet_use` is percent of the whole population by year."""

    name: str
    iso3: str
    internet_use: dict[int, float]
    source: str


@cache
def countries() -> tuple[Country, ...]:
    """Return the countries of the World Bank file, by name."""
    text = files("sim.data").joinpath(_FILE).read_text(encoding="utf-8")
    found: dict[str, Country] = {}
    for row in csv.DictReader(text.splitlines()):
        new = Country(row["country"], row["iso3"], {}, row["source"])
        country = found.setdefault(row["iso3"], new)
        country.internet_use[int(row["year"])] = float(row["internet_users_pct_population"])
    return tuple(sorted(found.values(), key=lambda country: country.name))


def country_named(text: str) -> Country:
    """Return the country of a name or of a code of three letters, whatever the case of letters.

    Raises
    ------
    UserError : if there is none; it names the nearest and lists them all.
    """
    from sim.parameters.catalogue import nearest

    asked = text.strip().lower()
    asked = _SHORT.get(asked, asked).lower()
    by_name: dict[str, Country] = {}
    for country in countries():
        for name in (country.name, country.name.partition(",")[0], country.iso3):
            by_name[name.lower()] = country
    if asked in by_name:
        return by_name[asked]
    near = nearest(asked, by_name)
    hint = f" Did you mean {by_name[near].name}?" if near else ""
    listed = "; ".join(f"{country.name} ({country.iso3})" for country in countries())
    raise UserError(
        f'--district: there is no series of Internet use for "{text}".{hint} There are: {listed}.'
        " For another country, take one of these and write its figures over the series."
    )
