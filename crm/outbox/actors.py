"""How somebody who acts is named in the audit record."""

from django.contrib.auth.base_user import AbstractBaseUser

Actor = AbstractBaseUser | str
"""A member of staff, or the name of a machine part: bot, system, command, crm."""


def actor_name(by: Actor) -> str:
    return by if isinstance(by, str) else f"user:{by.pk}"
