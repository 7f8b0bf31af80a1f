// The field map's editor: shows the server's verdict on the form as it stands, proposes a type that fits a chosen field.
const form = document.getElementById("field-map");
const rows = [...form.querySelectorAll("tr[data-attribute]")];
const summary = document.getElementById("summary");
const activate = document.getElementById("activate");
const unsaved = document.getElementById("unsaved");
let asked = 0, timer = 0, dirty = false;

const attributeOf = (row) => row.querySelector("[name=attribute]").value.trim();

function propose(row) {
  const option = row.querySelector("[name=field]").selectedOptions[0];
  const type = row.querySelector("[name=type]");
  const fitting = (option.dataset.types || "").split(" ").filter(Boolean);
  if (!fitting.length || fitting.includes(type.value)) return;
  type.value = fitting.includes(type.dataset.own) ? type.dataset.own : fitting[0];
}

function offers(row) {
  const list = row.querySelector("[name=field]").selectedOptions[0].dataset.offers;
  row.querySelector(".offers").textContent = list ? `offers ${list}` : "";
}

function show({ count, faults }) {
  for (const row of rows) {
    const said = faults[attributeOf(row)] || [];
    row.classList.toggle("wrong", said.length > 0);
    row.querySelector(".fault").replaceChildren(...said.map((text) => Object.assign(document.createElement("span"), { textContent: text })));
  }
  summary.hidden = !count;
  summary.classList.toggle("bad", count > 0);
  summary.textContent = count ? `${count} problem${count === 1 ? "" : "s"}, marked below. A draft can be saved with problems, but not activated.` : "";
  if (activate) { activate.disabled = count > 0; activate.title = count ? "Solve the problems first" : ""; }
}

async function check() {
  const mine = ++asked;
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) });
    if (answer.ok && mine === asked) show(await answer.json());
  } catch { /* away: saving says the same */ }
}

form.addEventListener("change", (event) => {
  const row = event.target.closest("tr[data-attribute]");
  if (row && event.target.name === "field") { propose(row); offers(row); }
});
rows.forEach(offers);
form.addEventListener("input", () => {
  dirty = true;
  if (unsaved) unsaved.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(check, 250);
});
form.addEventListener("submit", () => { dirty = false; });
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
document.getElementById("only-mapped").addEventListener("change", (event) => {
  for (const row of rows) row.hidden = event.target.checked && !row.querySelector("[name=field]").value && !row.classList.contains("wrong");
});
for (const other of document.querySelectorAll("form[data-confirm]")) {
  other.addEventListener("submit", (event) => { if (!confirm(other.dataset.confirm)) event.preventDefault(); });
}
