"""The Python program around a VM that is debugged in place, as the adapter sees it."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, TypeVar

from debugger.session import Session

if TYPE_CHECKING:
    from debugger.dap.python_side import PythonSide

T = TypeVar("T")


class Host(ABC):
    """Who makes the calls that are debugged, in a thread of its own."""

    session: Session
    python: "PythonSide"

    @abstractmethod
    def turn(self) -> AbstractContextManager[None]:
        """Wait until the VM's thread does not touch the session, and keep it from that."""

    @abstractmethod
    def is_waited_for(self) -> bool:
        """In the VM's thread: whether somebody waits for his turn."""

    @abstractmethod
    async def claim(self) -> None:
        """A client is there: wait until the machine may be looked at."""

    @abstractmethod
    def ready(self, began: Callable[[], None]) -> bool:
        """The client has said all it wants; `began` is for each call.  Whether one has begun already."""

    @abstractmethod
    async def execute(self, work: Callable[[], T]) -> T:
        """The result of something that is to be done in the VM's thread, which waits for it."""

    @abstractmethod
    def call_over(self) -> None:
        """The call is over: let the host have its results."""

    @abstractmethod
    def release(self) -> None:
        """The client has gone: let the host go on by itself."""
