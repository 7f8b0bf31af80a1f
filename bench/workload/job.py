"""What a child process is asked to play."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """`file` is played from a cold start. `rules_first` False: a model reads every message. `stored` False: no stored
    answer is ever found. `most_turns` 0: all of it."""

    name: str
    file: str
    rules_first: bool = True
    stored: bool = True
    most_turns: int = 0
