// Adds to pages; nothing needs it. "Leave this site" also forgets the page it was on, and Escape
// twice within a second does the same.
"use strict";

(() => {
  const leave = document.getElementById("leave");
  if (!leave) return;

  const go = () => {
    document.documentElement.hidden = true;
    try {
      history.replaceState(null, "", "/");
    } finally {
      location.replace(leave.href);
    }
  };
  leave.addEventListener("click", (event) => {
    event.preventDefault();
    go();
  });

  let escapedAt = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - escapedAt < 1000) go();
    escapedAt = event.timeStamp;
  });
})();

// "Use my location": only when it is tapped, and rounded to about a kilometre before it is written.
(() => {
  const locate = document.getElementById("locate");
  const near = document.getElementById("near");
  if (!locate || !near || !navigator.geolocation) return;

  locate.hidden = false;
  locate.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        near.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
      },
      () => near.focus(),
    );
  });
})();

// Completions of what is being typed.
(() => {
  const typed = document.getElementById("q");
  const completions = document.getElementById("completions");
  if (!typed || !completions) return;

  let waiting = 0;
  const complete = async () => {
    const answer = await fetch(`/suggest?q=${encodeURIComponent(typed.value)}`);
    if (!answer.ok) return;
    const texts = await answer.json();
    completions.replaceChildren(
      ...texts.map((text) => {
        const option = document.createElement("option");
        option.value = text;
        return option;
      }),
    );
  };
  typed.addEventListener("input", () => {
    clearTimeout(waiting);
    if (typed.value.trim().length > 1) waiting = setTimeout(() => complete().catch(() => {}), 150);
  });
})();
