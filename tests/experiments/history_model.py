"""A stand-in for the model with the outcomes that figures are laid beside, by closed curves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tests.fakes import OUTCOMES as USUAL
from tests.fakes import FakeModel, FakeOutcome

__all__ = ["OUTCOMES", "HistoryModel"]

NEW = {
    "local_tax_cases_online": "cases/month",
    "local_tax_sums_online_usd": "USD/month",
    "local_tax_sums_usd": "USD/month",
    "returns_online_share": "share",
    "returns_filed": "cases/month",
    "documents_issued": "cases/month",
    "documents_online": "cases/month",
    "documents_kiosk": "cases/month",
    "adoption_16_74_share": "share",
    "aware_16_74_share": "share",
    "gave_up_share": "share",
    "trainees": "persons/month",
    "mail_list": "persons",
    "poll_answers": "count",
    "document_types_shared": "count",
    "kiosk_share": "share",
    "television_share": "share",
    "employees": "persons",
}
OUTCOMES = (
    *USUAL,
    *(FakeOutcome(name, name.replace("_", " "), unit) for name, unit in NEW.items()),
)
AGES = {"15 to 19": 0.0, "20s": 0.0, "30s": 1.0, "40s": 3.0, "50s": 6.0, "60 and over": 9.0}


def _rise(years: Any, middle: float, steep: float = 1.0) -> Any:
    """Return a curve from 0 to 1 with its middle in a year."""
    return 1 / (1 + np.exp(-steep * (years - middle)))


class HistoryModel(FakeModel):
    """Curves near the record; luck moves each run's level by about a tenth."""

    def _monthly(self, dates: Any) -> pd.DataFrame:
        table = super()._monthly(dates)
        year = np.array([float(d[:4]) + (float(d[5:]) - 0.5) / 12 for d in dates])
        level = np.exp(0.1 * self._luck(7).standard_normal())
        cases = 373 * level * np.exp(1.25 * (np.minimum(year, 2006) - 2001.5))
        mean = 0.19e3 * np.exp(2.2 * (np.clip(year, 2001.5, 2003.5) - 2001.5))
        issuing = np.where((year > 2005.75) & (year < 2005.83), 0.0, 1.0)
        table["local_tax_cases_online"] = cases
        table["local_tax_sums_online_usd"] = cases * mean
        table["local_tax_sums_usd"] = 880e6 / 12
        table["returns_online_share"] = 0.85 * _rise(year, 2003.0 + level)
        table["returns_filed"] = 1_000.0
        table["documents_issued"] = 183_000.0
        table["documents_online"] = 15_000 * level * _rise(year, 2004.0, 2.0) * issuing
        table["documents_kiosk"] = 6_000.0
        table["adoption_16_74_share"] = 0.6 * level * _rise(year, 2007.0, 0.6)
        table["aware_16_74_share"] = 0.9 * _rise(year, 2005.0, 0.6)
        table["gave_up_share"] = 0.016 * level
        table["trainees"] = np.round(1_425 * level)
        table["mail_list"] = 45_000 * level * _rise(year, 2003.4)
        table["poll_answers"] = np.where(np.isclose(year % 1, 5.5 / 12), 263.0 * level, 0.0)
        table["document_types_shared"] = np.where(year < 2006.4, 20, 24)
        table["kiosk_share"], table["television_share"] = 0.03, 0.002
        table["employees"] = np.round(2_041 - 66 * np.minimum(np.arange(len(year)) / 12, 11.1))
        dip = np.where(year > 2005.7, 0.03 * np.exp(-3 * (year - 2005.7)), 0.0)
        table["trust"] = 0.5 - dip
        return table

    def _groups(self) -> pd.DataFrame:
        start = float(self.scenario.run.start[:4])
        month = np.arange(1, self.months + 1)
        frames = []
        for name, later in AGES.items():
            share = _rise(start + month / 12, 2001.0 + later)
            frames.append(pd.DataFrame({
                "month": month, "dimension": "age", "group": name, "n": 1000,
                "access_share": share, "aware_share": share, "adoption_share": 0.7 * share,
                "online_share": 0.5 * share, "satisfaction": 50.0, "trust": 0.5,
            }))  # fmt: skip
        return pd.concat(frames, ignore_index=True)
