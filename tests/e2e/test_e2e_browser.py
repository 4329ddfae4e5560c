"""The debugger in a browser (`moonwalk debug --serve`): a real one, real keys, and no other machine."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytest.importorskip("textual_serve", reason="textual-serve is not installed: pip install 'moonwalk[serve]'")

from browser import SECONDS, Page, page_at

ROOT = Path(__file__).parents[2]
DEMO = "fixtures/bugs/nil_field.lua"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")

COLOURS = """(async () => {
  const picture = new Image();
  picture.src = "data:image/png;base64,PICTURE";
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const counts = {};
  const bytes = canvas.getImageData(0, 0, picture.width, picture.height).data;
  for (let at = 0; at < bytes.length; at += 4) {
    const colour = `${bytes[at]},${bytes[at + 1]},${bytes[at + 2]}`;
    counts[colour] = (counts[colour] || 0) + 1;
  }
  return counts;
})()"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the debugger is served."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    words = [sys.executable, "-m", "debugger.cli", "debug", "--serve", "--port", str(port), DEMO]
    served = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    until = time.monotonic() + SECONDS
    while True:
        try:
            socket.create_connection(("localhost", port)).close()
            break
        except OSError:
            assert served.poll() is None, "the server has ended"
            assert time.monotonic() < until, "the server never listened"
            time.sleep(0.05)
    yield f"http://localhost:{port}/"
    served.terminate()
    served.wait(SECONDS)


def test_keys_in_a_browser_move_through_time(address: str, tmp_path: Path) -> None:
    async def script() -> None:
        assert CHROMIUM is not None
        async with page_at(CHROMIUM, address, tmp_path / "profile") as page:
            await page.wait_for("UNCAUGHT ERROR", "attempt to index a nil value", "count_stock")
            await _type(page, "N")
            await page.wait_for("step over, back", "PAST")
            await _type(page, "W")
            await page.wait_for("who wrote>")
            await _type(page, "shelf.label")
            await page.press("\r", "Enter", 13)
            await page.wait_for("written next, at nil_field.lua:52", "refund")
            await page.press("", "F10", 121)
            await page.wait_for("step over")
            colours = await _colours(page)
            accent = sum(count for colour, count in colours.items() if _is_near(colour, (255, 203, 107)))
            assert accent > 1000  # the frame and the arrow of the source, in the dark theme
            assert len(colours) > 50  # text that is smoothed, not an empty canvas
            assert await page.value_of("document.fonts.check('16px \"Roboto Mono\"')")
            await _type(page, "q")
            await _until_closed(page)
            assert not page.problems
            assert {urlsplit(one).netloc for one in page.asked if not one.startswith("data:")} == {
                urlsplit(address).netloc
            }

    asyncio.run(script())


async def _type(page: Page, text: str) -> None:
    for one in text:
        await page.press(one)


def _is_near(colour: str, wanted: tuple[int, int, int]) -> bool:
    found = (int(part) for part in colour.split(","))
    return all(abs(part - other) <= 3 for part, other in zip(found, wanted, strict=True))


async def _colours(page: Page) -> dict[str, int]:
    """How many dots of each colour a picture of the page has."""
    shot = await page.ask("Page.captureScreenshot")
    found: dict[str, int] = await page.value_of(COLOURS.replace("PICTURE", shot["data"]))
    return found


async def _until_closed(page: Page) -> None:
    async with asyncio.timeout(SECONDS):
        while not await page.value_of("document.body.classList.contains('-closed')"):
            await asyncio.sleep(0.05)
