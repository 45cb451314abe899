// The reveal: one step a key press, everything already in the page, so that the network may go.
const acts = [...document.querySelectorAll("[data-act]")];
const said = document.getElementById("said");
const steps = acts.flatMap((act) => [{ act, step: null }, ...[...act.querySelectorAll("[data-step]")].map((step) => ({ act, step }))]);
const remembered = `ceremony:${location.pathname}`;
let at = Math.min(Number(sessionStorage.getItem(remembered) ?? 0), steps.length - 1);

const show = () => {
  const { act, step } = steps[at];
  for (const each of acts) each.classList.toggle("on", each === act);
  steps.forEach((each, place) => each.step?.classList.toggle("shown", place <= at));
  said.textContent = (step ?? act.querySelector("h1, h2")).textContent.replace(/\s+/g, " ").trim();
  sessionStorage.setItem(remembered, String(at));
};

const go = (by) => {
  at = Math.max(0, Math.min(steps.length - 1, at + by));
  show();
};

const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
const keys = {
  " ": () => go(1), ArrowRight: () => go(1), ArrowDown: () => go(1), PageDown: () => go(1), Enter: () => go(1),
  ArrowLeft: () => go(-1), ArrowUp: () => go(-1), PageUp: () => go(-1), Backspace: () => go(-1),
  Home: () => go(-steps.length), f: full, F: full,
  b: () => document.body.classList.toggle("black"), B: () => document.body.classList.toggle("black"),
};

document.addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLButtonElement && (event.key === " " || event.key === "Enter")) return;
  const deed = keys[event.key];
  if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  deed();
});
document.getElementById("next").addEventListener("click", () => go(1));
document.getElementById("back").addEventListener("click", () => go(-1));
document.body.classList.add("playing");
show();
