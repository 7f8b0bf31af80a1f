"""The settings that count in a location: its active profile over the defaults."""

from bots.config import DEFAULTS, BotConfig, from_overrides
from bots.models import BotProfile


def config_for(location_id: int) -> BotConfig:
    """One query. Raises ValueError that names the setting when the stored profile is not usable."""
    overrides = BotProfile.objects.filter(location_id=location_id, active=True).values_list("settings", flat=True)
    found = overrides.first()
    return from_overrides(found) if found else DEFAULTS
