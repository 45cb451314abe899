// The app: the start, the pulse that keeps screen and bar true, and what the bar can do.
import { paint } from "./bar.js";
import { button, h, say } from "./dom.js";
import * as kept from "./kept.js";
import * as queue from "./queue.js";
import { aroundSheet, paintClock, refresh, saveDraft, saveDrafts, show, user, world } from "./screens.js";
import { signInAgain, tell } from "./trouble.js";
import { alone, takeOver } from "./window.js";
import * as wire from "./wire.js";

const PULSE = 15_000;
const STAGE_PULSE = 5_000;
const now = { signIn: false, battery: null };

function paintBar() {
  const items = kept.mine(user()).filter(kept.stored);
  paint({ items, unstored: kept.place.behind, signIn: now.signIn && Boolean(user()), status: queue.status, lastReceived: kept.lastReceived(user()) }, { again, pulse });
}

async function again() {
  const answer = await signInAgain((pin) => wire.resume(kept.place.device, pin));
  if (answer?.user) return pulse(true);
  if (answer) await tell(say("sign_in"), answer.message || say("sign_in_failed"));
}

async function flush(now) {
  if (!user()) return;
  await queue.flush(user(), kept.place.device, now);
  if (queue.status.signIn) now.signIn = true;
  paintBar();
}

queue.events.addEventListener("change", () => {
  paintBar();
  aroundSheet();
  if (location.hash === "#/unsent") refresh();
});

kept.changes.addEventListener("disk", () => {
  if (kept.place.behind) tell(say("unstored_title"), say("unstored_text"));
  paintBar();
});

async function choose(key, mineStands) {
  await kept.choose(key, mineStands).catch(() => {});
  wire.forgetAssignmentTag();
  paintBar();
  refresh();
  pulse(true);
}

let pulsing = null;

function pulse(all = false) {
  pulsing ??= beat(all).finally(() => (pulsing = null));
  return pulsing;
}

async function beat(all) {
  if (kept.place.handedOver) return;
  await kept.heal();
  const session = await wire.refreshSession();
  if (session) now.signIn = !session.user || (user() && session.user.id !== user() && kept.mine(user()).length > 0);
  if (session?.user && !now.signIn) await takeNews(session);
  saveDrafts();
  if (!session || !now.signIn) await flush(all);
  paintBar();
}

async function takeNews(session) {
  if (session.user.id !== user()) wire.forgetAssignmentTag();
  const unsent = kept.queued().length;
  const told = await wire.contact({ device: kept.place.device, unsent, battery: now.battery, version: session.version });
  if (told) [world.stages, world.heard] = [told.stages, performance.now()];
  const news = await wire.refreshAssignment();
  if (news === "sign-in") now.signIn = true;
  if (news === "new" || told) refresh();
}

async function watchBattery() {
  const battery = await navigator.getBattery?.().catch(() => null);
  const read = () => (now.battery = battery ? Math.round(battery.level * 100) : null);
  battery?.addEventListener("levelchange", read);
  read();
}

function elsewhere() {
  kept.place.handedOver = true;
  const back = button(say("elsewhere_here"), () => takeOver(elsewhere).then(() => (world.place ? location.reload() : begin())), { class: "button button-primary button-big" });
  document.querySelector("#main").replaceChildren(h("h1", {}, say("elsewhere")), h("p", { class: "lead-text" }, say("elsewhere_text")), h("p", {}, back));
}

function listen() {
  addEventListener("hashchange", show);
  addEventListener("online", () => pulse(true));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return pulse(true);
    if (world.sheet) saveDraft(world.sheet.key);
  });
  setInterval(() => pulse(), PULSE);
  setInterval(() => kept.place.assignment?.rounds.some((round) => round.host_opens) && !document.hidden && pulse(), STAGE_PULSE);
  setInterval(paintClock, 1000);
}

async function begin() {
  kept.place.handedOver = false;
  Object.assign(world.deeds, { flush, choose, upload: () => pulse(true) });
  await kept.begin();
  watchBattery();
  listen();
  show();
  paintBar();
  await pulse(true);
}

async function start() {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/judge/sw.js", { scope: "/judge/" }).catch(() => {});
  navigator.storage?.persist?.();
  if (await alone(elsewhere)) return begin();
  elsewhere();
}

start();
