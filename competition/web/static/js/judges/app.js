// The app: what is on the screen, what is in the bar below, and the pulse that keeps both true.
import { paint } from "./bar.js";
import { ask, h, icon, say } from "./dom.js";
import { readable } from "./figures.js";
import { done, listScreen, roundsScreen, standing } from "./list.js";
import * as queue from "./queue.js";
import { Sheet } from "./sheet.js";
import * as store from "./store.js";
import { carryOut, signInAgain, tell, unsentScreen } from "./trouble.js";
import * as wire from "./wire.js";

const PULSE = 15_000;
const STAGE_PULSE = 5_000;
const DRAFT_AFTER = 4_000;
const main = document.querySelector("#main");
const world = { device: "", assignment: null, stages: {}, heard: 0, unstored: false, signIn: false, sheet: null, battery: null, place: "" };
let draftTimer = 0;
let lastReceived = "";

const user = () => world.assignment?.user.id;
const roundOf = (id) => world.assignment?.rounds.find((round) => String(round.id) === String(id));
const itemRound = (item) => world.assignment?.rounds.find((round) => round.key === item.round && round.slug === item.slug);
const keyOf = (round, paper) => store.sheetKey(user(), round.id, paper.check);

// Whatever has to be kept goes through here: a full disk is told at once, and loudly.
async function keep(work) {
  try {
    const kept = await work();
    world.unstored = false;
    return kept;
  } catch (error) {
    console.warn("could not store", error?.name);
    if (!world.unstored) tell(say("unstored_title"), say("unstored_text"));
    world.unstored = true;
    paintBar();
    throw error;
  }
}

async function mine() {
  return (await store.queued()).filter((item) => item.user === user());
}

async function paintBar() {
  const items = await mine().catch(() => []);
  paint({ items, unstored: world.unstored, signIn: world.signIn && Boolean(user()), status: queue.status, lastReceived }, { again, pulse });
}

async function again() {
  const answer = await signInAgain((pin) => wire.resume(world.device, pin));
  if (answer?.user) return pulse(true);
  if (answer) await tell(say("sign_in"), answer.message || say("sign_in_failed"));
}

async function flush(now = false) {
  if (!user()) return;
  await queue.flush(user(), world.device, now);
  if (queue.status.signIn) world.signIn = true;
}

queue.events.addEventListener("change", async () => {
  const newest = (await store.receipts()).filter((one) => one.sheet.startsWith(`${user()}/`));
  if (newest.length) lastReceived = newest.map((one) => one.received).reduce((a, b) => (a > b ? a : b));
  await paintBar();
  await refreshSheet();
  if (location.hash === "#/unsent") show();
});

// What a sheet shows around its fields: state, receipt, the warning about the spread.
async function refreshSheet() {
  const open = world.sheet;
  if (!open) return;
  const key = keyOf(open.round, open.paper);
  const kept = await store.sheet(key);
  const items = (await mine()).filter((item) => item.sheet === key);
  const state = standing(open.paper, kept, items);
  open.kept = { ...kept, marks: open.kept.marks };
  open.refresh(state);
  if (kept.server.state === "recused" && !open.locked) return show();
  const sent = items.at(-1)?.state !== "draft" && (items.length || state === "submitted");
  if (!sent || kept.dirty) return void (open.say(), open.offer(null));
  const waiting = items.length > 0;
  const place = { draw: open.paper.draw, time: kept.received, number: kept.number };
  const word = waiting ? "submitted_waiting" : "bar_received";
  const onward = await nextEntrant(open.round, open.paper);
  if (world.sheet !== open) return;
  open.say(
    waiting || kept.number ? h("p", { class: waiting ? "sent-waiting" : "sent-received" }, icon(waiting ? "tablet" : "cloud-check"), say(word, place)) : null,
    !waiting && kept.number ? h("p", { class: "sent-number" }, say("receipt_number"), " ", h("span", { class: "code" }, kept.number)) : null,
    !waiting && kept.distance ? h("p", { class: "notice notice-warn" }, icon("exclamation-triangle"), say("distance", kept)) : null,
  );
  open.offer(onward, onward && `#/${open.round.id}/${encodeURIComponent(onward.draw)}`);
}

