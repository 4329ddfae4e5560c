"""`moonwalk debug --serve` in a real browser: Chromium without a window, where it is installed.

The browser is driven through its debugging protocol; what the page receives from the server is read from the frames of
its socket.
"""

import asyncio
import base64
import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from debugging import DEMO, ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), "")
SECONDS = 120

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Page:
    """A page of the browser."""

    def __init__(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        self.connection = connection
        self.received = ""
        self._number = 0

    async def call(self, method: str, **parameters: object) -> None:
        self._number += 1
        await self.connection.send_json({"id": self._number, "method": method, "params": parameters})

    async def wait_for(self, text: str) -> None:
        """Until the page has received a text from the server, colours left out."""
        while text not in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.received):
            message = json.loads(await self.connection.receive_str(timeout=SECONDS))
            if message.get("method") == "Network.webSocketFrameReceived":
                response = message["params"]["response"]
                data = response["payloadData"]
                if response["opcode"] == 2:
                    data = base64.b64decode(data).decode("utf-8", "replace")
                self.received += data

    async def press(self, key: str) -> None:
        self.received = ""
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)


async def answering(client: aiohttp.ClientSession, url: str) -> object:
    """What a server says, as soon as there is one."""
    while True:
        try:
            async with client.get(url) as response:
                return await response.json(content_type=None) if url.endswith("/json") else await response.text()
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0)


async def drive(port: int, protocol: int) -> None:
    async with aiohttp.ClientSession() as client:
        await answering(client, f"http://localhost:{port}/")
        pages = await answering(client, f"http://127.0.0.1:{protocol}/json")
        assert isinstance(pages, list)
        address = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
        async with client.ws_connect(address, max_msg_size=0) as connection:
            page = Page(connection)
            await page.call("Network.enable")
            await page.call("Page.navigate", url=f"http://localhost:{port}/")
            await page.wait_for("attempt to index a nil value")
            await page.wait_for("ERROR")
            await page.press("N")
            await page.wait_for("PAST")


def test_a_page_shows_the_debugger_and_takes_keys(tmp_path: Path) -> None:
    port, protocol = free_port(), free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "debugger.cli", "debug", "--serve", "--port", str(port), DEMO],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    browser = subprocess.Popen(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--remote-debugging-port={protocol}",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",  # the page asks for a font
            f"--user-data-dir={tmp_path}", "--window-size=1200,800", "about:blank",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        asyncio.run(asyncio.wait_for(drive(port, protocol), SECONDS))
    finally:
        for process in (browser, server):
            process.terminate()
            process.wait(SECONDS)
