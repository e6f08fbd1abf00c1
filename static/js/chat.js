// The live chat: what is new comes over a socket, what one writes goes the way the form goes. Without it: Refresh.
"use strict";
for (const chat of document.querySelectorAll("[data-chat]")) {
  const part = (name) => chat.querySelector(`[data-${name}]`);
  const lines = part("lines");
  const log = lines.parentElement;
  const say = part("say");
  const words = chat.dataset;
  let last = Number(words.last);
  let tries = 0;
  let over = "";

  const walk = () => document.querySelector("[data-agenda]"); // in the chat, or under the list of its points
  const show = (place, text) => { if (place) { place.textContent = text; place.hidden = !text; } };
  const state = (text) => { const place = part("status"); if (place) place.textContent = text; };

  // A line that is there is replaced, a new one stands by its number.
  const put = ({ id, html }) => {
    const box = document.createElement("template");
    box.innerHTML = html;
    const line = box.content.querySelector("li");
    const there = document.getElementById(`m-${id}`);
    if (there) {
      const held = there.contains(document.activeElement);
      there.replaceWith(line);
      if (held) say?.elements.text.focus();
      return;
    }
    const low = innerHeight + scrollY > document.body.scrollHeight - 200;
    let after = lines.lastElementChild;
    while (after && Number(after.dataset.n) > Number(line.dataset.n)) after = after.previousElementSibling;
    if (after) after.after(line); else lines.prepend(line);
    log.scrollTop = log.scrollHeight;
    if (low && say) say.scrollIntoView({ block: "nearest" });
    part("empty").hidden = true;
  };

  const hear = (told) => {
    for (const line of told.lines || []) put(line);
    if (told.last) last = Math.max(last, told.last);
    if (told.agenda) {
      const held = walk().contains(document.activeElement);
      walk().outerHTML = told.agenda;
      if (held) walk().querySelector("button")?.focus();
    }
    if ("at" in told) document.querySelectorAll("[data-points] > li").forEach((point, n) => {
      const now = n + 1 === Number(told.at);
      point.ariaCurrent = now ? "step" : null;
      point.lastElementChild.hidden = !now;
    });
    if ("here" in told) show(part("here"), told.here);
    if (told.readers) { const place = chat.querySelector(".chat__box .readers"); if (place) place.outerHTML = told.readers; }
    if ("now" in told) show(walk()?.querySelector("[data-now]"), told.now);
    if (told.bye) { over = told.bye; state(over); show(part("here"), ""); }
  };

  const connect = () => {
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}${words.chat}?after=${last}`);
    socket.onopen = () => { tries = 0; state(words.connected); };
    socket.onmessage = ({ data }) => hear(JSON.parse(data));
    socket.onclose = () => {
      if (over) return;
      state(words.away);
      show(part("here"), "");
      setTimeout(connect, Math.min(30, 2 ** tries++) * 1000 * (.7 + Math.random() * .6));
    };
  };
  log.scrollTop = log.scrollHeight;
  if (words.chat) connect();

  // Sends a form and stays on the page; gives the answer, or nothing when it was not taken.
  const send = async (form, button) => {
    try {
      const answer = await fetch(button?.getAttribute("formaction") || form.action, {
        method: "POST", body: new FormData(form, button), headers: { Accept: "application/json" },
      });
      if (answer.redirected) throw new Error();
      const told = await answer.json();
      hear(told);
      if (told.why) state(told.why);
      return answer.ok && told;
    } catch {
      state(over || words.unsent);
    }
  };

  document.addEventListener("submit", async (event) => {
    if (!event.target.closest("[data-chat], [data-agenda]")) return;
    event.preventDefault();
    if (event.target !== say) { send(event.target, event.submitter); return; }
    const { text, key } = say.elements;
    if (!text.value.trim() || say.dataset.busy) return;
    const said = text.value;
    say.dataset.busy = "1";
    state(words.sending);
    const told = await send(say);
    if (told) {
      key.value = told.key;
      if (text.value.startsWith(said)) text.value = text.value.slice(said.length);
      state(tries || !words.chat ? words.away : words.connected);
    }
    delete say.dataset.busy;
    text.focus();
  }, true); // before anything else hears of it
  say?.elements.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) say.requestSubmit();
  });
}
