"""A client of the language server, in a process of its own, that speaks the protocol over pipes.

It is written against the protocol alone, without the server's libraries.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 60

# What real editors say of themselves, cut down to what a server looks at.
PULLING: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "diagnostic": {"dynamicRegistration": True, "relatedDocumentSupport": False},
        "rename": {"prepareSupport": True},
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
    },
    "workspace": {"configuration": True, "workspaceFolders": True, "diagnostics": {"refreshSupport": True}},
    "window": {"workDoneProgress": True},
}
PUSHED: dict[str, Any] = {
    "textDocument": {"publishDiagnostics": {"relatedInformation": True}, "rename": {"prepareSupport": True}},
    "workspace": {"workspaceFolders": True},
}


class RequestError(Exception):
    """The server answered with an error."""


class Client:
    """A session with a server."""

    def __init__(self, capabilities: dict[str, Any], root: Path | None = None, **options: Any) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        code = "import sys; from debugger.cli.main import main; sys.exit(main(['lsp']))"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment
        )
        self.messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self.notifications: list[dict[str, Any]] = []
        self.requests: list[dict[str, Any]] = []
        self.configuration: dict[str, Any] | None = None
        self._count = 0
        threading.Thread(target=self._read, daemon=True).start()
        uri = None if root is None else root.as_uri()
        self.initialized = self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": uri,
                "capabilities": capabilities,
                "workspaceFolders": None if uri is None else [{"uri": uri, "name": "root"}],
                "initializationOptions": options or None,
            },
        )
        self.notify("initialized", {})

    @property
    def capabilities(self) -> dict[str, Any]:
        found: dict[str, Any] = self.initialized["capabilities"]
        return found

    def request(self, method: str, params: Any = None, with_params: bool = True) -> Any:
        """Ask the server and wait for its answer."""
        number = self.send_request(method, params, with_params)
        return self.answer(number)

    def send_request(self, method: str, params: Any = None, with_params: bool = True) -> int:
        """Ask the server."""
        self._count += 1
        message = {"jsonrpc": "2.0", "id": self._count, "method": method}
        self._send({**message, "params": params} if with_params else message)
        return self._count

    def answer(self, number: int) -> Any:
        """Wait for an answer."""
        found = self.message(number)
        if "error" in found:
            raise RequestError(found["error"]["message"], found["error"]["code"])
        return found["result"]

    def message(self, number: int) -> dict[str, Any]:
        """Wait for the message that answers a request."""
        return self._wait(lambda message: message.get("id") == number and "method" not in message)

    def notify(self, method: str, params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def notification(self, method: str, wanted: Callable[[Any], bool] = lambda params: True) -> Any:
        """The first notification of a kind, waited for if it has not come yet."""
        for at, message in enumerate(self.notifications):
            if message["method"] == method and wanted(message["params"]):
                return self.notifications.pop(at)["params"]
        found = self._wait(lambda message: message.get("method") == method and wanted(message["params"]))
        self.notifications.remove(found)
        return found["params"]

    def asked(self, method: str) -> int:
        """How often the server has asked something."""
        return sum(message["method"] == method for message in self.requests)

    def next_request(self, method: str) -> None:
        """Wait until the server asks something (again)."""
        self._wait(lambda message: message.get("method") == method and "id" in message)

    def open(self, uri: str, text: str) -> None:
        document = {"uri": uri, "languageId": "lua", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, version: int, *changes: dict[str, Any]) -> None:
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})

    def diagnostics(self, uri: str, version: int | None = None) -> list[dict[str, Any]]:
        """What the server sends unasked of a file, in a version."""
        found: list[dict[str, Any]] = self.notification(
            "textDocument/publishDiagnostics",
            lambda params: params["uri"] == uri and (version is None or params.get("version") == version),
        )["diagnostics"]
        return found

    def close(self) -> int:
        """End the session as the protocol says; the server's exit status."""
        self.request("shutdown")
        self.notify("exit", None)
        assert self.process.stdin is not None
        self.process.stdin.close()
        status = self.process.wait(TIMEOUT)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        try:
            while True:
                size = 0
                while (line := stream.readline().strip()) or not size:
                    if line.lower().startswith(b"content-length:"):
                        size = int(line.split(b":")[1])
                    elif not line:
                        return
                self.messages.put(json.loads(stream.read(size)))
        except ValueError:
            return

    def _wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            message = self.messages.get(timeout=TIMEOUT)
            if "method" in message and "id" in message:
                self.requests.append(message)
                result = [self.configuration] if message["method"] == "workspace/configuration" else None
                self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
            elif "method" in message:
                self.notifications.append(message)
            if wanted(message):
                return message
