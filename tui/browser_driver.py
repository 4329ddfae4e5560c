"""The driver of a debugger that a server offers in a browser: as Textual's, but that it ends when the server does."""

import contextlib

from textual import messages
from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    def run_input_thread(self) -> None:
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())  # nobody is there any more

    def stop_application_mode(self) -> None:
        with contextlib.suppress(OSError):  # the server may be gone
            super().stop_application_mode()
