"""A new lead as a form on a website would bring it: contact event, and a workflow webhook with the consent."""

from sandbox.store import Document, Store
from sandbox.webhooks import Webhooks
from sandbox.world.contacts import Contacts

CONSENT_TEXT = (
    "I agree to receive text messages about my inquiry from {name}. "
    "Message and data rates may apply. Reply STOP to opt out."
)


class Leads:
    def __init__(self, store: Store, webhooks: Webhooks, contacts: Contacts) -> None:
        self._store, self._webhooks, self._contacts = store, webhooks, contacts

    def arrive(self, location: Document, fields: Document, *, consent: bool) -> Document:
        """Create the contact; with consent the form's workflow webhook follows when the location has one."""
        contact = self._contacts.create(location["id"], {"source": "website form", **fields})
        if consent:
            custom = {"event": "lead_created", "consent": "form"}
            self.tell_workflow(
                location, contact, {**custom, "consent_text": CONSENT_TEXT.format(name=location["name"])}
            )
        return contact

    def tell_workflow(self, location: Document, contact: Document, custom: Document) -> bool:
        """Queue a workflow webhook about this contact; False when the location has no address for it."""
        hook = self._store.get("workflow_hooks", location["id"])
        if hook is None or not hook["url"]:
            return False
        body = self._workflow_body(location, contact, custom)
        self._webhooks.raise_workflow(location["id"], hook["url"], hook["secret"], body, contact=contact["id"])
        return True

    def _workflow_body(self, location: Document, contact: Document, custom: Document) -> Document:
        """Return the fixed block of the "Webhook" action; custom fields stand at the top under their labels."""
        labels = {one["id"]: one["name"] for one in self._store.in_location("custom_fields", location["id"])}
        workflow = self._store.in_location("workflows", location["id"])[0]
        place = f"{location['city']} {location['state']} {location['postalCode']}"
        city, state, postal = contact.get("city") or "", contact.get("state") or "", contact.get("postalCode") or ""
        return {
            **{labels.get(key, key): value for key, value in contact["customFields"].items()},
            "contact_id": contact["id"],
            "first_name": contact.get("firstName") or "",
            "last_name": contact.get("lastName") or "",
            "full_name": contact.get("name") or "",
            "email": contact.get("email") or "",
            "phone": contact.get("phone") or "",
            "tags": ",".join(contact["tags"]),
            "address1": contact.get("address1") or "",
            "city": city,
            "state": state,
            "country": contact.get("country") or "US",
            "timezone": contact.get("timezone") or location["timezone"],
            "postal_code": postal,
            "date_created": contact["dateAdded"],
            "contact_source": contact.get("source") or "",
            "full_address": " ".join(part for part in (contact.get("address1") or "", city, state, postal) if part),
            "contact_type": "lead",
            "location": {
                "name": location["name"],
                "address": location["address"],
                "city": location["city"],
                "state": location["state"],
                "country": location["country"],
                "postalCode": location["postalCode"],
                "fullAddress": f"{location['address']}, {place}",
                "id": location["id"],
            },
            "workflow": {"id": workflow["id"], "name": workflow["name"]},
            "triggerData": {},
            "contact": {"attributionSource": {"sessionSource": "Direct traffic", "medium": "form"}},
            "attributionSource": {},
            "customData": custom,
        }
