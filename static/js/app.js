// Small helps. Every page works without them; nothing here decides anything.
"use strict";

// Save long texts by themselves: a form with data-autosave is posted with autosave=1; any 2xx answer means saved.
// One save at a time, and none on its way when the form is sent: an older text must never arrive after a newer one.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  let dirty = false;
  let sent = false; // the form itself is on its way
  let unanswered = false; // a save may have arrived although no answer came
  let running = null;

  const say = (words) => { if (status && words) status.textContent = words; };
  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang || [],
    { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  const post = async (leaving) => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("autosave", "1");
    dirty = false;
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, keepalive: leaving === true })
        .catch((lost) => { unanswered = true; throw lost; });
      const { revision } = answer.redirected ? {} : await answer.json();
      // Own and newer: our own save whose answer was lost. Otherwise another window's, which stays until one presses Save.
      const goOn = answer.ok || unanswered;
      if (goOn && Number.isInteger(revision) && form.elements.revision) form.elements.revision.value = revision;
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      unanswered = false;
      if (!dirty) say(`${status?.dataset.savedText || ""} ${clock()}`.trim());
    } catch {
      dirty = true;
      say(status?.dataset.unsavedText);
    }
    running = null;
  };
  const save = (leaving) => { if (dirty && !running && !sent) running = post(leaving); };

  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("focusout", (event) => { if (event.relatedTarget?.type !== "submit") save(); });
  form.addEventListener("submit", (event) => {
    const again = sent;
    sent = true;
    if (!running) return;
    event.preventDefault();
    if (again) return;
    const patience = new Promise((enough) => { setTimeout(enough, 5000); });
    Promise.race([running, patience]).then(() => { running = null; form.requestSubmit(event.submitter); });
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
  addEventListener("pageshow", ({ persisted }) => { sent = false; unanswered ||= persisted; });
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
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-pressed]")) {
    button.disabled = false;
    delete button.dataset.pressed;
  }
});

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
