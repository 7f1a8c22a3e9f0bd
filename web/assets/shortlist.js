// The notes of a list: they stand in the fragment of its address, "#<listing id>=<note>&...", which
// browsers keep to themselves. Without this script the list works, without notes.
"use strict";

(() => {
  const kept = document.getElementById("kept");
  if (!kept) return;

  const fields = [...kept.querySelectorAll("[data-note]")].map((box) => ({
    id: box.dataset.note,
    area: box.querySelector("textarea"),
    printed: box.querySelector(".wk-note__line span"),
    shown: box.querySelector("[hidden]"),
  }));
  const link = document.getElementById("link");
  const mail = document.getElementById("mail");
  const address = link.value;
  const letter = mail.href;
  const carriers = [...document.querySelectorAll("[data-carries-notes]")].map((anchor) => ({
    anchor,
    plain: anchor.href,
  }));

  const fragment = () => {
    const notes = new URLSearchParams();
    for (const { id, area } of fields) if (area.value.trim()) notes.set(id, area.value);
    const text = notes.toString();
    return text && `#${text}`;
  };

  // Notes stand before all that leads to this list again or gives it away.
  const spread = () => {
    const notes = fragment();
    for (const { area, printed } of fields) printed.textContent = area.value;
    link.value = address + notes;
    mail.href = letter + encodeURIComponent(notes);
    for (const { anchor, plain } of carriers) {
      anchor.href = notes ? plain.split("#")[0] + notes : plain;
    }
    return notes;
  };
  const write = () => {
    const notes = spread();
    history.replaceState(null, "", location.pathname + location.search + notes);
  };
  const read = () => {
    const notes = new URLSearchParams(location.hash.slice(1));
    const isOurs = fields.some(({ id }) => notes.has(id));
    if (isOurs) for (const { id, area } of fields) area.value = (notes.get(id) ?? "").slice(0, 300);
    spread();
    return isOurs;
  };

  for (const { area, shown } of fields) {
    shown.hidden = false;
    area.addEventListener("input", write);
  }
  document.getElementById("about-notes").hidden = false;
  read();
  // "Skip to the page" changes the fragment, too: what was noted is put back.
  window.addEventListener("hashchange", () => read() || (fragment() && write()));

  const print = document.getElementById("print");
  print.hidden = false;
  print.addEventListener("click", () => window.print());

  const copy = document.getElementById("copy");
  if (!navigator.clipboard) return;
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.value);
    copy.querySelector("[role=status]").textContent =
      document.getElementById("copied").textContent;
  });
})();
