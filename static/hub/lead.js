// A lead's page: what the timeline shows, how many segments a text takes, keys.
(() => {
  const timeline = document.querySelector(".timeline");
  const remembered = () => JSON.parse(localStorage.getItem("timeline-kinds") || '["why"]');
  const chips = [...document.querySelectorAll(".chips [data-kind]")].filter((chip) => chip.dataset.kind !== "talk");
  const show = (kinds) => {
    for (const chip of chips) {
      const on = kinds.includes(chip.dataset.kind);
      chip.setAttribute("aria-pressed", on);
      timeline.classList.toggle(`show-${chip.dataset.kind}`, on);
    }
  };
  let kinds = remembered();
  show(kinds);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      const kind = chip.dataset.kind;
      kinds = kinds.includes(kind) ? kinds.filter((other) => other !== kind) : [...kinds, kind];
      localStorage.setItem("timeline-kinds", JSON.stringify(kinds));
      show(kinds);
    });
  }
  const aim = location.hash && document.getElementById(location.hash.slice(1));
  if (aim) { aim.scrollIntoView({ block: "center" }); aim.querySelector("details.why")?.setAttribute("open", ""); }
  else if (timeline.scrollHeight > timeline.clientHeight) { timeline.scrollTop = timeline.scrollHeight; }

  // 3GPP TS 23.038: the default alphabet, and the signs of its extension table that take two places.
  const basic = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
  const double = new Set("\f^{}\\[~]|€");
  const segments = (text) => {
    const signs = [...text];
    if (signs.every((sign) => basic.has(sign) || double.has(sign))) {
      const length = signs.reduce((sum, sign) => sum + (double.has(sign) ? 2 : 1), 0);
      return { length, of: length <= 160 ? 160 : Math.ceil(length / 153) * 153, count: length <= 160 ? 1 : Math.ceil(length / 153), plain: true };
    }
    const length = text.length; // UTF-16 units, as the network counts them
    return { length, of: length <= 70 ? 70 : Math.ceil(length / 67) * 67, count: length <= 70 ? 1 : Math.ceil(length / 67), plain: false };
  };
  const boxes = [...document.querySelectorAll("[data-segments]")];
  for (const box of boxes) {
    const counter = box.form.querySelector("[data-counter]");
    const draft = `draft:${location.pathname}:${box.dataset.segments}`;
    const count = () => {
      const size = segments(box.value);
      counter.textContent = `${size.length}/${size.of} · ${size.count} segment${size.count === 1 ? "" : "s"} · SMS${size.plain ? "" : " · special signs halve the room"}`;
      counter.classList.toggle("over", size.count > 1);
    };
    const kept = sessionStorage.getItem(draft);
    if (kept && !box.value) box.value = kept;
    box.addEventListener("input", () => { count(); sessionStorage.setItem(draft, box.value); });
    box.form.addEventListener("submit", () => sessionStorage.removeItem(draft));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); box.form.requestSubmit(); }
    });
    count();
  }
  const box = boxes[0];

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && hub.typing() && !document.querySelector("dialog[open]")) { document.activeElement.blur(); return; }
    if (hub.typing() || event.metaKey || event.ctrlKey || event.altKey) return;
    if ((event.key === "r" || event.key === "e") && box) { event.preventDefault(); box.focus(); box.setSelectionRange(box.value.length, box.value.length); }
    if (event.key === "c") document.querySelector(".reply .take")?.click();
    if (event.key === "Escape") location.href = document.querySelector(".lead-head .back").href;
    if (event.key === "?") hub.byId("keys-dialog").showModal();
  });
})();
