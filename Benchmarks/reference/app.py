"""The list of bans as FastAPI with aiosqlite serves it: what BanGUI is measured against.

Fair by intent: it does the same work (a session looked up by the hash of its cookie, a page of rows by an index, the
total from a table that is kept up to date), with one open connection, response models as FastAPI's manual has them,
no access log, uvloop and httptools.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import aiosqlite
from fastapi import Cookie, Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel

SESSION = "SELECT user FROM sessions WHERE hash = ? AND expires_at > unixepoch()"
PAGE = """
SELECT address, jail, banned_at, expires_at, count FROM bans
WHERE banned_at < ? ORDER BY banned_at DESC, address DESC LIMIT ?
"""


class Ban(BaseModel):
    """One ban in force."""

    address: str
    host: str
    jail: str
    bannedAt: str
    expiresAt: str | None
    endsBy: str
    enforced: bool
    count: int


class BanPage(BaseModel):
    """One page of the list."""

    bans: list[Ban]
    next: str | None
    total: int


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.database = await aiosqlite.connect(os.environ["REFERENCE_DATABASE"])
    yield
    await app.state.database.close()


app = FastAPI(lifespan=lifespan)


async def connection(request: Request) -> aiosqlite.Connection:
    database: aiosqlite.Connection = request.app.state.database
    return database


Database = Annotated[aiosqlite.Connection, Depends(connection)]


async def signed_in(database: Database, reference_session: Annotated[str, Cookie()] = "") -> str:
    digest = hashlib.sha256(reference_session.encode()).hexdigest()
    async with database.execute(SESSION, (digest,)) as answer:
        row = await answer.fetchone()
    if row is None:
        raise HTTPException(401)
    return str(row[0])


@app.get("/health/live")
async def live() -> dict[str, bool]:
    return {"live": True}


@app.get("/api/bans")
async def bans(
    database: Database, user: Annotated[str, Depends(signed_in)], limit: int = 50, cursor: str = "9"
) -> BanPage:
    async with database.execute(PAGE, (cursor, limit)) as answer:
        rows = await answer.fetchall()
    async with database.execute("SELECT total FROM totals") as answer:
        total = await answer.fetchone()
    entries = [
        Ban(
            address=address, host="local", jail=jail, bannedAt=banned_at, expiresAt=expires_at, endsBy="fail2ban",
            enforced=True, count=count)
        for address, jail, banned_at, expires_at, count in rows
    ]
    following = entries[-1].bannedAt if len(entries) == limit else None
    return BanPage(bans=entries, next=following, total=total[0] if total else 0)
