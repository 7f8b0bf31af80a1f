"""The words of a draft while they come."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.answer_forms.partial_json import spoken_so_far

WHOLE = (
    '{"lang": "en", "more": {"text": "no", "list": ["text", {"text": 1}]}, '
    '"text": "Hi \\"Ann\\", 5\\u00a0k\\n\\ud83d\\ude00", "x": 1}'
)


def test_a_whole_object_gives_its_field_decoded() -> None:
    assert spoken_so_far(WHOLE, "text") == 'Hi "Ann", 5\u00a0k\n😀'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("{", ""),
        ('{"te', ""),
        ('{"text', ""),
        ('{"text"', ""),
        ('{"text": ', ""),
        ('{"text": "', ""),
        ('{"text": "Hi', "Hi"),
        ('{"text": "Hi\\', "Hi"),
        ('{"text": "Hi\\"', 'Hi"'),
        ('{"text": "Hi\\u00', "Hi"),
        ('{"text": "Hi\\ud83d', "Hi"),
        ('{"text": "Hi\\ud83d\\ude', "Hi"),
        ('{"text": "Hi\\ud83d\\ude00', "Hi😀"),
        ('{"text": "a\\\\u12', "a\\u12"),
        ('```json\n{"text": "Hi', "Hi"),
        ('{"text": null, "other": "text"', ""),
        ('{"other": "text", "text": "Hi"}', "Hi"),
        ('{"a": {"text": "no"}}', ""),
        ('{"a": ["text", "no"], "text": "yes', "yes"),
        ("text: Hi", ""),
        ('{"a": "x"} {"text": "second"}', ""),
    ],
)
def test_what_has_come_is_given_and_no_more(text: str, words: str) -> None:
    assert spoken_so_far(text, "text") == words


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.just("text"), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    before=st.dictionaries(st.text(max_size=4).filter(lambda name: name != "text"), JSON, max_size=3),
    words=st.text(max_size=40),
    after=st.dictionaries(st.text(min_size=5, max_size=6), JSON, max_size=2),
    is_ascii=st.booleans(),
)
def test_every_beginning_gives_a_beginning_and_the_whole_gives_all(
    before: dict[str, object], words: str, after: dict[str, object], *, is_ascii: bool
) -> None:
    whole = json.dumps(before | {"text": words} | after, ensure_ascii=is_ascii)
    assert spoken_so_far(whole, "text") == words
    longest = ""
    for end in range(len(whole) + 1):
        now = spoken_so_far(whole[:end], "text")
        assert now.startswith(longest)
        assert words.startswith(now)
        longest = now
