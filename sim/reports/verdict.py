"""The verdict of a comparison in sentences; each follows from a row of its table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sim.reports.difference import (
    difference_words,
    is_better,
    is_clear,
    is_known,
    is_nothing,
    scales_of,
)
from sim.reports.numbers import Scale, listed, month_words

if TYPE_CHECKING:
    from sim.experiments.compare import Comparison

__all__ = ["rows_at", "short_name", "verdict"]

SHORT = {
    "adoption_share": "Adoption",
    "online_transaction_share": "Cases online",
    "spending_cum_usd": "Spending",
    "cost_per_case_usd": "Cost of a case",
    "satisfaction_citizens": "Citizens",
    "satisfaction_employees": "Employees",
    "age_gap_points": "Divide",
    "trust": "Trust",
    "backlog_cases": "Backlog",
}
IN_A_SENTENCE = {
    "adoption_share": "adoption",
    "online_transaction_share": "cases online",
    "spending_cum_usd": "spending",
    "cost_per_case_usd": "cost of a case",
    "satisfaction_citizens": "satisfaction of citizens",
    "satisfaction_employees": "satisfaction of employees",
    "age_gap_points": "the gap of young and old",
    "trust": "trust",
    "backlog_cases": "backlog",
    "applications_live": "the number of applications live",
    "applications_integrated": "the number of applications integrated",
    "registers_open": "the number of registers open",
    "consenting_districts": "the number of districts that consent",
}
PAIRING = ("adoption_share", "cost_per_case_usd", "satisfaction_citizens")


def short_name(result: Comparison, outcome: str) -> str:
    """Return an outcome's name in a sentence."""
    label = str(result.facts[outcome]["label"])
    return IN_A_SENTENCE.get(outcome, label[:1].lower() + label[1:])


def verdict(result: Comparison) -> list[tuple[str, str]]:
    """Return the verdict as (topic, sentence): overall, outcome by outcome, what pairing saved."""
    if not result.twins:
        return [("Verdict", "No replicate was finished in every scenario, so that there are no "
                 "twin runs to compare.")]  # fmt: skip
    said = [("Verdict", sentence) for sentence in _overall(result)]
    several = len(result.names) > 2
    for outcome in result.settings["outcomes"]:
        month = _month(result, outcome)
        sentence = _best_sentence(result, outcome, month) if several else ""
        sentence = sentence or _pair_sentences(result, outcome, month)
        said.append((SHORT.get(outcome, str(result.facts[outcome]["label"])), sentence))
    return said + [("Pairing", sentence) for sentence in _pairing(result)]


def _month(result: Comparison, outcome: str) -> int:
    """Return the month that an outcome's sentence is about: the last, or the one settled."""
    asked = result.settings["until_settled"]
    if asked and asked["outcome"] == outcome:
        return int(asked["month"])
    return int(result.settings["months"][-1])


def rows_at(result: Comparison, outcome: str, month: int) -> list[dict[str, Any]]:
    """Return the rows of the table for an outcome and a month."""
    table = result.table
    rows = table[(table["outcome"] == outcome) & (table["month"] == month)]
    return [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]


# Overall --------------------------------------------------------------------------------------


def _overall(result: Comparison) -> list[str]:
    said = [_against_first(result, name) for name in result.names[1:]]
    if len(result.names) > 2:
        said.append(_best_on_what(result))
    return [sentence for sentence in said if sentence]


def _against_first(result: Comparison, name: str) -> str:
    """Return on what one strategy is clearly better or worse than the first."""
    kinds: dict[str, list[str]] = {"better": [], "worse": [], "unclear": [], "equal": []}
    for outcome in result.settings["outcomes"]:
        if result.facts[outcome]["better"] == 0:
            continue
        for row in rows_at(result, outcome, _month(result, outcome)):
            if row["scenario"] == name and is_known(row["difference"]):
                kinds[_kind(row, result)].append(short_name(result, outcome))
    first = result.names[0]
    if not any(kinds.values()):
        return ""
    if not (kinds["better"] or kinds["worse"] or kinds["unclear"]):
        return f"There is no difference between {name} and {first} in {listed(kinds['equal'])}."
    if int(result.table["n"].max()) < 2:
        return (
            f"Of {name} against {first} there is one twin run, which cannot tell a difference "
            "from luck."
        )
    words = {
        "better": "clearly better on {}",
        "worse": "clearly worse on {}",
        "unclear": "no clear difference on {}",
        "equal": "no difference at all on {}",
    }
    parts = [words[kind].format(listed(found)) for kind, found in kinds.items() if found]
    return f"{name} against {first}: {'; '.join(parts)}."


def _kind(row: dict[str, Any], result: Comparison) -> str:
    if is_nothing(row):
        return "equal"
    if not is_clear(row):
        return "unclear"
    return "better" if is_better(row, result.facts[row["outcome"]]["better"]) else "worse"


def _best_on_what(result: Comparison) -> str:
    """Return who is best on what on average, or that one is best on everything."""
    best: dict[str, list[str]] = {}
    shared: list[str] = []
    for outcome in result.settings["outcomes"]:
        leaders = _leaders(result, outcome, _month(result, outcome))
        if len(leaders) > 1:
            shared.append(short_name(result, outcome))
        elif leaders:
            best.setdefault(leaders[0], []).append(short_name(result, outcome))
    if not best:
        return ""
    parts = "; ".join(f"{name} on {listed(on)}" for name, on in best.items())
    tail = f" Several are equally good on {listed(shared)}." if shared else ""
    if len(best) == 1 and not shared:
        return f"On average {parts} is best, which is everything that was compared."
    return f"No strategy is best on everything. Best on average: {parts}.{tail}"


