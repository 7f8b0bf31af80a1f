"use strict";
/* Be the lead: pick or make one, text in, watch the answers and the CRM. */
const CHIPS = ["I want to sell my house", "what's my home worth?", "STOP", "can you stop by Saturday?", "quiero hablar con una persona"];
const PATIENCE_MS = 60_000;
let chosen = new URLSearchParams(location.search).get("contact") || sessionStorage.getItem("lead") || "";
let before = "";
let known = null;

const refreshList = every(2500, async () => {
  const { contacts } = await read(`/view/contacts?location=${encodeURIComponent(LOCATION)}`);
  if (chosen && !contacts.some((one) => one.id === chosen)) chosen = "";
  if (!chosen && contacts.length) choose(contacts[0].id);
  drawList($("lead-list"), contacts, chosen, choose, ["No lead yet.", "Make one, and text in as that person."]);
  if (!contacts.length) drawNobody();
});
const refreshLead = every(700, async () => { if (chosen) draw(await read(`/view/contact/${encodeURIComponent(chosen)}`)); });
setInterval(drawClock, 1000);

function choose(id) {
  chosen = id; before = ""; known = null;
  sessionStorage.setItem("lead", id);
  for (const one of document.querySelectorAll("[data-contact]")) one.toggleAttribute("aria-current", one.dataset.contact === id);
  $("thread").replaceChildren();
  refreshLead();
}

function drawNobody() {
  if (!$("thread").querySelector(".start"))
    $("thread").replaceChildren(el("li", { class: "quiet start" }, "Make a lead first: it is as if somebody had filled in the agency's form.",
      el("button", { type: "button", class: "main", onclick: () => $("new-lead").click() }, "New lead")));
  $("holds").replaceChildren(el("div", { class: "hint" }, el("b", {}, "Nothing yet."), "Tags, fields, notes and the opportunity of your lead will appear here as they are written."));
  for (const node of [$("words"), $("send"), ...$("chips").children]) node.disabled = true;
}

function drawClock() {
  if (!known) return;
  $("local-time").textContent = clock(new Date().toISOString(), known.zone);
  $("local-zone").textContent = known.zone.split("/").pop().replaceAll("_", " ");
}

function draw(contact) {
  if (contact.id !== chosen) return;
  const first = !known;
  const same = JSON.stringify(contact) === before;
  before = JSON.stringify(contact);
  const old = known;
  known = contact;
  drawClock();
  for (const node of [$("words"), $("send"), ...$("chips").children]) node.disabled = false;
  const last = contact.messages.at(-1);
  const waits = last && last.direction === "inbound" && Date.now() - Date.parse(last.dateAdded) < PATIENCE_MS + 5000;
  if (same && !waits) return;
  $("peer-name").textContent = contact.locationName;
  $("peer-initial").textContent = initials(contact.locationName);
  $("texting-as").textContent = `you are ${contact.name || contact.phone} · ${contact.phone || "no phone"}`;
  drawMessages(contact, last, first);
  if (!same) drawHolds(contact, old);
}

function drawMessages(contact, last, first) {
  const list = $("thread");
  const thread = drawThread(list, contact, { viewpoint: "inbound", why: true, carrier: true });
  if (!contact.messages.length)
    thread.nodes.push(el("li", { class: "quiet" }, contact.tags.length ? "A first text may arrive by itself. Or start: tap a suggestion below." : "Start: tap a suggestion below, or write."));
  if (last && last.direction === "inbound" && (!last.stopWord || last.delivery === "not delivered")) {
    const age = Date.now() - Date.parse(last.dateAdded);
    if (age < PATIENCE_MS && last.delivery !== "not delivered")
      thread.nodes.push(el("li", { class: "theirs typing", "aria-label": "An answer is being written" }, el("span", { class: "bubble" }, el("i"), el("i"), el("i"))));
    else if (last.delivery === "not delivered")
      thread.nodes.push(el("li", { class: "quiet" }, "EnterpriseHub did not take this message. Is it running? "));
    else
      thread.nodes.push(el("li", { class: "quiet" }, "No answer so far. Silence has a reason too: ", el("a", { href: `${TARGET}/`, target: "_blank", rel: "noopener" }, "see it in EnterpriseHub"), "."));
  }
  thread.place();
  if (first) list.scrollTop = list.scrollHeight;
}

function pairs(entries, old) {
  return el("dl", { class: "pairs" }, ...entries.flatMap(([name, value]) => [
    el("dt", {}, name), el("dd", { class: old && shown(old[name] ?? "") !== shown(value) ? "fresh" : "" }, shown(value))]));
}
function block(title, ...children) { return el("section", { class: "block" }, el("h3", {}, title), ...children); }
const none = (words) => el("p", { class: "none" }, words);

