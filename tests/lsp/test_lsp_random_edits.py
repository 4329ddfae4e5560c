"""A server that random edits were made in answers as one that has just opened the text; and it answers everything."""

import random
from typing import Any

import pytest
from lsp_client import PULLING, Client
from test_lsp_snapshots import SCRAPS

REQUESTS = ("hover", "completion", "definition", "references", "documentHighlight", "signatureHelp", "implementation")
EDITS = 50


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def position(text: str, at: int) -> dict[str, int]:
    """The place of a character; lines end as the protocol says."""
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    return {"line": before.count("\n"), "character": units(before.rpartition("\n")[2])}


def answers(client: Client, uri: str) -> dict[str, Any]:
    document = {"textDocument": {"uri": uri}}
    diagnostics = client.request("textDocument/diagnostic", document)["items"]
    return {
        "diagnostics": [(one["range"], one["message"], one["code"]) for one in diagnostics],
        "symbols": client.request("textDocument/documentSymbol", document),
        "tokens": client.request("textDocument/semanticTokens/full", document)["data"],
        "folds": client.request("textDocument/foldingRange", document),
    }


@pytest.mark.parametrize("seed", range(3))
def test_random_edits(seed: int) -> None:
    choices = random.Random(seed)
    client = Client(PULLING)
    uri = f"file:///tmp/edited{seed}.lua"
    text = "".join(choices.choice(SCRAPS) for _ in range(20))
    client.open(uri, text)
    for version in range(2, EDITS):
        changes = []
        for _ in range(choices.randint(1, 2)):
            start = choices.randint(0, len(text))
            end = min(len(text), start + choices.choice((0, 0, 1, 5, 40)))
            if "\r\n" in text[max(0, start - 1) : start + 1] or "\r\n" in text[max(0, end - 1) : end + 1]:
                continue  # between the two no place can be named
            new = choices.choice(SCRAPS)
            changes.append({"range": {"start": position(text, start), "end": position(text, end)}, "text": new})
            text = text[:start] + new + text[end:]
        client.change(uri, version, *changes)
        place = {"textDocument": {"uri": uri}, "position": position(text, choices.randint(0, len(text)))}
        method = choices.choice(REQUESTS)
        context = {"context": {"includeDeclaration": True}} if method == "references" else {}
        client.request(f"textDocument/{method}", {**place, **context})
    edited = answers(client, uri)
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    other = uri.replace("edited", "fresh")
    client.open(other, text)
    assert answers(client, other) == edited
    assert client.close() == 0
