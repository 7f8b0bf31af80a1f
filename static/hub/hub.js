// The frame: dialogs, ages that tick, clocks in the reader's zone. Pages bring their own file beside it.
(() => {
  const byId = (id) => document.getElementById(id);

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) { byId(opener.dataset.opens).showModal(); }
    if (event.target.closest("[data-closes]")) { event.target.closest("dialog").close(); }
  });

  const age = (seconds) => {
    if (seconds < 60) return "now";
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
  };
  const tick = () => {
    for (const time of document.querySelectorAll("time[data-age]")) {
      time.textContent = age((Date.now() - new Date(time.dateTime)) / 1000);
    }
  };
  setInterval(tick, 15000);

  const clocks = () => { for (const time of document.querySelectorAll("time[data-clock]")) {
    const moment = new Date(time.dateTime);
    const today = moment.toDateString() === new Date().toDateString();
    const options = today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    time.title = time.dateTime;
    time.textContent = moment.toLocaleString([], { ...options, hourCycle: "h23" });
  } };
  // Clocks are shown in the reader's zone; a page that also shows another one says whose is whose.
  const zones = () => { for (const zone of document.querySelectorAll("[data-zone]")) {
    const name = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    zone.textContent = name.includes("/") ? `your time (${name.split("/").pop().replaceAll("_", " ")})` : name ? `your time (${name})` : "your time";
  } };
  const started = () => { clocks(); zones(); tick(); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", started);
  else started();

  // A form that was sent once is not sent twice by an impatient thumb.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // Asks `url` every `seconds` while the page is seen; `took` gets the JSON when it changed. Failing is quiet and said once.
  const poll = (url, seconds, took, lost) => {
    let etag = "";
    const ask = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(url, { headers: etag ? { "If-None-Match": etag } : {}, credentials: "same-origin", redirect: "manual" });
        if (answer.status === 200) { etag = answer.headers.get("ETag") || ""; took(await answer.json()); }
        if (lost) lost(!(answer.status === 200 || answer.status === 304));
      } catch (error) {
        if (lost) lost(true);
      }
    };
    setInterval(ask, seconds * 1000);
    document.addEventListener("visibilitychange", ask);
    return ask;
  };

  const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "") || document.querySelector("dialog[open]");
  window.hub = { poll, typing, byId, clocks };
})();
