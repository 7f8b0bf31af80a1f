"""Two texts beside each other: nothing is lost, and what differs is marked."""

import random

from orchestrator.admin.prompt_diff import Row, compare, summary


def lines(rows: list[Row], side: str) -> list[str]:
    """One side's text as the page shows it, folded lines included."""
    shown = []
    for row in rows:
        if row.kind == "skipped":
            shown += lines(list(row.hidden), side)
        elif getattr(row, f"{side}_number"):
            shown.append("".join(piece.text for piece in getattr(row, side)))
    return shown


def test_equal_texts_have_no_difference() -> None:
    rows = compare("a\nb", "a\nb")
    assert summary(rows) == (0, 0)
    assert {row.kind for row in rows} == {"same"}


def test_a_changed_word_is_marked_on_both_sides_and_no_other() -> None:
    (row,) = compare("Read the words, please.", "Read all words, please.")
    assert row.kind == "changed"
    assert [piece.text for piece in row.left if piece.marked] == ["the"]
    assert [piece.text for piece in row.right if piece.marked] == ["all"]


def test_added_and_removed_lines_stand_alone() -> None:
    rows = compare("a\nb", "a\nb\nc")
    assert [(row.kind, row.left_number, row.right_number) for row in rows] == [
        ("same", 1, 1), ("same", 2, 2), ("added", 0, 3),
    ]  # fmt: skip
    assert summary(compare("a\nb\nc", "a\nb")) == (0, 1)


def test_long_stretches_without_a_change_are_folded_and_kept() -> None:
    text = "\n".join(f"line {n}" for n in range(40))
    rows = compare(text, text.replace("line 20", "LINE TWENTY"))
    folded = [len(row.hidden) for row in rows if row.kind == "skipped"]
    assert folded == [17, 16]


def test_no_line_is_lost_or_changed_whatever_the_texts() -> None:
    chance = random.Random(7)
    for _ in range(200):
        left = [chance.choice(("one", "two three", "", "four five six")) for _ in range(chance.randrange(30))]
        right = [line if chance.random() < 0.7 else line + " more" for line in left if chance.random() < 0.8]
        rows = compare("\n".join(left), "\n".join(right))
        assert lines(rows, "left") == "\n".join(left).splitlines()
        assert lines(rows, "right") == "\n".join(right).splitlines()
