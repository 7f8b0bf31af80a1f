"""Which tags start and stop the bot, and which role they ask for. Pure."""

from collections.abc import Iterable

from bots.config import BotConfig


def is_stopped(tags: Iterable[str], config: BotConfig) -> bool:
    return bool(_clean(tags) & set(config.stopping_tags))


def is_active(tags: Iterable[str], *, activate_all: bool, config: BotConfig) -> bool:
    """May the bot answer this lead? A stopping tag stands above everything."""
    held = _clean(tags)
    return not is_stopped(held, config) and (activate_all or bool(held & set(config.activating_tags)))


def starts_bot(
    tags_added: Iterable[str], tags: Iterable[str], *, is_new: bool, activate_all: bool, config: BotConfig
) -> bool:
    """Does this change of a contact call for an opener? Where every lead is activated, only a contact created after
    the connection does (`is_new`); elsewhere an activating tag that was just added."""
    if is_stopped(tags, config):
        return False
    return bool(_clean(tags_added) & set(config.activating_tags)) or (is_new and activate_all)


def role_of(tags: Iterable[str], config: BotConfig) -> str:
    """seller > buyer > lead."""
    held = _clean(tags)
    if held & set(config.seller_tags):
        return "seller"
    return "buyer" if held & set(config.buyer_tags) else "lead"


def _clean(tags: Iterable[str]) -> set[str]:
    return {tag.strip().lower() for tag in tags}