async function states(round) {
  const items = await mine();
  const sheets = await Promise.all(round.papers.map((paper) => store.sheet(keyOf(round, paper))));
  const found = round.papers.map((paper, place) => standing(paper, sheets[place], items.filter((item) => item.sheet === keyOf(round, paper))));
  return { sheets, found };
}

async function nextEntrant(round, paper) {
  const { found } = await states(round);
  const here = round.papers.findIndex((one) => one.check === paper.check);
  const order = [...round.papers.keys()].map((step) => (here + 1 + step) % round.papers.length);
  const place = order.find((one) => one !== here && !done(found[one]));
  return place === undefined ? null : round.papers[place];
}

function sheetActs(key, round) {
  return {
    edit: (criterion, text) => {
      keep(() => store.editMark(key, criterion, text)).then(refreshSheet, () => {});
      clearTimeout(draftTimer);
      draftTimer = setTimeout(() => saveDraft(key, round), DRAFT_AFTER);
    },
    closeEdit: () => store.closeEdit(key).catch(() => {}),
    undo: () => keep(() => store.undo(key)).then((kept) => (refreshSheet(), kept)),
    submit: async (state, marks, reason) => {
      clearTimeout(draftTimer);
      await keep(() => store.enqueue(key, state, marks, reason));
      await refreshSheet();
      await paintBar();
      await flush();
      await refreshSheet();
    },
  };
}

// Partial marks travel as drafts, so that another tablet can go on; what is in is never taken back.
async function saveDraft(key, round) {
  const kept = await store.sheet(key);
  if (!kept?.dirty || kept.server.state === "submitted") return;
  const waiting = (await mine()).filter((item) => item.sheet === key);
  if (waiting.some((item) => item.state !== "draft")) return;
  const marks = readable(round.criteria, kept.marks);
  await keep(() => store.enqueue(key, "draft", marks)).catch(() => {});
  flush();
}

async function openSheet(round, draw) {
  const paper = round.papers.find((one) => one.draw === draw);
  const kept = paper && (await store.sheet(keyOf(round, paper)));
  if (!kept) return (location.hash = `#/${round.id}`);
  const key = keyOf(round, paper);
  world.sheet = new Sheet(round, paper, kept, sheetActs(key, round));
  main.replaceChildren(h("nav", { class: "back" }, h("a", { class: "button", href: `#/${round.id}` }, icon("arrow-left"), say("to_list"))), ...world.sheet.screen().filter(Boolean));
  await refreshSheet();
  paintClock();
  if (!world.sheet.locked) world.sheet.onward();
}

// The hall makes it easy to mark the wrong entrant: ask before another than the one on the stage.
async function rightEntrant(round, draw) {
  const stage = world.stages[round.id];
  if (stage ? stage.draw === draw : !round.host_opens) return true;
  const place = { draw, stage: stage?.draw };
  return ask(say("guard_title", place), say(stage ? "guard_text" : "guard_nobody", place), say("guard_yes", place), say("guard_no"));
}

async function mayLeave(place) {
  const open = world.sheet;
  if (!open || place === world.place || !open.partial()) return true;
  return ask(say("leave_title", open.paper), say("leave_text"), say("leave_yes"), say("leave_no", open.paper));
}

async function show() {
  const place = location.hash || "#/";
  if (!(await mayLeave(place))) return history.replaceState(null, "", world.place);
  const [id, draw] = place.slice(2).split("/").map(decodeURIComponent);
  const only = world.assignment?.rounds.length === 1 ? world.assignment.rounds[0] : null;
  if (!id && only) return location.replace(`#/${only.id}`);
  const round = roundOf(id);
  if (round && draw && place !== world.place && !(await rightEntrant(round, draw))) {
    return (location.hash = `#/${round.id}`);
  }
  const left = world.sheet;
  if (left && place !== world.place) saveDraft(keyOf(left.round, left.paper), left.round);
  const moved = place !== world.place;
  world.place = place;
  world.sheet = null;
  document.querySelector("#who").textContent = world.assignment?.user.name ?? "";
  document.querySelector("#where").textContent = round ? round.title : say("rounds_title");
  document.body.classList.toggle("on-sheet", Boolean(round && draw));
  if (!world.assignment) return main.replaceChildren(...nobody());
  if (round && draw) return openSheet(round, draw);
  main.replaceChildren(...(await screen(id, round)).flat().filter(Boolean));
  if (moved) main.focus({ preventScroll: true });
}

