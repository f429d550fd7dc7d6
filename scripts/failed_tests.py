"""Prints a filter of `swift test` for the tests that failed, from the report that --xunit-output made.

    scripts/failed_tests.py LIMIT REPORT…

Prints nothing where none failed or more than LIMIT did: then it is no accident.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ElementTree


def failed(report: str) -> list[str]:
    """The ids of the tests with a failure, as `swift test --filter` compares them: Module.Suite/function()."""
    cases = ElementTree.parse(report).iter("testcase")
    return [f"{case.get('classname')}/{case.get('name')}" for case in cases if case.find("failure") is not None]


def main() -> None:
    ids = [each for report in sys.argv[2:] for each in failed(report)]
    if len(ids) <= int(sys.argv[1]):
        print("|".join(re.escape(each) for each in ids))


if __name__ == "__main__":
    main()
