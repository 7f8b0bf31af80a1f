"""The sandbox put together: one object that every door is handed."""

from aiohttp import web

from sandbox.arrivals import ArrivalLog
from sandbox.claude.state import ModelState
from sandbox.config import Config
from sandbox.failures import Failures
from sandbox.keys import WebhookKey
from sandbox.limits import Window
from sandbox.store import Store
from sandbox.switches import Switches
from sandbox.webhooks import Webhooks
from sandbox.world.appointments import Appointments
from sandbox.world.contacts import Contacts
from sandbox.world.leads import Leads
from sandbox.world.messages import Messages
from sandbox.world.notes import Notes
from sandbox.world.opportunities import Opportunities
from sandbox.world.seed import add_location


class Machine:
    """State, verbs and switches of one running sandbox."""

    def __init__(self, config: Config, key: WebhookKey) -> None:
        self.config, self.key = config, key
        self.store = Store(config.state_dir / "sandbox.sqlite3")
        self.switches = Switches(self.store, latency_ms=config.latency_ms)
        self.failures = Failures()
        self.arrivals = ArrivalLog(self.store)
        self.windows: dict[str, Window] = {}
        self.model = ModelState()
        self.openai = ModelState()
        self.webhooks = Webhooks(self.store, key, self.switches, target_url=config.target_url, app_id=config.app_id)
        self.contacts = Contacts(self.store, self.webhooks)
        self.messages = Messages(self.store, self.webhooks, self.contacts, self.switches)
        self.notes = Notes(self.store, self.webhooks)
        self.opportunities = Opportunities(self.store, self.webhooks)
        self.appointments = Appointments(self.store, self.webhooks)
        self.leads = Leads(self.store, self.webhooks, self.contacts)
        self.furnish()

    def furnish(self) -> None:
        """Make sure the first location and its workflow address exist."""
        config = self.config
        add_location(self.store, location=config.location_id, name=config.location_name, token=config.token)
        if config.workflow_url:
            self.set_workflow(config.location_id, config.workflow_url, config.workflow_secret)
        self.store.flush()

    def set_workflow(self, location: str, url: str, secret: str) -> None:
        self.store.put("workflow_hooks", {"id": location, "url": url, "secret": secret})

    def reset(self) -> None:
        """Forget all state but the key; the first location is made anew, workflow addresses stay."""
        hooks = self.store.every("workflow_hooks")
        locations = self.store.every("locations")
        self.webhooks.drop_all()
        self.store.clear()
        self.arrivals.clear()
        self.failures.remove()
        self.windows.clear()
        self.model = ModelState()
        self.openai = ModelState()
        for one in locations:
            add_location(self.store, location=one["id"], name=one["name"], token=one["token"], timezone=one["timezone"])
        for hook in hooks:
            self.store.put("workflow_hooks", hook)
        self.furnish()


MACHINE: web.AppKey[Machine] = web.AppKey("machine", Machine)