async function screen(id, round) {
  if (id === "unsent") {
    const all = await store.queued();
    const items = all.filter((item) => item.user === user());
    return unsentScreen(items, all.length - items.length, itemRound, { upload: () => pulse(true), carryOut: () => takeOut(all), choose, fixed: async (item) => [await store.fix(item.seq), world.device] });
  }
  if (!round) return roundsScreen(world.assignment.rounds);
  const { sheets, found } = await states(round);
  return listScreen(round, found, sheets, world.stages[round.id]);
}

async function takeOut(items) {
  const fixed = await Promise.all(items.map((item) => store.fix(item.seq)));
  carryOut(fixed.filter(Boolean), world.device);
}

async function choose(key, mineStands) {
  await keep(() => store.choose(key, mineStands));
  wire.forgetAssignmentTag();
  await paintBar();
  await show();
  pulse(true);
}

function nobody() {
  return [h("h1", {}, say("nobody")), h("p", { class: "lead-text" }, say("nobody_text")), h("p", {}, h("a", { class: "button button-primary button-big", href: "/sign-in?next=/judge/app" }, say("sign_in")))];
}

function paintClock() {
  const open = world.sheet;
  if (!open?.round.minutes) return;
  const stage = world.stages[open.round.id];
  if (stage?.draw !== open.paper.draw) return open.clock.replaceChildren();
  const gone = stage.elapsed + Math.floor((performance.now() - world.heard) / 1000);
  const left = open.round.minutes * 60 - gone;
  const time = `${Math.floor(Math.abs(left) / 60)}:${String(Math.abs(left) % 60).padStart(2, "0")}`;
  open.clock.classList.toggle("over", left < 0);
  open.clock.replaceChildren(icon("stopwatch"), say(left < 0 ? "time_over" : "time_left", { time }));
}

let pulsing = null;

function pulse(now = false) {
  pulsing ??= beat(now).finally(() => (pulsing = null));
  return pulsing;
}

async function beat(now) {
  const session = await wire.refreshSession();
  if (session) world.signIn = !session.user || (user() && session.user.id !== user() && (await mine()).length > 0);
  if (session?.user && !world.signIn) await takeNews(session);
  if (!session || !world.signIn) await flush(now);
  await paintBar();
}

async function takeNews(session) {
  const other = session.user.id !== user();
  if (other) wire.forgetAssignmentTag();
  const unsent = (await store.queued()).length;
  const told = await wire.contact({ device: world.device, unsent, battery: world.battery, version: session.version });
  if (told) [world.stages, world.heard] = [told.stages, performance.now()];
  const news = await wire.refreshAssignment();
  if (news === "sign-in") world.signIn = true;
  const first = !world.assignment;
  if (news === "new") world.assignment = await store.meta("assignment");
  if ((news === "new" || told) && (first || other || !world.sheet)) await show();
  else if (news === "new") await takeSheetNews();
}

// News about the sheet on the screen: taken over whole only where nothing is typed that is unsent.
async function takeSheetNews() {
  const { round, paper, kept } = world.sheet;
  const stored = await store.sheet(keyOf(round, paper));
  if (stored && !stored.dirty && (stored.base !== kept.base || stored.server.state !== kept.server.state)) await show();
}

async function watchBattery() {
  const battery = await navigator.getBattery?.().catch(() => null);
  const read = () => (world.battery = battery ? Math.round(battery.level * 100) : null);
  battery?.addEventListener("levelchange", read);
  read();
}

async function start() {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/judge/sw.js", { scope: "/judge/" }).catch(() => {});
  navigator.storage?.persist?.();
  try {
    world.device = await store.deviceId();
    world.assignment = (await store.meta("assignment")) ?? null;
  } catch {
    world.unstored = true;
    tell(say("unstored_title"), say("unstored_text"));
  }
  watchBattery();
  addEventListener("hashchange", show);
  addEventListener("online", () => pulse(true));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return pulse(true);
    if (world.sheet) saveDraft(keyOf(world.sheet.round, world.sheet.paper), world.sheet.round);
  });
  await show();
  await paintBar();
  await pulse(true);
  setInterval(() => pulse(), PULSE);
  setInterval(() => world.assignment?.rounds.some((round) => round.host_opens) && !document.hidden && pulse(), STAGE_PULSE);
  setInterval(paintClock, 1000);
}

start();
