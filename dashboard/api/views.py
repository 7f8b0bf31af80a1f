"""Read-only doors to leads, handoffs, turns and the dashboard's figures; each shows the caller's locations only."""

from django.db.models import Model, QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bots.access import locations_for
from bots.models import Handoff, Turn
from crm.models import Lead
from dashboard.api.serializers import HandoffOut, LeadOut, SummaryOut, TurnOut
from dashboard.selectors.funnel import funnel
from dashboard.selectors.period import Period
from dashboard.selectors.pipeline import answers

DAYS = (1, 7, 30)


class Holds(BasePermission):
    """The view names the permission its readers need in `needs`; one that names none is closed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        needs = getattr(view, "needs", "")
        return bool(needs and request.user and request.user.is_authenticated and request.user.has_perm(needs))


class _Scoped(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    permission_classes = [Holds]
    needs = ""
    queryset: QuerySet[Model]

    def get_queryset(self) -> QuerySet[Model]:
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.queryset.filter(location__in=locations_for(self.request.user)).order_by("-id")


class Leads(_Scoped):
    needs = "crm.view_lead"
    serializer_class = LeadOut
    queryset = Lead.objects.living().select_related("location", "conversation")


class Handoffs(_Scoped):
    needs = "bots.view_handoff"
    serializer_class = HandoffOut
    queryset = Handoff.objects.select_related("location", "conversation", "claimed_by")


class Turns(_Scoped):
    needs = "bots.view_turn"
    serializer_class = TurnOut
    queryset = Turn.objects.select_related("location", "conversation").defer("reply_text", "heard")


class Summary(APIView):
    permission_classes = [Holds]
    needs = "dashboard.view_pipeline"

    @extend_schema(responses=SummaryOut, parameters=[OpenApiParameter("days", int, enum=DAYS)])
    def get(self, request: Request) -> Response:
        asked = request.query_params.get("days", "")
        days = int(asked) if asked in map(str, DAYS) else 7
        period, locations = Period(timezone.now(), days), locations_for(request.user)
        said = {"days": days, "funnel": funnel(locations, period), "answers": answers(locations, period)}
        return Response(SummaryOut(said).data)
