"""The data files: national series, lines, needs, seasons, applications, and their sources."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
import yaml

from sim.data.tables import (
    LINES,
    applications,
    dongs,
    lines,
    needs_table,
    read_csv,
    season_table,
)
from sim.population.national import (
    N_ACCESS_GROUPS,
    access_by_group,
    certificate_by_group,
    certificate_share,
    month_number,
)

SURVEYS = [row for row in read_csv("internet_by_age.csv") if row["use"] == "1"]
CSV_FILES = sorted(path.name for path in files("sim.data").iterdir() if path.name.endswith(".csv"))


@pytest.mark.parametrize(
    "row", SURVEYS, ids=lambda row: f"{row['age_group']} {row['survey_month']}"
)
def test_access_passes_through_every_survey_used(row: dict[str, str]) -> None:
    share = access_by_group(row["survey_month"], 1)[0, int(row["group"])]
    assert share == pytest.approx(float(row["internet_use_pct"]) / 100, abs=1e-12)


def test_only_contradicted_points_of_the_middle_ages_are_left_out() -> None:
    left_out = [
        (row["survey_month"], row["age_group"])
        for row in read_csv("internet_by_age.csv")
        if row["use"] == "0" and row["age_group"] in {"20s", "30s", "40s", "50s"}
    ]
    assert left_out == [("2003-06", "50s")]  # derived 23.2, then published 22.8
    assert all(row["note"] for row in read_csv("internet_by_age.csv") if row["use"] == "0")


@pytest.mark.parametrize("start", ["1995-01", "2002-08"])
@pytest.mark.parametrize("growth", [0.0, 0.33, 0.6])
def test_access_never_falls_and_stays_a_share(start: str, growth: float) -> None:
    shares = access_by_group(start, 480, 0.3, growth)
    assert shares.shape == (480, N_ACCESS_GROUPS)
    assert (np.diff(shares, axis=0) >= 0).all()
    assert shares.min() >= 0
    assert shares.max() < 1


def test_uplift_and_growth_raise_access_and_leave_firms_alone() -> None:
    plain, lifted = access_by_group("2002-08", 120), access_by_group("2002-08", 120, 0.3)
    assert (lifted[:, :6] > plain[:, :6]).all()
    np.testing.assert_array_equal(lifted[:, 6:], plain[:, 6:])
    faster = access_by_group("2002-08", 120, 0.0, 0.5)
    np.testing.assert_allclose(faster[0, :6], plain[0, :6])
    assert (faster[-1, :6] > plain[-1, :6]).all()


def test_the_young_are_ahead_and_the_gap_stays_open() -> None:
    shares = access_by_group("2002-08", 120, 0.3)
    assert (np.diff(shares[:, 1:6], axis=1) < 0).all()
    assert shares[0, 5] < 0.1
    assert 0.2 < shares[-1, 5] < 0.5


def test_a_later_start_reads_the_same_series() -> None:
    whole, late = access_by_group("2002-08", 60), access_by_group("2004-08", 36)
    np.testing.assert_allclose(whole[24:], late)


def test_before_the_surveys_a_group_moves_with_the_nation() -> None:
    early = access_by_group("1995-01", 60)
    assert early[0, :6].max() < 0.05
    assert (early[-1, :6] > 5 * early[0, :6]).all()


@pytest.mark.parametrize("row", read_csv("certificates.csv"), ids=lambda row: row["month"])
def test_certificates_pass_through_the_dated_counts(row: dict[str, str]) -> None:
    users = float(row["internet_users"]) * float(row["users_15_plus_share"])
    expected = float(row["certificates"]) / users
    assert certificate_share(row["month"], 1)[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("ceiling", [0.1, 0.5, 0.75, 1.0])
def test_certificates_rise_to_the_ceiling(ceiling: float) -> None:
    shares = certificate_share("1998-01", 480, ceiling)
    assert (np.diff(shares) >= 0).all()
    assert np.abs(np.diff(shares)).max() < 0.03  # no jump where the counts end
    reached = shares[month_number("2005-04") - month_number("1998-01")]
    assert shares[-1] <= max(ceiling, reached) + 1e-5
    if ceiling > reached:
        assert shares[-1] > 0.95 * ceiling
    assert certificate_by_group("2002-08", 24).shape == (24, N_ACCESS_GROUPS)


def test_lines_in_order_with_known_divisions() -> None:
    assert len(lines()) == len(LINES) == 11
    divisions = {line.division for line in lines()}
    assert divisions <= {
        "civil affairs", "tax", "parking and transport", "real estate", "welfare",
        "planning and budget",
    }  # fmt: skip
    for line in lines():
        assert line.back_office_minutes_online < line.minutes_of_staff_at_desk


def test_needs_and_seasons_are_complete() -> None:
    assert needs_table().shape == (33, 11)
    assert (needs_table() >= 0).all()
    assert needs_table()[0].sum() == 0  # children
    np.testing.assert_allclose(season_table().sum(axis=0), 1.0)
    july, august, october = (season_table()[month, LINES.index("local_tax")] for month in (6, 7, 9))
    assert july + august + october > 0.8


def test_seventy_one_applications_eleven_of_them_live() -> None:
    apps = applications()
    assert [app.id for app in apps] == list(range(71))
    assert len({app.name for app in apps}) == 71
    assert sum(app.live_at_start for app in apps) == 11
    assert np.mean([app.effort_usd for app in apps]) == pytest.approx(28_000, rel=0.05)
    for line in range(11):
        weights = [app.weight for app in apps if app.line == line]
        assert sum(weights) == pytest.approx(1.0)
        assert min(weights) > 0
    assert all(app.planned_months >= 1 for app in apps)
    assert not any(app.live_at_start and app.needs_law for app in apps)
    assert all(app.internet or app.kiosk or app.television or app.phone for app in apps)


def test_every_row_has_its_source() -> None:
    for name in CSV_FILES:
        if name in {"needs.csv", "season.csv", "posterior.csv", "decision_kinds.csv"}:
            continue  # levels, sources, and our own reading of the minutes: sim/data/README.md
        for row in read_csv(name):
            source = row.get("source_url") or row.get("source_or_reason") or row.get("source")
            assert source, (name, row)
            assert "http" in source or "assumed" in source or "KDI" in source, (name, row)
    text = files("sim.data").joinpath("marginals.yaml").read_text(encoding="utf-8")
    for table, entries in yaml.safe_load(text).items():
        for key, entry in entries.items():
            assert set(entry) == {"unit", "source", "values"}, (table, key)
            assert len(entry["source"]) > 6, (table, key)


def test_dongs_fill_the_district() -> None:
    assert len(dongs()) == 26
    assert all(0.3 < dong.travel_hours < 1.5 for dong in dongs())


def test_local_tax_is_of_the_order_collected(citizens: object, businesses: object) -> None:
    total = 0.0
    for population, amount in (
        (citizens, "mean_amount_citizen_usd"), (businesses, "mean_amount_business_usd")
    ):  # fmt: skip
        scale = population.demand_propensity.astype(float) * population.bill_scale  # type: ignore[attr-defined]
        yearly = needs_table()[population.needs_class] * scale[:, None]  # type: ignore[attr-defined]
        for name in ("local_tax", "vehicle_fee", "real_estate", "business_tax"):
            index = LINES.index(name)
            total += yearly[:, index].sum() * getattr(lines()[index], amount)
    assert total == pytest.approx(880e6 * 12 / 10, rel=0.1)  # 880 bn won in ten months of 2002
