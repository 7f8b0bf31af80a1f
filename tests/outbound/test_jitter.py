import pytest

from outbound.jitter import full_jitter_s


@pytest.mark.parametrize(("tries", "longest"), [(1, 1.0), (2, 2.0), (4, 8.0), (10, 60.0), (5000, 60.0)])
def test_the_wait_lies_between_nothing_and_the_doubled_base_up_to_the_cap(tries, longest):
    def wait(share):
        return full_jitter_s(tries, base_s=1.0, cap_s=60.0, random=lambda: share)

    assert (wait(0.0), wait(1.0)) == (0.0, longest)
