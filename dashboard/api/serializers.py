"""The shapes of the read API. Numbers keep their unit in the name; nothing is written through it."""

from typing import ClassVar

from rest_framework import serializers

from bots.models import Handoff, Turn
from crm.models import Lead


class LeadOut(serializers.ModelSerializer):
    location = serializers.CharField(source="location.ghl_id")
    role = serializers.CharField(source="conversation.role", default=None)
    owner = serializers.CharField(source="conversation.owner", default=None)
    score = serializers.IntegerField(source="conversation.score", default=None)
    temperature = serializers.CharField(source="conversation.temperature", default=None)
    slots = serializers.JSONField(source="conversation.slots", default=None)
    last_inbound_at = serializers.DateTimeField(source="conversation.last_inbound_at", default=None)

    class Meta:
        model = Lead
        fields: ClassVar = [
            "id", "ghl_contact_id", "location", "first_name", "last_name", "phone", "email", "timezone", "tags", "dnd",
            "role", "owner", "score", "temperature", "slots", "last_inbound_at", "created_at",
        ]  # fmt: skip


class HandoffOut(serializers.ModelSerializer):
    lead = serializers.IntegerField(source="conversation.lead_id")
    location = serializers.CharField(source="location.ghl_id")
    claimed_by = serializers.CharField(source="claimed_by.username", default=None)

    class Meta:
        model = Handoff
        fields: ClassVar = [
            "id", "lead", "location", "reason", "status", "packet", "opened_at", "due_at", "claimed_by", "claimed_at",
            "answered_at", "ended_at",
        ]  # fmt: skip


class TurnOut(serializers.ModelSerializer):
    lead = serializers.IntegerField(source="conversation.lead_id")
    location = serializers.CharField(source="location.ghl_id")

    class Meta:
        model = Turn
        fields: ClassVar = [
            "id", "lead", "location", "status", "is_opener", "outcome", "reason", "role", "decision", "reply_lane",
            "model_use", "first_received_at", "due_at", "decided_at", "ended_at",
        ]  # fmt: skip


class StageOut(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField(source="label")
    definition = serializers.CharField()
    count = serializers.IntegerField()


class AnswerOut(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField()
    change = serializers.CharField()
    definition = serializers.CharField()


class SummaryOut(serializers.Serializer):
    """What the dashboard says about the last `days` days."""

    days = serializers.IntegerField()
    funnel = StageOut(many=True)
    answers = AnswerOut(many=True)
