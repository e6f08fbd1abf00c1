// Small helps. Every page works without them; nothing here decides anything.
"use strict";

// Whoever signed in again in another window has another token since; what somebody else left open is not theirs to send.
const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
const signedInAgain = (form) => {
  const value = cookie("csrftoken");
  const token = form.elements.csrfmiddlewaretoken;
  if (value && token && (!("who" in document.body.dataset) || document.body.dataset.who === (cookie("who") || ""))) token.value = value;
};
document.addEventListener("submit", ({ target }) => signedInAgain(target), true);

// Save long texts by themselves: a form with data-autosave is posted with autosave=1; what is answered with 2xx is saved.
// One save at a time, and if possible none on its way when the form is sent: an older text must not come after a newer one.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  const { revision: seen, csrfmiddlewaretoken: token } = form.elements;
  let dirty = false;
  let sent = false; // the form itself is on its way
  let running = null; // the save that is on its way
  let lost = null; // a save without an answer: it goes once more as it was, before anything newer
  let hung = false;

  const say = (words) => { if (status && words) status.textContent = words; };
  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang || [],
    { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const filled = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("autosave", "1");
    return data;
  };

  const post = async (leaving) => {
    signedInAgain(form);
    const again = lost;
    const data = again || filled();
    if (again && token) again.set(token.name, token.value);
    if (!again) dirty = false;
    let answer = null;
    try {
      const limits = { keepalive: leaving === true, signal: AbortSignal.timeout?.(30000) };
      answer = await fetch(form.action, { method: "POST", body: data, ...limits });
      lost = answer.ok && !answer.redirected || answer.status >= 500 ? data : null; // not known yet as what
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const { revision } = await answer.json();
      lost = null;
      hung = false;
      if (seen && Number.isInteger(revision)) seen.value = revision;
      if (again) setTimeout(save); // now the newest
      else if (!dirty) say(`${status?.dataset.savedText || ""} ${clock()}`.trim());
    } catch {
      if (!answer) lost = data;
      dirty = true;
      const isFinal = answer && !lost; // saved elsewhere meanwhile, signed out, or a draft no more
      say(isFinal && status?.dataset.stoppedText || status?.dataset.unsavedText);
    }
    running = null;
  };
  const save = (leaving) => { if ((dirty || lost) && !running && !sent) running = post(leaving); };

  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("focusout", (event) => { if (event.relatedTarget?.type !== "submit") save(); });
  // a page without an answer may not know what it has saved itself
  form.addEventListener("formdata", ({ formData }) => { if (lost || hung) formData.set("unanswered", "1"); });
  form.addEventListener("submit", (event) => {
    const again = sent;
    sent = true;
    setTimeout(() => { sent = false; }, 15000); // it was stopped, or the page stays for another reason
    if (lost && !running && !again) running = post(); // first, as it was: then it is known whether it was saved
    if (!running) return;
    event.preventDefault();
    if (again) return;
    const patience = new Promise((enough) => { setTimeout(enough, 5000); }).then(() => { hung = Boolean(running); });
    Promise.race([running, patience]).then(() => { running = null; form.requestSubmit(event.submitter); });
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
  addEventListener("pageshow", ({ persisted }) => {
    sent = false;
    if (persisted && !seen) dirty = false; // nothing tells whether it is older than what is kept
  });
  setInterval(() => save(), 10000);
}

// One press is one act. Forms that answer with a file (the page stays) carry data-repeatable.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.hasAttribute("data-repeatable")) return;
  setTimeout(() => {
    for (const button of form.elements) {
      if (button.type === "submit" && !button.disabled) {
        button.disabled = true;
        button.dataset.pressed = "";
      }
    }
  });
  setTimeout(letPress, 15000); // it was stopped
});
const letPress = () => {
  for (const button of document.querySelectorAll("[data-pressed]")) {
    button.disabled = false;
    delete button.dataset.pressed;
  }
};
addEventListener("pageshow", letPress);

// A button that prints the page; without scripts the browser's own menu does.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A button that copies what stands in a field; without scripts it is marked and copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.copiedText;
  });
}

// A button that shows the password as it is typed, and hides it again.
for (const button of document.querySelectorAll("[data-show]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const input = document.getElementById(button.dataset.show);
    input.type = input.type === "text" ? "password" : "text";
    [button.textContent, button.dataset.otherText] = [button.dataset.otherText, button.textContent];
    [button.ariaLabel, button.dataset.otherLabel] = [button.dataset.otherLabel, button.ariaLabel];
  });
}

// What is wrong is read first.
document.querySelector(".error-summary")?.focus();

// A page about work in progress looks again after some seconds.
const waiting = document.querySelector("[data-refresh-seconds]");
if (waiting) setTimeout(() => location.reload(), waiting.dataset.refreshSeconds * 1000);

// One more row of the same form, up to the most allowed.
for (const set of document.querySelectorAll("[data-formset]")) {
  const add = set.querySelector("[data-add-row]");
  const total = set.querySelector(`[name="${set.dataset.formset}-TOTAL_FORMS"]`);
  const most = set.querySelector(`[name="${set.dataset.formset}-MAX_NUM_FORMS"]`);
  if (!add || !total) continue;
  const full = () => { add.hidden = Number(total.value) >= Number(most?.value || 1000); };
  add.addEventListener("click", () => {
    const rows = set.querySelector("[data-rows]");
    const number = Number(total.value);
    rows.insertAdjacentHTML("beforeend", set.querySelector("template").innerHTML
      .replaceAll("__prefix__", number).replaceAll("__number__", number + 1));
    total.value = number + 1;
    full();
    rows.lastElementChild.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
  full();
}

// What scrolls sideways can be reached with the keyboard, also after turning the phone or zooming in.
const sideways = new ResizeObserver((boxes) => {
  for (const { target: box } of boxes) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll(".sheet__scroll, .table-wrap")) sideways.observe(box);

// Whoever applies has a clock in front of them: its zone is proposed, as long as nothing else was chosen.
for (const list of document.querySelectorAll("select[data-guess-zone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = [...list.options].find((option) => option.value === zone);
  const untouched = list.selectedOptions[0]?.defaultSelected;
  if (known && untouched && list.form?.querySelector("#trap")) list.value = zone;
}
