"""A session in words and small tables, at most 80 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sim.reports.numbers import DASH, Scale

if TYPE_CHECKING:
    from sim.session.levers import Lever
    from sim.session.money import Money
    from sim.session.moods import Mood
    from sim.session.news import News
    from sim.session.report import Reading, Report
    from sim.session.scorecard import Scorecard

__all__ = ["WIDTH", "levers_text", "news_text", "report_text", "scorecard_text", "set_text",
           "wrapped"]  # fmt: skip

WIDTH = 80
_SHOWN = 7
_SHORT = {"adoption_share": "Residents who used an online service",
          "age_gap_points": "Gap in use, young to elderly"}  # fmt: skip
_NEITHER = {"spending_cum_usd"}  # it grows whatever one does
_HEADS = {"adoption_share": ("use", "%"), "satisfaction_citizens": ("citizens", "of 100"),
          "satisfaction_employees": ("employees", "of 100"), "trust": ("trust", "0-1"),
          "age_gap_points": ("age gap", "points"), "cost_per_case_usd": ("case", "USD"),
          "spending_cum_usd": ("spent", "mill. USD")}  # fmt: skip


def report_text(report: Report) -> str:
    """Return the report of a round."""
    head = f"After round {report.round} of {report.rounds} ({report.date})"
    if report.round == 0:
        head = f"Before round 1 of {report.rounds}: the term begins"
    parts = [
        f"{head}\n{report.note}",
        _outcomes(report.outcomes),
        _money(report.money, over=report.month >= report.months, began=report.month > 0),
        _moods(report.moods),
    ]
    if report.set:
        parts.append(wrapped("Set for the next round: " + set_text(report.set)))
    return "\n\n".join(parts)


def set_text(levers: Mapping[str, Any]) -> str:
    """Return levers and their values by short name."""
    return ", ".join(f"{p.rpartition('.')[2]}={_value(v)}" for p, v in levers.items())


def _outcomes(readings: Iterable[Reading]) -> str:
    lines = [f"{'':<38}{'now':>18}{'change':>11}"]
    for item in readings:
        scale = Scale.of(item.unit, [item.value, item.change])
        label = _SHORT.get(item.name, item.label)
        now = DASH if item.value is None else scale.text(item.value)
        line = f"{label:<38}{now:>18}{_signed(scale, item.change):>11}  {_verdict(scale, item)}"
        lines.append(line.rstrip())
    lines.append("  Satisfaction, cases, waits and costs: over the last 12 months, or fewer.")
    return "\n".join(lines)


def _signed(scale: Scale, change: float | None) -> str:
    if change is None:
        return ""
    text = scale.bare(change)
    return f"+{text}" if change > 0 and _is_seen(text) else text


def _is_seen(text: str) -> bool:
    return any(digit in "123456789" for digit in text)


def _verdict(scale: Scale, item: Reading) -> str:
    if item.name in _NEITHER or not item.change or not item.better:
        return ""
    if not _is_seen(scale.bare(item.change)):
        return ""
    return "better" if item.change * item.better > 0 else "worse"


def _usd(value: float) -> str:
    return f"{value:>14,.0f}"


def _money(money: Money, *, over: bool, began: bool) -> str:
    lines = ["Money, USD"]
    if began:
        lines.append(f"  Came in / spent in the round that is over {_usd(money.received)} /"
                     f"{money.spent:>12,.0f}")  # fmt: skip
    lines.append(f"  In hand{_usd(money.in_hand):>44}")
    if over:
        return "\n".join(lines)
    lines += [
        f"  Surely comes in, next round{_usd(money.coming_in):>24}",
        f"  Levers as they are set, next round{_usd(-money.running):>17}",
        f"  Upkeep of what is live, next round{_usd(-money.upkeep):>17}",
        f"  Left for applications{_usd(money.left):>30}",
    ]
    if money.left < 0:
        lines.append("  Below 0: levers will work only as far as they can be paid.")
    if money.asked:
        lines.append(wrapped(
            f"  Of the Assembly {money.asked:,.0f} more may be asked each August; not counted here."
        ))  # fmt: skip
    short = [p for p in money.pillars if p.paid_share < 0.995]
    lines += [
        f"  {p.pillar}: its levers can be paid at about {p.paid_share:.0%} only" for p in short
    ]
    return "\n".join(lines)


def _moods(moods: Iterable[Mood]) -> str:
    lines = ["Mood, 0-100"]
    for mood in moods:
        head = f"  {mood.who:<21}{mood.score:>4.0f}  {mood.words}: "
        lines.append(wrapped(head + mood.because, indent=29))
    return "\n".join(lines)


def news_text(news: list[News], shown: int = _SHOWN) -> str:
    """Return the news of a round: the weightiest in full, the rest counted."""
    if not news:
        return "News: nothing was decided."
    lines = ["News, what matters first"]
    lines += [wrapped(f"  {item}", indent=4) for item in news[:shown]]
    rest = len(news) - shown
    if rest > 0:
        lines.append(f"  and {rest} smaller {'item' if rest == 1 else 'items'} (`news all`)")
    return "\n".join(lines)


def levers_text(levers: Iterable[Lever], full: bool) -> str:
    """Return levers as a table; in full with label, note and what they may be."""
    lines: list[str] = []
    pillar = ""
    for lever in levers:
        if lever.pillar != pillar:
            pillar = lever.pillar
            lines.append(f"{pillar:<29}{'now':>12}   {'USD a round, per 1':>23}")
        price = DASH if lever.price_usd is None else f"{lever.price_usd:,.2f}".removesuffix(".00")
        if lever.once_usd:
            price = f"{lever.once_usd:,.0f} once"
        lines.append(f"  {lever.name:<27}{_value(lever.now):>12}   {price:>23}")
        if full:
            note = f" {lever.note}" if lever.note else ""
            lines.append(wrapped(f"      {lever.label}: {lever.allowed}.{note}", indent=6))
    return "\n".join(lines)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:,.2f}".rstrip("0").rstrip(".") if value < 1000 else f"{value:.0f}"
    return str(value)


def scorecard_text(card: Scorecard) -> str:
    """Return the scorecard: a line a strategy, the session first, and its places."""
    names = list(card.table.columns)
    lines = [
        f"Scorecard after {card.month} months, all in this one world",
        f"{'':<25}" + "".join(f"{_HEADS[name][0]:>{_width(name)}}" for name in names),
        f"{'':<25}" + "".join(f"{_HEADS[name][1]:>{_width(name)}}" for name in names),
    ]
    for strategy, row in card.table.iterrows():
        cells = "".join(f"{_cell(name, row[name]):>{_width(name)}}" for name in names)
        lines.append(f"{str(strategy)[:25]:<25}{cells}")
    places = "".join(f"{card.rank(name):>{_width(name)}}" for name in names)
    lines.append(f"{f'your place of {len(card.table)}':<25}{places}")
    lines.append(wrapped(
        "One world, one luck: small differences mean nothing. Places go by unrounded numbers.", 0
    ))  # fmt: skip
    lines.append(
        f"For intervals over 20 worlds{'' if card.saved else ', save the session and run'}:"
    )
    lines.append(
        "  " + card.command.replace(" scenarios/strategies", " \\\n    scenarios/strategies")
    )
    return "\n".join(lines)


def _width(name: str) -> int:
    wide = {"adoption_share": 6, "trust": 6, "age_gap_points": 8, "cost_per_case_usd": 5}
    return wide.get(name, 10)


def _cell(name: str, value: float) -> str:
    if name == "adoption_share":
        return f"{100 * value:.1f}"
    if name == "spending_cum_usd":
        return f"{value / 1e6:.2f}"
    return f"{value:.2f}" if name in ("trust", "cost_per_case_usd") else f"{value:.1f}"


def wrapped(text: str, indent: int = 2) -> str:
    """Return a text broken into lines of at most 80 columns."""
    return textwrap.fill(
        text, WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False,
        drop_whitespace=True,
    )  # fmt: skip
