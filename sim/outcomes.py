"""What is measured at the end of each month: name, unit, stock or flow, and its formula."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from sim import measures
from sim.kernels import case as n
from sim.kernels import feelings as f

if TYPE_CHECKING:
    from sim.model import DistrictModel

Family = Literal[
    "adoption", "cost", "satisfaction", "divide", "trust", "backlog", "participation", "politics"
]


class Outcome(NamedTuple):
    """One outcome; `better` is +1 when more of it is better, -1 when less is, 0 for neither."""

    name: str
    label: str
    unit: str
    kind: Literal["stock", "flow"]
    better: int
    family: Family
    formula: str
    value: Callable[[DistrictModel], float]


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else 0.0


def _cases(world: DistrictModel, what: int) -> float:
    return float(world.cases_of_all[what])


def _sums(world: DistrictModel, what: int) -> float:
    return float(world.sums_of_all[what])


def done_online(world: DistrictModel) -> float:
    """Return this month's cases done online: attempts less failures."""
    return _cases(world, n.INTERNET) - _cases(world, n.FAILED)


def _gap(world: DistrictModel, better_off: str, worse_off: str) -> float:
    users = world.users_by_group()
    return 100.0 * (users[better_off] - users[worse_off])


def _expectation_gap(world: DistrictModel) -> float:
    totals = world.adult_totals()
    expected = _ratio(totals[f.EXPECTATION], totals[f.PEOPLE])
    return expected - _ratio(totals[f.PERFORMANCE], totals[f.CASES])


def _staff_cost(world: DistrictModel) -> float:
    return float(world.desks.served_hours.sum()) * world.district.economics.hourly_wage_usd


def cost_per_case_usd(world: DistrictModel) -> float:
    """Return staff time, programme spending and running cost online, over the month's cases."""
    running = world.district.economics.online_case_usd * done_online(world)
    cost = _staff_cost(world) + world.ledger.spent_usd(world.month) + running
    return _ratio(cost, _cases(world, n.NEEDS))


