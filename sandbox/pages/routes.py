"""Paths of the pages."""

from aiohttp import web


def add_routes(app: web.Application) -> None:
    """No pages yet."""
