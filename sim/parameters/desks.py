"""Counters, phones and back office; and what shared registers and integration save."""

from __future__ import annotations

from sim.parameters.declare import Group, parameter


class Desks(Group):
    """Counters, phones and back office."""

    slack_share: float = parameter(
        0.05, unit="share", low=-0.3, high=1.0, status="assumed",
        label="Spare capacity of the desks at the start", source="Assumed",
    )
    phone_minutes_ratio: float = parameter(
        0.36, unit="ratio", low=0.05, high=1, status="literature",
        label="Staff time of a phone case against the counter",
        source="Phone 2.83 against counter 7.81 pounds: Socitm and NWEGG costings",
    )
    retyping_ratio: float = parameter(
        0.8, unit="ratio", low=0, high=1.5, status="assumed",
        label="Staff time of an online case that is printed and typed again",
        source="Assumed: the double channel before the office works the new way",
    )
    overtime_share: float = parameter(
        0.12, unit="share", low=0, high=0.5, status="assumed",
        label="Most overtime and temporary help, against usual hours",
        source="Assumed; reached when half a month of work waits",
    )
    lending_efficiency: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="What an hour lent by another division is worth", source="Assumed",
    )
    error_growth_per_month_of_wait: float = parameter(
        0.2, unit="1/month", low=0, high=1, status="assumed",
        label="Growth of errors under overload", source="Assumed",
    )
    phone_of_applications: float = parameter(
        0.15, unit="share", low=0, high=1, status="assumed",
        label="Needs of an application that has a phone service which a call can meet",
        source="Assumed 0.05 to 0.3: most need a signature or a payment",
    )
    phone_information: float = parameter(
        0.7, unit="share", low=0, high=1, status="assumed",
        label="Questions that a call can answer", source="Assumed 0.5 to 0.9",
    )
    phone_participation: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed",
        label="Petitions and views that can be given by phone", source="Assumed 0.1 to 0.5",
    )
    rework_cap: float = parameter(
        1.2, unit="ratio", low=1, high=3, status="assumed",
        label="Most visits for a visit, however long the wait",
        source="Assumed 1.1 to 1.5: errors are seen, and staff check them",
    )
    overtime_wait_months: float = parameter(
        0.5, unit="months", low=0.05, high=12, status="assumed",
        label="Wait at which overtime is at its most", source="Assumed: two weeks of waiting work",
    )
    new_way_at_start: float = parameter(
        0.4, unit="share", low=0, high=1, status="assumed",
        label="Online work handled the new way at the start",
        source="Assumed 0.1 to 0.5; case p. 19: employees lack skill and manuals",
    )


class Integration(Group):
    """Documents and days that open registers and integrated applications save."""

    look_up_types: float = parameter(
        100.0, unit="count", low=1, high=10_000, status="measured",
        label="Types of document looked up at which need has fallen by 1 - 1/e",
        source="65 million look-ups of 2010 at 92 types against 108.7 million documents needed "
        "(Ajunews 18 Apr 2011; Korsec 14 Sep 2009): 60 %",
        note="Acts only where the timeline sets document_types.",
    )
    documents_saved_at_desk: float = parameter(
        0.7, unit="share", low=0, high=1, status="assumed",
        label="Of the documents spared online, those spared at the desk too",
        source="Assumed 0.5 to 1: a clerk looks up what the citizen would have brought",
    )
    documents_saved_by_integration: float = parameter(
        0.6, unit="share", low=0, high=1, status="assumed",
        label="Documents left that integration takes away online",
        source="Assumed 0.3 to 0.9; case p. 25-26: applications joined into one service",
    )
    documents_with_tax_service: float = parameter(
        0.6, unit="ratio", low=0, high=1, status="assumed",
        label="Documents of a business filing once the tax service exchanges data",
        source="Assumed 0.4 to 0.8; case p. 21: weeks to collect them",
    )
    days_saved_by_integration: float = parameter(
        0.6, unit="share", low=0, high=1, status="assumed",
        label="Working days that integration takes away online", source="Assumed 0.3 to 0.8",
    )
    days_online_ratio: float = parameter(
        0.7, unit="ratio", low=0, high=1, status="assumed",
        label="Working days of an online case against the desk",
        source="Assumed 0.5 to 1: no post, no queue for the counter",
    )
    wait_online_share: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Part of the desk's wait that an online case meets",
        source="Assumed: the back office is shared, the counter is not",
    )
    delay_at_desk_share: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Part of the delay of data that a case at the desk meets",
        source="Assumed: half of them bring the document instead",
    )
    days_of_a_failure: float = parameter(
        2.0, unit="days", low=0, high=30, status="assumed",
        label="Working days lost by a failed attempt online", source="Assumed 1 to 5",
    )