OUTCOMES: tuple[Outcome, ...] = (
    Outcome("adoption_share", "Residents who used an online service in 12 months", "share",
        "stock", 1, "adoption", "residents aged 15 and over with a successful online use in the "
        "last 12 months / residents aged 15 and over", lambda w: w.adoption_share),
    Outcome("adoption_share_businesses", "Businesses that used an online service in 12 months",
        "share", "stock", 1, "adoption", "businesses with a successful online use in the last 12 "
        "months / businesses", lambda w: _ratio(
            w.business_users.totals[:, f.USERS].sum(), w.business_users.totals[:, f.PEOPLE].sum())),
    Outcome("online_transaction_share", "Cases done online", "share", "flow", 1, "adoption",
        "(online attempts - failures) / cases", lambda w: _ratio(
            done_online(w), _cases(w, n.NEEDS))),
    Outcome("online_sum_share", "Sums paid online", "share", "flow", 1, "adoption",
        "USD paid in cases done online / USD paid", lambda w: _ratio(
            _sums(w, n.AMOUNT_ONLINE), _sums(w, n.AMOUNT))),
    Outcome("awareness_share", "Residents who know of an online service", "share", "stock", 1,
        "adoption", "residents aged 15 and over who know at least one line to be online / "
        "residents aged 15 and over", lambda w: _ratio(
            w.adult_totals()[f.AWARE], w.adult_totals()[f.PEOPLE])),
    Outcome("access_share", "Residents online", "share", "stock", 1, "adoption",
        "residents aged 15 and over with access / residents aged 15 and over", lambda w: _ratio(
            w.adult_totals()[f.ONLINE], w.adult_totals()[f.PEOPLE])),
    Outcome("kiosk_share", "Cases done at a kiosk", "share", "flow", 0, "adoption",
        "kiosk cases / cases", lambda w: _ratio(_cases(w, n.KIOSK), _cases(w, n.NEEDS))),
    Outcome("television_share", "Cases done on television", "share", "flow", 0, "adoption",
        "television cases / cases", lambda w: _ratio(
            _cases(w, n.TELEVISION), _cases(w, n.NEEDS))),
    Outcome("failure_share", "Online attempts that fail", "share", "flow", -1, "adoption",
        "failures / online attempts", lambda w: _ratio(
            _cases(w, n.FAILED), _cases(w, n.INTERNET))),
    Outcome("spending_usd", "Spending of the programme", "USD/month", "flow", -1, "cost",
        "what left the programme's accounts this month", lambda w: w.ledger.spent_usd(w.month)),
    Outcome("budget_share", "Spending against the district's budget", "share", "flow", 0, "cost",
        "12 x spending / annual budget, grown with the years", measures.budget_share),
    Outcome("spending_cum_usd", "Spending of the programme so far", "USD", "stock", -1, "cost",
        "sum of monthly spending", lambda w: w.spent_so_far_usd()),
    Outcome("cost_per_case_usd", "Cost of a case", "USD", "flow", -1, "cost",
        "(staff hours x wage + spending + running cost online) / cases", cost_per_case_usd),
    Outcome("staff_hours", "Staff hours at desks and back office", "hours/month", "flow", -1,
        "cost", "hours of work cleared", lambda w: float(w.desks.served_hours.sum())),
    Outcome("citizen_hours", "Hours of citizens and businesses", "hours/month", "flow", -1, "cost",
        "travel, desk, online, phone and document time of all cases",
        lambda w: _sums(w, n.HOURS)),
    Outcome("citizen_trips", "Trips", "trips/month", "flow", -1, "cost",
        "journeys to offices", lambda w: _sums(w, n.TRIPS)),
    Outcome("documents_carried", "Documents carried between agencies", "documents/month", "flow",
        -1, "cost", "documents that citizens and businesses fetched",
        lambda w: _sums(w, n.DOCUMENTS)),
    Outcome("avoided_cost_usd", "Citizens' time saved", "USD/month", "flow", 1, "cost",
        "(hours had every case gone to the desk as at the start - hours) x value of an hour",
        measures.avoided_cost_usd),
    Outcome("net_present_value_usd", "Time and wages saved since the start, less spending", "USD",
        "stock", 1, "cost", "discounted sum of time saved and posts released against August 2002, "
        "less spending; compare with do_nothing.yaml",
        lambda w: w.net_present_value_usd),
    Outcome("maintenance_share", "Upkeep in spending", "share", "stock", 0, "cost",
        "upkeep / spending on vendors, last 12 months", measures.upkeep_share),
    Outcome("satisfaction_citizens", "Satisfaction of citizens", "0-100", "stock", 1,
        "satisfaction", "mean over residents aged 15 and over x 100",
        lambda w: 100.0 * w.satisfaction_citizens),
    Outcome("satisfaction_businesses", "Satisfaction of businesses", "0-100", "stock", 1,
        "satisfaction", "mean over businesses x 100", lambda w: 100.0 * _ratio(
            w.business_users.totals[:, f.SATISFACTION].sum(),
            w.business_users.totals[:, f.PEOPLE].sum())),
    Outcome("satisfaction_employees", "Satisfaction of employees", "0-100", "stock", 1,
        "satisfaction", "mean morale of employees x 100", lambda w: 100.0 * w.morale_employees),
    Outcome("expectation_gap", "Expectation above performance", "share", "stock", -1,
        "satisfaction", "mean expectation of residents - mean performance of the month's cases",
        _expectation_gap),
    Outcome("trust", "Trust in the district", "0-1", "stock", 1, "trust",
        "mean over residents aged 15 and over", lambda w: w.trust_citizens),
    Outcome("age_gap_points", "Gap young to elderly", "points", "stock", -1, "divide",
        "100 x (adoption under 40 - adoption 60 and over)",
        lambda w: _gap(w, "under 40", "60 and over")),
    Outcome("income_gap_points", "Gap high to low income", "points", "stock", -1, "divide",
        "100 x (adoption high third - adoption low third)",
        lambda w: _gap(w, "high", "low")),
    Outcome("disability_gap_points", "Gap others to disabled", "points", "stock", -1, "divide",
        "100 x (adoption not disabled - adoption disabled)",
        lambda w: _gap(w, "not disabled", "disabled")),
    Outcome("backlog_cases", "Backlog at the desks", "cases", "stock", -1, "backlog",
        "hours of work waiting / mean hours a case, by division",
        lambda w: w.desks.backlog_cases()),
    Outcome("wait_months", "Longest wait of a division", "months", "stock", -1, "backlog",
        "backlog / monthly capacity, worst division",
        lambda w: float(w.desks.wait_months.max())),
    Outcome("days_to_complete", "Days to complete a case", "days", "flow", -1, "backlog",
        "mean over cases of working days by line and channel, waits included",
        measures.days_to_complete),
    Outcome("applications_live", "Applications live", "count", "stock", 1, "adoption",
        "applications open to the public", lambda w: float(w.portfolio.n_live)),
    Outcome("applications_integrated", "Applications integrated", "count", "stock", 1, "adoption",
        "live applications that share data", lambda w: float(w.portfolio.n_integrated)),
    Outcome("registers_open", "Registers open", "count", "stock", 1, "politics",
        "central registers the district may use, of 4", lambda w: float(w.moic.n_open())),
    Outcome("consenting_districts", "Districts that consent", "count", "stock", 0, "politics",
        "peers that consent to a change of law", lambda w: float(w.consenting_peers())),
    Outcome("law_changed", "Law changed", "0-1", "stock", 1, "politics",
        "1 once the law is in force", lambda w: float(w.home_affairs.law_changed)),
    Outcome("supplementary_usd", "Supplementary budget granted so far", "USD", "stock", 0,
        "politics", "sum granted by the Assembly", lambda w: w.assembly.granted_usd),
    Outcome("requests_refused", "Requests refused so far", "count", "stock", 0, "politics",
        "refusals of the Assembly", lambda w: float(w.assembly.refusals)),
    Outcome("political_capital", "Political capital of the mayor", "0-1", "stock", 1, "politics",
        "from 0 to 1", lambda w: w.mayor.capital),
    Outcome("petitions", "Petitions", "count/month", "flow", 0, "participation",
        "petitions and questions posted", lambda w: w.answers.arrived),
    Outcome("petitions_answered_14d_share", "Petitions answered in 14 days", "share", "flow", 1,
        "participation", "capacity to answer / petitions waiting and posted, at most 1",
        lambda w: w.answers.answered_share),
    Outcome("participation_level", "Participation offered", "0-1", "stock", 0, "participation",
        "weights: petitions 0.3, disclosure 0.3, surveys 0.15, broadcasts 0.15, questions 0.1",
        lambda w: w.participation_level),
    Outcome("leaks", "Leaks of personal data so far", "count", "stock", -1, "trust",
        "incidents in which records were lost", lambda w: float(w.incidents.leaks)),
    Outcome("incident_hazard_per_year", "Hazard of a leak", "1/year", "flow", -1, "trust",
        "rule X1", lambda w: w.incidents.hazard_per_year(w)),
    Outcome("records_lost", "Records lost so far", "records", "stock", -1, "trust",
        "records in all leaks", lambda w: w.incidents.records),
    Outcome("vendor_knowledge", "Vendor's knowledge of the administration", "0-1", "stock", 1,
        "cost", "of the vendor that holds the contract", measures.vendor_knowledge),
    Outcome("lock_in", "Lock-in", "0-1", "stock", -1, "cost",
        "knowledge x (1 - exp(-years sole / 3))", measures.lock_in),
    Outcome("vendor_price", "Vendor's price against the market", "ratio", "stock", -1, "cost",
        "of the vendor that holds the contract", measures.vendor_price),
    Outcome("employees", "Employees", "persons", "stock", 0, "cost",
        "present at the end of the month", lambda w: float(w.employees_present)),
    Outcome("insecurity", "Fear for the job", "0-1", "stock", -1, "satisfaction",
        "mean over employees", lambda w: w.insecurity_employees),
    Outcome("acceptance", "Acceptance of the new systems", "0-1", "stock", 1, "satisfaction",
        "mean over employees", lambda w: w.acceptance_employees),
    Outcome("new_way_share", "Work done the new way", "share", "stock", 1, "cost",
        "mean over divisions, weighted by their work", lambda w: w.desks.new_way_share()),
    Outcome("local_tax_cases_online", "Local tax payments online", "cases/month", "flow", 1,
        "adoption", "payments of local tax done online by residents and businesses",
        measures.local_tax_cases_online),
    Outcome("local_tax_sums_online_usd", "Local tax paid online", "USD/month", "flow", 1,
        "adoption", "USD of local tax paid online by residents and businesses",
        lambda w: measures.local_tax_usd(w, n.AMOUNT_ONLINE)),
    Outcome("local_tax_sums_usd", "Local tax paid", "USD/month", "flow", 0, "adoption",
        "USD of local tax paid by any channel", lambda w: measures.local_tax_usd(w, n.AMOUNT)),
    Outcome("returns_online_share", "Business tax filed online", "share", "flow", 1, "adoption",
        "filings done online / filings of the line business_tax", measures.returns_online_share),
    Outcome("returns_filed", "Business tax filings", "cases/month", "flow", 0, "adoption",
        "filings of the line business_tax by any channel", measures.returns_filed),
    Outcome("documents_issued", "Documents issued", "cases/month", "flow", 0, "adoption",
        "cases of the applications that issue documents, by any channel",
        lambda w: measures.documents(w, n.NEEDS)),
    Outcome("documents_online", "Documents issued online", "cases/month", "flow", 1, "adoption",
        "of these by Internet, failures taken off", lambda w: measures.documents(w, n.INTERNET)),
    Outcome("documents_kiosk", "Documents issued at kiosks", "cases/month", "flow", 0, "adoption",
        "of these at kiosks", lambda w: measures.documents(w, n.KIOSK)),
    Outcome("adoption_16_74_share", "Users among ages 16 to 74", "share", "stock", 1, "adoption",
        "residents aged 16 to 74 with a successful online use in the last 12 months / residents "
        "aged 16 to 74", lambda w: measures.surveyed_share(w, "users")),
    Outcome("aware_16_74_share", "Aware among ages 16 to 74", "share", "stock", 1, "adoption",
        "residents aged 16 to 74 who know at least one line to be online / residents aged 16 to "
        "74", lambda w: measures.surveyed_share(w, "aware")),
    Outcome("gave_up_share", "Users who gave up", "share", "stock", -1, "adoption",
        "of residents with an online use in the last 12 months, those who have given up since",
        measures.gave_up_share),
    Outcome("trainees", "Trainees in the Academy Hall", "persons/month", "flow", 0,
        "participation", "seats paid for, or residents offline whom they are for, if fewer",
        measures.trainees),
    Outcome("mail_list", "Members of the e-mail list", "persons", "stock", 0, "participation",
        "residents who get the district's e-mail", lambda w: w.mail_list.members),
    Outcome("poll_answers", "Answers to a question of a poll", "count/month", "flow", 0,
        "participation", "answers of the list's members; 0 in a month without a poll",
        lambda w: w.mail_list.answers),
    Outcome("document_types_shared", "Document types looked up", "count", "stock", 1, "politics",
        "types of document that agencies look up themselves, as dated in the timeline",
        lambda w: float(w.look_ups.types)),
    Outcome("uptime", "Uptime", "share", "stock", 1, "adoption",
        "share of the month the services answer", lambda w: w.portfolio.uptime),
)  # fmt: skip
"""All outcomes, in the order of the monthly table."""
