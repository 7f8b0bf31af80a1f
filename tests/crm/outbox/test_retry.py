"""Pure: what becomes of an entry whose call did not end well."""

import pytest

from crm.ghl.errors import (
    DoNotDisturb,
    Invalid,
    NoAnswer,
    NotFound,
    ScopeMissing,
    Throttled,
    TokenRefused,
    Transient,
)
from crm.outbox.retry import CAP_S, MOST_TRIES, Applied, Dead, LookUp, Retry, next_step


def after(error, tries=1, repeatable=True, is_read=False, share=1.0):
    return next_step(error, tries=tries, repeatable=repeatable, is_read=is_read, random=lambda: share)


def test_429_waits_as_asked_pauses_the_location_and_counts_as_no_try():
    assert after(Throttled("x", retry_after_s=3.0), tries=99, share=0.0) == Retry(3.0, pause_s=3.0, counts=False)


def test_429_without_a_wish_waits_for_the_published_window():
    assert after(Throttled("x"), share=0.0).pause_s == 10.0


@pytest.mark.parametrize(("tries", "longest"), [(1, 1.0), (3, 4.0), (7, CAP_S)])
def test_server_errors_wait_longer_each_time_up_to_the_cap(tries, longest):
    assert after(Transient("x"), tries=tries) == Retry(longest)


def test_a_wish_to_wait_longer_is_honoured_by_server_errors_too():
    assert after(Transient("x", retry_after_s=30.0)) == Retry(30.0)


def test_server_errors_end_after_the_last_try():
    assert isinstance(after(Transient("503"), tries=MOST_TRIES), Dead)


def test_an_unanswered_call_that_is_not_safe_to_repeat_is_looked_up():
    assert after(NoAnswer("x"), repeatable=False) == LookUp()
    assert after(NoAnswer("x", applied="yes"), repeatable=False) == LookUp()


def test_an_unanswered_call_that_is_safe_to_repeat_is_repeated_at_once_and_then_with_patience():
    assert after(NoAnswer("x")) == Retry(0.0)
    assert after(NoAnswer("x"), tries=3) == Retry(4.0)


def test_a_call_that_never_left_is_retried_even_when_it_must_not_be_doubled():
    assert after(NoAnswer("x", applied="no"), repeatable=False) == Retry(1.0)


def test_an_accepted_write_whose_answer_is_unreadable_is_done_and_a_read_is_not():
    assert after(NoAnswer("x", applied="yes")) == Applied()
    assert after(NoAnswer("x", applied="yes"), is_read=True) == Retry(0.0)


def test_a_refused_token_is_about_the_location_so_no_entry_ends_for_it():
    assert after(TokenRefused("401"), tries=99) == Retry(0.0, counts=False)


@pytest.mark.parametrize("error", [Invalid("422 x"), NotFound("404 x"), ScopeMissing("403 x")])
def test_refusals_are_dead_with_the_words_of_the_crm(error):
    assert after(error) == Dead(str(error))


def test_do_not_disturb_has_a_reason_of_its_own():
    assert after(DoNotDisturb("400 DND")) == Dead("refused_dnd: 400 DND")
