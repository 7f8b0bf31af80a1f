"""Whose environment: the process's own values, then `.env`, then what the launcher fills in.

An empty value counts as unset, so that a copied `.env.example` changes nothing.
"""

from collections.abc import Mapping
from pathlib import Path

import environ

from enterprisehub.embedded.errors import CannotStart


class _Scratch(environ.Env):
    """django-environ writes what it reads into a class attribute; this one is not the process's environment."""

    ENVIRON: dict[str, str] = {}


def read_env_file(path: Path) -> dict[str, str]:
    """The names and values in a `.env` file, read as the settings read it; nothing where there is none."""
    if not path.is_file():
        return {}
    _Scratch.ENVIRON = {}
    _Scratch.read_env(path)
    return dict(_Scratch.ENVIRON)


def chosen(process: Mapping[str, str], env_file: Mapping[str, str]) -> dict[str, str]:
    """What the operator said: the process's values first, then the file's. Empty values of the file are left out."""
    return {**{name: value for name, value in env_file.items() if value}, **process}


def filled(said: Mapping[str, str], ours: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The whole environment, and the names among `ours` that were unset and so were filled in, each on its own."""
    names = [name for name in ours if not said.get(name)]
    return {**said, **{name: ours[name] for name in names}}, names


def as_env_file(values: Mapping[str, str]) -> str:
    """Text that both django-environ and a shell read. Raises CannotStart for a value that cannot be quoted."""
    for name, value in values.items():
        if "'" in value or "\n" in value:
            raise CannotStart(f"{name} holds a quote or a line break: choose a value (or a folder name) without.")
    return "".join(f"{name}='{value}'\n" for name, value in values.items())


def port_of(said: Mapping[str, str], name: str, default: int) -> int:
    """A port number from the environment. Raises CannotStart naming it when it is none."""
    text = said.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise CannotStart(f"{name}={text} is no port: choose a number from 1 to 65535.")
    return int(text)
