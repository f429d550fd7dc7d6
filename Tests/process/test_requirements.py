"""What OWASP ASVS asks of a web application and no other test shows, asked of a running server and of its scripts."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing

import pytest

from client import Client
from command import ROOT, run
from conftest import StartConsole
from console import Console

EVALUATES = re.compile(
    r"\beval\s*\(|new Function\b|setTimeout\(\s*[\"'`]|document\.write|outerHTML|insertAdjacentHTML|import\((?!\"\./)")
LISTENS = re.compile(
    r"(window|self)\.(on|addEventListener\(\s*[\"'])message|(?<![\w.])addEventListener\(\s*[\"']message")
SCRIPTS = {path.name: path.read_text() for path in sorted((ROOT / "Assets").glob("*.js"))}
PAGES = ["/", "/bans", "/events", "/jails", "/operations", "/search", "/doctor", "/settings", "/audit",
         "/account/sessions", "/account/tokens"]


def inputs(page: str) -> list[str]:
    """The input elements of a page."""
    return re.findall(r"<input[^>]*>", page)


def with_body(console: Console) -> list[tuple[str, str, str]]:
    """Method, path and type of the body of every route that takes one."""
    paths = console.administrator().get("/api/openapi.json").json["paths"]
    return [(method, path, kind) for path, methods in paths.items() for method, operation in methods.items()
            for kind in operation.get("requestBody", {}).get("content", {})]


@pytest.mark.shows("ASVS-5.1.1", "ASVS-5.2.1", "ASVS-5.2.2", "ASVS-5.2.3", "ASVS-5.3.1", "ASVS-1.3.4")
def test_nothing_can_be_uploaded(console: Console) -> None:
    bodies = with_body(console)
    assert bodies and {kind for _, _, kind in bodies} == {"application/json"}
    client = console.administrator()
    form = b'--x\r\nContent-Disposition: form-data; name="addresses"; filename="a.txt"\r\n\r\n203.0.113.1\r\n--x--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    for method, path, _ in bodies:
        answer = client.send(method.upper(), path.replace("{", "").replace("}", ""), form, kind)
        assert answer.status in (401, 403, 404, 409, 415), f"{method} {path}: {answer.status} {answer.body[:200]!r}"
    for path in PAGES:
        page = client.get(path).body.decode()
        assert 'type="file"' not in page and "multipart" not in page, path


@pytest.mark.shows("ASVS-13.4.1", "ASVS-13.4.3")
def test_nothing_is_served_but_what_has_a_route(console: Console) -> None:
    client = console.administrator()
    for path in ["/.git/config", "/.git/", "/.svn/entries", "/.env", "/assets", "/assets/", "/session-secret",
                 "/Assets/app.js", "/bangui.sqlite", "/backup", "/server-status", "/debug"]:
        assert client.get(path).status == 404, path
    asset = re.search(r'"(/assets/[0-9a-f]+/)', client.get("/bans").body.decode())
    assert asset
    for path in [asset.group(1), asset.group(1)[:-1], asset.group(1) + "texts", asset.group(1) + "tokens.json"]:
        assert client.get(path).status == 404, path


@pytest.mark.shows("ASVS-13.4.4")
def test_trace_is_refused_and_gives_nothing_back(console: Console) -> None:
    for path in ["/", "/bans", "/api/bans", "/health/live", "/login"]:
        answer = console.administrator().send("TRACE", path, headers={"X-Secret": "echo-of-a-trace"})
        assert answer.status in (405, 501) and b"echo-of-a-trace" not in answer.body


@pytest.mark.shows("ASVS-4.1.1")
def test_every_answer_says_what_it_is_and_in_which_characters(console: Console) -> None:
    client = console.administrator()
    for path in [*PAGES, "/login", "/nothing"]:
        assert client.get(path).headers["content-type"] == "text/html; charset=utf-8", path
    for path in ["/api/bans", "/api/status", "/api/openapi.json", "/api/audit"]:
        answer = client.get(path)
        # JSON is UTF-8 by RFC 8259 and its type has no such parameter.
        assert answer.headers["content-type"] == "application/json" and answer.json is not None
    assert client.get("/api/nothing").headers["content-type"] == "application/problem+json"
    assert client.get("/bans/export.csv").headers["content-type"].startswith("text/csv; charset=utf-8")
    page = client.get("/bans").body.decode()
    for asset, kind in [(r"/assets/[^\"]+\.css", "text/css; charset=utf-8"),
                        (r"/assets/[^\"]+\.js", "text/javascript; charset=utf-8")]:
        found = re.search(asset, page)
        assert found and client.get(found.group(0)).headers["content-type"] == kind


@pytest.mark.shows("ASVS-6.2.6", "ASVS-6.2.7")
def test_fields_of_passwords_hide_what_is_typed_and_take_what_is_pasted(
    consoles: StartConsole, console: Console
) -> None:
    fresh = consoles().start()
    client = console.administrator()
    pages = [console.client().get("/login"), client.get("/account/sessions"), client.get("/account/tokens"),
             fresh.client().get("/setup?token=" + fresh.url.rpartition("token=")[2])]
    fields = [field for page in pages for field in inputs(page.body.decode())
              if re.search(r"autocomplete=\"[a-z]+-password\"", field)]
    assert len(fields) >= 6
    for field in fields:
        assert 'type="password"' in field and "onpaste" not in field and "maxlength" not in field, field
    for page in pages:
        for field in inputs(page.body.decode()):
            assert ('type="password"' in field) == bool(re.search(r"-password\"", field)), field
    for name, script in SCRIPTS.items():
        assert "paste" not in script or "preventDefault" not in script.partition("paste")[2][:200], name


@pytest.mark.shows("ASVS-6.3.2")
def test_there_is_no_account_before_the_setup_and_one_after_it(consoles: StartConsole) -> None:
    console = consoles().start()
    for name in ("admin", "root", "bangui", "administrator"):
        for password in ("admin", "root", "bangui", "password", ""):
            assert console.client().sign_in(name, password).status in (401, 403, 404, 409, 422, 429, 503)
    assert not list(console.data.glob("*.sqlite")) or _names(console) == []
    console.set_up()
    assert _names(console) == ["admin"]


def _names(console: Console) -> list[str]:
    with closing(sqlite3.connect(f"file:{console.data / 'bangui.sqlite'}?mode=ro", uri=True)) as database:
        return [str(row[0]) for row in database.execute("SELECT name FROM users")]


@pytest.mark.shows("ASVS-6.2.10", "ASVS-6.4.2")
def test_a_password_of_ten_years_ago_counts_and_nothing_hints_at_it(console: Console) -> None:
    client = console.administrator()
    with closing(sqlite3.connect(console.data / "bangui.sqlite", timeout=30)) as database:
        database.execute("UPDATE users SET password_changed_at = password_changed_at - 315360000")
        database.commit()
        columns = [str(row[0]) for row in database.execute(
            "SELECT p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'")]
    assert console.client().sign_in().status == 200
    assert client.get("/bans").status == 200
    assert not [name for name in columns if re.search(r"hint|question|secret_answer", name)]
    assert "hint" not in json.dumps(client.get("/api/openapi.json").json).lower()


@pytest.mark.shows("ASVS-7.4.4")
def test_every_page_has_the_button_to_sign_out(console: Console) -> None:
    client = console.administrator()
    for path in PAGES:
        answer = client.get(path)
        assert answer.status == 200, path
        assert '<form method="post" action="/logout"' in answer.body.decode(), path


@pytest.mark.shows("ASVS-1.3.2", "ASVS-3.2.2")
def test_no_script_evaluates_text_or_makes_markup_of_it(console: Console) -> None:
    assert len(SCRIPTS) > 10
    for name, script in SCRIPTS.items():
        assert not re.search(EVALUATES, script), name
        # What the server wrote for this page is taken as markup in one place, behind the one policy of Trusted Types.
        assert ("innerHTML" in script) == (name == "fragment.js"), name
    policy = console.client().get("/login").headers["content-security-policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy
    assert "require-trusted-types-for 'script'; trusted-types fragment" in policy


@pytest.mark.shows("ASVS-14.3.3")
def test_scripts_store_nothing_in_the_browser_but_its_time_zone() -> None:
    for name, script in SCRIPTS.items():
        assert not re.search(r"localStorage|sessionStorage|indexedDB|caches\.|serviceWorker", script), name
        cookies = re.findall(r"document\.cookie\s*=\s*`\$\{(\w+)\}=", script)
        assert cookies == (["name"] if name == "zone.js" else []), name
        assert len(cookies) == len(re.findall(r"document\.cookie\s*=[^=]", script)), name


@pytest.mark.shows("ASVS-3.5.5")
def test_no_script_listens_to_other_windows() -> None:
    for name, script in SCRIPTS.items():
        assert not re.search(LISTENS, script), name
        assert not re.search(r"\b(parent|opener|window|top)\.postMessage", script), name


@pytest.mark.shows("ASVS-15.3.3", "ASVS-8.2.3")
def test_fields_that_a_route_does_not_have_give_nothing(console: Console) -> None:
    """Someone without rights sends what an account has and no route takes."""
    made = run("user", "add", "guest", "--password-stdin", "--data-dir", console.data, stdin="a long walk by the sea\n")
    assert made.status == 0, made.err
    guest = console.client()
    assert guest.sign_in("guest", "a long walk by the sea").status == 200
    more = {"isAdministrator": True, "is_administrator": 1, "administrator": True, "account": "admin", "userId": 1,
            "user_id": 1, "expiresAt": "2099-01-01T00:00:00Z"}
    guest.send("PATCH", "/api/settings/me", json.dumps({"language": "de"} | more).encode())
    mine = {"name": "mine", "scopes": ["read"], "days": 1, "password": "a long walk by the sea"}
    guest.post("/api/tokens", mine | more)
    assert guest.get("/bans").status == 403
    with closing(sqlite3.connect(f"file:{console.data / 'bangui.sqlite'}?mode=ro", uri=True)) as database:
        rights = dict(database.execute("SELECT name, is_administrator FROM users").fetchall())
        owners = {row[0] for row in database.execute(
            "SELECT u.name FROM api_tokens t JOIN users u ON u.user_id = t.user_id")}
    assert rights == {"admin": 1, "guest": 0}
    assert owners <= {"guest"}


@pytest.mark.shows("ASVS-15.3.7")
def test_what_stands_in_the_address_is_no_part_of_a_form(console: Console) -> None:
    client = console.administrator()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.send("POST", f"/bans/ban?addresses=203.0.113.77&jails=one&_csrf={client.csrf}", b"", form)
    assert answer.status == 403
    answer = client.send("POST", "/bans/ban?addresses=203.0.113.77&jails=one", f"_csrf={client.csrf}".encode(), form)
    assert answer.status in (400, 422)
    stranger = Client(console.port)
    page = stranger.get("/login?username=admin&password=correct+horse+battery+staple")
    assert page.status == 200 and "bangui_session" not in page.headers.get("set-cookie", "")
    assert b"correct horse" not in page.body and b"correct+horse" not in page.body
    assert client.banned("203.0.113.77") == set()