function drawHolds(contact, old) {
  const holds = [];
  const tags = contact.tags.map((one) => el("span", { class: `${tagClass(one)}${old && !old.tags.includes(one) ? " fresh" : ""}` }, one));
  holds.push(block("Tags", tags.length ? el("div", { class: "tags" }, ...tags) : none("none")));
  const muted = contact.dnd ? ["all"] : Object.entries(contact.dndSettings).filter(([, one]) => one.status !== "inactive").map(([name]) => name);
  if (muted.length) holds.push(block("Do not disturb", el("span", { class: "tag held" }, `on: ${muted.join(", ")}`)));
  const fields = Object.entries(contact.fields).filter(([, value]) => value !== null && value !== "");
  holds.push(block("Fields", fields.length ? pairs(fields, old?.fields ?? null) : none("nothing written yet")));
  holds.push(block("Opportunity", ...(contact.opportunities.length
    ? contact.opportunities.map((one) => pairs([["Stage", one.stage], ["Value", one.monetaryValue ? `$${one.monetaryValue.toLocaleString("en-US")}` : "–"], ["Status", one.status]], old ? Object.fromEntries((old.opportunities ?? []).flatMap((was) => [["Stage", was.stage], ["Value", was.monetaryValue ? `$${was.monetaryValue.toLocaleString("en-US")}` : "–"], ["Status", was.status]])) : null))
    : [none("none")])));
  holds.push(block("Notes", ...(contact.notes.length
    ? contact.notes.slice().reverse().map((one) => el("p", { class: `note${old && !old.notes.some((was) => was.id === one.id) ? " fresh" : ""}` }, one.body)) : [none("none")])));
  if (contact.tasks.length) holds.push(block("Tasks", ...contact.tasks.map((one) => el("p", { class: "small" }, `${one.completed ? "done: " : ""}${one.title}`))));
  if (contact.memberships.length) holds.push(block("Workflows", ...contact.memberships.map((one) => el("p", { class: "small" }, one.name))));
  $("holds").replaceChildren(...holds);
  $("open-crm").hidden = false;
  $("open-crm").href = `/crm/?location=${encodeURIComponent(LOCATION)}&contact=${encodeURIComponent(contact.id)}`;
}

async function send(body, more = {}) {
  if (!chosen) return;
  try {
    await post("/control/inbound", { location: LOCATION, contactId: chosen, body, duplicate: $("twice").checked ? 1 : 0, ...more });
    say($("send-error"), "");
    $("twice").checked = false; $("more").open = false;
    $("thread").scrollTop = $("thread").scrollHeight;
    await refreshLead(); refreshList();
  } catch (error) {
    say($("send-error"), error instanceof TypeError ? "Not sent: the sandbox does not answer." : `Not sent: ${error.message}`);
    throw error;
  }
}

async function sendWords() {
  const words = $("words").value;
  if (!words.trim()) return;
  $("words").value = ""; grow();
  try { await send(words); } catch { $("words").value = words; grow(); }
}
function grow() { $("words").style.height = "auto"; $("words").style.height = `${Math.min($("words").scrollHeight + 2, 140)}px`; }

$("chips").append(...CHIPS.map((words) => el("button", { type: "button", disabled: true, onclick: () => send(words).catch(() => {}) }, words)));
$("composer").addEventListener("submit", (event) => { event.preventDefault(); sendWords(); });
$("words").addEventListener("input", grow);
$("words").addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); sendWords(); } });
$("send-picture").addEventListener("click", () => send("", { attachments: ["https://pictures.sandbox.example/house.jpg"] }).catch(() => {}));
$("send-call").addEventListener("click", () => send("", { channel: "CALL", attachments: ["https://pictures.sandbox.example/voicemail.mp3"] }).catch(() => {}));
document.addEventListener("click", (event) => { if (!event.target.closest("#more")) $("more").open = false; });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") $("more").open = false; });

const NAMES = [["Ana", "Reyes"], ["Ben", "Ortiz"], ["Cara", "Lindt"], ["Dev", "Shah"], ["Elle", "Moss"], ["Finn", "Walsh"], ["Gia", "Romero"], ["Hal", "Brooks"]];
$("new-lead").addEventListener("click", () => {
  const form = $("lead-form");
  form.reset(); say($("lead-error"), "");
  const [first, last] = NAMES[Math.floor(Math.random() * NAMES.length)];
  form.first_name.value = first; form.last_name.value = last;
  form.phone.value = `(512) 555-${String(100 + Math.floor(Math.random() * 9800)).padStart(4, "0")}`;
  form.email.value = `${first}.${last}@mail.example`.toLowerCase();
  $("lead-dialog").showModal();
});
$("lead-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const said = Object.fromEntries(new FormData(form));
  try {
    const made = await post("/control/contacts", { ...said, location: LOCATION, tags: said.tag ? [said.tag] : [], consent: form.consent.checked });
    $("lead-dialog").close();
    choose(made.id); await refreshList(); $("words").focus();
  } catch (error) { say($("lead-error"), error.message); }
});
