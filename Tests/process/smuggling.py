"""Requests that two programs could read in two ways, each followed on its connection by one that must not be carried out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """What is sent, and the status that BanGUI answers with."""

    name: str
    head: str
    body: str = ""
    status: int = 400
    mended: bool = False
    """Whether nginx makes a plain request of its own of it, which is answered as what it then is."""

    def data(self, host: str, after: bytes) -> bytes:
        """The bytes, with `after` behind them."""
        head = self.head.replace("{host}", host).replace("\n", "\r\n").replace("<LF>", "\n").replace("<CR>", "\r")
        body = self.body.replace("\n", "\r\n").replace("<LF>", "\n").replace("<CR>", "\r")
        return head.encode("latin-1") + body.encode("latin-1") + after


PLAIN = "POST /login HTTP/1.1\nHost: {host}\n"
GET = "GET /health/live HTTP/1.1\nHost: {host}\n"
CHUNKED = PLAIN + "Transfer-Encoding: chunked\n\n"


def _target(target: str) -> str:
    return f"GET {target} HTTP/1.1\nHost: {{host}}\n\n"


CASES = [
    # Where the body ends.
    Case("length and chunked", PLAIN + "Content-Length: 5\nTransfer-Encoding: chunked\n\n", "0\n\n"),
    Case("chunked and length", PLAIN + "Transfer-Encoding: chunked\nContent-Length: 5\n\n", "0\n\n"),
    Case("two lengths", PLAIN + "Content-Length: 0\nContent-Length: 44\n\n"),
    Case("one length twice", PLAIN + "Content-Length: 0\nContent-Length: 0\n\n"),
    Case("a list of lengths", PLAIN + "Content-Length: 0, 0\n\n"),
    Case("a length with a sign", PLAIN + "Content-Length: +0\n\n"),
    Case("a negative length", PLAIN + "Content-Length: -1\n\n"),
    Case("a hexadecimal length", PLAIN + "Content-Length: 0x0\n\n"),
    Case("a length with a blank", PLAIN + "Content-Length: 0 0\n\n"),
    Case("an empty length", PLAIN + "Content-Length:\n\n"),
    Case("a length beyond 64 bits", PLAIN + "Content-Length: 18446744073709551616\n\n"),
    Case("a name with a blank behind it", PLAIN + "Content-Length : 44\n\n"),
    Case("a name with a tab behind it", PLAIN + "Content-Length\t: 44\n\n"),
    Case("a name with a blank before it", PLAIN + " Content-Length: 44\n\n"),
    Case("another coding", PLAIN + "Transfer-Encoding: xchunked\n\n", "0\n\n"),
    Case("identity", PLAIN + "Transfer-Encoding: identity\n\n"),
    Case("two codings", PLAIN + "Transfer-Encoding: gzip, chunked\n\n", "0\n\n"),
    Case("chunked twice", PLAIN + "Transfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n", "0\n\n"),
    Case("chunked and identity", PLAIN + "Transfer-Encoding: chunked\nTransfer-Encoding: identity\n\n", "0\n\n"),
    Case("chunked in quotes", PLAIN + "Transfer-Encoding: \"chunked\"\n\n", "0\n\n"),
    Case("chunked behind a vertical tab", PLAIN + "Transfer-Encoding: \x0bchunked\n\n", "0\n\n"),
    Case("chunked in a folded line", PLAIN + "Transfer-Encoding:\n chunked\n\n", "0\n\n"),
    Case("chunked by HTTP/1.0", "POST /login HTTP/1.0\nHost: {host}\nTransfer-Encoding: chunked\n\n", "0\n\n"),
    # Chunks.
    Case("a chunk with an extension", CHUNKED, "0;a=b\n\n", mended=True),
    Case("a chunk with a bare extension", CHUNKED, "0;\n\n", mended=True),
    Case("an extension with a line feed", CHUNKED, "5;<LF>aaaaa\nhello\n0\n\n"),
    Case("a chunk's size with 0x", CHUNKED, "0x5\nhello\n0\n\n"),
    Case("a chunk's size with a sign", CHUNKED, "+5\nhello\n0\n\n"),
    Case("a negative size", CHUNKED, "-1\nhello\n0\n\n"),
    Case("a size with a blank behind it", CHUNKED, "5 \nhello\n0\n\n", mended=True),
    Case("a size with a blank before it", CHUNKED, " 5\nhello\n0\n\n"),
    Case("no size", CHUNKED, "\nhello\n0\n\n"),
    Case("a size beyond 64 bits", CHUNKED, "10000000000000005\nhello\n0\n\n"),
    Case("a size with a bare line feed", CHUNKED, "5<LF>hello\n0\n\n", mended=True),
    Case("a chunk longer than its size", CHUNKED, "5\nhelloo\n0\n\n"),
    Case("a chunk that ends with a line feed", CHUNKED, "5\nhello<LF>0\n\n", mended=True),
    Case("a trailer", CHUNKED, "0\nContent-Length: 44\n\n", mended=True),
    # Lines.
    Case("bare line feeds", "GET /health/live HTTP/1.1<LF>Host: {host}<LF><LF>", mended=True),
    Case("one bare line feed", GET + "X-A: b<LF>X-C: d\n\n", mended=True),
    Case("a bare carriage return", GET + "X-A: b<CR>X-C: d\n\n"),
    Case("carriage returns alone", "GET /health/live HTTP/1.1<CR>Host: {host}<CR><CR>"),
    Case("a folded line", GET + "X-A: b\n c\n\n"),
    Case("a folded first line", "GET /health/live HTTP/1.1\n Host: {host}\n\n"),
    Case("a line without a colon", GET + "nothing\n\n", mended=True),
    Case("a field without a name", GET + ": x\n\n"),
    Case("a name with a bracket", GET + "X(A): b\n\n", mended=True),
    Case("NUL in a value", GET + "X-A: b\x00c\n\n"),
    Case("NUL in a name", GET + "X\x00A: b\n\n"),
    Case("a control character in a value", GET + "X-A: b\x01c\n\n"),
    Case("an empty line first", "\n" + GET + "\n", mended=True),
    # The request line.
    Case("no version", "GET /health/live\n\n", mended=True),
    Case("no version and no head", "GET /health/live\n", mended=True),
    Case("a version of one digit", "GET /health/live HTTP/1\nHost: {host}\n\n"),
    Case("a version of four", "GET /health/live HTTP/1.10\nHost: {host}\n\n", mended=True),
    Case("version 2", "GET /health/live HTTP/2.0\nHost: {host}\n\n", status=505),
    Case("version 1.2", "GET /health/live HTTP/1.2\nHost: {host}\n\n", status=505, mended=True),
    Case("the preface of HTTP/2", "PRI * HTTP/2.0\n\nSM\n\n", status=505),
    Case("two blanks", "GET  /health/live HTTP/1.1\nHost: {host}\n\n", mended=True),
    Case("a tab", "GET\t/health/live HTTP/1.1\nHost: {host}\n\n"),
    Case("a blank at the end", "GET /health/live HTTP/1.1 \nHost: {host}\n\n", mended=True),
    Case("a method in small letters", "get /health/live HTTP/1.1\nHost: {host}\n\n"),
    Case("an unknown method", "BREW /health/live HTTP/1.1\nHost: {host}\n\n", status=501),
    Case("an absolute address", _target("http://{host}/health/live"), mended=True),
    Case("another's absolute address", _target("http://evil.example/health/live"), mended=True),
    Case("an authority", "CONNECT {host} HTTP/1.1\nHost: {host}\n\n"),
    Case("an asterisk", "OPTIONS * HTTP/1.1\nHost: {host}\n\n"),
    Case("a path without a slash", _target("health/live")),
    Case("a fragment", _target("/health/live#x")),
    Case("a raw byte in the path", _target("/health/\xff")),
    Case("NUL in the path", _target("/health/live%00")),
    Case("a raw NUL in the path", _target("/health/live\x00")),
    Case("dots", _target("/assets/../health/live")),
    Case("escaped dots", _target("/assets/%2e%2e/health/live")),
    Case("dots beyond the root", _target("/../../etc/passwd")),
    Case("a single dot", _target("/./health/live")),
    Case("a backslash", _target("/assets\\..\\health\\live")),
    Case("overlong UTF-8", _target("/assets/%c0%ae%c0%ae/health/live")),
    Case("an overlong slash", _target("/health%c0%aflive")),
    Case("a surrogate", _target("/%ed%a0%80")),
    Case("an escape cut short", _target("/health/live%2")),
    Case("an escape that is none", _target("/health/live%zz")),
    # Host.
    Case("no host", "GET /health/live HTTP/1.1\n\n"),
    Case("two hosts", GET + "Host: {host}\n\n"),
    Case("another host as well", GET + "Host: evil.example\n\n"),
]
