"""Leaks, forgeries, outages: what goes wrong, and what it does (rules X1, X2)."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

from sim import in_force
from sim.draws import INCIDENT, INCIDENT_RATE, INCIDENT_SIZE, OUTAGE
from sim.measures import DAYS_A_MONTH
from sim.rules.politics import incident_hazard_per_year, probability_from_hazard, records_lost

if TYPE_CHECKING:
    from sim.model import DistrictModel
    from sim.scenario import Shock

ACTOR = "District's security officer"


class Incidents:
    """What has gone wrong this month.

    Attributes
    ----------
    news_for_users, news_for_all : trust lost at once by users of the portal, and by all.
    stopped : from when to when issuing of documents is stopped, in months.
    leaks, records : incidents and records lost so far.
    """

    def __init__(self) -> None:
        self.news_for_users = 0.0
        self.news_for_all = 0.0
        self.stopped = (0.0, 0.0)
        self.leaks: int = 0
        self.records: float = 0.0
        self.leaks_this_month = 0
        self.outage_share = 0.0

    def hazard_per_year(self, world: DistrictModel) -> float:
        """Return this month's hazard of an incident, a year (rule X1)."""
        rules = world.district.organisation.security
        endpoints = 0.5 + 0.5 * world.portfolio.n_live / world.portfolio.n_of_2002
        endpoints += rules.exposure_per_register * world.moic.n_open()
        return incident_hazard_per_year(
            rules.incidents_per_year,
            endpoints,
            world.moic.mode.hazard_multiplier,
            in_force.security_usd_per_year(world),
            rules.spending_scale_usd_per_year,
        )

    def stopped_share(self, month: int) -> float:
        """Return the share of a month in which no documents are issued online, [0-1]."""
        begin, end = self.stopped
        return max(0.0, min(end, month + 1.0) - max(begin, float(month)))

    def happen(self, world: DistrictModel) -> None:
        """Let the month's incidents, outages and dated shocks happen."""
        self.news_for_users = self.news_for_all = self.outage_share = 0.0
        self.leaks_this_month = 0
        month = world.month
        # Negative binomial: a Poisson whose rate is drawn anew (mean 1, two exponentials).
        luck = -0.5 * math.log(world.draw(INCIDENT_RATE, 0) * world.draw(INCIDENT_RATE, 1))
        chance = probability_from_hazard(self.hazard_per_year(world) / 12.0 * luck)
        if world.draw(INCIDENT) < chance:
            self.leak(world, world.draw(INCIDENT_SIZE), 1.0)
        for shock in world.shocks_at(month):
            self.shock(world, shock)
        short = world.district.organisation.projects.uptime_target - world.portfolio.uptime
        rules = world.district.organisation.security
        if world.draw(OUTAGE) < rules.outages_per_month * (1.0 + rules.outages_of_neglect * short):
            self.outage_share = rules.outage_share

    def shock(self, world: DistrictModel, shock: Shock) -> None:
        """Let a dated shock of the scenario happen."""
        rules = world.district.organisation.security
        name, size = shock.name, shock.size
        if name == "breach":
            self.leak(world, 0.9, size)
        elif name == "forgery_stop":
            self.stop_issuing(world, shock)
        elif name == "leak_elsewhere":
            lost = rules.leak_elsewhere * world.district.people.trust.breach_shock * size
            self.news_for_users = max(self.news_for_users, min(0.9, lost))
            self.news_for_all = max(self.news_for_all, min(0.9, lost))
            why = shock.note or "set by the scenario"
            world.minutes.record(world.month, "Press", "reports a leak at others", why)
        elif name == "outage":
            self.outage_share = min(1.0, rules.outage_shock_share * size)
            world.minutes.record(world.month, ACTOR, "an outage", "set by the scenario")
        elif name == "scandal":
            self.news_for_all = max(self.news_for_all, rules.scandal_trust * size)
            world.mayor.lose_capital(rules.scandal_capital * size)
            world.minutes.record(world.month, "Press", "reports a scandal", "set by the scenario")
        elif name == "new_mayor":
            world.mayor.hand_over("set by the scenario")

    def leak(self, world: DistrictModel, draw: float, size: float) -> None:
        """Lose records; users hear of it, and all do if the hub was one target."""
        rules = world.district.organisation.security
        mode = world.moic.mode
        held = world.district.residents * (1.0 if mode.is_one_target else rules.held_share)
        normal = NormalDist().inv_cdf(draw)
        log_mean = rules.size_log10_mean + math.log10(mode.size_multiplier * max(size, 0.01))
        lost = records_lost(log_mean, rules.size_log10_sd, normal, held)
        severity = min(1.0, math.log10(1.0 + lost) / rules.severity_log10) * size
        shock = world.district.people.trust.breach_shock * severity
        self.news_for_users = max(self.news_for_users, min(0.9, shock))
        share_of_all = rules.news_to_all_one_target if mode.is_one_target else rules.news_to_all
        self.news_for_all = max(self.news_for_all, min(0.9, share_of_all * shock))
        self.leaks += 1
        self.leaks_this_month += 1
        self.records += lost
        world.minutes.record(
            world.month, ACTOR, "reports a leak of personal data",
            f"data are held by way of '{world.levers.consolidation.data_mode}'",
            records=int(lost), security_usd_per_year=in_force.security_usd_per_year(world),
        )  # fmt: skip
        world.ledger.spend(
            world.month, "consolidation", "Repair after a leak", rules.loss_per_incident_usd,
            "letters, lawyers, repair",
        )  # fmt: skip
        world.moic.remember_breach(rules.freeze_months)
        world.mayor.lose_capital(rules.capital_lost_by_leak * severity)

    def stop_issuing(self, world: DistrictModel, shock: Shock) -> None:
        """Stop the issuing of documents online after a forgery was shown."""
        rules = world.district.organisation.security
        begin = world.month + ((shock.day or 1) - 1) / DAYS_A_MONTH
        months = float(max(1, round(rules.stop_months * shock.size)))
        months = shock.days / DAYS_A_MONTH if shock.days else months
        self.stopped = (begin, begin + months)
        lost = rules.forgery_shock * world.district.people.trust.breach_shock * shock.size
        self.news_for_users = max(self.news_for_users, lost)
        self.news_for_all = max(self.news_for_all, rules.forgery_news_to_all * lost)
        world.minutes.record(
            world.month, ACTOR, "stops issuing documents online", "a forged document was shown",
            months=round(months, 2),
        )  # fmt: skip
