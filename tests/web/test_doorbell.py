"""Pressing the button is free; every press is followed by a ring, and a burst by few."""

import threading
import time

from enterprisehub.doorbell import Doorbell


def test_a_press_is_followed_by_a_ring_on_another_thread() -> None:
    rung = threading.Event()
    Doorbell(rung.set).press()
    assert rung.wait(2)


def test_a_burst_of_presses_shares_few_rings() -> None:
    rings: list[float] = []
    bell = Doorbell(lambda: rings.append(time.monotonic()), pause_seconds=0.05)
    for _ in range(1000):
        bell.press()
    time.sleep(0.2)
    assert 1 <= len(rings) <= 5


def test_a_press_during_a_ring_is_followed_by_another_ring() -> None:
    begun, go_on, rings = threading.Event(), threading.Event(), []

    def slow_ring() -> None:
        rings.append(1)
        begun.set()
        go_on.wait(2)

    bell = Doorbell(slow_ring, pause_seconds=0)
    bell.press()
    assert begun.wait(2)
    bell.press()
    go_on.set()
    until = time.monotonic() + 2
    while len(rings) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    assert len(rings) == 2


def test_pressing_does_not_wait_for_a_ring_that_hangs() -> None:
    stuck = threading.Event()
    bell = Doorbell(lambda: stuck.wait(5) and None)
    started = time.monotonic()
    for _ in range(100):
        bell.press()
    assert time.monotonic() - started < 0.5
    stuck.set()
