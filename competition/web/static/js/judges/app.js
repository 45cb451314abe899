// The app: the start, the pulse that keeps screen and bar true, and what the bar can do.
import { paint } from "./bar.js";
import { button, h, say } from "./dom.js";
import * as kept from "./kept.js";
import { watchLooks } from "./looks.js";
import * as queue from "./queue.js";
import { aroundSheet, paintClock, refresh, relist, saveDraft, saveDrafts, show, user, world } from "./screens.js";
import { signInAgain, tell } from "./trouble.js";
import { alone, takeOver } from "./window.js";
import * as wire from "./wire.js";

const PULSE = 15_000;
const STAGE_PULSE = 5_000;
const FIRST_LOOK = 1_500; // so long the first screen waits to hear who is signed in
const version = document.body.dataset.version;
const now = { offline: !navigator.onLine, battery: null, told: 0 };

function paintBar() {
  const items = kept.mine(user()).filter(kept.stored);
  const halfDone = kept.sheetsOf(user()).filter(kept.dirty).length;
  const signIn = world.signIn && Boolean(user()) && !world.visitor;
  paint({ items, halfDone, visitor: Boolean(world.visitor), unstored: kept.place.behind, signIn, offline: now.offline, status: queue.status, lastReceived: kept.lastReceived(user()) }, { again: () => again(), pulse });
}

// The bar is as high as what it has to say; whatever stands above it makes room.
function watchBar() {
  const bar = document.querySelector(".tablet-bar");
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
}

// A PIN mistyped is asked for again in the same place, with what was wrong above it.
async function again(wrong = "") {
  const hasPin = kept.place.assignment?.user.pin !== false;
  const owner = world.visitor ? kept.place.assignment.user.name : "";
  const answer = await signInAgain({ resume: (pin) => wire.resume(kept.place.device, pin), hasPin, wrong, owner, byName: wire.signInByName });
  if (answer?.user) return pulse(true);
  if (answer) return again(answer.message || say("sign_in_failed"));
}

async function flush(everything) {
  if (!user() || world.visitor) return;
  await queue.flush(user(), kept.place.device, everything);
  paintBar();
}

// What the wall shows of this tablet, and what the sign-off page goes by.
async function report() {
  const unsent = kept.mine(user()).length;
  const others = kept.queued().length - unsent;
  now.told = unsent;
  const contact = () => wire.contact({ device: kept.place.device, unsent, others, battery: now.battery, version });
  let told = await contact();
  if (told?.stranger) told = await kept.renumber().then(contact);
  if (told?.stages) [world.stages, world.heard] = [told.stages, performance.now()];
  else now.told = -1;
  return told;
}

queue.events.addEventListener("change", () => {
  if (queue.status.signIn) world.signIn = true;
  paintBar();
  aroundSheet();
  if (location.hash === "#/unsent") refresh();
  else relist();
  const { sending, reached, signIn } = queue.status;
  if (!sending && reached && !signIn && !world.signIn && now.told !== kept.mine(user()).length) report();
});

kept.changes.addEventListener("disk", () => {
  if (kept.place.behind) tell(say("unstored_title"), say("unstored_text"));
  paintBar();
});

async function settle(deed) {
  await deed.catch(() => {});
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

// Whose sheets these are is for a person to say while the tablet holds anything of the one that it
// was: never shows a judge another's marks, and never takes one's marks for another's.
function heed(session) {
  const before = world.visitor?.id;
  const other = session.user && user() && session.user.id !== user();
  const holds = other && (kept.mine(user()).length || kept.sheetsOf(user()).some(kept.dirty) || world.sheet);
  if (holds && world.sheet) saveDraft(world.sheet.key);
  world.visitor = holds ? session.user : null;
  world.signIn = !session.user || Boolean(holds);
  if (before !== world.visitor?.id) refresh();
}

// The judge who is signed in goes on with this tablet; the other's marks stay on it, as they are.
async function handOver() {
  wire.forgetAssignmentTag();
  const name = world.visitor.id;
  await wire.refreshAssignment();
  if (user() !== name) return tell(say("whose_failed"), say("whose_failed_text"));
  history.replaceState(null, "", "#/");
  return pulse(true);
}

async function beat(all) {
  if (kept.place.handedOver) return;
  await kept.heal();
  const session = await wire.refreshSession();
  now.offline = !session;
  if (session && session.version !== version) navigator.serviceWorker?.getRegistration().then((one) => one?.update(), () => {});
  if (session) heed(session);
  if (session?.user && !world.signIn) await takeNews(session);
  saveDrafts();
  if (!session || !world.signIn) await flush(all);
  paintBar();
}

async function takeNews(session) {
  if (session.user.id !== user()) wire.forgetAssignmentTag();
  const told = await report();
  const news = await wire.refreshAssignment();
  if (news === "sign-in") world.signIn = true;
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
  addEventListener("offline", () => ((now.offline = true), paintBar()));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return pulse(true);
    if (world.sheet) saveDraft(world.sheet.key);
  });
  setInterval(() => pulse(), PULSE);
  setInterval(() => kept.place.assignment?.rounds.some((round) => round.host_opens) && !document.hidden && pulse(), STAGE_PULSE);
  setInterval(paintClock, 1000);
}

// Another judge than before sees their own sheets first, not for a moment those of the other.
async function firstLook() {
  const session = await wire.refreshSession();
  if (session) heed(session);
  if (session?.user && !world.signIn && session.user.id !== user()) await wire.refreshAssignment();
}

async function begin() {
  kept.place.handedOver = false;
  Object.assign(world.deeds, { flush, edited: paintBar, choose: (key, mine) => settle(kept.choose(key, mine)), giveUp: (seq) => settle(kept.giveUp(seq)), upload: () => pulse(true), handOver, again: () => again() });
  await kept.begin();
  watchBattery();
  listen();
  await Promise.race([firstLook(), new Promise((late) => setTimeout(late, FIRST_LOOK))]);
  show();
  paintBar();
  await pulse(true);
}

// A new version of the app is taken between two entrants, never under the judge's hands.
function watchVersion() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  let known = workers.controller;
  workers.addEventListener("controllerchange", () => {
    if (known) world.deeds.renew = () => location.reload();
    known = workers.controller;
    refresh();
  });
  workers.register("/judge/sw.js", { scope: "/judge/" }).catch(() => {});
}

async function start() {
  watchVersion();
  watchBar();
  watchLooks();
  navigator.storage?.persist?.();
  if (await alone(elsewhere)) return begin();
  elsewhere();
}

start();
