"""Where the documentation of a rule can be read: a page on this machine, written when it is first asked for.

Relies on `lsp.rules.page`.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

from lsprotocol import types
from platformdirs import user_cache_path

from lsp.protocol.server import MoonwalkServer
from lsp.rules.page import page

_NAME: Final = "diagnostics.md"


def description(server: MoonwalkServer, code: str) -> types.CodeDescription | None:
    """The link of a diagnostic's code, for a client that shows such links."""
    if not _shows_links(server.client_capabilities):
        return None
    written = _written(user_cache_path("moonwalk", appauthor=False))
    line = None if written is None else written[1].get(code)
    if written is None or line is None:
        return None
    # The fragment is what VS Code understands as a line; others open the page at its beginning.
    return types.CodeDescription(f"{written[0]}#L{line}")


def _shows_links(client: types.ClientCapabilities) -> bool:
    document = client.text_document
    pushed = None if document is None else document.publish_diagnostics
    pulled = None if document is None else document.diagnostic
    return any(one is not None and one.code_description_support for one in (pushed, pulled))


@lru_cache(maxsize=1)
def _written(folder: Path) -> tuple[str, dict[str, int]] | None:
    """The address of the page and the lines of its headings by the codes; None if it cannot be written."""
    text = page()
    path = folder / _NAME
    try:
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except (OSError, ValueError):  # nobody may write there, or what is there is no text
        return None
    lines = enumerate(text.splitlines(), 1)
    return path.as_uri(), {line.removeprefix("## "): number for number, line in lines if line.startswith("## ")}
