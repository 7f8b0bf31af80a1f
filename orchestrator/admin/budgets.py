"""Budgets: today's money, limits per location, maxima to correct, prices to add."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.http import urlencode
from unfold.decorators import display

from audit.scoped_admin import ReadOnlyAdmin
from orchestrator.admin import budget_figures, machine
from orchestrator.admin.budget_forms import CorrectForm, LimitForm, PriceForm
from orchestrator.admin.page import Confirmation, PagedAdmin, by, done, named_place, reason_given, refused
from orchestrator.models import Budget, BudgetHold, BudgetLimit
from orchestrator.money.budgets import NotCorrectable
from orchestrator.money.limits import set_limit
from orchestrator.money.price_rows import Price, set_price
from orchestrator.page_words import dollars, exact_usd, full_dollars

VIEW = "orchestrator.view_budget"
LIMIT, CORRECT, PRICE = (
    "orchestrator.change_budgetlimit",
    "orchestrator.change_budgethold",
    "orchestrator.add_modelprice",
)


@admin.register(Budget)
class BudgetAdmin(PagedAdmin, ReadOnlyAdmin):
    location_id_path = "tenant"
    ordering = ("-day", "tenant")

    def own_pages(self) -> list[URLPattern]:
        return [
            self.at("overview/", self.overview, "budgets", VIEW),
            self.at("limit/<str:tenant>/", self.change_limit, "budget_limit", LIMIT),
            self.at("correct/<int:pk>/", self.correct, "budget_correct", CORRECT),
            self.at("price/", self.add_price, "price_add", PRICE),
        ]

    def in_sight(self, rows: QuerySet[Any], locations: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(Q(tenant__in=locations.values("ghl_id")) | Q(tenant=""))

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        return ("of_day", named_place(self.sight(request), "of"), "limit", "spent", "held")

    @display(description="day (UTC)", ordering="day")
    def of_day(self, budget: Budget) -> str:
        return f"{budget.day:%-d %b %Y}"

    @display(description="limit at the last booking", ordering="limit_micro_usd")
    def limit(self, budget: Budget) -> str:
        return dollars(budget.limit_micro_usd)

    @display(description="spent", ordering="spent_micro_usd")
    def spent(self, budget: Budget) -> str:
        return dollars(budget.spent_micro_usd)

    @display(description="set aside", ordering="held_micro_usd")
    def held(self, budget: Budget) -> str:
        return dollars(budget.held_micro_usd)

    def overview(self, request: HttpRequest) -> HttpResponse:
        sight, now = self.sight(request), timezone.now()
        monies = budget_figures.monies(
            sight, now.date(), of_all=machine.limit_of_all(), per_location=machine.limit_per_location()
        )
        shown, number, micro_usd = budget_figures.maxima(sight)
        context: dict[str, Any] = {}
        if request.user.has_perm("orchestrator.view_modelprice"):
            table = budget_figures.price_table(now.date())
            missing = budget_figures.without_price(machine.machine().models, table, now)
            context = {"prices": table, "missing": missing, "may_price": request.user.has_perm(PRICE)}
        return self.page(
            request, "budgets.html", "Budgets", headline=budget_figures.headline(monies), of_all=monies[0],
            places=monies[1:], alerts=budget_figures.alerts(sight, now.date()), maxima=shown, maxima_number=number,
            maxima_micro_usd=micro_usd, per_location=machine.limit_per_location(),
            may_limit=request.user.has_perm(LIMIT), may_correct=request.user.has_perm(CORRECT), **context,
        )  # fmt: skip

    def change_limit(self, request: HttpRequest, tenant: str) -> HttpResponse:
        sight, back = self.sight(request), reverse("admin:orchestrator_budgets")
        if not sight.holds(tenant):
            raise PermissionDenied
        own = BudgetLimit.objects.filter(tenant=tenant).values_list("limit_micro_usd", flat=True).first()
        now_typed = "" if own is None else exact_usd(own)
        form = LimitForm(request.POST or None, initial={"limit": request.GET.get("limit", now_typed)})
        reason = reason_given(request)
        if not reason or not form.is_valid():
            return self.ask(request, _limit_step(sight.name(tenant), own, form, back))
        limit = form.cleaned_data["limit"]
        set_limit(tenant, limit, by=by(request), now=timezone.now(), reason=reason)
        undo = reverse("admin:orchestrator_budget_limit", args=[tenant])
        undo += f"?{urlencode({'limit': now_typed, 'reason': 'undo'})}"
        said = _default_words() if limit is None else f"{full_dollars(limit)} a day"
        return done(request, f"The limit of {sight.name(tenant)} is {said} now.", back, undo=undo)

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        sight, back = self.sight(request), reverse("admin:orchestrator_budgets")
        hold = get_object_or_404(BudgetHold.objects.select_related("call"), pk=pk)
        if not sight.holds(hold.tenant):
            raise PermissionDenied
        form = CorrectForm(request.POST or None)
        reason = reason_given(request)
        if not reason or not form.is_valid():
            return self.ask(request, _correct_step(hold, sight.name(hold.tenant), form, back))
        cost = form.cleaned_data["cost"]
        try:
            machine.budgets().correct(hold.pk, cost, by(request), reason)
        except NotCorrectable:
            return refused(request, "This booking was corrected before, or was never a maximum.", back)
        except ValueError:
            form.add_error(
                "cost",
                f"{full_dollars(cost)} is above the {full_dollars(hold.amount_micro_usd)} that was booked as the most.",
            )
            return self.ask(request, _correct_step(hold, sight.name(hold.tenant), form, back))
        return done(request, f"Booked with its true cost of {full_dollars(cost)}.", back)

    def add_price(self, request: HttpRequest) -> HttpResponse:
        back = reverse("admin:orchestrator_budgets")
        begin = {"model": request.GET.get("model", ""), "valid_from": timezone.now().date()}
        form = PriceForm(request.POST or None, initial=begin)
        reason = reason_given(request)
        if not reason or not form.is_valid():
            return self.ask(request, _price_step(form, back))
        facts = form.cleaned_data
        price = Price(
            facts["input_usd"], facts["output_usd"], facts["cache_write_5m_usd"], facts["cache_write_1h_usd"],
            facts["cache_read_usd"],
        )  # fmt: skip
        try:
            set_price(
                facts["model"], price, valid_from=facts["valid_from"], source=facts["source"], by=by(request),
                up_to_prompt_tokens=facts["up_to_prompt_tokens"], reason=reason,
            )  # fmt: skip
        except ValidationError as error:
            _put(error, form)
            return self.ask(request, _price_step(form, back))
        return done(request, f"{facts['model']} has its price, in force within a minute.", back)


def _put(error: ValidationError, form: PriceForm) -> None:
    """Each sentence beside the field that it begins with; the others above the form."""
    for sentence in error.messages:
        name, _, said = sentence.partition(": ")
        form.add_error(name if said and name in form.fields else None, said or sentence)


def _default_words() -> str:
    return f"that of the setting again, {full_dollars(machine.limit_per_location())} a day"


def _limit_step(name: str, own: int | None, form: LimitForm, back: str) -> Confirmation:
    present = _default_words().replace(" again", "") if own is None else f"{full_dollars(own)} a day"
    says = (
        f"From the next call on, {name} may spend so much a day. Its limit is {present} now.",
        "Calls under way are finished and paid. Where the new limit is below what is spent today, no model is asked "
        "for this location until 00:00 UTC: rules and people answer its leads.",
        "The limit of all locations together stays a setting, and still holds beside it.",
    )
    return Confirmation(f"Daily limit of {name}", says, "Set the limit", back, form=form)


def _correct_step(hold: BudgetHold, name: str, form: CorrectForm, back: str) -> Confirmation:
    booked = full_dollars(hold.settled_micro_usd or hold.amount_micro_usd)
    says = (
        f"The true cost takes the place of the maximum of {booked}, in the budgets of {name} and of all together "
        f"on {hold.day:%-d %b %Y}.",
        "It is booked at its maximum since the answer never came: the process ended, or the provider fell silent.",
        "It can be corrected once; the call in the list carries the true cost afterwards.",
    )
    facts = [("booked", booked), ("location", name), ("set aside", f"{hold.held_at:%-d %b %Y, %H:%M} UTC")]
    if hold.call:
        facts += [("task", hold.call.task), ("model", hold.call.model)]
        facts += [("provider's id", hold.call.request_id)] if hold.call.request_id else []
    return Confirmation("Book what the call truly cost?", says, "Correct the booking", back, facts=facts, form=form)


def _price_step(form: PriceForm, back: str) -> Confirmation:
    says = (
        "Calls of this model are paid, and held for, at this price from that day on; within a minute in all processes.",
        "A row for the same model, day and length takes the place of the one before. Both stand in the audit record.",
    )
    return Confirmation("Add the price of a model", says, "Add the price", back, form=form)
