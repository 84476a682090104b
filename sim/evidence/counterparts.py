"""What each series of figures is compared with: the registry, and how a name finds its entry.

A series' name may end with a part of the year (_JanOct, _Jul, _H1, _Q3) or with `_alt`, a second
source for the same figure; both belong to the base series that is declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from sim.evidence.counterpart import Counterpart
from sim.evidence.of_gangnam import counterparts_of_gangnam
from sim.evidence.of_nations import counterparts_of_nations
from sim.evidence.periods import split_series

if TYPE_CHECKING:
    from sim.evidence.figures import Figure

__all__ = ["ALIASES", "COUNTERPARTS", "base_series", "counterpart_of", "is_sum"]

COUNTERPARTS: Mapping[str, Counterpart] = MappingProxyType({
    each.series: each
    for each in [*counterparts_of_gangnam(), *counterparts_of_nations()]
})  # fmt: skip
"""The counterpart of each series that has one."""

ALIASES: Mapping[str, str] = MappingProxyType({
    "gn_documents_issued": "gn_documents_issued_total",
    "gn_documents_total": "gn_documents_issued_total",
    "gn_documents_issued_internet": "gn_documents_issued_online",
    "gn_documents_online": "gn_documents_issued_online",
    "gn_documents_internet": "gn_documents_issued_online",
    "gn_documents_kiosk": "gn_documents_issued_kiosk",
    "gn_documents_counter": "gn_documents_issued_counter",
    "gn_documents_issued_online_share": "gn_documents_online_share",
    "gn_documents_issued_internet_share": "gn_documents_online_share",
    "gn_documents_internet_share": "gn_documents_online_share",
    "gn_documents_issued_kiosk_share": "gn_documents_kiosk_share",
    "gn_kiosk_share": "gn_documents_kiosk_share",
    "gn_documents_issued_counter_share": "gn_documents_counter_share",
    "g4c_internet_issues_month": "g4c_issues_per_day",
})  # fmt: skip
"""Other names of series."""


def base_series(series: str) -> str:
    """Return the declared name of a series: suffixes taken off, other names replaced."""
    for name in (series, series.removesuffix("_alt")):
        base = split_series(name)[0].removesuffix("_alt")
        for known in (name, base):
            if known in COUNTERPARTS or known in ALIASES:
                return ALIASES.get(known, known)
    return split_series(series)[0].removesuffix("_alt")


def counterpart_of(figure: Figure | str) -> Counterpart | None:
    """Return the counterpart of a figure, or of a series by name; `None` where there is none."""
    series = figure if isinstance(figure, str) else figure.series
    return COUNTERPARTS.get(base_series(series))


def is_sum(series: str) -> bool:
    """Return whether the figures of a series are sums over months, as far as that is known."""
    counterpart = counterpart_of(series)
    return counterpart is not None and counterpart.period_kind == "sum"
