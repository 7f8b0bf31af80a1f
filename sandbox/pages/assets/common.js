"use strict";
/* Small helpers of the sandbox's pages. Everything is drawn as text: no markup is ever built from data. */
const $ = (id) => document.getElementById(id);
const LOCATION = document.body.dataset.location;
const TARGET = document.body.dataset.target;

function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

async function call(method, path, body) {
  const answer = await fetch(path, {
    method, headers: body ? { "Content-Type": "application/json" } : {}, body: body ? JSON.stringify(body) : undefined,
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || `The sandbox answered ${answer.status}.`);
  return said;
}
const read = (path) => call("GET", path);
const post = (path, body) => call("POST", path, body);

/* Run again and again, slower while the page is hidden; shows the banner while the sandbox is away. */
function every(milliseconds, work) {
  let running = false;
  const turn = async () => {
    if (running) return;
    running = true;
    try { await work(); $("away").hidden = true; }
    catch (error) { if (error instanceof TypeError) $("away").hidden = false; }
    finally { running = false; }
  };
  turn();
  setInterval(() => { if (!document.hidden) turn(); }, milliseconds);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) turn(); });
  return turn;
}

function clock(iso, zone) {
  try { return new Intl.DateTimeFormat([], { hour: "numeric", minute: "2-digit", timeZone: zone }).format(new Date(iso)); }
  catch { return iso.slice(11, 16); }
}
function day(iso, zone) {
  return new Intl.DateTimeFormat([], { weekday: "short", month: "short", day: "numeric", timeZone: zone }).format(new Date(iso));
}
function say(node, words) { node.textContent = words; node.hidden = !words; }
function initials(name) { return (name || "?").trim().slice(0, 1).toUpperCase(); }
function shown(value) {
  if (Array.isArray(value)) return value.join(", ");
  return value === true ? "yes" : value === false ? "no" : String(value);
}
const TEMPERATURES = ["hot", "warm", "cold"];
function tagClass(name) { return "tag " + (TEMPERATURES.find((one) => name.startsWith(one + "-lead")) || "plain"); }

/* One message as a bubble. `side` is "mine" for the one who holds the page. */
function bubble(message, { mine, zone, why }) {
  const meta = el("span", { class: "meta" }, clock(message.dateAdded, zone));
  if (message.author) meta.append(el("span", {}, message.author));
  if (message.direction === "inbound" && message.delivery)
    meta.append(el("span", { class: message.delivery === "not delivered" ? "bad" : message.delivery.startsWith("retry") ? "wait" : "" }, message.delivery));
  if (message.direction === "outbound") {
    meta.append(el("span", {}, message.status));
    if (why && !message.author) meta.append(el("a", { href: `${TARGET}/why/${encodeURIComponent(message.id)}/`, target: "_blank", rel: "noopener" }, "why"));
  }
  const parts = (message.attachments || []).map(() => el("span", { class: "picture" }, message.channel === "CALL" ? "▶ voicemail 0:21" : "picture"));
  if (message.body) parts.push(el("span", { class: "bubble" }, message.body));
  if (!parts.length) parts.push(el("span", { class: "bubble faint" }, message.channel === "CALL" ? "missed call" : "(empty)"));
  return el("li", { class: `${mine ? "mine" : "theirs"}${message.author ? " person" : ""}` }, ...parts, meta);
}

function drawThread(list, contact, { viewpoint, why, carrier }) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const nodes = [];
  let lastDay = "";
  for (const message of contact.messages) {
    const today = day(message.dateAdded, contact.zone);
    if (today !== lastDay) nodes.push(el("li", { class: "day" }, (lastDay = today)));
    nodes.push(bubble(message, { mine: message.direction === viewpoint, zone: contact.zone, why }));
    if (carrier && message.stopWord) nodes.push(el("li", { class: "quiet" }, `The carrier confirms ${message.body.trim().toUpperCase()}; the bot stays silent.`));
  }
  return { nodes, place() { list.replaceChildren(...nodes); if (atEnd) list.scrollTop = list.scrollHeight; } };
}

/* The list of contacts that phone and CRM share. */
function drawList(list, rows, chosen, choose, empty) {
  if (!rows.length) { list.replaceChildren(el("li", { class: "hint" }, el("b", {}, empty[0]), empty[1])); return; }
  const focused = document.activeElement?.dataset?.contact;
  list.replaceChildren(...rows.map((row) => el("li", {}, el("button", {
    type: "button", "data-contact": row.id, "aria-current": row.id === chosen ? "true" : null, onclick: () => choose(row.id),
  }, el("b", {}, el("span", { class: "whole" }, row.name), el("span", { class: "first" }, row.first || row.name)), row.muted ? el("span", { class: "tag held" }, "DND") : el("span", { class: "faint small num" }, clock(row.at, row.zone)),
    el("span", { class: "last small" }, row.last ? (row.direction === "outbound" ? "↩ " : "") + row.last : row.tags.join(", ") || row.phone || row.email)))));
  if (focused) list.querySelector(`[data-contact="${CSS.escape(focused)}"]`)?.focus();
}

document.addEventListener("click", (event) => {
  if (event.target.matches("[data-closes]")) event.target.closest("dialog").close();
});
