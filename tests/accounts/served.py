"""A browser for servers that run as processes of their own: cookies, the form's token, and an address to come from."""

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Reply:
    status: int
    headers: list[tuple[str, str]]
    text: str


@dataclass
class Browser:
    """`ports` are asked in turn, as by a proxy in front of several servers."""

    ports: list[int]
    address: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Reply:
        self.ports = [*self.ports[1:], self.ports[0]]
        connection = HTTPConnection("127.0.0.1", self.ports[0], timeout=60, source_address=(self.address, 0))
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body or None, {**headers, **({"Cookie": cookie} if cookie else {})})
            response = connection.getresponse()
            reply = Reply(response.status, response.getheaders(), response.read().decode())
        finally:
            connection.close()
        for name, value in reply.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return reply

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)

    def token(self, path: str) -> str:
        """Of the form on a page."""
        return TOKEN.search(self.get(path).text)[1]

    def send(self, path: str, token: str, **form: str) -> Reply:
        body = urlencode({"csrfmiddlewaretoken": token, **form})
        return self.ask("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})
