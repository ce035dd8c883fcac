"""Signals are waited for, never handled in the middle of something."""

import os
import signal
import subprocess
import sys
import time

import pytest

from assetry.platform.processes.signals import Signals, StopRequested


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_ends_the_pause(number: signal.Signals) -> None:
    with Signals() as signals:
        os.kill(os.getpid(), number)
        with pytest.raises(StopRequested):
            signals.pause(30)


def test_the_end_of_a_child_ends_the_pause() -> None:
    with Signals() as signals:
        started = time.monotonic()
        process = subprocess.Popen([sys.executable, "-c", ""])
        signals.pause(60)
        process.wait()
        assert time.monotonic() - started < 30


def test_a_pause_without_a_signal_is_one() -> None:
    with Signals() as signals:
        signals.pause(0.01)


def test_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Signals():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
