"""Counterparts of national figures: surveys, tax returns, documents, by age."""

from __future__ import annotations

from sim.evidence.counterpart import Counterpart

__all__ = ["counterparts_of_nations"]


def _surveys() -> list[Counterpart]:
    at = "at the end of the last month of the figure"
    return [
        Counterpart("hts_efiling_all", "korea", "%", "Tax returns filed online",
            "Filings of the line business_tax done online over all of them, in the months of the "
            "figure; the source counts returns of all national taxes.", "mean",
            ("returns_online_share", "returns_filed"),
            lambda w: w.weighted("returns_online_share", "returns_filed")),
        Counterpart("us_efile_share", "united_states", "%", "Income tax returns filed online",
            "Returns done online over all returns, in the months of the figure; in the first years "
            "most came through preparers, whom the model does not have.", "mean",
            ("returns_online_share", "returns_filed"),
            lambda w: w.weighted("returns_online_share", "returns_filed")),
        Counterpart("g4c_issues_per_day", "korea", "documents/day",
            "Documents issued online a day, nation",
            "Documents issued over the Internet in the typical district, a calendar day, scaled by "
            "the population of Korea in that year over the district's residents.", "mean",
            ("documents_online",),
            lambda w: w.a_day_in_the_nation("documents_online")),
        Counterpart("info_sharing_documents", "korea", "document types",
            "Types of document that agencies look up themselves",
            "Types of document shared among agencies at the end of the period; dated in the "
            "scenario's timeline.", "end", ("document_types_shared",),
            lambda w: w.end("document_types_shared")),
        Counterpart("egov_use", "korea", "%", "Users of e-government, ages 16-74",
            "Residents aged 16 to 74 of the typical district with a successful online use within "
            f"12 months, over residents of those ages, {at}.", "end", ("adoption_16_74_share",),
            lambda w: 100.0 * w.end("adoption_16_74_share")),
        Counterpart("egov_awareness", "korea", "%", "Aware of e-government, ages 16-74",
            "Residents aged 16 to 74 of the typical district who know that at least one line of "
            f"services is online, over residents of those ages, {at}.", "end",
            ("aware_16_74_share",), lambda w: 100.0 * w.end("aware_16_74_share")),
        Counterpart("egov_satisfaction_score", "korea", "points", "Satisfaction, of 100",
            "Mean satisfaction with the office among residents aged 15 and over, users or not, "
            "mean over the months of the figure; the source asks users of e-government.", "mean",
            ("satisfaction_citizens",), lambda w: w.mean("satisfaction_citizens")),
        Counterpart("egov_will_stop", "korea", "%", "Users who give up",
            f"Of residents who used a service within 12 months, those who gave up in them, {at}; "
            "the source asks what users intend.", "end", ("gave_up_share",),
            lambda w: 100.0 * w.end("gave_up_share")),
    ]  # fmt: skip


_AGES = {
    "20s": ("20s",), "30s": ("30s",), "40s": ("40s",), "50s": ("50s",),
    "60plus": ("60 and over",), "50plus": ("50s", "60 and over"), "10s": ("15 to 19",),
    "6-19": ("15 to 19",), "7-19": ("15 to 19",),
}  # fmt: skip


def _of_age(stem: str, what: str, label: str, column: str, age: str) -> Counterpart:
    ages = _AGES[age]
    who = f"age group{'s' if len(ages) > 1 else ''} {' and '.join(ages)}"
    wider = "; the source's group is wider" if age in ("10s", "6-19", "7-19") else ""
    return Counterpart(
        f"{stem}_{age}", "korea", "%", f"{label}, {age.replace('plus', ' and over')}",
        f"Residents of the typical district in the {who} who {what}, over all of that age, mean "
        f"over the months of the figure{wider}.",
        "mean", (column, "n"), lambda w: w.of_ages(column, *ages), "groups",
    )  # fmt: skip


def _by_age() -> list[Counterpart]:
    asked = (
        ("internet_use", "have access to the Internet", "Internet users", "access_share"),
        ("egov_use", "used an online service within 12 months", "Users of e-government",
         "adoption_share"),
        ("egov_awareness", "know a line of services to be online", "Aware of e-government",
         "aware_share"),
    )  # fmt: skip
    children = ("6-19", "7-19")  # only the surveys of Internet use ask them
    return [
        _of_age(*each, age)
        for each in asked
        for age in _AGES
        if age not in children or each[0] == "internet_use"
    ]


def counterparts_of_nations() -> list[Counterpart]:
    """Return the declarations, in the order in which they are shown."""
    return [*_surveys(), *_by_age()]
