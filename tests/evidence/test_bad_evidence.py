"""Each file in tests/bad_input_evidence holds one mistake; expected.yaml says what is told."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sim.evidence import EvidenceError, read_figures

FOLDER = Path(__file__).parent.parent / "bad_input_evidence"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (FOLDER / "expected.yaml").read_text(encoding="utf-8")
)
HEADER = "series,level,year,value,unit,grade\n"


def error_of(path: Path) -> EvidenceError:
    with pytest.raises(EvidenceError) as caught:
        read_figures(path)
    return caught.value


def test_every_file_has_its_words() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_message_says_what_is_wrong(name: str) -> None:
    error = error_of(FOLDER / f"{name}.csv")
    for words in EXPECTED[name]["says"]:
        assert words in str(error)
    assert len(error.problems) == 1, str(error)
    assert error.problems[0].line == EXPECTED[name].get("line")
    assert error.exit_code == 2
    assert error.problems[0].message.endswith((".", "?", ",B"))


def test_all_problems_at_once_in_reading_order(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(
        HEADER + "gn_employees,Gangnam,2004,x,heads,D\n"
        "gn_employees,Gangnam,1980,1300,employees,A\n"
        "gn_employes,Gangnam,2004,1300,employees,A\n"
        "too,short\n"
        "gn_workforce,Gangnam,2004,1300,employees,A\n"
    )
    error = error_of(path)
    assert [problem.line for problem in error.problems] == [2, 2, 2, 3, 4, 5, 6]
    assert str(error).count("Series that the model has a counterpart for") == 1


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert "no such file" in str(error_of(tmp_path / "none.csv"))
    assert "is a folder" in str(error_of(tmp_path))


def test_error_crosses_processes() -> None:
    error = error_of(FOLDER / "duplicate_row.csv")
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_long_list_of_problems_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(HEADER + "gn_employees,Gangnam,2004,x,employees,A\n" * 60)
    error = error_of(path)
    assert len(error.problems) == 60
    assert str(error).endswith("... and 10 more problems.")


CELLS = st.one_of(
    st.sampled_from(
        ["gn_employees", "Gangnam", "2004", "2004-13", "2005.5", "1320", "nan", "-1e400", "%", "A",
         "employees", "", '"', "\n", "\r", ",", "(Oct-Jan)", "H1", "\u2028", "\x00", "calibrate"]
    ),
    st.text(max_size=8),
)  # fmt: skip


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=7), max_size=4))
def test_any_text_is_read_or_refused_in_words(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "figures.csv"
    text = HEADER + "\n".join(",".join(row) for row in rows)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        assert read_figures(path)
    except EvidenceError as error:
        assert error.problems


@example(data=b",")
@given(data=st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_refused_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(data)
    assert error_of(path).problems


def test_run_of_the_reader_bounds_the_years(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(HEADER + "gn_employees,Gangnam,2016,1300,employees,B\n")
    figures = read_figures(path, {"gangnam": ("1995-01", "2019-12")})
    assert figures[0].period == ("2016-01", "2016-12")
