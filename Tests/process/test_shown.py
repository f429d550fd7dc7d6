"""The tables of what tests show: their numbers are known, their commands run, and what is stale is found."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
from security import results, run, tables, tags  # noqa: E402

SHOWN = tags.read(ROOT)


def script(*words: str) -> subprocess.CompletedProcess[str]:
    """`scripts/shown WORDS…`."""
    return subprocess.run(
        [ROOT / "scripts" / "shown", *words], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


def test_the_tables_are_those_of_the_sources() -> None:
    done = script("check")
    assert done.returncode == 0, done.stdout


def test_every_row_with_tests_has_a_command_and_every_other_says_why() -> None:
    for rows in tables.rows(ROOT, SHOWN, results.Run()):
        for row in rows:
            assert bool(row.command) == bool(row.shown), row.number
            assert row.shown or row.verdict in ("does not apply", "not built yet", "not met"), row.number
            assert row.verdict != "does not apply" or row.remark, row.number


def test_patterns_of_commands_name_the_tests_and_no_others() -> None:
    """As `swift test --filter` compares them: Module.Suite/`name of words`(_:)."""
    for shown in (each for all_of_one in SHOWN.values() for each in all_of_one if each.kind == "swift"):
        pattern = re.compile(run.commands([shown])[0][-1])
        name = shown.test or "anything at all"
        assert pattern.search(f"{shown.place}/`{name}`(_:)"), shown
        assert not pattern.search(f"{shown.place}More/`{name}`()"), shown
        assert not shown.test or not pattern.search(f"{shown.place}/`{name} and more`()"), shown


def test_every_python_test_of_a_command_is_collected() -> None:
    for folder in tags.PYTHON:
        names = sorted({f"Tests/{shown.place}::{shown.test}" for each in SHOWN.values() for shown in each
                        if shown.kind == "python" and shown.place.startswith(f"{folder}/")})
        if names:
            done = subprocess.run([sys.executable, "-m", "pytest", "-q", "--collect-only", *names], cwd=ROOT,
                                  capture_output=True, text=True, timeout=120, check=False)
            assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("number", ["ASVS-13.4.3", "ASVS-14.3.3"])
def test_a_command_of_a_row_runs_its_tests(number: str) -> None:
    done = script("run", number)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^[1-9]\d* passed", done.stdout, re.M), done.stdout


def test_a_filter_for_swift_runs_what_it_names(folder: Path) -> None:
    """The tests are built already where this runs, so they are asked without a build."""
    words = next(command for command in run.commands(SHOWN["ABUSE-5"]) if command[0] == "swift")
    binary = ROOT / ".build" / "debug" / "banguiPackageTests.xctest"
    if not binary.exists():
        pytest.skip("the Swift tests are not built")
    pattern = words[-1].replace("AgentTests", "NoneOfThese")
    report = folder / "report.xml"
    done = subprocess.run(
        [binary, "--testing-library", "swift-testing", "--no-parallel", "--xunit-output", report, "--filter", pattern],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    seen = results.collect(ROOT, _reports(folder, report)).results
    assert {name.partition("/")[0] for name in seen} == {
        "Fail2banTests.FrameTests", "Fail2banTests.SmugglingTests", "WebTests.HostileTextTests"}
    assert "WebTests.HostileTextTests/no text of any route ends a command to the daemon" in seen
    assert set(seen.values()) == {"passed"}


def _reports(folder: Path, report: Path) -> Path:
    place = folder / "reports"
    place.mkdir()
    shutil.copy(report, place / "first.xml")
    return place


def test_a_tag_of_an_unknown_number_and_an_old_table_are_faults() -> None:
    wrong = SHOWN | {"ABUSE-99": SHOWN["ABUSE-5"]}
    faults = tables.check(ROOT, wrong, results.Run())
    assert any("ABUSE-99" in fault for fault in faults)
    less = {number: shown for number, shown in SHOWN.items() if number != "ABUSE-5"}
    assert any("security-tests.md" in fault for fault in tables.check(ROOT, less, results.load(LAST)))


LAST = ROOT / "scripts" / "security" / "last-run.json"


def test_a_row_without_a_test_is_not_met_and_one_that_failed_says_so() -> None:
    less = {number: shown for number, shown in SHOWN.items() if number != "ASVS-1.2.5"}
    text = tables.made(ROOT, less, results.Run())[ROOT / "docs" / "asvs.md"]
    assert re.search(r"^\| ASVS-1\.2\.5 \| 1 \|[^|]*\| \*\*not met\*\* \|", text, re.M)
    failed = results.Run("1", "today", False, {"HostTests.StartTests/it": "failed"})
    text = tables.made(ROOT, SHOWN, failed)[ROOT / "docs" / "asvs.md"]
    assert re.search(r"^\| ASVS-1\.2\.5 \| 1 \|[^|]*\| FAILED \|", text, re.M)
