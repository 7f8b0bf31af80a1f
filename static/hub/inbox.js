// The inbox: counts change by themselves, rows only when asked; j, k, enter, c and ? work without a mouse.
(() => {
  const root = document.querySelector("[data-live]");
  const news = document.querySelector(".news");
  const shown = new Set([...document.querySelectorAll(".lead")].map((row) => row.dataset.key));
  const title = document.title;

  const took = (live) => {
    hub.byId("sentence").textContent = live.sentence;
    hub.byId("team-count").textContent = live.team;
    const fresh = live.keys.filter((key) => !shown.has(key)).length;
    document.title = fresh ? `(${fresh} new) ${live.sentence}` : live.sentence || title;
    news.hidden = live.version === root.dataset.version;
    news.firstElementChild.textContent = fresh ? `${fresh} new · show` : "Changed · show";
  };
  const lost = (away) => {
    if (!away) return;
    news.hidden = false;
    news.firstElementChild.textContent = "No connection: what you see may be old · try again";
  };
  hub.poll(root.dataset.live, 5, took, lost);
  news.addEventListener("click", () => location.reload());

  const rows = () => [...document.querySelectorAll(".lead")].filter((row) => row.offsetParent);
  let chosen = -1;
  const choose = (index) => {
    const all = rows();
    if (!all.length) return;
    chosen = Math.max(0, Math.min(index, all.length - 1));
    all.forEach((row, at) => row.classList.toggle("is-chosen", at === chosen));
    all[chosen].focus({ preventScroll: true });
    all[chosen].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (hub.typing() || event.metaKey || event.ctrlKey || event.altKey) return;
    const row = rows()[chosen];
    const onControl = /^(A|BUTTON|SUMMARY)$/.test(document.activeElement?.tagName || "");
    if (event.key === "j" || event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "k" || event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
    if (event.key === "Enter" && row && !onControl) row.querySelector(".lead-name").click();
    if (event.key === "c" && row) row.querySelector(".claim")?.click();
    if (event.key === "?") hub.byId("keys-dialog").showModal();
  });
})();
