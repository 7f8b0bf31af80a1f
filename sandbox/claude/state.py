"""What the model look-alike remembers: limits per minute, warm prompt prefixes, how often a request was seen."""

from dataclasses import dataclass, field

from sandbox.limits import Refill


@dataclass(slots=True)
class ModelState:
    """`warm` maps a prefix hash to the time its cache entry ends; `seen` counts equal requests."""

    requests: Refill = field(default_factory=Refill)
    input_tokens: Refill = field(default_factory=Refill)
    output_tokens: Refill = field(default_factory=Refill)
    warm: dict[str, float] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
