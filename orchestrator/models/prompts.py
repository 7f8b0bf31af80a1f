"""Prompt versions as they were sent, and which of them a person chose."""

from typing import Any

from django.db import models
from django.db.models.functions import Now


class PromptVersion(models.Model):
    """One published text of a prompt. Written when it is first sent to a provider and never changed or deleted
    afterwards: a trigger of the table refuses both, whoever asks and in whatever way."""

    name = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, help_text="of the whole file, front matter included")
    front_matter = models.JSONField(default=dict)
    text = models.TextField()
    published_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "number"], name="one_text_per_prompt_number")]

    def __str__(self) -> str:
        return f"{self.name}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a published prompt version is never changed; the next text gets the next number")
        super().save(*args, **kwargs)


class PromptActivationQuerySet(models.QuerySet["PromptActivation"]):
    def active_numbers(self) -> dict[str, int | None]:
        """The number that a person chose last, by prompt; None where the files are followed again."""
        return dict(self.order_by("name", "-id").distinct("name").values_list("name", "number"))


class PromptActivation(models.Model):
    """A person's choice of the version that is asked with; the newest row of a name counts."""

    name = models.CharField(max_length=64)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="empty: the highest of the files")
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.CharField(max_length=150)
    reason = models.CharField(max_length=200, blank=True, default="")

    objects = PromptActivationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name", "-id"], name="promptactivation_newest")]

    def __str__(self) -> str:
        return f"{self.name}/{self.number or 'newest'}"
