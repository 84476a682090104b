"""Counterparts of the figures of Gangnam: local tax, documents, the office."""

from __future__ import annotations

from sim.evidence.counterpart import Counterpart
from sim.evidence.window import Window

__all__ = ["counterparts_of_gangnam"]


def _local_tax() -> list[Counterpart]:
    cases, sums, all_sums = (
        "local_tax_cases_online", "local_tax_sums_online_usd", "local_tax_sums_usd",
    )  # fmt: skip
    return [
        Counterpart("gn_efiled_localtax_cases", "gangnam", "cases",
            "Local tax payments made online",
            "Payments of local tax that residents and firms complete online, summed over the "
            "months of the figure.", "sum", (cases,), lambda w: w.total(cases)),
        Counterpart("gn_efiled_localtax_won_bn", "gangnam", "bn KRW", "Local tax paid online",
            "Sums of local tax that residents and firms pay online, summed over the months of the "
            "figure; 1,000 KRW count as 1 USD.", "sum", (sums,), lambda w: w.total(sums) / 1e6),
        Counterpart("gn_efiled_localtax_share", "gangnam", "%",
            "Share of local tax paid online",
            "Local tax paid online over all local tax paid, both as sums of money, in the months "
            "of the figure.", "mean", (sums, all_sums), lambda w: w.share(sums, all_sums)),
        Counterpart("gn_efiled_localtax_mean_won_m", "gangnam", "m KRW per case",
            "Mean payment of local tax online",
            "Local tax paid online over the number of payments online, in the months of the "
            "figure.", "mean", (sums, cases), lambda w: w.share(sums, cases) / 1e5),
        Counterpart("gn_localtax_collected", "gangnam", "bn KRW", "Local tax collected",
            "Local tax paid by any channel, summed over the months of the figure.", "sum",
            (all_sums,), lambda w: w.total(all_sums) / 1e6),
    ]  # fmt: skip


def _at_the_counter(window: Window) -> float:
    """Return documents that were issued by no other channel: the few on television among them."""
    online, kiosk = window.total("documents_online"), window.total("documents_kiosk")
    return window.total("documents_issued") - online - kiosk


def _documents() -> list[Counterpart]:
    issued, online, kiosk = "documents_issued", "documents_online", "documents_kiosk"
    over = "in the months of the figure"
    return [
        Counterpart("gn_documents_issued_total", "gangnam", "documents", "Documents issued",
            "Documents issued to residents and firms by any channel, summed over the months of "
            "the figure.", "sum", (issued,), lambda w: w.total(issued)),
        Counterpart("gn_documents_issued_online", "gangnam", "documents",
            "Documents issued online",
            "Documents issued over the Internet, failed attempts left out, summed over the months "
            "of the figure.", "sum", (online,), lambda w: w.total(online)),
        Counterpart("gn_documents_issued_kiosk", "gangnam", "documents",
            "Documents issued at kiosks",
            "Documents issued at kiosks, summed over the months of the figure.", "sum", (kiosk,),
            lambda w: w.total(kiosk)),
        Counterpart("gn_documents_online_share", "gangnam", "%",
            "Share of documents issued online",
            f"Documents issued over the Internet over all documents issued, {over}.", "mean",
            (online, issued), lambda w: w.share(online, issued)),
        Counterpart("gn_documents_kiosk_share", "gangnam", "%",
            "Share of documents issued at kiosks",
            f"Documents issued at kiosks over all documents issued, {over}.", "mean",
            (kiosk, issued), lambda w: w.share(kiosk, issued)),
        Counterpart("gn_documents_issued_counter", "gangnam", "documents",
            "Documents issued at the counter",
            "Documents issued neither over the Internet nor at kiosks, summed over the months of "
            "the figure.", "sum", (issued, online, kiosk), _at_the_counter),
        Counterpart("gn_documents_counter_share", "gangnam", "%",
            "Share of documents issued at the counter",
            "Documents issued neither over the Internet nor at kiosks over all documents issued, "
            f"{over}.", "mean", (issued, online, kiosk),
            lambda w: 100.0 - w.share(online, issued) - w.share(kiosk, issued)),
    ]  # fmt: skip


def _answers_a_poll(window: Window) -> float:
    polls = window.polls("poll_answers")
    return float(polls.mean()) if len(polls) else float("nan")


def _response_share(window: Window) -> float:
    held = window.months("poll_answers") > 0
    members = float(window.months("mail_list")[held].sum())
    return 100.0 * window.total("poll_answers") / members if members > 0 else float("nan")


def _office() -> list[Counterpart]:
    mean, end = "mean over the months of the figure", "at the end of the last month of the figure"
    return [
        Counterpart("gn_employees", "gangnam", "employees", "Employees of the district",
            f"Employees present at the end of a month, {mean}.", "mean", ("employees",),
            lambda w: w.mean("employees")),
        Counterpart("gn_employee_reduction_since1995", "gangnam", "%",
            "Fall of staff since the start",
            f"Employees in the first month of the run less those {end}, over the former.", "end",
            ("employees",),
            lambda w: 100.0 * (1.0 - w.end("employees") / float(w.so_far("employees")[0]))),
        Counterpart("gn_training_monthly", "gangnam", "trainees per month", "Trainees a month",
            f"Persons in the district's computer courses a month, {mean}.", "mean", ("trainees",),
            lambda w: w.mean("trainees")),
        Counterpart("gn_training_year", "gangnam", "trainees", "Trainees in the period",
            "Persons in the district's computer courses, summed over the months of the figure.",
            "sum", ("trainees",), lambda w: w.total("trainees")),
        Counterpart("gn_training_cum", "gangnam", "trainees", "Trainees so far",
            "Persons in the district's computer courses, summed from the first month of the run "
            "to the last of the figure.", "end", ("trainees",),
            lambda w: float(w.so_far("trainees").sum())),
        Counterpart("gn_email_list", "gangnam", "persons", "E-mail list of the district",
            f"Residents on the district's e-mail list {end}.", "end", ("mail_list",),
            lambda w: w.end("mail_list")),
        Counterpart("gn_email_members", "gangnam", "persons", "Members of the e-mail list",
            f"Residents on the district's e-mail list {end}.", "end", ("mail_list",),
            lambda w: w.end("mail_list")),
        Counterpart("gn_email_survey_respondents", "gangnam", "respondents",
            "Answers to an e-mail poll",
            "Answers to one question of a poll, mean over the polls held in the months of the "
            "figure.", "mean", ("poll_answers",), _answers_a_poll),
        Counterpart("gn_email_survey_response_share", "gangnam", "%",
            "Response to an e-mail poll",
            "Answers to one question of a poll over the members of the list in the same month, "
            "over the polls held in the months of the figure.", "mean",
            ("poll_answers", "mail_list"), _response_share),
        Counterpart("gn_online_completion_share", "gangnam", "%", "Applications done online",
            f"Cases of all service lines done online over all cases, {mean}; the source counts "
            "129 types of application of the district only.", "mean",
            ("online_transaction_share",), lambda w: 100.0 * w.mean("online_transaction_share")),
    ]  # fmt: skip


def counterparts_of_gangnam() -> list[Counterpart]:
    """Return the declarations, in the order in which they are shown."""
    return [*_local_tax(), *_documents(), *_office()]
