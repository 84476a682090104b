"""The report: complete, readable by everyone, and needing nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from sim.reports.headline import CAUTION, key_rows
from sim.reports.minutes import minutes
from sim.reports.money import accounts
from sim.reports.sections import KEY_OUTCOMES
from sim.summary import point

VOID = {"meta", "img", "source", "br", "link", "wbr"}


class Reader(HTMLParser):
    """Collects elements, and notices those that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def text(whole_page) -> str:
    return whole_page


@pytest.fixture(scope="module")
def read(text) -> Reader:
    return Reader(text)


def test_it_is_well_formed_and_names_its_language(text, read):
    assert text.startswith("<!doctype html>")
    assert read.open == []
    assert read.all("html") == [{"lang": "en"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in read.all(
        "meta"
    )


def test_it_needs_nothing_from_elsewhere(text):
    assert re.findall(r'(?:src|href|srcset)="(?!data:)[^"]*"', text) == []
    assert "<script" not in text
    assert "@import" not in text
    assert "url(" not in text


def test_every_picture_has_words_and_a_form_for_the_phone(read):
    pictures = read.all("img")
    assert len(pictures) == 11
    assert all(len(picture["alt"] or "") > 30 for picture in pictures)
    assert len(read.all("source")) == 11


def test_headings_go_down_one_step_at_a_time(read):
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_ids_are_unique_and_sections_are_named(read):
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {section["aria-labelledby"] for section in read.all("section")} <= set(ids)


def test_tables_have_headings(read):
    assert all(cell["scope"] in ("col", "row") for cell in read.all("th"))


def test_words_of_the_scenario_are_escaped(text):
    assert "A small plan &amp; its &lt;limits&gt;" in text
    assert "<limits>" not in text


def test_it_holds_what_a_reader_wants(read, result):
    words = " ".join(" ".join(read.text).split())
    for wanted in (
        "The story of the run", "Levers that differ from the baseline",
        "Assumptions that were changed", "How far to trust it", "sim.run(",
        "The numbers behind this figure", "What happens?", "Your role: mayor", CAUTION,
        "What happened", "Adoption.", "Divide.",
        "What was expected", "not as expected", "Who is left behind", "Service by service",
        "What was decided, and why", "refuses the second million",
        "Where the money came from and went", "Every dollar is accounted for",
        "How to repeat this run", "egov run scenario.resolved.yaml", str(result.manifest["seed"]),
        result.manifest["code_hash"], "numpy", "median of 8 replications",
        "one run of the whole district, with the luck of replicate 1",
        "the band holds no sampling error of people",
    ):  # fmt: skip
        assert wanted in words, wanted


def test_captions_headline_and_summary_have_the_numbers_of_the_table(result, drawn):
    rows = {row.name: row for row in key_rows(result, KEY_OUTCOMES)}
    captions = {name: drawing.alt for name, drawing in drawn[False].items()}
    where = {
        "satisfaction_citizens": "satisfaction", "satisfaction_businesses": "satisfaction",
        "satisfaction_employees": "satisfaction", "trust": "satisfaction",
        "backlog_cases": "waiting", "days_to_complete": "waiting", "adoption_share": "adoption",
        "online_transaction_share": "adoption", "spending_cum_usd": "cost",
        "cost_per_case_usd": "cost", "registers_open": "institutions",
    }  # fmt: skip
    for name, caption in where.items():
        row, last = rows[name], rows[name].points[-1]
        assert row.scale.text(last.value) in captions[caption], name
        assert last.value == result.summary["outcomes"][name]["at"]["60"]["value"]
        assert point(result, result.outcomes[name], 60) == last
    assert not re.search(r"\d", captions["services"])


def test_service_lines_are_named_in_words_with_whole_applications(text):
    assert '<th scope="row">fines and parking</th>' in text
    assert '<th scope="row">user fees</th>' in text
    body = text[text.index("Service by service") :]
    rows = re.findall(r'<tr><th scope="row">.*</tr>', body[: body.index("</tbody>")])
    assert len(rows) == 11
    assert all(re.search(r"<td>\d+</td></tr>$", row) for row in rows)


def test_the_minutes_are_told_by_year_with_how_often_it_fell_so(result):
    story = minutes(result)
    assert list(story.years) == sorted(story.years)
    everything = [item for year in story.years.values() for item in year] + story.repeated
    shown = result.decisions[result.decisions["replicate"] == 0]
    assert len(everything) <= len(shown)
    first = story.years[min(story.years)][0]
    same = result.decisions.query("replicate > 0 and decision == @first.decision")
    assert first.elsewhere == same["replicate"].nunique()


def test_the_accounts_balance(result):
    totals = accounts(result)
    assert abs(totals.difference) < 0.005
    assert totals.income.to_dict() == {"Ministry of Planning and Budget": 1e6}


def test_a_notebook_shows_the_headline(result):
    assert "Adoption" in result._repr_html_()
    assert "plan: 9 runs of 60 months" in repr(result)
    assert "Satisfaction:" in str(result.headline)
    assert max(map(len, str(result.headline).splitlines())) <= 80
