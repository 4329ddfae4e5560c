"""Every feature as VS Code, Neovim and Emacs ask for it: with what each says that it can do, on marked source."""

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from marked import Marked, read
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from lsp.documents.positions import Encoding, LineIndex

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "debugger.cli", "lsp"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}

MODULE = """\
local M = {}
--- Doubles it.
---@param «number» integer
---@return integer
function M.«double»(number)
  return number * 2
end
return M
"""
MAIN = """\
local mod = require "|>mod" --[[ ünï 😀 ]] local value = mod.|>double(|>21)
---@class Point
---@field x integer
local «Point» = {}
function Point.make() return setmetatable({ x = 1 }, Point) end
---@type Point
local p = Point.make()
local function «outer»(a)
    if a then
      return mod.double(a)
    end
end
print(value, |>p, |>outer(1), |>undefined_name)
"""

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Editor:
    """A client with a workspace of two files, and the marks of the one that it has open."""

    def __init__(self, client: LanguageClient, folder: Path, encoding: Encoding) -> None:
        self.client = client
        self.encoding = encoding
        self.uri = (folder / "main.lua").as_uri()
        self.module = (folder / "mod.lua").as_uri()
        self.document = types.TextDocumentIdentifier(self.uri)
        self.version = 1

    def position(self, marked: Marked, offset: int) -> types.Position:
        return types.Position(*LineIndex(marked.text).position(offset, self.encoding))

    def cursor(self, number: int) -> types.Position:
        return self.position(main, main.cursors[number])

    def range(self, marked: Marked, number: int) -> types.Range:
        return types.Range(*(self.position(marked, offset) for offset in marked.ranges[number]))

    def place(self, number: int) -> dict[str, object]:
        return {"text_document": self.document, "position": self.cursor(number)}

    @property
    def everything(self) -> types.Range:
        return types.Range(types.Position(0, 0), self.position(main, len(main.text)))


main = read(MAIN)
module = read(MODULE)


REFRESHES = (
    types.WORKSPACE_DIAGNOSTIC_REFRESH,
    types.WORKSPACE_INLAY_HINT_REFRESH,
    types.WORKSPACE_INLINE_VALUE_REFRESH,
    types.WORKSPACE_SEMANTIC_TOKENS_REFRESH,
    types.WORKSPACE_CODE_LENS_REFRESH,
)


def _accept(client: LanguageClient, params: object) -> None:
    """What an editor says to a request of the server."""


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=COMMAND, server_env=ENVIRONMENT),
    params=["visual_studio_code", "neovim", "emacs"],
    scope="module",
)
async def client(
    request: pytest.FixtureRequest, lsp_client: LanguageClient, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[None]:
    for method in (types.CLIENT_REGISTER_CAPABILITY, *REFRESHES):
        if method not in lsp_client.protocol.fm.features:
            lsp_client.feature(method)(_accept)
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "mod.lua").write_bytes(module.text)
    (folder / "main.lua").write_bytes(main.text)
    result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param),
            workspace_folders=[types.WorkspaceFolder(folder.as_uri(), "workspace")],
        )
    )
    encoding = Encoding(result.capabilities.position_encoding or "utf-16")
    lsp_client.editor = Editor(lsp_client, folder, encoding)  # type: ignore[attr-defined]
    lsp_client.pulls = result.capabilities.diagnostic_provider is not None  # type: ignore[attr-defined]
    text = main.text.decode()
    uri = (folder / "main.lua").as_uri()
    lsp_client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, types.LanguageKind.Lua, 1, text))
    )
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient) -> Editor:
    found: Editor = client.editor  # type: ignore[attr-defined]
    return found


