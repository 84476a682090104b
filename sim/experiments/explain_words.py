"""What an explanation says in words; every number in it is in its tables."""

from __future__ import annotations

from math import floor, isnan, log10
from typing import TYPE_CHECKING

from sim.experiments.shapley import rounded_together
from sim.reports.numbers import Scale, listed, month_words

if TYPE_CHECKING:
    from sim.experiments.attribution import Attribution, Spread
    from sim.experiments.explain import Explanation

__all__ = ["named", "notes", "scale_of", "sentences", "shown_parts", "signed"]

MINUS = "\N{MINUS SIGN}"
NAMED = 6
"""Parts named in a sentence; the rest are put together."""
FINER = 2
"""Digits behind the point that small parts may have beyond the usual ones."""


def scale_of(result: Explanation, outcome: str) -> Scale:
    """Return how differences of an outcome are written: shares in points of a hundred."""
    from sim.summary import WINDOW, unit_over

    found = result.attributions[outcome]
    facts = result.ensemble.outcomes[outcome]
    unit = unit_over(facts, min(WINDOW, int(result.settings["month"])))
    sizes = [found.a.mean, found.b.mean, found.difference.mean]
    scale = Scale(100.0, "points", 1) if unit == "share" else Scale.of(unit, sizes)
    words = scale.unit.replace("of 100", "points of 100")
    largest = max((abs(part.mean) for part in found.parts), default=0.0)
    return Scale(scale.factor, words, _decimals(scale.factor * largest, scale.decimals))


def _decimals(largest: float, usual: int) -> int:
    """Return the digits behind the point: two that count in the largest part, if need be."""
    if largest == 0:
        return usual
    return max(usual, min(usual + FINER, 1 - floor(log10(largest))))


def shown_parts(found: Attribution, scale: Scale) -> list[float]:
    """Return the parts as they are shown: scaled, and rounded so that they add up."""
    scaled = [scale.factor * part.mean for part in found.parts]
    return rounded_together(scaled, scale.factor * found.difference.mean, scale.decimals)


def signed(value: float, decimals: int) -> str:
    """Return a number with its sign, as in +4.0; zero has none."""
    text = f"{abs(value):,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        return text
    return f"+{text}" if value > 0 else f"{MINUS}{text}"


def interval_words(spread: Spread, scale: Scale) -> str:
    """Return an interval, as in "3.1 to 4.9"; nothing where there is none."""
    if isnan(spread.low) or isnan(spread.high):
        return ""
    low, high = (scale.factor * value for value in (spread.low, spread.high))
    return f"{signed(low, scale.decimals)} to {signed(high, scale.decimals)}"


def named(player: str) -> str:
    """Return a player as it stands in a sentence, as in "effort on manuals"."""
    from sim.parameters.catalogue import catalogue

    if player == "timeline":
        return "the timeline"
    if player.startswith("district: "):
        return f"the district ({player.removeprefix('district: ')})"
    declared = catalogue().get(f"strategy.{player}")
    if declared is None:
        return player
    words = declared.label.partition(" (")[0]
    keeps = words[:2].isupper() or words.startswith("We ")
    return words if keeps else words[:1].lower() + words[1:]


def sentences(result: Explanation) -> list[tuple[str, str]]:
    """Return what came out, outcome by outcome."""
    a, b = result.names
    if not result.players:
        return [("Difference", f"No difference: {b} has the same levers, district and timeline "
                 f"as {a}, so every twin run is the same run.")]  # fmt: skip
    said = []
    for name, found in result.attributions.items():
        label = str(result.ensemble.outcomes[name]["label"])
        said.append((_topic(name), f"{label}, {_when(result)}: {_parts(result, name, found)}"))
        if found.by_replicate.any():
            said.append(("", _order(result, name, found)))
    return said or [("Difference", "No twin run was finished, so there is nothing to attribute.")]


def _topic(outcome: str) -> str:
    return outcome.partition("_")[0].capitalize()


def _when(result: Explanation) -> str:
    return f"after {month_words(int(result.settings['month']))}"


def _parts(result: Explanation, outcome: str, found: Attribution) -> str:
    a, b = result.names
    scale = scale_of(result, outcome)
    if not found.by_replicate.any():
        return f"no difference between {b} and {a} in any twin run."
    words = _listed_parts(result, found, scale)
    head = signed(scale.factor * found.difference.mean, scale.decimals)
    band = interval_words(found.difference, scale)
    whole = f"{b} less {a} is {head} {scale.unit}".strip()
    chance = "" if _is_clear(found.difference) else ", so it may be chance"
    band = f" (95 % interval {band}{chance})" if band else ""
    return f"{whole}{band}. Of this {listed(words)}. The sum is exact."


