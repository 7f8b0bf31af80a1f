"""`{% for link in links|open_to:user %}`: only the links that answer this visitor."""

from collections.abc import Iterable

from django import template

from dashboard.doors import Link, Visitor, opens

register = template.Library()


@register.filter
def open_to(links: Iterable[Link], visitor: Visitor) -> list[Link]:
    return [link for link in links if opens(visitor, link.name)]
