// Suggest a reply: the bot's words run into the box while nobody types there, and beside it once somebody does.
// What runs is unchecked, so it cannot be sent; the checked draft takes its place at the end.
(() => {
  const pane = document.querySelector("[data-suggest]");
  if (!pane) return;
  const form = pane.closest("form");
  const box = form.querySelector("textarea");
  const send = form.querySelector(".send");
  const part = (name) => pane.querySelector(`.${name}`);
  const [ask, halt, use, undo, offer, title, words, say, thin] =
    ["ask", "halt", "use", "undo", "offer", "offer-title", "draft-words", "say", "thin"].map(part);
  pane.hidden = false;

  let stopper = null; // while a draft is being written
  let written = ""; // its words so far
  let own = ""; // what stood in the box before it
  let inBox = false; // whether it runs into the box
  let draft = ""; // the checked one

  const put = (text) => { box.value = text; box.dispatchEvent(new Event("input")); };
  const tell = (sentence, line = "") => { say.textContent = sentence; thin.textContent = line; };
  const aside = (heading) => { offer.hidden = false; title.textContent = heading; words.textContent = draft || written; };
  const show = () => {
    if (inBox) { box.value = written; box.scrollTop = box.scrollHeight; } else aside("Draft by the bot, being written");
  };
  const busy = (on) => {
    pane.classList.toggle("writing", on);
    box.classList.toggle("being-written", on && inBox);
    box.setAttribute("aria-busy", on && inBox);
    send.disabled = on && inBox;
    // A button that is hidden loses the focus: whoever works by keyboard goes on from the one in its place.
    const [shown, gone] = on ? [halt, ask] : [ask, halt];
    const held = document.activeElement === gone;
    shown.hidden = false;
    gone.hidden = true;
    if (held) shown.focus();
  };
  // The person's own words come back, and the draft goes on beside the box.
  const giveBox = () => {
    if (!inBox) return;
    inBox = false;
    box.value = own;
    busy(Boolean(stopper));
  };

  const events = async function* (body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ;) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      for (const one of parts) {
        const [, name, data] = one.match(/^event: (\w+)\ndata: (.*)$/) || [];
        if (name) yield [name, JSON.parse(data)];
      }
    }
  };

  const refusal = (answer) => {
    if (answer.type === "opaqueredirect") return "You are signed out. Sign in again in another tab; what you typed stays here.";
    if (answer.status === 403) return "This page is too old, or you may not answer leads. Reload it; what you typed is kept.";
    return "No draft came: this lead may be out of your sight by now. Reload the page.";
  };

  const ended = {
    draft: ({ text, why }) => {
      draft = text;
      tell(inBox ? "Draft by the bot: read it, change it, then send it yourself." : "", why);
      if (inBox) { put(text); undo.hidden = false; } else { aside("Draft by the bot"); use.hidden = false; }
    },
    none: ({ sentence, why }) => {
      giveBox();
      put(box.value);
      offer.hidden = true;
      tell(sentence, why);
    },
  };

  const begin = async () => {
    if (stopper) return;
    const mine = stopper = new AbortController();
    [own, written, draft, inBox] = [box.value, "", "", !box.value.trim()];
    for (const part of [offer, use, undo]) part.hidden = true;
    tell("Being written …");
    busy(true);
    let came = false;
    try {
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      const answer = await fetch(pane.dataset.suggest, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin", redirect: "manual", signal: mine.signal });
      if (answer.status !== 200) { came = true; ended.none({ sentence: refusal(answer), why: "" }); return; }
      for await (const [name, told] of events(answer.body)) {
        if (name === "words") { written += told.words; show(); }
        else { came = true; ended[name](told); }
      }
      if (!came) ended.none({ sentence: "The draft broke off. Try again.", why: "" });
    } catch (error) {
      if (!came) ended.none({ sentence: mine.signal.aborted ? "Stopped. What was written until then is not used." : "The draft broke off: no connection. Try again.", why: "" });
    } finally {
      stopper = null;
      busy(false);
    }
  };

  ask.addEventListener("click", begin);
  halt.addEventListener("click", () => stopper?.abort());
  use.addEventListener("click", () => { own = box.value; put(draft); offer.hidden = use.hidden = true; undo.hidden = false; box.focus(); });
  undo.addEventListener("click", () => { put(own); undo.hidden = true; tell(""); box.focus(); });
  // Before a key of the person's changes the box, it is theirs again.
  box.addEventListener("beforeinput", () => { if (stopper) giveBox(); });
  // Ctrl and Enter must not send what no check has seen.
  form.addEventListener("submit", (event) => { if (stopper && inBox) { event.preventDefault(); event.stopImmediatePropagation(); } }, true);
  addEventListener("pagehide", () => stopper?.abort());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && stopper) { event.preventDefault(); event.stopImmediatePropagation(); stopper.abort(); return; }
    if (hub.typing() || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "d") { event.preventDefault(); pane.scrollIntoView({ block: "nearest" }); begin(); }
  }, true);
})();
