"""What a search found, in sentences that follow from its tables."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from sim.experiments.robust import MOST_FAILED
from sim.reports.numbers import listed

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.search_result import SearchResult

__all__ = ["notes", "sentences"]

REFERENCE = 0
FEW_WORLDS = 30


def sentences(result: SearchResult) -> list[tuple[str, str]]:
    """Return what came out of a search, as (topic, sentence)."""
    said = [("Tried", _tried(result))]
    if not len(result.front):
        return said
    said.append(("Front", _along(result)))
    best = result.best
    if best is None:
        return said
    said += [("Most robust", _most_robust(result, best)), ("It sets", _sets(result, best)),
             ("Regret", _regret(result, best))]  # fmt: skip
    given = None not in result.thresholds.values()
    if given and REFERENCE in set(result.robustness["point"]):
        said.append(("As it is", _reference(result)))
    return said


def _tried(result: SearchResult) -> str:
    tried = result.trials[result.trials["point"] != REFERENCE]
    done, front = int((tried["status"] == "ok").sum()), len(result.front)
    names = listed([result.label(name) for name in result.objectives])
    if not done:
        return f"None of the {len(tried)} settings tried was finished, so there is no front."
    members = "1 is" if front == 1 else f"{front} are"
    return (
        f"{done} settings were tried and finished; {members} on the front of {names} "
        f"{result.when}: nothing tried is as good on all of these and better on one."
    )


def _along(result: SearchResult) -> str:
    parts = []
    for name in result.objectives:
        low, high = result.front[name].min(), result.front[name].max()
        own = float(result.trials.loc[result.trials["point"] == REFERENCE, name].iloc[0])
        words = f"{result.label(name)} {result.words(name, low)} to {result.words(name, high)}"
        parts.append(words + ("" if isnan(own) else f" (as it is {result.words(name, own)})"))
    return f"From one end of the front to the other: {'; '.join(parts)}."


def _most_robust(result: SearchResult, best: pd.Series) -> str:
    judged = int((result.robustness["point"] != REFERENCE).sum())
    of = f"Of {judged} settings of the front" if judged > 1 else "Of the front"
    count, worlds = int(best["holds"]), int(best["worlds"])
    if not count:
        return (
            f"{of}, none keeps every promise in any of {worlds} worlds ({_promises(result)}). "
            f"Number {best['point']:.0f} has the least regret."
        )
    outcomes = [f"{result.label(n)} {result.words(n, best[n])}" for n in result.objectives]
    number = f"number {best['point']:.0f}"
    return (
        f"{of}, {number} keeps its promises in {_rank(result, best)}: {count} of {worlds} "
        f"(95 % interval {100 * best['low']:.0f} to {100 * best['high']:.0f} %). The promises: "
        f"{_promises(result)}. Its mean over the worlds: {'; '.join(outcomes)}."
    )


def _rank(result: SearchResult, best: pd.Series) -> str:
    """Say whether others keep their promises in as many worlds; the least regret then decides."""
    others = result.robustness[result.robustness["point"] != REFERENCE]
    equal = int((others["holds"] == best["holds"]).sum()) - 1
    if not equal:
        return "the most worlds"
    also = "one other does" if equal == 1 else f"{equal} others do"
    return f"the most worlds, as {also}, and has the least regret of these"


def _promises(result: SearchResult) -> str:
    if None in result.thresholds.values():
        return "at least as good as the scenario as it is in the same world, on every objective"
    parts = []
    for name, value in result.thresholds.items():
        sign = "at least" if result.directions[name] > 0 else "at most"
        parts.append(f"{result.label(name)} {sign} {result.words(name, float(value or 0))}")
    return listed(parts)


def _sets(result: SearchResult, best: pd.Series) -> str:
    from sim.experiments.names import changes_words, parameter_names

    point = int(best["point"])
    words = changes_words(result.settings_of(point), parameter_names(result.levers))
    return f"Number {point}: {words}."


def _regret(result: SearchResult, best: pd.Series) -> str:
    parts = [
        f"{result.label(name)} {result.gap_words(name, best[f'{name}_regret_mean'])} (at most "
        f"{result.gap_words(name, best[f'{name}_regret_max'])})"
        for name in result.objectives
    ]
    return (
        f"What number {best['point']:.0f} gives up against the best on each objective alone in "
        f"the same world, on average: {'; '.join(parts)}."
    )


def _reference(result: SearchResult) -> str:
    row = result.robustness.set_index("point").loc[REFERENCE]
    return (
        f"The scenario as it is keeps the same promises in {row['holds']:.0f} of "
        f"{row['worlds']:.0f} worlds (95 % interval {100 * row['low']:.0f} to "
        f"{100 * row['high']:.0f} %)."
    )


def notes(result: SearchResult) -> list[str]:
    """Return what a reader must know to read the sentences rightly."""
    settings = result.settings
    said = [
        "Values on the front are those of the runs that chose it, so they flatter it a little: "
        "among many settings some are lucky. Promises and regret are from other runs, with luck "
        f"and worlds that had no part in the search. Means of {settings['replications']} runs a "
        "setting, on the same seeds for all.",
        "A search finds good settings, not the best there are: more trials may find better ones.",
        _world_words(result),
    ]
    if None in result.thresholds.values():
        said.append("The scenario as it is keeps these promises by definition.")
    return [*said, *_missing(result)]


def _world_words(result: SearchResult) -> str:
    plan, settings = result.ensemble.plan, result.settings
    each = settings["world_replications"]
    worlds = -(-(plan.replications - settings["replications"]) // each)
    runs = f"{each} run{'s' if each != 1 else ''} of a setting in each, with luck of its own"
    few = " They are few: the intervals are wide." if worlds < FEW_WORLDS else ""
    uncertain = len(plan.bases[0].uncertain)
    if not uncertain:
        return (
            f"The scenario has nothing under `uncertain:`, so the {worlds} worlds differ in luck "
            f"alone ({runs}). How robust a setting is to what nobody knows for sure cannot be "
            f"told.{few}"
        )
    return (
        f"{worlds} worlds were drawn from what `uncertain:` says of {uncertain} parameters "
        f"({runs}). A world is not a forecast, and the share of worlds is not a probability, "
        f"unless the spreads are.{few}"
    )


def _missing(result: SearchResult) -> list[str]:
    said = []
    tried = result.trials
    failed = tried.loc[tried["status"] == "failed", "point"].tolist()
    if failed:
        said.append(
            f"{len(failed)} settings have failed runs and no value (see runs): "
            f"{_some([int(n) for n in failed])}."
        )
    asked = result.settings["trials"]
    refused = asked - int((tried["point"] != REFERENCE).sum())
    if refused and len(result.robustness):
        said.append(f"{refused} of {asked} settings proposed are not allowed together; not run.")
    _, dropped, lost = result.judged
    if dropped:
        said.append(
            f"Not judged, as more than {MOST_FAILED:.0%} of their runs failed: {_some(dropped)}."
        )
    if REFERENCE in dropped and None in result.thresholds.values():
        said.append(
            "The scenario as it is was not finished, so there is nothing to measure promises by: "
            "say them with --threshold."
        )
    if REFERENCE in dropped and not result.can_judge:
        said.append(
            "So nothing is judged: the promises are made by the scenario as it is (point 0). Give "
            "them as numbers, by --threshold."
        )
    if lost:
        said.append(f"{lost} worlds are left out: not every setting has a finished run there.")
    unjudged = len(result.front) - int(result.front["judged"].sum())
    if unjudged and len(result.robustness):
        said.append(
            f"{unjudged} members of the front were not judged: first come the best on each "
            "objective, then those that kept the promises in the search, then those far apart."
        )
    return said


def _some(numbers: list[int], most: int = 12) -> str:
    shown = [str(number) for number in numbers[:most]]
    more = f" and {len(numbers) - most} more" if len(numbers) > most else ""
    return ", ".join(shown) + more
