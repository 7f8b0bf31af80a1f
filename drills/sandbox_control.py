"""The sandbox's control door, as drills, flow tests and benches use it."""

from typing import Any

import requests

TIMEOUT_SECONDS = 20.0


class Sandbox:
    """Being the lead, the staff and the weather of the look-alike CRM of one location."""

    def __init__(self, url: str, location: str) -> None:
        self.url = url
        self.location = location
        self._session = requests.Session()
        self._session.headers["Accept"] = "application/json"

    def get(self, path: str, /, **params: Any) -> Any:
        answer = self._session.get(self.url + path, params=params, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, /, **body: Any) -> Any:
        answer = self._session.post(self.url + path, json=body, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return answer.json()

    def new_lead(self, first_name: str, phone: str, **more: Any) -> str:
        """Make a lead as a form would; returns the contact's id."""
        made = self.post("/control/contacts", location=self.location, first_name=first_name, phone=phone, **more)
        return str(made["id"])

    def text(self, contact: str, body: str, **more: Any) -> Any:
        """The lead texts."""
        return self.post("/control/inbound", location=self.location, contactId=contact, body=body, **more)

    def sent(self) -> list[dict[str, Any]]:
        """Every text that the CRM ever accepted from us."""
        return list(self.get("/control/sent", location=self.location)["sent"])

    def state(self) -> dict[str, Any]:
        return dict(self.get("/control/state", location=self.location))

    def fail(self, **switch: Any) -> None:
        self.post("/control/failures", **switch)
