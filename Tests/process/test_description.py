"""The API does what its description says, whatever a program that has read it makes up."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from command import ROOT
from console import Console

SCHEMATHESIS = ROOT / ".venv" / "contract" / "bin" / "schemathesis"
CHECKS = ",".join([
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance",
])
# They end the session by which all others are asked, or never end.
LEFT_OUT = ["/api/auth/logout", "/api/auth/sessions/{id}", "/api/events/stream"]

# Those that are there to be refused by a route; what is no method at all is answered before any route is looked for.
METHODS = """
[phases.coverage]
unexpected-methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"]
"""


def _for_people(document: dict[str, Any]) -> dict[str, Any]:
    """The description without tokens: made-up ones would have all that follows refused for too many tries."""
    del document["components"]["securitySchemes"]["token"]
    for path in document["paths"].values():
        for operation in path.values():
            operation["security"] = [way for way in operation["security"] if "token" not in way]
    return document


@pytest.mark.skipif(os.environ.get("BANGUI_LONG_TESTS") != "1", reason="only in ./test --long")
@pytest.mark.timeout(1800)
@pytest.mark.shows("ASVS-2.2.1")
def test_made_up_requests_get_the_answers_that_the_description_names(console: Console, folder: Path) -> None:
    client = console.administrator()
    description = client.get("/api/openapi.json")
    assert description.status == 200
    document = folder / "openapi.json"
    document.write_text(json.dumps(_for_people(description.json)))
    (folder / "schemathesis.toml").write_text(METHODS)
    headers = [f"Cookie:{client.cookie}", f"X-CSRF-Token:{client.csrf}", "Sec-Fetch-Site:same-origin"]
    command = [
        str(SCHEMATHESIS), "run", str(document), "--url", f"http://127.0.0.1:{console.port}", "--checks", CHECKS,
        "--phases", "examples,coverage,fuzzing", "--max-examples", os.environ.get("BANGUI_EXAMPLES", "50"),
        "--continue-on-failure", "--request-timeout", "60", "--suppress-health-check", "all", "--warnings", "off",
    ]
    if seed := os.environ.get("BANGUI_TEST_SEED"):
        command += ["--seed", seed]
    command += [word for path in LEFT_OUT for word in ("--exclude-path", path)]
    command += [word for header in headers for word in ("--header", header)]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1700)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2000:]
    # What never reached the server would have failed nothing.
    assert client.get("/api/status").status == 200