async def test_diagnostics_come_by_one_way(editor: Editor) -> None:
    client = editor.client
    found: list[types.Diagnostic] = []
    if client.pulls:  # type: ignore[attr-defined]
        # Until the workspace has been read, nobody knows who defines a global.  None of these clients can be told to
        # ask again: the answer waits for that.
        report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(editor.document))
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        found = list(report.items)
        assert editor.uri not in client.diagnostics
    else:
        while not found:  # the first that is sent may come before the workspace has been read
            if editor.uri not in client.diagnostics or not client.diagnostics[editor.uri]:
                await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
            found = list(client.diagnostics.get(editor.uri, []))
    (one,) = [one for one in found if one.code == "undefined-global"]
    assert one.range.start == editor.cursor(5)


async def test_completion_and_resolve(editor: Editor) -> None:
    client = editor.client
    found = await client.text_document_completion_async(types.CompletionParams(**editor.place(1)))
    assert isinstance(found, types.CompletionList)
    assert [item.label for item in found.items] == ["double"]
    item = await client.completion_item_resolve_async(found.items[0])
    assert "Doubles it." in str(getattr(item.documentation, "value", item.documentation))


async def test_hover_and_signature(editor: Editor) -> None:
    client = editor.client
    shown = await client.text_document_hover_async(types.HoverParams(**editor.place(1)))
    assert shown is not None
    assert isinstance(shown.contents, types.MarkupContent)
    assert "Doubles it." in shown.contents.value
    help_ = await client.text_document_signature_help_async(types.SignatureHelpParams(**editor.place(2)))
    assert help_ is not None
    assert "number" in help_.signatures[0].label
    assert help_.active_parameter == 0


async def test_places(editor: Editor) -> None:
    client = editor.client
    double = types.Location(editor.module, editor.range(module, 1))
    assert await client.text_document_definition_async(types.DefinitionParams(**editor.place(1))) == [double]
    assert await client.text_document_declaration_async(types.DeclarationParams(**editor.place(1))) == [double]
    assert await client.text_document_implementation_async(types.ImplementationParams(**editor.place(1))) == [double]
    (opened,) = await client.text_document_definition_async(types.DefinitionParams(**editor.place(0))) or []
    assert isinstance(opened, types.Location)
    assert opened.uri == editor.module
    (kind,) = await client.text_document_type_definition_async(types.TypeDefinitionParams(**editor.place(3))) or []
    assert isinstance(kind, types.Location)
    assert kind.range.start.line in (1, 3)
    references = await client.text_document_references_async(
        types.ReferenceParams(context=types.ReferenceContext(include_declaration=True), **editor.place(1))
    )
    assert sorted(one.uri for one in references or ()) == sorted([editor.uri, editor.uri, editor.module])
    lit = await client.text_document_document_highlight_async(types.DocumentHighlightParams(**editor.place(4)))
    assert next(one.range for one in lit or ()) == editor.range(main, 1)


async def test_rename_across_files(editor: Editor) -> None:
    client = editor.client
    prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(**editor.place(1)))
    assert isinstance(prepared, types.PrepareRenamePlaceholder)
    assert prepared.placeholder == "double"
    edit = await client.text_document_rename_async(types.RenameParams(new_name="twice", **editor.place(1)))
    assert edit is not None
    assert edit.changes is not None
    assert {uri: len(edits) for uri, edits in edit.changes.items()} == {editor.uri: 2, editor.module: 1}
    assert edit.changes[editor.module][0].range == editor.range(module, 1)


async def test_symbols(editor: Editor) -> None:
    client = editor.client
    own = await client.text_document_document_symbol_async(types.DocumentSymbolParams(editor.document))
    assert "outer" in [one.name for one in own or ()]
    everywhere: list[str] = []
    while not everywhere:  # the workspace is read in the background
        found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("double"))
        everywhere = [one.name for one in found or ()]
    assert everywhere == ["M.double"]


async def test_semantic_tokens(editor: Editor) -> None:
    client = editor.client
    full = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(editor.document))
    assert full is not None
    assert len(full.data) % 5 == 0
    assert full.result_id is not None
    delta = await client.text_document_semantic_tokens_full_delta_async(
        types.SemanticTokensDeltaParams(editor.document, full.result_id)
    )
    assert isinstance(delta, types.SemanticTokensDelta)
    assert list(delta.edits) == []
    part = await client.text_document_semantic_tokens_range_async(
        types.SemanticTokensRangeParams(editor.document, editor.everything)
    )
    assert part is not None
    assert part.data == full.data


