"""How a reader of answers says that a text is an attempt at an answer, and not one that may be taken."""


class Broken(ValueError):
    """The text holds an answer that was cut, contradicts itself or has two readings. Never repeats the text."""


TWO_OBJECTS = "the answer holds two different objects; exactly one is wanted"
CUT_OFF = "the answer is cut off"