def _leaders(result: Comparison, outcome: str, month: int) -> list[str]:
    """Return the strategies with the best mean: one, or those that are equal."""
    rows = result.best
    rows = rows[(rows["outcome"] == outcome) & (rows["month"] == month)]
    if rows.empty:
        return []
    worth = result.facts[outcome]["better"] * rows["mean"]
    return [str(name) for name in rows.loc[worth == worth.max(), "scenario"]]


# Outcome by outcome ---------------------------------------------------------------------------


def _pair_sentences(result: Comparison, outcome: str, month: int) -> str:
    rows = rows_at(result, outcome, month)
    said = [_pair_sentence(result, row) for row in rows]
    return f"After {month_words(month)} " + " ".join(said) + _other_way(result, rows)


def _pair_sentence(result: Comparison, row: dict[str, Any]) -> str:
    """Return one row of the table in words."""
    name, first, n = row["scenario"], row["against"], int(row["n"])
    if n == 0:
        return f"no twin run of {name} and {first} has a number on both sides."
    level, _ = scales_of(row)
    some = "" if n == len(result.twins) else f" In {n} of {len(result.twins)} twin runs there is "
    some += "a number on both sides." if some else ""
    if is_nothing(row):
        where = "in the one twin run" if n == 1 else f"in all {n} twin runs"
        return f"{name} {level.text(row['mean_b'])}, as {first}: no difference, {where}.{some}"
    head = f"{name} {level.text(row['mean_b'])} against {first} {level.text(row['mean_a'])}"
    return f"{head}: {difference_words(row)}{_how_often(row)}.{some}"


def _how_often(row: dict[str, Any]) -> str:
    n = int(row["n"])
    if n == 1:
        return ""
    known = is_known(row["n_better"])
    word, count = ("better", row["n_better"]) if known else ("higher", row["n_higher"])
    ties = f", equal in {int(row['n_equal'])}" if row["n_equal"] else ""
    return f"; {word} in {int(count)} of {n} twin runs{ties}"


def _other_way(result: Comparison, rows: Iterable[dict[str, Any]]) -> str:
    """Return where an earlier year clearly has the opposite sign."""
    said = []
    for row in rows:
        if not is_clear(row):
            continue
        for month in result.settings["months"]:
            for early in rows_at(result, row["outcome"], month) if month < row["month"] else ():
                turned = early["scenario"] == row["scenario"] and is_clear(early)
                if turned and early["difference"] * row["difference"] < 0:
                    said.append(f"after {month_words(month)} {difference_words(early)}")
    return f" Before, it was the other way round: {listed(said)}." if said else ""


def _best_sentence(result: Comparison, outcome: str, month: int) -> str:
    """Return who is best of several, by how much, and with what chance."""
    leaders = _leaders(result, outcome, month)
    if not leaders:
        return ""
    best = result.best
    best = best[(best["outcome"] == outcome) & (best["month"] == month)]
    row = best[best["scenario"] == leaders[0]].iloc[0]
    scale = Scale.of(row["unit"], best["mean"])
    at = scale.text(row["mean"])
    when = f"After {month_words(month)}"
    if len(leaders) == len(result.names):
        return f"{when} no difference on average: {at} in all."
    if len(leaders) > 1:
        return f"{when} {listed(leaders)} are best on average, with {at} each."
    n = int(row["n"])
    return (
        f"{when} {leaders[0]} is best on average, with {at}{_in_how_many(row, n)}."
        f"{_leader_against_first(result, outcome, month, leaders[0])}"
    )


def _in_how_many(row: Any, n: int) -> str:
    if n == 1:
        return ", in one twin run"
    chance = f"; chance of being best {100 * row['chance_best']:.0f} %"
    band = f"{100 * row['low']:.0f} to {100 * row['high']:.0f}"
    return f"{chance} ({band}, from {n} twin runs)"


def _leader_against_first(result: Comparison, outcome: str, month: int, leader: str) -> str:
    for row in rows_at(result, outcome, month):
        if row["scenario"] == leader:
            return f" Against {row['against']}: {difference_words(row)}{_how_often(row)}."
    return ""


# Pairing --------------------------------------------------------------------------------------


def _pairing(result: Comparison) -> list[str]:
    """Return how many runs independent seeds would have needed, for the first things asked."""
    asked = result.settings["until_settled"]
    outcomes = [name for name in PAIRING if name in result.settings["outcomes"]]
    outcomes = outcomes or list(result.settings["outcomes"][:1])
    if asked and asked["outcome"] not in outcomes:
        outcomes.insert(0, asked["outcome"])
    return [said for name in outcomes if (said := _saved(result, name))]


def _saved(result: Comparison, outcome: str) -> str:
    month = _month(result, outcome)
    rows = [row for row in rows_at(result, outcome, month) if is_known(row["variance_ratio"])]
    if not rows:
        return ""
    needed = sorted(int(row["independent_runs_needed"]) for row in rows)
    ratios = sorted(float(row["variance_ratio"]) for row in rows)
    n = max(int(row["n"]) for row in rows)
    runs, times = _range(needed, "{:,}"), _range(ratios, "{:,.1f}")
    what = f"{short_name(result, outcome)} after {month_words(month)}"
    said = (
        f"For an interval as narrow on {what}, independent seeds would have needed {runs} runs of "
        f"each instead of {n} (variance {times} times as large)."
    )
    if ratios[0] < 1:
        said += " Below one, the twins have not helped."
    return said


def _range(values: list[Any], form: str) -> str:
    low, high = form.format(values[0]), form.format(values[-1])
    return low if low == high else f"{low} to {high}"
