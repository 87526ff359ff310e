"""Runs synchronous work beside the event loop, with bounds: so many at a time, so many waiting, so long each."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from api._settings import ApiSettings
from api.errors import OverloadedError, RequestTimeoutError

_T = TypeVar("_T")


class Workers:
    """The threads that answer requests. A thread whose request timed out finishes its work before it takes another."""

    def __init__(self, settings: ApiSettings) -> None:
        self._pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="answer")
        self._allowed = settings.threads + settings.max_waiting
        self._timeout_s = settings.timeout_s
        self.in_flight = 0

    async def run(self, work: Callable[[], _T]) -> _T:
        """Run one piece of work.

        Raises:
            OverloadedError: too many are waiting already.
            RequestTimeoutError: it took too long.
        """
        if self.in_flight >= self._allowed:
            raise OverloadedError("Too many requests are waiting.", hint="Try again in a few seconds.")
        self.in_flight += 1
        future = asyncio.get_running_loop().run_in_executor(self._pool, work)
        future.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.shield(future), self._timeout_s)
        except TimeoutError as error:
            raise RequestTimeoutError(
                f"The answer took longer than {self._timeout_s:g} seconds.", hint="Ask for less, or try again later."
            ) from error

    def _done(self, future: "asyncio.Future[_T]") -> None:
        self.in_flight -= 1
        if not future.cancelled():
            future.exception()

    def close(self) -> None:
        """Let running work end and take no more."""
        self._pool.shutdown(wait=False, cancel_futures=True)
