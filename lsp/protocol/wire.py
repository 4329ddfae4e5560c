"""What pygls does differently here: every request is answered, and documents are kept by the project.

Relies on pygls.
"""

from collections.abc import Generator
from typing import Any, Final

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    LanguageServerProtocol,
    _params_field_structure_hook,
    default_converter,
    lsp_method,
)

_REQUEST_FAILED: Final = -32803  # LSP's own


class RequestFailed(JsonRpcException):
    """A request that is understood and cannot be fulfilled; the message is for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(message=message, code=_REQUEST_FAILED)


def converter() -> Converter:
    """The converter of messages; `params` may be left out, as JSON-RPC allows."""
    made: Converter = default_converter()  # type: ignore[no-untyped-call]  # pygls leaves it untyped

    def structure(message: dict[str, Any], cls: type) -> Any:
        complete = {"params": None, **message}
        return _params_field_structure_hook(complete, cls)  # type: ignore[no-untyped-call]  # likewise

    made.register_structure_hook(JsonRPCRequestMessage, structure)
    made.register_structure_hook(JsonRPCNotification, structure)
    return made


class Protocol(LanguageServerProtocol):
    """The protocol without a second copy of every text: pygls's own workspace takes no part in opening and changing."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Generator[Any, Any, None]:
        yield from self._to_user(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Generator[Any, Any, None]:
        yield from self._to_user(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Generator[Any, Any, None]:
        yield from self._to_user(types.TEXT_DOCUMENT_DID_CLOSE, params)

    @property
    def is_shut_down(self) -> bool:
        """Whether the client has ended the session as it should."""
        return self._shutdown

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Read a message; a request that makes no sense is answered with the error, where pygls would be silent."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def _to_user(self, method: str, params: object) -> Generator[Any, Any, None]:
        handler = self.fm.features.get(method)
        if handler is not None:
            yield handler, (params,), None
