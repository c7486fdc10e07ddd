"""A circuit breaker: after several failures in a row nobody waits on a dead service, until a trial succeeds."""

import time
from collections.abc import Callable


class Sirkuit:
    """Counts consecutive failures of one service in this process.

    Closed, it lets everything through. After `gagal` failures it opens for `jeda_detik`; then exactly one caller is
    let through as a trial, whose outcome closes it or opens it again. `detik` is a monotonic clock.
    """

    def __init__(self, gagal: int, jeda_detik: float, detik: Callable[[], float] = time.monotonic) -> None:
        self._batas = gagal
        self._jeda = jeda_detik
        self._detik = detik
        self._gagal = 0
        self._buka_sampai: float | None = None

    def boleh(self) -> bool:
        """Return whether a call may go out; on an open circuit whose pause is over, claim the trial."""
        if self._buka_sampai is None:
            return True
        if self._detik() < self._buka_sampai:
            return False
        # Other callers go on being refused until this trial reports, or another pause has passed without a report.
        self._buka_sampai = self._detik() + self._jeda
        return True

    def berhasil(self) -> None:
        """Report an answer that could be believed."""
        self._gagal = 0
        self._buka_sampai = None

    def gagal(self) -> None:
        """Report a failure of the service."""
        self._gagal += 1
        if self._gagal >= self._batas:
            self._buka_sampai = self._detik() + self._jeda
