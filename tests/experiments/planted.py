"""A model with planted values, and figures that it made itself: the answer is known."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.experiments.models import Formula
from tests.fakes import FakeOutcome

REFERRAL = "district.people.awareness.referral_probability"
THRESHOLD = "district.people.choice.online_threshold"
FAILURE = "district.people.demand.failure_online"
SILENT = "district.people.choice.business_threshold"
FREE = {REFERRAL: (0.005, 0.1), THRESHOLD: (0.5, 3.0), FAILURE: (0.05, 0.4), SILENT: (0.5, 2.0)}
PLANTED = {REFERRAL: 0.02, THRESHOLD: 1.5, FAILURE: 0.18}

OUTCOMES = (
    FakeOutcome("local_tax_cases_online", "Payments online", "cases/month", "flow"),
    FakeOutcome("documents_online", "Documents online", "cases/month", "flow"),
    FakeOutcome("documents_issued", "Documents", "cases/month", "flow"),
    FakeOutcome("trainees", "Trainees", "persons/month", "flow"),
)
FIGURES = (
    ("p-1", "gn_efiled_localtax_cases", "2003", "cases"),
    ("p-2", "gn_efiled_localtax_cases", "2004", "cases"),
    ("p-3", "gn_documents_online_share", "2003", "%"),
    ("p-4", "gn_documents_online_share", "2004", "%"),
    ("p-5", "gn_training_monthly", "2003", "trainees per month"),
)


class Planted(Formula):
    """Smooth curves of three of the four free values, with a little luck."""

    def tables(self, names: Any) -> dict[str, pd.DataFrame]:
        values = (self.scenario.value(path) for path in (REFERRAL, THRESHOLD, FAILURE))
        months = np.arange(1, self.months + 1)
        return {"monthly": monthly(months, *values, luck=self.luck)}


def monthly(
    months: np.ndarray, referral: float, threshold: float, failure: float, luck: float = 0.0
) -> pd.DataFrame:
    growth = 1 + months / (12 * threshold)
    cases = 1000 * (referral / 0.02) ** 0.8 * np.exp(1.5 - threshold) * growth
    share = 1 / (1 + np.exp(-(0.5 - 8 * (failure - 0.18) - 1.2 * (threshold - 1.5))))
    return pd.DataFrame({
        "month": months,
        "local_tax_cases_online": cases * np.exp(0.03 * luck),
        "documents_online": 10_000 * share * np.exp(0.01 * luck),
        "documents_issued": 10_000.0,
        "trainees": 100 * np.exp(5 * failure + 0.02 * luck),
    })  # fmt: skip


def figures_csv(path: Path) -> Path:
    """Write what the model shows at the planted values, as evidence."""
    from sim.evidence import Figure, observe

    tables = {"monthly": monthly(np.arange(1, 30), *PLANTED.values())}
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "series", "level", "year", "value", "unit", "grade", "use"])
        for name, series, year, unit in FIGURES:
            figure = Figure(name, series, "Gangnam", year, 1.0, unit, "A")
            value = observe(figure, tables, "2002-08")
            rows.writerow([name, series, "Gangnam", year, f"{value:.6g}", unit, "A", "calibrate"])
    return path