async def test_what_is_shown_of_a_file(editor: Editor) -> None:
    client = editor.client
    folds = await client.text_document_folding_range_async(types.FoldingRangeParams(editor.document))
    assert (7, 10) in [(one.start_line, one.end_line) for one in folds or ()]
    (ranges,) = (
        await client.text_document_selection_range_async(
            types.SelectionRangeParams(editor.document, [editor.cursor(3)])
        )
        or []
    )
    assert ranges.parent is not None
    (link,) = await client.text_document_document_link_async(types.DocumentLinkParams(editor.document)) or []
    assert link.target == editor.module
    hints = await client.text_document_inlay_hint_async(types.InlayHintParams(editor.document, editor.everything))
    assert ": integer" in [one.label for one in hints or ()]
    lenses = await client.text_document_code_lens_async(types.CodeLensParams(editor.document))
    assert lenses
    resolved = [await client.code_lens_resolve_async(one) for one in lenses]
    assert "1 reference" in [one.command.title for one in resolved if one.command is not None]


async def test_call_hierarchy(editor: Editor) -> None:
    client = editor.client
    (item,) = (
        await client.text_document_prepare_call_hierarchy_async(types.CallHierarchyPrepareParams(**editor.place(4)))
        or []
    )
    assert item.name == "outer"
    assert item.selection_range == editor.range(main, 1)
    (callee,) = await client.call_hierarchy_outgoing_calls_async(types.CallHierarchyOutgoingCallsParams(item)) or []
    assert (callee.to.name, callee.to.uri) == ("M.double", editor.module)
    (caller,) = await client.call_hierarchy_incoming_calls_async(types.CallHierarchyIncomingCallsParams(item)) or []
    assert caller.from_ranges[0].start == editor.cursor(4)


async def test_code_actions(editor: Editor) -> None:
    at = types.Range(editor.cursor(5), editor.cursor(5))
    found = await editor.client.text_document_code_action_async(
        types.CodeActionParams(editor.document, at, types.CodeActionContext([]))
    )
    titles = [one.title for one in found or ()]
    assert "Ignore undefined-global on this line" in titles
    only = types.CodeActionContext([], only=[types.CodeActionKind.RefactorRewrite])
    rewrites = await editor.client.text_document_code_action_async(types.CodeActionParams(editor.document, at, only))
    assert not [one for one in rewrites or () if one.title.startswith("Ignore")]


async def test_formatting(editor: Editor) -> None:
    client = editor.client
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    edits = await client.text_document_formatting_async(types.DocumentFormattingParams(editor.document, options))
    assert {one.range.start.line for one in edits or ()} == {8, 9, 10}
    line = types.Range(types.Position(8, 0), types.Position(8, 5))
    part = await client.text_document_range_formatting_async(
        types.DocumentRangeFormattingParams(editor.document, line, options)
    )
    assert {one.range.start.line for one in part or ()} == {8}
    typed = await client.text_document_on_type_formatting_async(
        types.DocumentOnTypeFormattingParams(editor.document, types.Position(10, 7), "d", options)
    )
    assert typed is not None


async def test_changes_are_followed(editor: Editor) -> None:
    client = editor.client
    end = editor.position(main, len(main.text))
    editor.version += 1
    change = types.TextDocumentContentChangePartial(types.Range(end, end), "local late = 1\nprint(late, la)\n")
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(editor.version, editor.uri), [change])
    )
    place = types.Position(end.line + 1, 14)
    found = await client.text_document_completion_async(types.CompletionParams(editor.document, place))
    assert isinstance(found, types.CompletionList)
    assert "late" in [item.label for item in found.items]
