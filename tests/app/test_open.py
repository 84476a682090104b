"""A scenario file opened on the page: the same scenario, or a clear sentence with its line."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from sim.app.api_take import yaml_text
from sim.app.bases import bases, scenario_of_base, title_of
from sim.app.opened import _get_ready, opened
from sim.app.refusals import Refused
from sim.app.state import parse
from sim.app.twins import STAGES
from tests.app.serving import PATIENT, Served, small, until

HEAD = "schema: 1\n"
CHANGES = {
    "strategy.accessibility.outreach": 3.2525,
    "strategy.accessibility.kiosks": 123,
    "strategy.capacity.training_hours_clerk": 1 / 3,
    "district.people.demand.failure_online": 0.3137,
    "district.organisation.vendors.profiles.local_1.price": 1.23,
}


def read(text):
    return opened(text, lambda month: None)


def refusal(text):
    with pytest.raises(Refused) as caught:
        read(text)
    assert caught.value.status == 400
    return caught.value


@pytest.mark.parametrize("changes", [{}, CHANGES], ids=["as-it-is", "changed"])
def test_what_was_taken_away_opens_as_the_same_state(changes):
    for name in bases():
        months = min(scenario_of_base(name).run.months, 300)
        state = parse({"base": name, "set": changes, "months": months, "seed": 11})
        found = read(yaml_text(state, STAGES[2]))
        assert found["state"] == state.as_dict(), name
        assert found["notes"] == []
        assert title_of(name) in found["title"]
        assert parse(found["state"]).scenario.content_hash() == state.scenario.content_hash()


def test_a_shipped_file_opens_as_the_numbers_of_the_command_line():
    for name in ("baseline", "training_first", "history", "uncertain", "question/2/vision"):
        found = read(bases()[name].path.read_text(encoding="utf-8"))
        opened_as, shipped = parse(found["state"]).scenario, scenario_of_base(name)
        size = {f"run.{key}": getattr(shipped.run, key) for key in type(shipped.run).model_fields}
        assert opened_as.with_values(size).content_hash() == shipped.content_hash()


def test_a_parent_is_named_as_shipped_files_name_it():
    own = "strategy:\n  accessibility:\n    kiosks: 12\n"
    for parent in ("training_first.yaml", "training_first", "strategies/training_first.yaml",
                   "../strategies/training_first.yaml",
                   "scenarios/strategies/training_first.yaml"):  # fmt: skip
        found = read(f"{HEAD}extends: {parent}\n{own}")
        assert found["state"]["base"] == "training_first"
        assert found["state"]["set"] == {"strategy.accessibility.kiosks": 12}


def test_units_and_words_are_read_as_the_command_line_reads_them():
    found = read(HEAD + "strategy:\n  budget:\n    grant_usd: 2 million USD\n"
                 "  capacity:\n    job_guarantee: yes\n")  # fmt: skip
    changed = found["state"]["set"]
    assert changed["strategy.budget.grant_usd"] == 2_000_000.0
    assert changed["strategy.capacity.job_guarantee"] is True
    assert len(changed) == 2


def test_what_does_not_change_the_numbers_of_a_run_is_told():
    found = read(HEAD + "about: {note: mine}\nrun:\n  months: 400\n  sample: null\n"
                 "  replications: 5\nexpect:\n"
                 "  - {outcome: trust, at: month 12, above: 0.2}\n")  # fmt: skip
    assert (found["state"]["months"], found["state"]["sample"]) == (300, 20_000)
    for key in ("run.months (line 4)", "run.sample (line 5)", "run.replications (line 6)",
                "expect (line 7)", "about (line 2)"):  # fmt: skip
        assert any(note.startswith(key) for note in found["notes"]), key


@pytest.mark.parametrize(("text", "key", "line"), [
    ("timeline:\n  - {month: 5, shock: scandal}\n", "timeline", 2),
    ("run:\n  start: 1999-01\n", "run.start", 3),
    ("uncertain:\n  district.people.demand.failure_online: {uniform: [0.1, 0.2]}\n",
     "uncertain", 2),
    ("place:\n  title: Elsewhere\n  population: {}\n", "place.population", 4),
    ("strategy:\n  accessibility:\n    kioks: 5\n", "strategy.accessibility.kioks", 4),
    ("strategy:\n  accessibility:\n    kiosks: 501\n", "strategy.accessibility.kiosks", 4),
    ("district:\n  businesses: 5\nrun:\n  sample: 400000\n", "", None),
    ("extends: /etc/passwd\n", "extends", 2),
    ("extends: ../../../etc/passwd\n", "extends", 2),
    ("extends: /etc/scenarios/baseline.yaml\n", "extends", 2),
    ("extends: [baseline.yaml]\n", "extends", 2),
    ("extends: {a: 1}\n", "extends", 2),
    ("title: !!python/object/apply:os.system ['touch egov-hostile']\n", "line 2", 2),
    ("title: !!python/object/new:os.system [x]\n", "line 2", 2),
    ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "line 2", 2),
    ("x:\n" + "- *a\n" * 9000, "line 3", 3),
    ("<<: {a: 1}\n", "line 2", 2),
    ("strategy: {}\nstrategy: {}\n", "strategy", 3),
    ("title: a\n" * 3000, "title", 3),
    ("title: x\n---\nschema: 1\n", "line 3", 3),
    ("x: " + "[" * 60_000, "line 2", 2),
    ("x: " + "{" * 60_000, "line 2", 2),
    ("x:\n" + "\n".join(" " * k + "- " for k in range(1, 300)), "line 32", 32),
    ("- " * 30_000, None, None),
    ("? " * 30_000, None, None),
    ("strategy:\n  accessibility:\n    kiosks: " + "9" * 60_000,
     "strategy.accessibility.kiosks", 4),
    ("strategy:\n  accessibility:\n    kiosks: 1e9999\n", "strategy.accessibility.kiosks", 4),
    ("strategy:\n  accessibility:\n    outreach: .nan\n", "strategy.accessibility.outreach", 4),
    ("strategy:\n  accessibility:\n    outreach: -.inf\n", "strategy.accessibility.outreach", 4),
    ("strategy: " + "k" * 60_000, "strategy", 2),
    ("title: !" + "a" * 60_000 + " x\n", "line 2", 2),
    ("strategy:\n" + "".join(f"  outreachs{k}: 1\n" for k in range(2500)), None, None),
    ("title: a\x00b\n", "line 2", 2),
    ("title: a\ufffdb\n", "line 2", 2),
    ("title: \ud800\n", "line 2", 2),
    ("\ttitle: x\n", "line 2", 2),
    ("title: 'x\n", None, None),
])  # fmt: skip
def test_what_cannot_be_opened_is_said_with_key_and_line(text, key, line):
    _get_ready()
    began = time.process_time()
    error = refusal(HEAD + text)
    assert time.process_time() - began < 3  # of which 0.8 are given to reading
    if key:
        assert error.problems[0][0] == key
    if line:
        assert f"line {line}: " in str(error)
    assert len(json.dumps(error.as_dict())) < 20_000
    assert not Path("egov-hostile").exists()


@pytest.mark.parametrize("text", ["", "   ", "- 1\n", "hello", "title: x\n", "schema: 2\n",
                                  "schema: one\n", "\x00\x01\x02"])  # fmt: skip
def test_what_is_no_scenario_file_is_said(text):
    assert "This file cannot be opened" in str(refusal(text))


def test_no_file_is_opened_but_shipped_ones():
    _get_ready()
    touched: list[str] = []
    watching = True

    def watch(event, arguments):
        if watching and event in ("open", "os.listdir", "os.scandir", "os.stat"):
            touched.append(str(arguments[0]))

    sys.addaudithook(watch)
    for parent in ("/etc/passwd", "../../setup.py", "scenarios/../pyproject.toml", "file:///x",
                   "//host/share", "baseline.yaml\\0", "~/.bashrc"):  # fmt: skip
        refusal(f"{HEAD}extends: {parent}\n")
    read(f"{HEAD}extends: baseline.yaml\n")
    watching = False
    assert all("scenarios" in path or path.endswith(".py") for path in touched), touched


def test_the_server_opens_a_file_in_a_process_of_its_own(server):
    state = small(**{path.replace(".", "__"): value for path, value in CHANGES.items()})
    text = server.post("/api/take/yaml", {"state": state, "stage": 0}).json["text"]
    found = server.post("/api/open", {"yaml": text})
    assert found.status == 200
    assert found.json["state"] == state | {"set": dict(sorted(CHANGES.items()))}
    wrong = server.post("/api/open", {"yaml": HEAD + "strategy:\n  kioks: 3\n"})
    assert wrong.status == 400
    assert wrong.json["problems"][0]["path"] == "strategy.kioks"
    assert wrong.json["problems"][0]["message"].startswith("line 3: ")


@pytest.mark.parametrize(("body", "status"), [
    ({"yaml": 5}, 400), ({"yaml": None}, 400), ({}, 400), ({"yaml": {"schema": 1}}, 400),
    ({"yaml": "x" * 64_000}, 413), (b'{"yaml": "\xff\xfe"}', 400), ({"yaml": "[" * 50_000}, 400),
])  # fmt: skip
def test_the_server_refuses_what_is_no_file_and_lives(server, body, status):
    pids = {hand.pid for hand in server.page.engine.hands}
    answer = server.post("/api/open", body)
    assert answer.status == status
    assert answer.json["error"]
    assert pids == {hand.pid for hand in server.page.engine.hands} or None in pids


def test_many_hostile_files_do_no_harm():
    with Served(workers=1, limits=PATIENT) as own:
        for text in ("{" * 50_000, HEAD + "a: &a [*a]", HEAD + "x: " + "[" * 50_000) * 4:
            assert own.post("/api/open", {"yaml": text}).status == 400
        pid = own.page.engine.hands[0].pid
        assert own.post("/api/open", {"yaml": HEAD}).status == 200
        assert own.page.engine.hands[0].pid == pid
        until(lambda: own.page.inside == 0, "all requests to end")
