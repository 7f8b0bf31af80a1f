"use strict";
/* Make things go wrong, on purpose and for a while. */
const TOGGLES = [
  ["echo_before_answer", "Echo before the answer", "The webhook of an own write arrives before its API answer."],
  ["unread_events", "Unread-count events", "Each text of a lead raises a second event."],
  ["auto_dnd_on_stop", "The carrier mutes on STOP", "A bare keyword turns do-not-disturb on by itself."],
  ["retry_server_errors", "Retry webhooks on 5xx", "Off: only 429 and lost connections are tried again."],
  ["obey_attacker", "The model obeys the lead", "It says what a lead orders it to say."],
];
const NUMBERS = [["latency_ms", "CRM answers after ms"], ["claude_latency_ms", "Model answers after ms"]];
let settings = null;

const refresh = every(1500, async () => {
  const said = await read("/view/overview");
  const failing = said.failures.filter((one) => one.count !== 0).length;
  const odd = settingsOdd(said.settings);
  $("headline").textContent = failing || odd ? `${failing + odd} thing${failing + odd === 1 ? " is" : "s are"} switched to go wrong` : "Everything behaves";
  $("headline-more").textContent = said.deliveries.failed ? `${said.deliveries.failed} webhooks were not delivered` : "";
  drawFailures(said.failures); drawDeliveries(said.deliveries); drawLocations(said.locations);
  $("key").textContent = said.key;
  if (JSON.stringify(said.settings) !== JSON.stringify(settings)) { settings = said.settings; drawSettings(); }
});
function settingsOdd(all) {
  return (all.claude_errors.rate > 0) + all.obey_attacker + (all.latency_ms > 0) + (all.claude_latency_ms > 0);
}
function words(one) {
  const what = { status: `answers ${one.status}`, slow: `is ${one.delay_ms} ms slow`, drop_before: "drops before applying", drop_after: "drops after applying", truncated: "truncates answers", malformed: "sends broken JSON", drip: "drips byte by byte" }[one.kind];
  const where = one.path ? ` on ${one.path}` : "";
  const share = one.probability < 1 ? `, ${Math.round(one.probability * 100)} % of calls` : "";
  return `${{ crm: "CRM", claude: "Claude", openai: "OpenAI" }[one.scope]} ${what}${where}${share}`;
}
function drawFailures(all) {
  $("failures").replaceChildren(...(all.length ? all.map((one) => el("li", {}, el("span", {}, words(one), el("br"), el("span", { class: "soft small num" }, `${one.hits} hit${one.hits === 1 ? "" : "s"}${one.count === null ? "" : one.count ? `, ${one.count} to go` : ", spent"}`)),
    el("button", { type: "button", onclick: async () => { await call("DELETE", `/control/failures/${one.id}`); refresh(); } }, "Switch off"))) : [el("li", { class: "none" }, "None is on. Switch one on to see what EnterpriseHub makes of it.")]));
}
function drawDeliveries(counts) {
  $("deliveries").replaceChildren(...["delivered", "waiting", "failed"].map((name) => el("span", {}, el("b", {}, String(counts[name])), name)));
}
function drawLocations(all) {
  $("locations").replaceChildren(...all.map((one) => el("li", {}, el("span", {}, el("b", {}, one.name), el("br"), el("span", { class: "soft small" }, `${one.id} · ${one.contacts} contacts · ${one.workflow ? "workflow webhook set" : "no workflow webhook"}`)),
    el("a", { class: "button", href: `/crm/?location=${encodeURIComponent(one.id)}` }, "Open"))));
}
async function change(changes) { await post("/control/settings", changes); settings = null; refresh(); }
function drawSettings() {
  $("toggles").replaceChildren(...TOGGLES.map(([name, title, meaning]) => el("label", { class: "check" },
    el("input", { type: "checkbox", checked: settings[name], onchange: (event) => change({ [name]: event.target.checked }) }), el("span", {}, title, el("small", {}, meaning)))));
  const number = (title, value, step, save) => el("label", {}, title, el("input", { type: "number", min: "0", step, value: String(value), onchange: (event) => save(Number(event.target.value)) }));
  $("numbers").replaceChildren(...NUMBERS.map(([name, title]) => number(title, settings[name], "50", (value) => change({ [name]: value }))),
    number("CRM calls per 10 s", settings.ghl_limit.max, "1", (value) => change({ ghl_limit: { max: value } })),
    number("Share of model errors", settings.claude_errors.rate, "0.05", (value) => change({ claude_errors: { rate: value } })));
}
$("failure-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = Object.fromEntries(new FormData(event.target));
  const body = { scope: said.scope, kind: said.kind, path: said.path, probability: Number(said.probability || 1) };
  if (said.count) body.count = Number(said.count);
  if (said.kind === "slow" || said.kind === "drip") body.delay_ms = Number(said.delay_ms || 0);
  if (said.retry_after) body.retry_after = said.retry_after;
  try { await post("/control/failures", body); say($("failure-error"), ""); refresh(); } catch (error) { say($("failure-error"), error.message); }
});
$("resend").addEventListener("click", async () => { const { queued } = await post("/control/deliveries/resend", {}); $("done").textContent = queued ? `${queued} queued again.` : "Nothing to send again."; refresh(); });
$("test-event").addEventListener("click", async () => { await post("/control/test-event", { location: LOCATION }); $("done").textContent = "A signed test event is on its way."; refresh(); });
$("reset").addEventListener("click", () => $("reset-dialog").showModal());
$("reset-sure").addEventListener("click", async () => { await post("/control/reset", {}); $("reset-dialog").close(); refresh(); });
