"""Pure: an object that is nearly JSON: other quotes, missing commas, comments, Python's words, calls with names.

Reads what has one reading, knowing the names that the answer may have; raises Broken for everything else.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from orchestrator.answer_forms.faults import CUT_OFF, Broken
from orchestrator.answer_forms.quotes import OPENERS, read_quoted
from orchestrator.answer_forms.shape import plain

_INVISIBLE = r"\u200b-\u200d\u2060\ufeff\x00"
# Atomic and bounded: a stranger's text must not make a pattern try its ways over and over.
_GAP = rf"(?>(?:[\s{_INVISIBLE}]++|//[^\n]{{0,200}}+|/\*.{{0,200}}?\*/|#[^\n]{{0,200}}+|<!--.{{0,200}}?-->)*)"
_BLANK = re.compile(_GAP, re.DOTALL)
_DOUBT = re.compile(
    r"\b(?:todo|fixme|should|wrong|missing|actually|instead|maybe|perhaps|or|incorrect|correct|not sure|unsure|add)\b"
    r"|\?\?",
    re.IGNORECASE,
)
_QUOTE = f"[{OPENERS}]"
_NAME = rf"[^\W\d][\w$ \\{_INVISIBLE}-]{{0,60}}?"
_KEY = re.compile(
    rf"(?:[urb](?={_QUOTE}))?(?P<q>{_QUOTE}{{0,2}})[\s{_INVISIBLE}]*(?P<name>{_NAME})[\s{_INVISIBLE}]*"
    rf"(?P<end>{_QUOTE}{{0,2}}){_GAP}(?P<colon>:|：|=>|=|->|(?={_QUOTE}|[\[{{]))",
    re.DOTALL,
)
_OTHER_KEY = re.compile(rf'"(?P<name>[^"\n]{{0,80}})"{_GAP}(?P<colon>:)', re.DOTALL)
_CALL = re.compile(r"([A-Za-z_][\w.]*)\s*\(")
_PREFIXED = re.compile(rf"[urbf](?={_QUOTE})", re.IGNORECASE)
_FINISHED = re.compile(r"```|~~~|<\||</")
_STOPS = re.compile(r"[,;，\n}｝\])］]")
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORDS = {
    "true": True, "false": False, "null": None, "True": True, "False": False, "None": None, "nil": None,
    "undefined": None, "NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf"),
}  # fmt: skip
_CLOSING = {"{": "}", "[": "]", "(": ")", "｛": "}", "［": "]"}
_SAME = {"｝": "}", "］": "]"}
_SEPARATORS = ",;，"
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Loose:
    """`cut`: the object was not closed, or by a wrong sign: it counts only where no field can be missing."""

    values: dict[str, Any]
    end: int
    cut: bool


def looks_like_object(text: str, at: int, names: frozenset[str]) -> bool:
    """Does an object begin behind this brace, and not a word in braces?"""
    start = _gap(text, at + 1)
    while text[start : start + 1] in tuple(_SEPARATORS):
        start = _gap(text, start + 1)
    return text[start : start + 1] in ("}", "｝") or _key_at(text, start, names) is not None


def read_loose(text: str, at: int, names: frozenset[str]) -> Loose:
    """The object whose opening brace, or call with names, stands at `at`. Raises Broken."""
    reader = _Reader(text, at, names)
    call = _CALL.match(text, at)
    reader.at = call.end() if call else at + 1
    values = reader.pairs(")" if call else "}")
    return Loose(values, reader.at, reader.cut)


def read_pairs(text: str, names: frozenset[str]) -> Loose:
    """The inside of an object whose opening brace is missing."""
    reader = _Reader(text, 0, names)
    values = reader.pairs("}")
    return Loose(values, reader.at, True)


def read_value(text: str, names: frozenset[str]) -> Any:
    """One value that fills the text."""
    reader = _Reader(text, 0, names)
    reader.depth = 1
    value = reader.value("]")
    if reader.cut or text[_gap(text, reader.at) :].strip():
        raise Broken("a value in it is followed by other words")
    return value


def key_at(text: str, at: int, names: frozenset[str]) -> str | None:
    """The known name that stands at this place as a key."""
    match = _key_at(text, at, names)
    return match["name"] if match and plain(match["name"]) in names else None


def _gap(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _key_at(text: str, at: int, names: frozenset[str]) -> re.Match[str] | None:
    match = _KEY.match(text, at)
    if match and (match["colon"] or (match["q"] and match["end"] and plain(match["name"]) in names)):
        return match
    return _OTHER_KEY.match(text, at)


class _Reader:
    def __init__(self, text: str, at: int, names: frozenset[str]) -> None:
        self.text, self.at, self.names = text, at, names
        self.depth, self.cut = 0, False

    def pairs(self, closer: str) -> dict[str, Any]:
        """Names with values until `closer`."""
        self._deeper()
        values: dict[str, Any] = {}
        while not self._closed(closer, cuttable=True):
            match = _key_at(self.text, self.at, self.names)
            if match is None:
                raise Broken("the object is damaged: a name was expected")
            name = match["name"].replace("\\", "").strip()
            self.at = match.end()
            self._skip()
            value = self.value(closer)
            if name in values and values[name] != value:
                raise Broken(f"{name}: given twice with different values")
            values[name] = value
        return values

    def items(self, closer: str) -> list[Any]:
        self._deeper()
        found: list[Any] = []
        while not self._closed(closer, cuttable=False):
            found.append(self.value(closer))
        return found

    def value(self, closer: str) -> Any:
        """One value; `closer` is the sign that ends what it stands in."""
        text, at = self.text, self.at
        sign = text[at : at + 1]
        if not sign:
            raise Broken(CUT_OFF)
        if sign in "{｛":
            self.at += 1
            return self.pairs("}")
        if sign in "[［":
            self.at += 1
            return self.items("]")
        if sign == "(":
            return self._in_parentheses()
        if _PREFIXED.match(text, at):
            self.at, sign = at + 1, text[at + 1]
        if sign in OPENERS:
            return self._quoted(closer)
        call = _CALL.match(text, at)
        if call:
            return self._call(call)
        return self._bare(closer)

    def _closed(self, closer: str, *, cuttable: bool) -> bool:
        """Behind separators: is this the end? Only the outermost object may lack its closing sign."""
        parted = False
        while True:
            self._skip()
            sign = self.text[self.at : self.at + 1]
            if sign and sign in _SEPARATORS:
                parted = True
            elif not (sign == "." and self.text[self.at + 1 : self.at + 2] in (*_SEPARATORS, "}", "]")):
                break
            self.at += 1
        sign = _SAME.get(sign, sign)
        if sign == closer:
            self.at += 1
            self.depth -= 1
            return True
        if not sign or sign in "}])" or _FINISHED.match(self.text, self.at):
            if self.depth > 1 or not cuttable or (parted and not sign):
                raise Broken(CUT_OFF if not sign else "the object is damaged: its brackets do not match")
            self.at += sign in ("}", "]", ")")
            self.cut = True
            return True
        if self.text.startswith("...", self.at) or sign == "…":
            raise Broken("the answer leaves something out")
        return False

    def _quoted(self, closer: str) -> str:
        words = self._one_quoted(closer)
        while True:
            start = _gap(self.text, self.at)
            joined = self.text[start : start + 1] == "+"
            start = _gap(self.text, start + 1) if joined else start
            if not (joined or closer == ")") or self.text[start : start + 1] not in tuple("\"'"):
                return words
            self.at = start
            words += self._one_quoted(closer)

    def _one_quoted(self, closer: str) -> str:
        def is_over(place: int, sure: bool) -> bool:
            return self._ends(place, closer, sure)

        words, self.at, unclosed = read_quoted(self.text, self.at, is_over)
        if unclosed and self.depth > 1:
            raise Broken(CUT_OFF)
        self.cut |= unclosed
        return words

    def _ends(self, place: int, closer: str, sure: bool) -> bool:
        """Can what stands from `place` on only follow a finished value?"""
        text = self.text
        start = _gap(text, place)
        sign = text[start : start + 1]
        if not sign or _FINISHED.match(text, start):
            return True
        if _SAME.get(sign, sign) == closer or sign in "}｝":
            return not sure or not text[start + 1 :].strip("}] \n`")
        if sign in "])］":
            return not sure and (closer == sign or not text[start + 1 :].strip("}]) \n`;"))
        if sign == "+" and not sure:
            return text[_gap(text, start + 1) :][:1] in tuple("\"'")
        if sign == "." and text[start + 1 : start + 2] in (*_SEPARATORS, "}"):
            sign, start = ",", start + 1
        parted = sign in _SEPARATORS
        while sign and sign in _SEPARATORS:
            start = _gap(text, start + 1)
            sign = text[start : start + 1]
        return self._begins(start, sign, closer, parted=parted, sure=sure)

    def _begins(self, start: int, sign: str, closer: str, *, parted: bool, sure: bool) -> bool:
        """Does the next name or item begin here?"""
        match = _key_at(self.text, start, self.names)
        if match and match["colon"] and plain(match["name"]) in self.names and (match.group(0)[0] in OPENERS or parted):
            return True
        if sure:
            return False
        if parted and (not sign or _SAME.get(sign, sign) == closer or _FINISHED.match(self.text, start)):
            return True
        if closer in "])":
            return sign in "{[" or (sign in "\"'" and (parted or closer == ")" or self.text[start - 1].isspace()))
        return bool(parted and match and match["colon"] and match.group(0)[0] in OPENERS)

    def _in_parentheses(self) -> Any:
        """A tuple as a list; one value in parentheses as itself."""
        self.at += 1
        self._deeper()
        self._skip()
        first = self.value(")")
        self._skip()
        if self.text[self.at : self.at + 1] == ")":
            self.at += 1
            self.depth -= 1
            return first
        self.depth -= 1
        return [first, *self.items(")")]

    def _call(self, call: re.Match[str]) -> Any:
        """`SaidSlot(name='price', …)` as an object, `Answer({…})` as what it is called with."""
        self.at = call.end()
        self._skip()
        match = _KEY.match(self.text, self.at)
        if match and match["colon"] == "=" and not match["q"]:
            return self.pairs(")")
        self.at = call.end() - 1
        return self._in_parentheses()

    def _bare(self, closer: str) -> Any:
        """A number or a word of JSON or Python, else the words until the next name or the end."""
        start = self.at
        for match in _STOPS.finditer(self.text, start):
            if self._stops(match, closer):
                return self._bare_value(self.text[start : match.start()], match.start())
        rest = self.text[start:]
        if not _is_word(rest) and not rest[-1:].isspace():
            raise Broken(CUT_OFF)  # 45 may have been 450000
        return self._bare_value(rest, len(self.text))

    def _stops(self, match: re.Match[str], closer: str) -> bool:
        sign, place = match.group(), match.start()
        if sign == "\n" or _SAME.get(sign, sign) == closer or sign in "}｝":
            return True
        if sign in "])］":
            return sign == closer
        return closer in "])" or self._ends(place, closer, sure=False)

    def _bare_value(self, words: str, end: int) -> Any:
        comment = re.search(r"(?:^|\s)(?://|#)|/\*|```|~~~", words)
        if comment:
            words, end = words[: comment.start()], self.at + comment.start()
        words = words.rstrip()
        self.at = self.at + len(words) if not comment else end
        if words in _WORDS:
            return _WORDS[words]
        if _JSON_NUMBER.fullmatch(words):
            return json.loads(words)
        if not words or "..." in words or words[0] in "<":
            raise Broken("the answer leaves something out")
        return words

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Broken("the object is nested too deeply")

    def _skip(self) -> None:
        end = _gap(self.text, self.at)
        if end - self.at > 2 and _DOUBT.search(self.text, self.at, end):
            raise Broken("a remark inside the object doubts or contradicts it")
        self.at = end


def _is_word(text: str) -> bool:
    return text.strip() in _WORDS
