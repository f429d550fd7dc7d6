"""A client of the JSON API, as simple as a script of an administrator."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any

USERNAME = "admin"
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)


@dataclass
class Client:
    """Sends requests to one server, each on a connection of its own; remembers who is signed in."""

    port: int
    host: str = "127.0.0.1"
    cookie: str | None = None
    csrf: str | None = None
    address: str | None = None
    base: str = ""
    """The path below which the console is served."""
    more: dict[str, str] = field(default_factory=dict)

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None,
        patience: float = 60,
    ) -> Answer:
        """Sends a request and reads its whole answer; fails with OSError or HTTPException where there is none."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=patience)
        try:
            connection.request(method, self.base + path, body, self._headers() | (headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"} | self.more
        if self.cookie:
            headers["Cookie"] = self.cookie
        if self.csrf:
            headers["X-CSRF-Token"] = self.csrf
        if self.address:
            headers["X-Forwarded-For"] = self.address
        return headers

    def get(self, path: str, patience: float = 60) -> Answer:
        """Asks for something."""
        return self.send("GET", path, patience=patience)

    def post(self, path: str, body: object = None, patience: float = 60) -> Answer:
        """Sends a JSON body."""
        return self.send("POST", path, None if body is None else json.dumps(body).encode(), patience=patience)

    def set_up(self, setup_url: str, **settings: str) -> Answer:
        """Completes the setup."""
        token = setup_url.rpartition("token=")[2]
        return self.post("/api/setup", {"token": token, "username": USERNAME, "password": PASSWORD} | settings)

    def sign_in(self, username: str = USERNAME, password: str = PASSWORD) -> Answer:
        """Signs in and, when that succeeds, stays so."""
        answer = self.post("/api/auth/login", {"username": username, "password": password})
        if answer.status == 200:
            self.cookie = answer.headers["set-cookie"].split(";", 1)[0]
            self.csrf = answer.json["csrfToken"]
        return answer

    def is_signed_in(self) -> bool:
        """Whether the server knows the session."""
        return self.get("/api/auth/session").status == 200

    def ban(self, address: str, jail: str = "one", duration: str | None = None) -> Answer:
        """Bans one address."""
        body: dict[str, object] = {"addresses": [address], "jails": [jail]}
        return self.post("/api/bans", body | ({"duration": duration} if duration else {}))

    def unban(self, address: str) -> Answer:
        """Unbans one address."""
        return self.post("/api/unbans", {"addresses": [address]})

    def banned(self, query: str = "") -> set[str]:
        """Addresses of the bans in force that `query` finds, 500 at most."""
        return {row["address"] for row in self.get(f"/api/bans?limit=500&q={query}").json["bans"]}

    def change_setting(self, key: str, value: str) -> Answer:
        """Stores a setting by the form of the settings page."""
        from urllib.parse import urlencode

        form = urlencode({"_csrf": self.csrf or "", key: value}).encode()
        return self.send("POST", "/settings", form, {"Content-Type": "application/x-www-form-urlencoded"})
