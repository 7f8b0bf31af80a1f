"""The pages for people lead somewhere, and what they tell to type is there."""

import json
import re
from pathlib import Path

import pytest

from orchestrator.asking.routing import CLASSES, Route, read_routes

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?://)([^)#]+)")
COMMAND = re.compile(r"manage\.py (\w+)")
# Django's own, which a page may name as well.
DJANGO = {"shell", "migrate", "check"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_every_command_exists(page: Path) -> None:
    text = page.read_text()
    assert [link for link in LINK.findall(text) if not (page.parent / link).exists()] == []
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py")} | DJANGO
    assert [name for name in COMMAND.findall(text) if name not in commands] == []


def test_the_routes_of_the_how_to_are_a_table_that_is_taken() -> None:
    text = (ROOT / "docs/how-to/models.md").read_text()
    example = re.search(r"LLM_ROUTES=(\[.*\])", text)
    assert example is not None
    assert len(read_routes(json.loads(example[1]))) == 3
    assert [name for name in (*CLASSES, *Route.__dataclass_fields__) if f"`{name}`" not in text] == []
