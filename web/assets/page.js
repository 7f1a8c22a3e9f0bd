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
