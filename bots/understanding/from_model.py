"""From the model's typed answer to `Heard`: whatever the lead's words do not show is dropped."""

from bots.answers import Heard, UnderstandAnswer, UnderstandSellerExtendedAnswer


def heard_from_answer(
    answer: UnderstandAnswer | UnderstandSellerExtendedAnswer, text: str, *, role: str, slots: dict
) -> Heard:
    """Heard slots with evidence that stands in `text`, in range and of the right type."""
    raise NotImplementedError
