"""Pure: is a verb in a folded text told to somebody, in English or Spanish, or does somebody do it, or is it a noun?"""

import re

SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;](?!\s|$)[^.!?;\n]*)*")
WORD = re.compile(r"[\w$'&](?:[\w'.,_%-]*[\w%])?")
_PARTED = re.compile(r"[,:(\"\-]")


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Before a verb: somebody else does it, it is a noun, or it is denied.
_NOT_TOLD = word_set(
    """
    i we they he she i'm we're i've we've i'd we'd i'll we'll they'd they're they've he'd she'd he's she's yo nosotros
    ellos the a an my our his her their your this that these those of on in for with from no any some every each which
    whose el la los las un una mi su sus este esta ese esa del al se lo le me nos tax credit walk car foot office parcel
    bank fico test it was were is are has had have been got didn't don't doesn't never not who't nunca jamas quien first
    last high low new old good bad great top best right long short quick slow late early track county court property
    """
)
# "to" and "and" go on with what was begun: "I want to put", "we sat down and put".
_GOES_ON = word_set("to and or y o a n then & also just really already even que")
_OURSELVES = word_set(
    """
    i we i'm we're i'd we'd i'll we'll i've we've my our me us im ive id yo nosotros quiero queremos voy vamos
    """
)
_YOU = word_set("you u ya your yall y'all please pls plz usted ud bot system assistant")
# Spanish verbs with a pronoun at their end: no noun looks like them.
_WITH_PRONOUN = re.compile(r"[a-z]{3,}[aei](?:me|lo|la|le|los|las|nos|melo|selo)$")


def is_order(sentence: str, found: list[re.Match[str]], at: int) -> bool:
    """`found`: the words of the sentence (`WORD`); `at`: the place of the verb among them."""
    if at == 0 or _PARTED.search(sentence, found[at - 1].end(), found[at].start()):
        return True
    before = found[at - 1].group()
    if at == 1 and before in ("to", "para"):  # "To answer your question, ...": what the rest is said for
        return False
    if before in _NOT_TOLD:
        return before != "no" and _WITH_PRONOUN.match(found[at].group()) is not None
    earlier = {word.group() for word in found[max(0, at - 6) : at - 1]}
    if before in _GOES_ON:
        return not _YOU.isdisjoint(earlier) or _OURSELVES.isdisjoint(earlier)
    return at < 2 or found[at - 2].group() not in ("i", "we")
