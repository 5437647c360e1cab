"""The world outside the product, for real: a mail server and the robots' servers, each on a port of this machine."""

import asyncio
import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

PATIENCE = 60  # seconds until a test gives up waiting for another process


class AnyPort(Controller):
    """Takes whatever port is free; its own greeting at the start has to know which that is."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailServer:
    """Accepts mail into ``mailbox``, which servers may share.

    With ``hold_at`` it lets nobody go on at that message (1 is the first): before it is accepted, or after.
    """

    def __init__(self, mailbox: list[EmailMessage], hold_at: int = 0, accepted: bool = False) -> None:
        self.mailbox = mailbox
        self.hold_at, self.accepted = hold_at, accepted
        self.seen = 0
        self.held, self.go_on = threading.Event(), threading.Event()
        self.refuses: dict[str, str] = {}

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.seen += 1
        if envelope.rcpt_tos[0] in self.refuses:
            return self.refuses[envelope.rcpt_tos[0]]
        if self.seen == self.hold_at and not self.accepted:
            await self.hold()
            return "421 closing"  # whoever sent it is dead by now
        self.mailbox.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        if self.seen == self.hold_at:
            await self.hold()
        return "250 accepted"

    async def hold(self) -> None:
        self.held.set()
        await asyncio.to_thread(self.go_on.wait, PATIENCE)

    @contextmanager
    def running(self) -> Iterator["MailServer"]:
        controller = AnyPort(self, hostname="127.0.0.1", port=0)
        controller.start()
        self.port = controller.port
        try:
            yield self
        finally:
            self.go_on.set()
            controller.stop()


@contextmanager
def group(
    answer: dict[str, Any] | None = None,
    status: int = 200,
    points_to: str = "",
    certificate: Path | None = None,
) -> Iterator["Group"]:
    """The server of a group's robot, which answers the same to everything.

    It may point to another address, or speak TLS with a certificate that lies beside its key in one file.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.said.append(json.loads(body))
            heard.paths.append(self.path)
            self.send_response(status)
            if points_to:
                self.send_header("Location", points_to)
            self.end_headers()
            self.wfile.write(json.dumps(answer or {"errcode": 0, "errmsg": "ok"}).encode())

        def do_GET(self) -> None:
            heard.paths.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    heard = Group(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Group:
    """What a group heard."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.said: list[dict[str, Any]] = []
        self.paths: list[str] = []


def sender(port: int, robots: str = "") -> "subprocess.Popen[bytes]":
    """``manage.py worker notices --once`` in a process of its own, on the database of the test."""
    return manage(
        *("worker", "notices", "--once"),
        stdout=subprocess.DEVNULL,
        DEMO="0",
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
        ROBOTS=robots,
    )


def manage(*arguments: str, stdout: int = subprocess.PIPE, **environment: str) -> "subprocess.Popen[bytes]":
    """A command of the product in a process of its own, on the database of the test."""
    told = {"HTTPS": "0", "SECRET_KEY": "of the test", "DATABASE_URL": database_url()} | environment
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | told,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def database_url() -> str:
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(facts['NAME']).resolve()}"
    password = f":{facts['PASSWORD']}" if facts["PASSWORD"] else ""
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    host = f"/{facts['HOST']}" if facts["HOST"].startswith("/") else f"{facts['HOST']}{port}"  # a socket
    return f"postgres://{facts['USER']}{password}@{host}/{facts['NAME']}"
