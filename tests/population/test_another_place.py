"""Another place: its ages, its access by age and year, certificates, needs and seasons."""

from __future__ import annotations

import numpy as np
import pytest

from sim.data.countries import countries, country_named
from sim.data.tables import LINES, needs_table, season_table
from sim.errors import UserError
from sim.parameters.district import District
from sim.population import build_citizens
from sim.population.elsewhere import (
    age_bands_in,
    age_group_shares,
    gangnam_age_shares,
    needs_in,
    season_in,
)
from sim.population.national import access_by_group, certificate_by_group
from sim.scenario.place import AGE_GROUPS, Place

AGES = dict(zip(AGE_GROUPS, (40.0, 20.0, 15.0, 10.0, 8.0, 7.0), strict=True))
LINES_AT = {line: number for number, line in enumerate(LINES)}


def access(place: Place | None, months: int = 360, start: str = "1990-01") -> np.ndarray:
    return access_by_group(start, months, place=place)[:, :6]


def test_the_weighted_mean_of_the_ages_is_the_series():
    series = {1995: 1.0, 2000: 12.0, 2005: 35.0, 2010: 80.0}
    place = Place(age_shares=AGES, internet_use=series)
    shares = access(place) @ age_group_shares(place)
    for year, percent in series.items():
        assert shares[(year - 1990) * 12 + 6] == pytest.approx(percent / 100, abs=1e-6)


@pytest.mark.parametrize("country", countries(), ids=lambda country: country.iso3)
def test_every_country_is_followed(country):
    place = Place(internet_use=country.internet_use)
    shares = access(place)
    assert (np.diff(shares, axis=0) >= 0).all()
    highest = np.maximum.accumulate([country.internet_use[y] for y in sorted(country.internet_use)])
    means = shares @ gangnam_age_shares()
    for year, percent in zip(sorted(country.internet_use), highest, strict=True):
        if 0.1 < percent < 99.5:
            # Ages never fall, so that where the pattern turns the mean may stand a little above.
            assert means[(year - 1990) * 12 + 6] == pytest.approx(percent / 100, abs=0.005)


def test_the_pattern_is_that_of_korea_at_the_same_use():
    korea = access(None)
    nation = korea @ gangnam_age_shares()
    month = (2004 - 1990) * 12 + 6
    place = Place(internet_use={1980: 100 * float(nation[month])})
    assert access(place, 1, "1980-07")[0] == pytest.approx(korea[month], abs=0.01)


def test_beyond_the_series_growth_goes_on_within_limits():
    shares = access(Place(internet_use={2000: 20.0, 2001: 25.0, 2002: 30.0})) @ gangnam_age_shares()
    assert shares[12 * 9] < 0.2
    assert 0.3 < shares[12 * 15] < shares[12 * 25] <= 1.0
    falling = Place(internet_use={2000: 60.0, 2001: 50.0})
    assert access(falling)[-1] == pytest.approx(access(falling)[12 * 11 + 6])


def test_use_by_age_is_taken_as_it_is():
    by_age = {group: {2000: 10.0 * k + 5, 2010: 90.0} for k, group in enumerate(AGE_GROUPS)}
    shares = access(Place(internet_use_by_age=by_age, internet_use={2000: 50.0}))
    assert shares[12 * 10 + 6] == pytest.approx([0.05, 0.15, 0.25, 0.35, 0.45, 0.55])


def test_a_place_without_series_has_the_access_of_korea():
    assert np.array_equal(access(Place(age_shares=AGES)), access(None))


def test_certificates_none_series_or_those_of_korea():
    none = Place.model_validate({"certificates": "none"})
    assert (certificate_by_group("2000-01", 24, place=none) == 1.0).all()
    own = certificate_by_group("2000-01", 120, place=Place(certificates={2001: 10.0, 2003: 30.0}))
    assert own[18, 0] == pytest.approx(0.1)
    assert own[42, 5] == pytest.approx(0.3)
    assert (own[:, 0] <= 0.75).all()
    usual = certificate_by_group("2000-01", 24)
    assert np.array_equal(certificate_by_group("2000-01", 24, place=Place()), usual)


def test_ages_of_the_citizens_are_those_of_the_place():
    citizens = build_citizens(District(), 20_000, Place(age_shares=AGES))
    shares = np.bincount(citizens.age_group, minlength=6) / len(citizens)
    assert shares == pytest.approx(np.array(list(AGES.values())) / 100, abs=0.012)


def test_without_a_place_the_bands_are_the_declared_ones():
    assert age_bands_in(None).sum() == pytest.approx(1.0)
    assert age_bands_in(tuple(gangnam_age_shares())) == pytest.approx(age_bands_in(None))
    assert needs_in(None) is needs_table()
    assert season_in(None) is season_table()


def test_a_place_that_says_nothing_builds_the_same_citizens():
    usual, same = build_citizens(District(), 2000), build_citizens(District(), 2000, Place())
    for name in usual.arrays:
        assert np.array_equal(usual.arrays[name], same.arrays[name]), name


def test_needs_are_multiples_and_cases_per_adult_replace_them():
    place = Place(needs={"all": 0.5, "welfare": 0.0}, cases_per_adult={"permits": 1.5})
    table, usual = needs_in(place), needs_table()
    assert (table[:, LINES_AT["welfare"]] == 0).all()
    assert table[:, LINES_AT["local_tax"]] == pytest.approx(usual[:, LINES_AT["local_tax"]] / 2)
    assert table[0, LINES_AT["permits"]] == 0.0
    assert (table[1:25, LINES_AT["permits"]] == 1.5).all()
    assert table[25:, LINES_AT["permits"]] == pytest.approx(usual[25:, LINES_AT["permits"]] / 2)


def test_a_season_is_moved_and_stays_a_year():
    table = season_in(Place(season={"permits": {1: 40.0, 12: 60.0}}))
    assert table.sum(axis=0) == pytest.approx(1.0)
    assert table[:, LINES_AT["permits"]].nonzero()[0].tolist() == [0, 11]
    assert np.array_equal(table[:, 0], season_table()[:, 0])


@pytest.mark.parametrize(
    ("asked", "iso3"),
    [("Brazil", "BRA"), ("usa", "USA"), ("korea", "KOR"), ("South Korea", "KOR"), ("UK", "GBR")],
)
def test_a_country_is_found_by_name_or_code(asked, iso3):
    assert country_named(asked).iso3 == iso3


def test_an_unknown_country_names_the_nearest_and_lists_all():
    with pytest.raises(UserError, match=r"Did you mean Germany\?.*Brazil \(BRA\)"):
        country_named("Germny")
