"""A headless Chromium on one page, driven over its own protocol; it reaches no other machine."""

import asyncio
import base64
import contextlib
import itertools
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

SECONDS = 60
POLL = 0.05


class Page:
    """What the page asks for (`asked`), what arrives at its sockets (`received`), and its keyboard."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.asked: list[str] = []
        self.problems: list[str] = []
        self._received = bytearray()

    @property
    def received(self) -> str:
        return self._received.decode("utf-8", "replace")

    async def read(self) -> None:
        """Take what the browser tells, until it goes."""
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told)
            elif told["method"] == "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"])
            elif told["method"] == "Network.webSocketFrameReceived":
                frame = told["params"]["response"]
                if frame["opcode"] == 2:
                    self._received += base64.b64decode(frame["payloadData"])
            elif told["method"] == "Runtime.exceptionThrown":
                self.problems.append(str(told["params"]))

    async def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        told = await asyncio.wait_for(answer, SECONDS)
        assert "error" not in told, told
        found: dict[str, Any] = told["result"]
        return found

    async def press(self, text: str, key: str = "", code: int = 0) -> None:
        """A key that types `text`; named by `key` and its `code` where it is none of those that type."""
        named = {"key": key or text, "windowsVirtualKeyCode": code or (ord(text.upper()) if text.isalnum() else 0)}
        await self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **named)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", **named)

    async def value_of(self, expression: str) -> Any:
        found = await self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return found["result"].get("value")

    async def wait_for(self, *texts: str) -> None:
        """Until all of the texts have arrived since this was called last."""
        async with asyncio.timeout(SECONDS):
            while not all(text in self.received for text in texts):
                await asyncio.sleep(POLL)
        self._received.clear()


@contextlib.asynccontextmanager
async def page_at(chromium: str, address: str, profile: Path) -> AsyncIterator[Page]:
    """The page at an address; the browser finds this machine and no other."""
    browser = await asyncio.create_subprocess_exec(
        chromium, "--headless", "--no-sandbox", "--enable-unsafe-swiftshader", "--window-size=1280,800",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost", f"--user-data-dir={profile}",
        "--remote-debugging-port=0", "about:blank", stdout=DEVNULL, stderr=DEVNULL,
    )  # fmt: skip
    try:
        port_file = profile / "DevToolsActivePort"
        async with asyncio.timeout(SECONDS):
            while not port_file.exists() or not port_file.read_text().strip():
                await asyncio.sleep(POLL)
        port = port_file.read_text().split()[0]
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://localhost:{port}/json") as answer:
                targets = await answer.json()
            target = next(one for one in targets if one["type"] == "page")
            async with client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                reading = asyncio.create_task(page.read())
                for domain in ("Network", "Page", "Runtime"):
                    await page.ask(f"{domain}.enable")
                await page.ask("Page.navigate", url=address)
                yield page
                reading.cancel()
    finally:
        browser.kill()
        await browser.wait()
