"""Prompts: which version is asked with, what differs between two, and a person's choice of another."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils import timezone

from orchestrator.admin import prompt_rows
from orchestrator.admin.page import Confirmation, PagedAdmin, by, done, reason_given, refused
from orchestrator.admin.prompt_diff import compare, summary
from orchestrator.admin.prompt_rows import Prompt
from orchestrator.models import PromptActivation, PromptVersion
from orchestrator.page_words import counted
from orchestrator.prompts.activation import activate, follow_files, number_before, roll_back
from orchestrator.prompts.files import BadPrompt

VIEW, CHANGE = "orchestrator.view_promptversion", "orchestrator.add_promptactivation"
LIST = "admin:orchestrator_prompts"


@admin.register(PromptVersion)
class PromptVersionAdmin(PagedAdmin):
    """Published texts; they belong to no location and never change."""

    list_display = ("name", "number", "sha256", "published_at")
    list_filter = ("name",)
    ordering = ("name", "-number")
    change_form_template = "admin/orchestrator/prompt_version.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PromptVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PromptVersion | None = None) -> bool:
        return False

    def own_pages(self) -> list[URLPattern]:
        return [
            self.at("overview/", self.overview, "prompts", VIEW),
            self.at("compare/", self.compare, "prompt_compare", VIEW),
            self.at("of/<slug:name>/", self.one, "prompt", VIEW),
            self.at("of/<slug:name>/activate/<int:number>/", self.activate, "prompt_activate", CHANGE),
            self.at("of/<slug:name>/roll-back/", self.roll_back, "prompt_roll_back", CHANGE),
            self.at("of/<slug:name>/follow-files/", self.follow_files, "prompt_follow_files", CHANGE),
            self.at("undo/<int:pk>/", self.undo, "prompt_undo", CHANGE),
        ]

    def overview(self, request: HttpRequest) -> HttpResponse:
        prompts, fault = _read()
        title = prompt_rows.headline(prompts) if not fault else "The prompt files cannot be used"
        return self.page(
            request, "prompts.html", "Prompts", headline=title, prompts=prompts, fault=fault,
            may_change=request.user.has_perm(CHANGE),
        )  # fmt: skip

    def one(self, request: HttpRequest, name: str) -> HttpResponse:
        prompt, now = _named(name), timezone.now()
        use = prompt_rows.use_of(prompt.versions, now)
        earlier = _version_before(prompt)
        versions = [(version, *use.get(version.pk, (0, None))) for version in prompt.versions]
        return self.page(
            request, "prompt.html", f"Prompt {name}", prompt=prompt, versions=versions,
            history=prompt_rows.history(name), earlier=earlier, pair=prompt.pair, days=prompt_rows.CALLS_OF.days,
            may_change=request.user.has_perm(CHANGE),
        )  # fmt: skip

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A version's text, beside what is asked with now."""
        version = self.get_object(request, object_id)
        if version is None or not self.has_view_permission(request, version):
            return super().change_view(request, object_id, form_url, extra_context)
        prompt = next((prompt for prompt in _read()[0] if prompt.name == version.name), None)
        others = [other for other in prompt.versions if other.pk != version.pk] if prompt else []
        facts = [(name.replace("_", " "), value) for name, value in version.front_matter.items()]
        return self.page(
            request, "prompt_version.html", f"Prompt {version}", version=version, prompt=prompt, others=others,
            facts=facts, may_change=request.user.has_perm(CHANGE),
        )  # fmt: skip

    def compare(self, request: HttpRequest) -> HttpResponse:
        left, right = (_version(request.GET.get(side, "")) for side in ("left", "right"))
        rows = compare(prompt_rows.whole(left), prompt_rows.whole(right))
        added, removed = summary(rows)
        versions = PromptVersion.objects.filter(name__in={left.name, right.name}).defer("text")
        said = (
            f"{right} adds {counted(added, 'line')} and removes {removed}"
            if added or removed
            else f"{left} and {right} say the same"
        )
        return self.page(
            request, "prompt_compare.html", f"{left} beside {right}", headline=said, left=left, right=right, rows=rows,
            versions=versions.order_by("name", "-number"),
        )  # fmt: skip

    def activate(self, request: HttpRequest, name: str, number: int) -> HttpResponse:
        prompt = _named(name)
        if not any(version.number == number for version in prompt.versions):
            raise Http404
        says = _what_happens(prompt, number, "From now on this version is asked with")
        step = Confirmation(f"Ask with {name}/{number}?", says, f"Activate {number}", _page_of(name))
        return self._choose(
            request, name, step, lambda reason: activate(_folders(), name, number, by=by(request), reason=reason)
        )

    def roll_back(self, request: HttpRequest, name: str) -> HttpResponse:
        prompt = _named(name)
        try:
            before = number_before(_folders(), name)
        except BadPrompt as error:
            return refused(request, str(error), _page_of(name))
        says = _what_happens(prompt, before, "The version before is asked with again")
        step = Confirmation(f"Roll {name} back to {before}?", says, f"Roll back to {before}", _page_of(name))
        return self._choose(
            request, name, step, lambda reason: roll_back(_folders(), name, by=by(request), reason=reason)
        )

    def follow_files(self, request: HttpRequest, name: str) -> HttpResponse:
        prompt = _named(name)
        if prompt.newest is None:
            return refused(request, f"No file holds a prompt named {name}.", _page_of(name))
        says = (
            *_what_happens(prompt, prompt.newest, "From now on the newest of the files is asked with"),
            "A later release with a newer file changes the version by itself.",
        )
        step = Confirmation(f"Let {name} follow the files?", says, "Follow the files", _page_of(name))
        return self._choose(request, name, step, lambda reason: follow_files(name, by=by(request), reason=reason))

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to what was in force before that choice, unless somebody chose again since."""
        choice = get_object_or_404(PromptActivation, pk=pk)
        newest = PromptActivation.objects.filter(name=choice.name).order_by("-id").values_list("pk", flat=True).first()
        if newest != pk:
            return refused(request, f"Somebody has chosen again for {choice.name} since then.", _page_of(choice.name))
        before = PromptActivation.objects.filter(name=choice.name, pk__lt=pk).order_by("-id").first()
        if before is None or before.number is None:
            return self.follow_files(request, choice.name)
        return self.activate(request, choice.name, before.number)

    def _choose(
        self, request: HttpRequest, name: str, step: Confirmation, verb: Callable[[str], PromptActivation]
    ) -> HttpResponse:
        reason = reason_given(request)
        if not reason:
            return self.ask(request, step)
        try:
            row = verb(reason)
        except BadPrompt as error:
            return refused(request, str(error), _page_of(name))
        undo = reverse("admin:orchestrator_prompt_undo", args=[row.pk])
        return done(request, f"{_named(name).version} is asked with now.", _page_of(name), undo=undo)


def _folders() -> list[Any]:
    return list(settings.PROMPT_DIRS)


def _read() -> tuple[list[Prompt], str]:
    """The prompts, or the sentence that says why there are none to show."""
    try:
        return prompt_rows.overview(_folders()), ""
    except BadPrompt as error:
        return [], str(error)


def _named(name: str) -> Prompt:
    try:
        prompt = prompt_rows.prompt_named(_folders(), name)
    except BadPrompt:
        prompt = None
    if prompt is None:
        raise Http404
    return prompt


def _version_before(prompt: Prompt) -> int | None:
    """What rolling back would ask with; None where there is nothing to go back to."""
    try:
        return None if prompt.active is None else number_before(_folders(), prompt.name)
    except BadPrompt:
        return None


def _page_of(name: str) -> str:
    return reverse("admin:orchestrator_prompt", args=[name])


def _version(pk: str) -> PromptVersion:
    if not pk.isascii() or not pk.isdigit() or len(pk) > 9:
        raise Http404
    return get_object_or_404(PromptVersion, pk=int(pk))


def _what_happens(prompt: Prompt, number: int, begin: str) -> list[str]:
    lost, found = prompt_rows.stored_answers(prompt.name, prompt.active, number, timezone.now())
    if number == prompt.active:
        return [f"{prompt.version} is asked with already, and stays so, also when a release brings a newer file."]
    says = [f"{begin}: {prompt.name}/{number} in place of {prompt.version}, in all processes within about a second."]
    says.append(
        "A prompt is part of the cache key, so answers are asked anew: "
        f"{counted(lost, 'stored answer')} of {prompt.version} will not be given while {number} is active."
    )
    if found:
        are = "is" if found == 1 else "are"
        says.append(f"{counted(found, 'answer')} of {prompt.name}/{number} {are} still alive and will be given again.")
    says.append("Messages that are being answered at this moment are finished with the version they began with.")
    return says
