// Keys for the workbench. Everything works without them: a key presses a button that is there.
"use strict";

(() => {
  const OFF = "wellkept-keys-off";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const rows = all("[data-row]");
  const isTyping = (element) =>
    element.matches("textarea, select, input:not([type=radio])") || element.isContentEditable;

  // ---- which row the next key is about: the one with the focus, else the first open question

  const isAnswered = (row) => row.querySelector("[data-answer]:checked") !== null;
  const currentRow = () =>
    document.activeElement.closest("[data-row]") ||
    rows.find((row) => row.hasAttribute("data-doubted") && !isAnswered(row)) ||
    rows.find((row) => !isAnswered(row)) ||
    rows[0];

  const focusRow = (row) => {
    const target =
      row &&
      (row.querySelector("[data-answer]:checked") ||
        row.querySelector("[data-answer], [data-row-link]"));
    if (target) target.focus();
  };

  const move = (step) => {
    const here = rows.indexOf(document.activeElement.closest("[data-row]"));
    const first = here < 0 && step > 0 ? 0 : here + step;
    focusRow(rows[Math.min(Math.max(first, 0), rows.length - 1)]);
  };

  const answer = (key) => {
    const row = currentRow();
    const choice = row && row.querySelector(`[data-answer="${key}"]`);
    if (!choice) return false;
    choice.checked = true;
    const value = row.querySelector(".wk-value");
    if (key === "x" && value) {
      value.focus();
      return true;
    }
    if (value) value.value = ""; // one answer a field
    focusRow(rows[rows.indexOf(row) + 1] || row);
    return true;
  };

  // Typing a new value says "change"; taking another answer forgets it.
  for (const row of rows) {
    const value = row.querySelector(".wk-value");
    const change = row.querySelector('[data-answer="x"]');
    if (!value || !change) continue;
    value.addEventListener("input", () => {
      if (value.value) change.checked = true;
    });
  }

  const press = (key) => {
    const target = document.querySelector(`[data-key="${key}"]`);
    if (!target) return false;
    if (target.matches("summary")) {
      const button = target.parentElement.querySelector("button");
      target.parentElement.open = button !== null || !target.parentElement.open;
      (button || target).focus();
    } else if (target.matches("textarea")) {
      target.focus();
    } else {
      target.click();
    }
    return true;
  };

  const help = () => {
    const keys = document.getElementById("keys");
    if (!keys) return false;
    keys.open = !keys.open;
    if (keys.open) keys.querySelector("summary").focus();
    return true;
  };

  const act = (key) => {
    if (key === "?") return help();
    if (key === "j" || key === "k") return move(key === "j" ? 1 : -1) || true;
    if ("cxuo".includes(key)) return answer(key);
    return press(key);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && isTyping(event.target)) {
      const row = event.target.closest("[data-row]");
      event.target.blur();
      if (row) focusRow(row); // the next key is about the same field
      return;
    }
    if (event.key.length !== 1 || isTyping(event.target) || isOff()) return;
    if (act(event.key)) event.preventDefault();
  });

  // ---- keys can be switched off (WCAG 2.1.4), on this device

  const isOff = () => {
    try {
      return localStorage.getItem(OFF) !== null;
    } catch {
      return false; // storage is refused: then keys are on
    }
  };
  const keysSwitch = document.querySelector("[data-keys-switch]");
  if (keysSwitch) {
    const show = () => {
      keysSwitch.textContent = isOff() ? "Switch keys on" : "Switch keys off";
      keysSwitch.hidden = false;
    };
    keysSwitch.addEventListener("click", () => {
      try {
        if (isOff()) localStorage.removeItem(OFF);
        else localStorage.setItem(OFF, "1");
      } catch {
        return;
      }
      show();
    });
    show();
  }

  // ---- answers that could not be sent are kept in this tab, and filled in again

  const DRAFT_LIFE_MS = 2 * 3600 * 1000;
  const draftKey = (form) => `draft ${form.getAttribute("action")}`;
  const typedInto = (form) =>
    [...new FormData(form)].filter(
      ([name]) => name === "note" || name === "check" || /^(answer|value)\./.test(name),
    );

  const keepDraft = (form) => {
    const draft = { at: Date.now(), typed: typedInto(form) };
    try {
      sessionStorage.setItem(draftKey(form), JSON.stringify(draft));
    } catch {
      // storage is refused: the form works as it does without scripts
    }
  };

  const fillIn = (form, draft) => {
    for (const [name, value] of draft.typed) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value; // of radio buttons, this checks the one of that value
    }
    document.getElementById("kept").hidden = false;
  };

  const bringBackDraft = (form) => {
    try {
      const draft = JSON.parse(sessionStorage.getItem(draftKey(form)));
      const isWorthIt = draft.typed.some(([name, value]) => name !== "check" && value !== "");
      if (isWorthIt && Date.now() - draft.at < DRAFT_LIFE_MS) fillIn(form, draft);
    } catch {
      // nothing that we kept
    }
  };

  const forgetDrafts = () => {
    try {
      for (const key of Object.keys(sessionStorage)) {
        if (key.startsWith("draft ")) sessionStorage.removeItem(key);
      }
    } catch {
      // nothing is kept
    }
  };

  const form = document.querySelector("[data-answers]");
  if (document.querySelector("[data-saved]")) forgetDrafts();
  if (form) {
    // What the server filled in is as new as a draft.
    if (form.dataset.answers === "empty") bringBackDraft(form);
    form.addEventListener("input", () => keepDraft(form));
    form.addEventListener("submit", () => keepDraft(form));
  }

  // ---- what goes on while a page stays open

  const tally = document.querySelector("[data-counts]");
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const answered = await fetch(tally.dataset.counts, { redirect: "error" });
      if (!answered.ok) return;
      for (const [name, number] of Object.entries(await answered.json())) {
        for (const place of all(`[data-count="${name}"]`)) place.textContent = number;
      }
    } catch {
      // away: the numbers stay as they were
    }
  };
  if (tally) setInterval(refresh, 30000);

  const left = document.querySelector("[data-minutes-left]");
  if (left) {
    const until = new Date(left.dataset.until);
    setInterval(() => {
      left.textContent = Math.max(0, Math.round((until - Date.now()) / 60000));
    }, 15000);
  }

  const problems = document.getElementById("problems");
  if (problems) problems.focus();
})();
