"""The five sentences of an answer; every number in them is in its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.questions.pairs import DECIDED, HANGS, UNDECIDED, clear_on, in_worlds
from sim.reports.difference import difference_words, is_clear, scales_of
from sim.reports.numbers import listed, month_words
from sim.reports.verdict import short_name

if TYPE_CHECKING:
    from sim.questions.answer import Answer

__all__ = ["five_sentences", "shown"]


def shown(name: str) -> str:
    """Return a scenario's name as it is read in a sentence."""
    return name.replace("_", " ")


def five_sentences(answer: Answer) -> list[tuple[str, str]]:
    """Return what the model shows (four sentences) and what it does not (the fifth)."""
    if not answer.has_twins:
        return [("Verdict", "No replicate was finished in every scenario, so that there is no "
                 "twin run to answer from.")]  # fmt: skip
    said = [("Answer", _headline(answer)), ("Besides", _besides(answer))]
    figure = list(zip(("Figure", "And"), answer.view.sentences, strict=True))
    order = [*figure, *said] if answer.view.leads else [*said, *figure]
    if answer.view.leads:
        order[0], order[2] = ("Answer", order[0][1]), ("Difference", order[2][1])
    return [*order, ("Not shown", _not_shown(answer))]


def _headline(answer: Answer) -> str:
    row = answer.headline
    level, _ = scales_of(row)
    name, against = shown(row["scenario"]), shown(row["against"])
    what = short_name(answer.comparison, row["outcome"])
    return (
        f"After {month_words(row['month'])}, {what} is {level.text(row['mean_b'])} with {name} "
        f"and {level.text(row['mean_a'])} with {against}: {difference_words(row)}"
        f"{_elsewhere(answer)}; {_end(answer)}."
    )


def _elsewhere(answer: Answer) -> str:
    """Return the headline's change in the other worlds of the view, if it has such."""
    row = answer.headline
    own = (row["scenario"], row["against"])
    return "".join(
        f"; with {world}, {shown(found['scenario'])} against {shown(found['against'])}: "
        f"{difference_words(found)}"
        for world, found in in_worlds(answer) if (found["scenario"], found["against"]) != own
    )  # fmt: skip


def _end(answer: Answer) -> str:
    """Return what the verdict means."""
    row = answer.headline
    twins = f"{int(row['n'])} twin runs"
    found = [one for _, one in in_worlds(answer)]
    worlds = " in each of these worlds" if found else ""
    if row["verdict"] == UNDECIDED and any(is_clear(one) for one in found):
        return f"{twins} leave the sign undecided in one of these worlds"
    if row["verdict"] == HANGS:
        return "so the answer hangs on which of these worlds is ours"
    return {
        DECIDED: f"the sign is decided{' and the same' if worlds else ''}{worlds} by {twins}",
        UNDECIDED: f"{twins} leave the sign undecided{worlds}",
    }.get(row["verdict"], f"the same in all {twins}{worlds}")


def _besides(answer: Answer) -> str:
    """Return on what else the headline's two scenarios differ."""
    row, result = answer.headline, answer.comparison
    better, worse, _ = clear_on(result, row["month"], row["scenario"], row["against"])
    kinds = {"better": better, "worse": worse}
    parts = [
        f"clearly {word} on {listed([short_name(result, name) for name in found])}"
        for word, found in kinds.items() if found
    ]  # fmt: skip
    name, against = shown(row["scenario"]), shown(row["against"])
    if not parts:
        return f"On no outcome compared is {name} clearly better or worse than {against}."
    neither = "; neither is best on everything" if better and worse else ""
    return f"Then {name} is {' and '.join(parts)} than {against}{neither}."


def _not_shown(answer: Answer) -> str:
    """Return what the runs leave undecided, and what the model leaves out."""
    row, result = answer.headline, answer.comparison
    _, _, unclear = clear_on(result, row["month"], row["scenario"], row["against"])
    left_out = answer.texts["leaves_out"].rstrip(".")
    if not unclear:
        return f"The model leaves out {left_out}."
    names = listed([short_name(result, name) for name in unclear])
    return f"Between these two the runs do not settle {names}; the model leaves out {left_out}."
