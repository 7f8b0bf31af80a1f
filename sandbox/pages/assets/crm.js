"use strict";
/* What the CRM holds, and its staff: read, tag, mute, write as a person. */
let chosen = new URLSearchParams(location.search).get("contact") || "";
let rows = [];
let before = "";

const refreshList = every(2500, async () => {
  const said = await read(`/view/contacts?location=${encodeURIComponent(LOCATION)}`);
  rows = said.contacts;
  const muted = rows.filter((one) => one.muted).length;
  $("headline").textContent = said.total ? `${said.total} contact${said.total === 1 ? "" : "s"} in this CRM` : "No contacts yet";
  $("headline-more").textContent = muted ? `${muted} with do-not-disturb` : "";
  if (!chosen && rows.length) choose(rows[0].id); else drawRows();
  if (!rows.length) $("contact").replaceChildren(el("div", { class: "card empty" }, el("h2", {}, "Nothing here yet"),
    el("p", {}, "Contacts appear when somebody becomes a lead. Make one on the phone page."), el("a", { class: "button main", href: "/phone/" }, "Open the phone")));
});
const refreshContact = every(1000, async () => {
  if (!chosen) return;
  try { draw(await read(`/view/contact/${encodeURIComponent(chosen)}`)); }
  catch (error) { if (error instanceof TypeError) throw error; $("contact").replaceChildren(el("div", { class: "card empty" }, el("h2", {}, "This contact is gone"), el("p", {}, "It was deleted or merged."))); }
});
every(1500, async () => drawLog((await read(`/view/log?location=${encodeURIComponent(LOCATION)}`)).rows));

function drawRows() {
  const words = $("find").value.trim().toLowerCase();
  const found = rows.filter((one) => !words || `${one.name} ${one.phone} ${one.email} ${one.tags.join(" ")}`.toLowerCase().includes(words));
  drawList($("lead-list"), found, chosen, choose, words ? ["Nobody found.", "Try a name, a phone or a tag."] : ["No contacts yet.", "They appear when a lead is made."]);
}
function choose(id) { chosen = id; before = ""; $("contact").replaceChildren(); drawRows(); refreshContact(); }
$("find").addEventListener("input", drawRows);
document.addEventListener("keydown", (event) => { if (event.key === "/" && !event.target.matches("input, textarea")) { event.preventDefault(); $("find").focus(); } });

const none = (words) => el("p", { class: "none" }, words);
const block = (title, ...children) => el("section", { class: "block" }, el("h3", {}, title), ...children);
function pairs(entries) { return el("dl", { class: "pairs" }, ...entries.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, shown(value))])); }
async function act(path, body) {
  try { await post(path, { location: LOCATION, contactId: chosen, ...body }); before = ""; await refreshContact(); refreshList(); return true; }
  catch (error) { say($("act-error"), error.message); return false; }
}

function draw(contact) {
  const now = JSON.stringify(contact);
  if (contact.id !== chosen || now === before) return;
  /* Nothing moves under the finger: while somebody writes, only the thread is drawn anew. */
  const writing = $("contact").contains(document.activeElement) && document.activeElement.matches("input, textarea");
  before = now;
  if (writing && $("crm-thread")) { drawMessages(contact); before = ""; return; }
  const draft = $("staff-words")?.value || "";
  $("contact").replaceChildren(head(contact), el("div", { class: "halves" }, el("div", { class: "card" }, ...details(contact)), conversation(contact)));
  $("staff-words").value = draft;
  drawMessages(contact);
}

function isMuted(contact) { return contact.dnd || ["active", "permanent"].includes(contact.dndSettings.SMS?.status); }
function head(contact) {
  const toggle = el("input", { type: "checkbox", checked: isMuted(contact), onchange: async (event) => {
    if (!event.target.checked && contact.dnd) await act("/control/dnd", { channel: "all", active: false });
    await act("/control/dnd", { channel: "SMS", active: event.target.checked });
  } });
  const tags = contact.tags.map((one) => el("span", { class: tagClass(one) }, one,
    el("button", { type: "button", "aria-label": `Remove tag ${one}`, onclick: () => act("/control/tags", { remove: [one] }) }, "×")));
  const add = el("form", { class: "add-tag", onsubmit: async (event) => {
    event.preventDefault();
    const input = event.target.elements.tag;
    if (input.value.trim()) { const words = input.value; input.value = ""; input.blur(); await act("/control/tags", { add: [words] }); }
  } }, el("input", { name: "tag", placeholder: "add a tag", "aria-label": "Add a tag", maxlength: "80" }));
  return el("section", { class: "card" },
    el("div", { class: "who-head" }, el("span", { class: "avatar", "aria-hidden": "true" }, initials(contact.name)),
      el("div", {}, el("h2", {}, contact.name || "No name"), el("p", { class: "soft small" }, [contact.phone, contact.email, `${clock(new Date().toISOString(), contact.zone)} there`].filter(Boolean).join(" · "))),
      el("div", { class: "end" }, el("label", { class: "check" }, toggle, "Do not disturb"), el("a", { class: "button", href: `/phone/?location=${encodeURIComponent(LOCATION)}&contact=${encodeURIComponent(contact.id)}` }, "Be this lead"))),
    el("div", { class: "block" }, el("div", { class: "tags" }, ...tags, add)),
    el("p", { class: "send-error", id: "act-error", role: "alert", hidden: true }));
}