def _listed_parts(result: Explanation, found: Attribution, scale: Scale) -> list[str]:
    """Return the parts in words, the largest first; what adds nothing in any run comes last."""
    shown = shown_parts(found, scale)
    some = [k for k in range(len(shown)) if found.by_replicate[:, k].any()]
    order = sorted(some, key=lambda k: -abs(found.parts[k].mean))
    first, rest = order[:NAMED], order[NAMED:]
    if len(rest) == 1:
        first, rest = order, []
    words = [_part(result, k, shown[k], found.parts[k], scale, n == 0) for n, k in enumerate(first)]
    if rest:
        together = round(sum(shown[k] for k in rest), scale.decimals)
        words.append(f"{signed(together, scale.decimals)} from the other {len(rest)}")
    idle = [named(result.players[k]) for k in range(len(shown)) if k not in some]
    return [*words, f"nothing at all from {' or '.join(idle)}"] if idle else words


def _part(
    result: Explanation, k: int, shown: float, part: Spread, scale: Scale, is_first: bool
) -> str:
    verb = "comes from" if is_first else "from"
    band = interval_words(part, scale)
    band = f" ({'interval ' if is_first else ''}{band})" if band else ""
    return f"{signed(shown, scale.decimals)} {verb} {named(result.players[k])}{band}"


def _order(result: Explanation, outcome: str, found: Attribution) -> str:
    """Say for which lever the order of adding matters most, and how much."""
    scale = scale_of(result, outcome)
    if len(result.players) == 1:
        return f"Only {named(result.players[0])} differs, so all of it is its doing."
    gap = [found.last[k].mean - found.alone[k].mean for k in range(len(result.players))]
    most = max(range(len(gap)), key=lambda k: abs(gap[k]))
    sizes = [abs(part.mean) for part in found.parts]
    if scale.factor * abs(gap[most]) < max(10.0**-scale.decimals, 0.1 * scale.factor * max(sizes)):
        return "The order in which they are added hardly matters."
    alone, last = (
        signed(scale.factor * of[most].mean, scale.decimals) for of in (found.alone, found.last)
    )
    return (
        f"The order of adding matters most for {named(result.players[most])}: alone it brings "
        f"{alone}, on top of all the others {last}; {_together(found, most)}."
    )


def _together(found: Attribution, k: int) -> str:
    """Return what alone and last together say of a lever and the others."""
    alone, last = found.alone[k], found.last[k]
    if alone.mean * last.mean < 0:
        if _is_clear(alone) and _is_clear(last):
            return "the others turn its effect round"
        return "its sign hangs on the others, as far as chance lets it be told"
    if abs(last.mean) > abs(alone.mean):
        return "the others strengthen it"
    return "the others do a part of it as well"


def _is_clear(spread: Spread) -> bool:
    """Say whether the interval lies wholly on one side of zero."""
    return spread.low > 0 or spread.high < 0


def notes(result: Explanation) -> list[str]:
    """Return how the parts were found, and what was left out."""
    if not result.players:
        return list(result.settings["notes"])
    return [_method(result), _intervals(result), *_left_out(result), *result.settings["notes"]]


def _method(result: Explanation) -> str:
    a, b = result.names
    k, sets = len(result.players), len(result.settings["coalitions"])
    of_what = f"{k}: {', '.join(named(p) for p in result.players)}" if k <= NAMED else str(k)
    if result.settings["orders"] is None:
        return (
            f"A part is what is added on average over all orders of bringing in what differs "
            f"({of_what}; all {sets} sets of them were run on top of {a}; the last is {b})."
        )
    return (
        f"A part is what is added on average over {len(result.settings['orders'])} random orders, "
        f"half of them the others reversed, of bringing in what differs ({of_what}; {sets} of "
        f"{2**k:,} sets of them were run on top of {a}; the last is {b})."
    )


def _intervals(result: Explanation) -> str:
    counts = {found.n for found in result.attributions.values()}
    n = min(counts, default=0)
    if n < 2:
        return f"{n} replicate: no interval. More of them: --replications."
    chance = "" if result.settings["orders"] is None else " and over the random orders"
    return (
        f"Intervals: 95 %, Student's t over {n} replicates{chance}; all sets have the same seeds."
    )


def _left_out(result: Explanation) -> list[str]:
    failed = result.ensemble.failed
    if not len(failed):
        return []
    lost = sorted(set(failed["replicate"]))
    return [
        f"{len(lost)} of {result.ensemble.plan.replications} replicates are left out, because a "
        f"run of theirs failed ({failed['reason'].iloc[0]})."
    ]
