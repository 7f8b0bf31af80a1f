"""The audit record: who or what changed what, and when."""

from datetime import date

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from audit.record import record
from bots.access import locations_for
from dashboard.desk import kept_query, staff_page, whole_number
from dashboard.selectors.audit import AuditFilter, actions, audit_page, csv_lines, entries


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _filter(request: HttpRequest) -> AuditFilter:
    asked = request.GET
    return AuditFilter(
        lead=asked.get("lead", "").strip()[:100],
        person=asked.get("person", "").strip()[:150],
        action=asked.get("action", "")[:64],
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        page=whole_number(asked.get("page", ""), default=1, highest=10_000),
    )


@staff_page("audit.view_auditentry")
def show(request: HttpRequest) -> HttpResponse:
    wanted = _filter(request)
    page = audit_page(locations_for(request.user), wanted)
    context = {"audit": page, "wanted": wanted, "actions": actions(), "kept": kept_query(request)}
    return render(request, "dashboard/audit.html", context)


@staff_page("dashboard.export_audit")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered rows as CSV. That somebody took a copy is itself on record."""
    wanted = _filter(request)
    found = entries(locations_for(request.user), wanted)
    record("audit.exported", actor=f"user:{request.user.pk}", details={"rows": found.count()})
    answer = StreamingHttpResponse(csv_lines(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer
