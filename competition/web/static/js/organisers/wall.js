// Keeps the wall fresh: polls with the ETag of what is shown, jittered, and rests while hidden.
const grid = document.querySelector("#grid");
const live = document.querySelector("#live");
const PERIOD = 4000;
let tag = "";
let timer = 0;

function say(state) {
  if (live.dataset.state === state) return;
  live.dataset.state = state;
  live.textContent = live.dataset[state];
}

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const answer = await fetch(grid.dataset.source, {
      headers: tag ? { "If-None-Match": tag } : {},
      cache: "no-store",
    });
    if (answer.status === 200) {
      const held = document.activeElement?.getAttribute?.("href");
      grid.innerHTML = await answer.text();
      tag = answer.headers.get("ETag") ?? "";
      if (held) grid.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
    }
    say(answer.ok || answer.status === 304 ? "live" : "lost");
  } catch {
    say("lost");
  }
  timer = setTimeout(look, PERIOD * (0.8 + 0.4 * Math.random()));
}

document.addEventListener("visibilitychange", look);
look();