function details(contact) {
  const fields = Object.entries(contact.fields).filter(([, value]) => value !== null && value !== "");
  const address = [contact.address1, contact.city, contact.state, contact.postalCode].filter(Boolean).join(", ");
  const own = [["Address", address], ["Time zone", contact.timezone], ["Source", contact.source], ["Added", new Date(contact.dateAdded).toLocaleString()]].filter(([, value]) => value);
  return [
    block("Contact", pairs(own)),
    block("Custom fields", fields.length ? pairs(fields) : none("nothing written yet")),
    block("Opportunity", ...(contact.opportunities.length ? contact.opportunities.map((one) => pairs([["Name", one.name], ["Stage", one.stage], ["Status", one.status], ["Value", one.monetaryValue ? `$${one.monetaryValue.toLocaleString("en-US")}` : "–"]])) : [none("none")])),
    block("Notes", ...(contact.notes.length ? contact.notes.slice().reverse().map((one) => el("div", { class: "note" }, one.body)) : [none("none")])),
    contact.tasks.length ? block("Tasks", ...contact.tasks.map((one) => el("p", { class: "small" }, `${one.completed ? "✓ " : ""}${one.title} · due ${new Date(one.dueDate).toLocaleDateString()}`))) : null,
    contact.appointments.length ? block("Appointments", ...contact.appointments.map((one) => el("p", { class: "small" }, `${one.title} · ${new Date(one.startTime).toLocaleString()} · ${one.appointmentStatus}`))) : null,
    contact.memberships.length ? block("Workflows", ...contact.memberships.map((one) => el("p", { class: "small" }, one.name))) : null,
  ].filter(Boolean);
}

function conversation(contact) {
  const send = async (event) => {
    event.preventDefault();
    const box = $("staff-words"), words = box.value.trim();
    if (!words) return;
    box.value = ""; box.blur();
    if (!(await act("/control/staff-text", { body: words }))) $("staff-words").value = words;
  };
  return el("section", { class: "card", "aria-label": "Conversation" }, el("ol", { class: "thread crm-thread", id: "crm-thread", tabindex: "0" }),
    el("form", { class: "staff", onsubmit: send }, el("label", { class: "sr", for: "staff-words" }, "Write as a person of the staff"),
      el("textarea", { id: "staff-words", rows: "2", placeholder: `Write to ${contact.firstName || "this lead"} as Sam Rivera (staff)` }), el("button", { class: "main" }, "Send")));
}
function drawMessages(contact) {
  const list = $("crm-thread"), fresh = !list.children.length;
  const thread = drawThread(list, contact, { viewpoint: "outbound", why: true });
  if (!contact.messages.length) thread.nodes.push(el("li", { class: "quiet" }, "No messages yet."));
  thread.place();
  if (fresh) list.scrollTop = list.scrollHeight;
}

function drawLog(log) {
  const newest = log.filter((row) => row.at_us > (Date.now() - 10_000) * 1000).length;
  $("log-rate").textContent = log.length ? `${newest >= 60 ? "60 or more" : newest} in the last 10 seconds` : "";
  if (!log.length) { $("log").replaceChildren(el("tr", {}, el("td", { colspan: "4" }, "No request has arrived yet."))); return; }
  $("log").replaceChildren(...log.map((row) => el("tr", {}, el("td", { class: "num" }, new Date(row.at_us / 1000).toLocaleTimeString()),
    el("td", {}, `${row.method} ${row.path}`), el("td", { class: row.status >= 400 || !row.status ? "status-bad" : "status-ok" }, row.status ? String(row.status) : "dropped"), el("td", { class: "num" }, String(row.ms)))));
}
