"""Field maps for people: edit a draft with its faults beside it, try a payload, compare, activate, roll back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from audit.scoped_admin import visible_locations
from crm.admin.actions import staff
from crm.field_rules import picklists_of
from crm.fieldmaps import verbs
from crm.fieldmaps.attributes import TYPES
from crm.fieldmaps.overview import fields_read_at, is_being_read, states, who
from crm.fieldmaps.preview import CannotShow, preview
from crm.fieldmaps.rows import choices, compare, editor_rows, faults_by_attribute
from crm.mapping.fields import FieldRule, rules_of
from crm.models import FieldMap, Location
from crm.outbox.enqueue import enqueue_read_setup

VIEW, CHANGE = "crm.view_fieldmap", "crm.change_fieldmap"
REASON_CHARS = 150
PAYLOAD_CHARS = 200_000
Page = Callable[..., HttpResponse]


class FieldMapPages:
    """Pages of a ModelAdmin; each looks at one location in sight."""

    admin_site: Any

    def own_pages(self) -> list[URLPattern]:
        return [
            self._at("locations/", self.overview, "fieldmaps", VIEW),
            self._at("of/<int:pk>/", self.editor, "fieldmap_edit", VIEW),
            self._at("of/<int:pk>/check/", self.faults, "fieldmap_check", VIEW),
            self._at("of/<int:pk>/read/", self.read_again, "fieldmap_read", CHANGE),
            self._at("of/<int:pk>/try/", self.try_payload, "fieldmap_try", VIEW),
            self._at("of/<int:pk>/versions/", self.versions, "fieldmap_versions", VIEW),
            self._at("of/<int:pk>/compare/", self.compare, "fieldmap_compare", VIEW),
            self._at("of/<int:pk>/activate/<int:version>/", self.activate, "fieldmap_activate", CHANGE),
            self._at("of/<int:pk>/roll-back/", self.roll_back, "fieldmap_roll_back", CHANGE),
            self._at("of/<int:pk>/discard/", self.discard, "fieldmap_discard", CHANGE),
        ]

    def _at(self, route: str, view: Page, name: str, permission: str) -> URLPattern:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, **kwargs)

        return path(route, self.admin_site.admin_view(guarded), name=f"crm_{name}")

    def _page(self, request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
        frame = {**self.admin_site.each_context(request), "content_title": title, "title": title}
        frame |= {"may_change": request.user.has_perm(CHANGE)}
        return TemplateResponse(request, f"admin/crm/field_maps/{template}", frame | context)

    def _place(self, request: HttpRequest, pk: int) -> Location:
        seen = visible_locations(self.admin_site, request)
        return get_object_or_404(Location.objects.filter(pk__in=seen.values("pk")), pk=pk)

    def overview(self, request: HttpRequest) -> HttpResponse:
        found = states(visible_locations(self.admin_site, request))
        if len(found) == 1 and "all" not in request.GET:
            return _to("edit", found[0].location)
        return self._page(request, "overview.html", "Field maps", states=found)

    def editor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The draft, or what a draft would begin with; saving makes one."""
        place = self._place(request, pk)
        if request.method == "POST":
            return self._save(request, place)
        base = _chosen(place, request.GET.get("from", "")) or verbs.draft_of(place) or verbs.active_of(place)
        return self._edit(request, place, base.rules if base else [], base)

    def _edit(
        self, request: HttpRequest, place: Location, lines: list[Any], base: FieldMap | None, fault: str = ""
    ) -> HttpResponse:
        fields, rules = verbs.crm_fields(place), verbs.rules_in(lines)
        problems = verbs.check(place, lines) if fields else ()
        draft, active = verbs.draft_of(place), verbs.active_of(place)
        return self._page(
            request, "editor.html", f"Field map of {place}", location=place, tab="edit", fault=fault, draft=draft,
            rows=editor_rows(rules, fields, problems), choices=choices(fields), types=TYPES.items(), base=base,
            problems=problems, active=active, seen=verbs.fingerprint(draft or active), read_at=fields_read_at(place),
            reading=is_being_read(place), mapped=len(rules), fields=len(fields),
        )  # fmt: skip

    def _save(self, request: HttpRequest, place: Location) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        lines = _lines(request)
        try:
            draft = verbs.save_draft(place, lines, staff(request), seen=request.POST.get("seen", ""))
        except verbs.NotPossible as error:
            return self._edit(request, place, lines, None, str(error))
        if "activate" in request.POST and not verbs.check(place, draft.rules):
            return _to("activate", place, draft.version)
        messages.success(request, f"Draft {draft.version} is saved. Nothing has changed for leads yet.")
        return _to("edit", place)

    def faults(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The faults of the form as it stands, for the page to show while somebody types."""
        lines = verbs.labelled(self._place(request, pk), _lines(request))
        problems = verbs.check(self._place(request, pk), lines)
        return JsonResponse({"count": len(problems), "faults": faults_by_attribute(problems)})

    def read_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self._place(request, pk)
        if request.method == "POST":
            enqueue_read_setup(place, cause=f"user:{staff(request).pk}")
            messages.success(request, "The fields are being read from the CRM; this takes a few seconds.")
        return _to("edit", place)

    def try_payload(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Paste a payload, see the result. The text is shown and forgotten."""
        place = self._place(request, pk)
        draft, active = verbs.draft_of(place), verbs.active_of(place)
        chosen = _chosen(place, request.POST.get("version", "")) or draft or active
        text, found, fault = request.POST.get("payload", "")[:PAYLOAD_CHARS], None, ""
        if request.method == "POST":
            try:
                found = preview(text, _rules(place, chosen), verbs.crm_fields(place))
            except CannotShow as error:
                fault = str(error)
        return self._page(
            request, "try.html", f"Try a payload at {place}", location=place, tab="try", chosen=chosen, text=text,
            found=found, fault=fault, versions=_versions(place),
        )  # fmt: skip

    def versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self._place(request, pk)
        rows = _versions(place)
        people = who(row.created_by for row in rows) | who(row.activated_by for row in rows)
        before, active = verbs.version_before(place), verbs.active_of(place)
        listed = [(row, people.get(row.created_by, row.created_by), people.get(row.activated_by, "")) for row in rows]
        return self._page(
            request, "versions.html", f"Versions of {place}", location=place, tab="versions", versions=listed,
            before=before, active=active,
        )  # fmt: skip

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self._place(request, pk)
        left, right = (_chosen(place, request.GET.get(side, "")) for side in ("left", "right"))
        if left is None or right is None:
            raise Http404
        changes = compare(verbs.rules_in(left.rules), verbs.rules_in(right.rules))
        return self._page(
            request, "compare.html", f"Versions {left.version} and {right.version} of {place}", location=place,
            tab="versions", left=left, right=right, changes=changes, versions=_versions(place),
        )  # fmt: skip

    def activate(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        place = self._place(request, pk)
        chosen = get_object_or_404(FieldMap, location=place, version=version)
        return self._confirm(
            request, place, chosen, f"Activate version {version}?", "Activate",
            lambda reason: verbs.activate(chosen, staff(request), timezone.now(), reason=reason),
        )  # fmt: skip

    def roll_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self._place(request, pk)
        before = verbs.version_before(place)
        if before is None:
            messages.error(request, "No other version was in force before.")
            return _to("versions", place)
        return self._confirm(
            request, place, before, f"Roll back to version {before.version}?", "Roll back",
            lambda reason: verbs.roll_back(place, staff(request), timezone.now(), reason=reason),
        )  # fmt: skip

    def _confirm(
        self, request: HttpRequest, place: Location, chosen: FieldMap, title: str, button: str,
        verb: Callable[[str], FieldMap],
    ) -> HttpResponse:  # fmt: skip
        reason, fault = request.POST.get("reason", "").strip()[:REASON_CHARS], ""
        problems = verbs.check(place, chosen.rules)
        if request.method == "POST" and reason:
            try:
                verb(reason)
            except verbs.DoesNotFit as error:
                problems = error.problems
            except verbs.NotPossible as error:
                fault = str(error)
            else:
                messages.success(request, f"Version {chosen.version} is in force.")
                return _to("versions", place)
        active = verbs.active_of(place)
        changes = compare(verbs.rules_in(active.rules) if active else [], verbs.rules_in(chosen.rules))
        return self._page(
            request, "confirm.html", title, location=place, chosen=chosen, active=active, button=button, fault=fault,
            changes=changes, problems=problems, reason_missing=request.method == "POST" and not reason,
            reason_chars=REASON_CHARS,
        )  # fmt: skip

    def discard(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self._place(request, pk)
        if request.method == "POST":
            try:
                verbs.discard_draft(place, staff(request))
                messages.success(request, "The draft is thrown away.")
            except verbs.NotPossible as error:
                messages.error(request, str(error))
        return _to("edit", place)


def _to(page: str, place: Location, *more: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"admin:crm_fieldmap_{page}", args=[place.pk, *more]))


def _lines(request: HttpRequest) -> list[dict[str, str]]:
    """The lines of the form for which a field was chosen."""
    columns = (request.POST.getlist(name) for name in ("attribute", "field", "type"))
    return [
        {"attribute": attribute.strip(), "ghl_field_id": field, "type": kind}
        for attribute, field, kind in zip(*columns, strict=False)
        if attribute.strip() and field
    ]


def _chosen(place: Location, version: str) -> FieldMap | None:
    if not version.isascii() or not version.isdigit() or len(version) > 9:
        return None
    return FieldMap.objects.filter(location=place, version=int(version)).first()


def _versions(place: Location) -> list[FieldMap]:
    return list(FieldMap.objects.filter(location=place).order_by("-version")[:100])


def _rules(place: Location, chosen: FieldMap | None) -> tuple[FieldRule, ...]:
    return rules_of(chosen.rules if chosen else [], picklists_of([place.pk]).get(place.pk))
