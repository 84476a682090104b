"""A class round in words: every number stands in its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.classroom.board import BOARD
from sim.classroom.rows import rows_of
from sim.classroom.served import for_everybody, served, words
from sim.reports.difference import difference_words
from sim.reports.numbers import listed, month_words
from sim.reports.verdict import SHORT, rows_at

if TYPE_CHECKING:
    from sim.classroom.result import ClassResult

__all__ = ["forecast_words", "notes_of", "sentences_of"]


def sentences_of(result: ClassResult) -> list[tuple[str, str]]:
    """Return what came out, as (topic, sentence)."""
    said = [("Round", _round(result))]
    if not result.twins:
        return [*said, ("Verdict", "No replicate was finished for every team, so that nothing can "
                        "be compared.")]  # fmt: skip
    said += [("First", _first(result))]
    said += [(SHORT[outcome], _outcome(result, outcome)) for outcome in BOARD
             if outcome in result.facts]  # fmt: skip
    if result.roles:
        said.append(("Roles", _roles(result)))
    said += [("Said no", sentence) for sentence in _refusals(result)]
    if "forecasts" in result.tables:
        said.append(("Forecasts", forecast_words(result.tables["forecasts"])))
    return said


def _round(result: ClassResult) -> str:
    out = sum(out["is_team"] for out in result.left_out)
    teams = _count(len(result.teams), "team")
    left = f"; {_count(out, 'hand-in')} could not be run" if out else ""
    return (
        f"{teams} on {_count(len(result.twins), 'twin run')}, against {result.names[0]}, after "
        f"{month_words(result.ensemble.plan.months)}{left}."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _first(result: ClassResult) -> str:
    if not result.standings:
        return "The round is too short for an overall score: it takes a year at least."
    leader = result.standings[result.order[0]]
    name = result.teams[result.order[0]]
    score = f"{leader.mean:.0f} of 100 overall"
    if len(result.teams) == 1:
        return f"{name} has {score}; with one team there is nobody to rank it against."
    if len(result.twins) < 2:
        return f"{name} has {score} in the one twin run, which cannot tell a lead from luck."
    chance = f"first in {100 * leader.chance_first:.0f} % of twin runs"
    ties = [result.teams[k] for k in result.order if result.standings[k].best == 1]
    if len(ties) == 1:
        return f"{name} is first with {score} ({chance}), clearly ahead of every other team."
    return (
        f"A tie: {listed(ties)} may each be first; the runs cannot tell which. The highest mean is "
        f"that of {name}, {score} ({chance})."
    )


def _outcome(result: ClassResult, outcome: str) -> str:
    """Return who is best on an outcome, and how that differs from the scenario of the round."""
    month = int(result.settings["months"][-1])
    rows = [row for row in rows_at(result, outcome, month) if row["n"]]
    if not rows:
        return "There is no number for it."
    better = result.facts[outcome]["better"] or 1
    best = max(better * row["difference"] for row in rows)
    leaders = [row for row in rows if better * row["difference"] == best]
    if len(leaders) == len(rows) > 1:
        return f"No difference between the teams; against {result.names[0]}: " + (
            difference_words(leaders[0]) + "."
        )
    names = listed([row["scenario"] for row in leaders])
    verb = "are" if len(leaders) > 1 else "is"
    lead = f"{names} {verb} best on average" if len(rows) > 1 else names
    return f"{lead}; against {result.names[0]}: {difference_words(leaders[0])}."


def _roles(result: ClassResult) -> str:
    found = [one for one in served(result.tables["roles"]) if one.teams]
    if not found:
        return "The runs hold no score of a role."
    if len(result.teams) == 1:
        said = [f"{one.title} {one.scores[0]:.0f}{one.note}" for one in found]
        return f"Scores of 100: {listed(said)}."
    parts = "; ".join(words(found))
    if len(result.twins) < 2:
        return "One twin run cannot tell whom a team serves best."
    every = for_everybody(found)
    if not every:
        return f"No team is best for everybody: {parts}."
    if all(len(one.teams) == 1 for one in found):
        return f"{parts}: everybody at the table."
    return f"The runs leave open whether one team is best for everybody: {parts}."


def _refusals(result: ClassResult) -> list[str]:
    """Return who said no to some more than to others; what met all alike comes last."""
    if "said_no" not in result.tables:
        return []
    said, alike = [], []
    for (actor, decision), found in result.tables["said_no"].groupby(["actor", "decision"],
                                                                     sort=False):  # fmt: skip
        shares = {row.team: row.share for row in rows_of(found)}
        by_share: dict[int, list[str]] = {}
        for name in result.names:
            by_share.setdefault(round(100 * shares.get(name, 0.0)), []).append(name)
        if len(by_share) == 1:
            alike.append(f"{actor} {decision} ({next(iter(by_share))} %)")
            continue
        parts = [f"{percent} % of twin runs with {listed(names)}"
                 for percent, names in sorted(by_share.items(), reverse=True)]  # fmt: skip
        said.append(f"{actor} {decision}: in {'; '.join(parts)}.")
    if alike:
        said.append(f"To all alike, in percent of twin runs: {listed(alike)}.")
    return said


def forecast_words(scored: Any) -> str:
    """Return what forecasts came to, in one paragraph.

    Parameters
    ----------
    scored : rows of `sim.classroom.predictions.score`, of one forecast or of many.
    """
    known = scored[scored["n"] > 0]
    if not len(known):
        return "The runs hold no number for what was forecast."
    brier, best = float(known["brier"].mean()), float(known["best"].mean())
    half = float(known["always_50"].mean())
    than = "hardly better than"
    if brier < 0.8 * half:
        than = "better than"
    elif brier > half - 0.005:
        than = "worse than" if brier > half + 0.005 else "as good as"
    held, n = int(known["held"].sum()), len(known)
    share = held / n
    fit = "about as many as there should be"
    if share < 0.6:
        fit = "too few: the ranges were too narrow, as most people's are at first"
    elif share > 0.95 and n >= 10:
        fit = "more than there should be: the ranges could have been narrower"
    open_ = known[(known["higher"] > 0.05) & (known["higher"] < 0.95)]
    undecided = (
        f" {len(open_)} of the {n} are undecided in the runs, so that nobody could do better than "
        f"{best:.2f}."
        if len(open_)
        else ""
    )
    return (
        f"A Brier score of {brier:.2f} over {_count(n, 'belief')}, {than} always saying 50 % "
        f"({half:.2f}); 0 would be certain and right each time. {held} of {n} ranges of 80 % "
        f"hold the mean difference of the runs, {fit}.{undecided}"
    )


def notes_of(result: ClassResult) -> list[str]:
    """Return how scores, ranks and intervals are made."""
    from sim.classroom.roles import read_roles

    measured = read_roles()[2]
    months = result.ensemble.plan.months
    said = [
        "The overall score is the mean of adoption, cost of a case, satisfaction of citizens and "
        "trust, each from 0 to 100 between the 5th and the 95th percentile of the "
        f"{measured['strategies']} shipped strategies (measured on {measured['date']}, version "
        f"{measured['version']}, {measured['replications']} replications of {measured['sample']:,} "
        "citizens); beyond these ends nothing is added. The role scores are made in the same way, "
        "from what each role wants (sim/data/roles.yaml).",
        "Ranks: teams are told apart where the 95 % intervals of their differences, over all pairs "
        "together, leave zero out; else they are tied, and each has a range of ranks.",
    ]
    late = sorted({one.title for one in result.roles if len(one.read_at(months)) < len(one.aims)})
    if late:
        said.append(
            f"The round ends after {month_words(months)}, so that later aims of {listed(late)} are "
            "left out and their other aims count more."
        )
    return said
