"""Page frames: a template with a few escaped values. Everything else is drawn from JSON by text, never as markup."""

import html
from importlib.util import find_spec
from pathlib import Path
from string import Template

from sandbox.config import Config

HERE = Path(__file__).parent
# The product's stylesheets are files of the same checkout; without them the pages fall back to plain.css.
SHARED = HERE.parent.parent / "static" / "hub"
# Its typeface comes with the admin's package; without it the pages use the system's.
FONTS = "static/unfold/fonts/inter"
NAMES = {"phone": "Phone", "crm": "CRM", "control": "Control"}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


def model_words(config: Config) -> str:
    if config.model_label:
        return config.model_label
    return "real model" if config.real_model else "simulated model"


def page(name: str, config: Config, location: str) -> str:
    """Return a whole page."""
    body = Template((HERE / "templates" / f"{name}.html").read_text()).substitute(target=html.escape(config.target_url))
    frame = Template((HERE / "templates" / "frame.html").read_text())
    links = "".join(
        f'<a href="/{key}/"{" aria-current=page" if key == name else ""}>{words}</a>' for key, words in NAMES.items()
    )
    return frame.substitute(
        title=NAMES[name],
        name=name,
        links=links,
        body=body,
        target=html.escape(config.target_url),
        location=html.escape(location),
        model=html.escape(model_words(config)),
        model_class="good" if config.real_model and not config.model_label else "simulated",
    )


def _folder(name: str) -> Path:
    if name in {"tokens.css", "hub.css", "icon.svg"}:
        return SHARED
    package = find_spec("unfold") if name.lower().startswith("inter") else None
    return Path(package.origin).parent / FONTS if package and package.origin else HERE / "assets"


def asset(name: str) -> tuple[bytes, str] | None:
    """Return the bytes and type of a stylesheet, script or picture of ours, or None."""
    path = _folder(name) / ("styles.css" if name == "inter.css" else name)
    if "/" in name or path.suffix not in TYPES or not path.is_file():
        return None
    return path.read_bytes(), TYPES[path.suffix]
