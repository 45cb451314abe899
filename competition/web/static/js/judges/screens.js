// Where the judge is. Between leaving one screen and seeing the next lies no waiting: everything
// shown is in memory, so that no keystroke can fall between two entrants. Only questions take time.
import { ask, h, icon, say } from "./dom.js";
import { readable } from "./figures.js";
import * as kept from "./kept.js";
import { done, listScreen, roundsScreen, standing } from "./list.js";
import { Sheet } from "./sheet.js";
import { carryOut, unsentScreen, whoseScreen } from "./trouble.js";

const DRAFT_AFTER = 4_000;
const main = document.querySelector("#main");
export const world = { stages: {}, heard: 0, sheet: null, place: "", signIn: false, visitor: null, deeds: {} };
const drafts = new Map(); // sheet → when its half-done marks are sent on
let turn = 0;

export const user = () => kept.place.assignment?.user.id;
const rounds = () => kept.place.assignment?.rounds ?? [];
const keyOf = (round, paper) => kept.sheetKey(user(), round.id, paper.check);
const standings = (round) => round.papers.map((paper) => standingOf(round, paper));
const standingOf = (round, paper) => standing(paper, kept.sheet(keyOf(round, paper)), kept.waiting(keyOf(round, paper)));

// From one screen to another, after whatever has to be asked. The newest wish counts.
export async function show() {
  const wish = ++turn;
  document.querySelector("dialog.on-the-way")?.close("");
  const place = location.hash || "#/";
  for (const question of place === world.place ? [] : questions(place)) {
    const yes = await question();
    if (wish !== turn) return;
    if (!yes) return history.replaceState(null, "", world.place || "#/");
  }
  draw(place);
}

export function go(place) {
  if (location.hash !== place) history.pushState(null, "", place);
  return show();
}

// The list once more if any sheet on it stands otherwise; never under a finger without need.
export function relist() {
  const { round } = where(world.place || "#/");
  if (!world.sheet && round && world.listed !== standings(round).join()) refresh();
}

// News: the same screen again, unless a question is being asked.
export function refresh() {
  if (!document.querySelector("dialog.on-the-way")) draw(world.place || location.hash || "#/");
}

const parts = (place) => place.slice(2).split("/").map(decodeURIComponent);

function where(place) {
  const [id, number] = parts(place);
  const round = rounds().find((one) => String(one.id) === id) ?? null;
  const paper = (number && round?.papers.find((one) => one.draw === number)) || null;
  return { id, round, paper: paper && kept.sheet(keyOf(round, paper)) ? paper : null };
}

// The hall makes it easy to mark the wrong entrant: ask before leaving one half done, and before
// another than the one on the stage.
function questions(place) {
  const { round, paper } = where(place);
  const open = world.sheet;
  const asked = [];
  if (open && !open.locked && ["partial", "changed"].includes(standingOf(open.round, open.paper))) {
    asked.push(() => ask(say("leave_title", open.paper), say("leave_text"), say("leave_yes"), say("leave_no", open.paper), "on-the-way"));
  }
  const stage = round && world.stages[round.id];
  if (paper && world.place && (stage ? stage.draw !== paper.draw : round.host_opens)) {
    const named = { draw: paper.draw, stage: stage?.draw };
    asked.push(() => ask(say("guard_title", named), say(stage ? "guard_text" : "guard_nobody", named), say("guard_yes", named), say("guard_no"), "on-the-way"));
  }
  return asked;
}

function draw(asked) {
  if (kept.place.handedOver) return;
  if (world.visitor) return whose();
  main.removeAttribute("data-visitor");
  const only = rounds().length === 1 ? rounds()[0] : null;
  const { id, round, paper } = where(only && !parts(asked)[0] ? `#/${only.id}` : asked);
  const place = round && !paper ? `#/${round.id}` : round ? asked : id || !only ? asked : `#/${only.id}`;
  const moved = place !== world.place;
  if (place !== asked) history.replaceState(null, "", place);
  if (moved && world.sheet) saveDraft(keyOf(world.sheet.round, world.sheet.paper));
  world.place = place;
  document.querySelector("#who").textContent = kept.place.assignment?.user.name ?? "";
  document.querySelector("#where").textContent = round ? round.title : "";
  document.body.classList.toggle("on-sheet", Boolean(paper));
  if (paper) return drawSheet(round, paper, moved);
  world.sheet = null;
  if (world.deeds.renew) return world.deeds.renew();
  main.replaceChildren(...screen(id, round).flat().filter(Boolean));
  if (moved) main.focus({ preventScroll: true });
}

function whose() {
  const { user: owner } = kept.place.assignment;
  const halfDone = kept.sheetsOf(owner.id).filter((one) => kept.dirty(one) && !kept.waiting(one.key).length).length;
  [world.sheet, world.place] = [null, ""];
  if (main.dataset.visitor === String(world.visitor.id)) return;
  main.dataset.visitor = world.visitor.id;
  document.querySelector("#who").textContent = "";
  document.querySelector("#where").textContent = "";
  document.body.classList.remove("on-sheet");
  main.replaceChildren(...whoseScreen(owner.name, world.visitor.name, kept.mine(owner.id).length + halfDone, world.deeds));
  main.focus({ preventScroll: true });
}

function screen(id, round) {
  if (!kept.place.assignment) return nobody();
  if (id === "unsent") return unsent();
  if (!round) return roundsScreen(rounds(), rounds().map(standings));
  const found = standings(round);
  world.listed = found.join();
  return listScreen(round, found, round.papers.map((paper) => kept.sheet(keyOf(round, paper))), world.stages[round.id]);
}

function nobody() {
  return [h("h1", {}, say("nobody")), h("p", { class: "lead-text" }, say("nobody_text")), h("p", {}, h("a", { class: "button button-primary button-big", href: "/sign-in?next=/judge/app" }, say("sign_in")))];
}

function unsent() {
  const items = kept.mine(user());
  const round = (item) => rounds().find((one) => one.key === item.round && one.slug === item.slug);
  const fixed = async (item) => [await kept.fix(item.seq), kept.place.device];
  const takeOut = async () => carryOut(await Promise.all(kept.queued().map((item) => kept.fix(item.seq))), kept.place.device);
  return unsentScreen(items, kept.queued().length - items.length, round, { signIn: world.signIn, upload: world.deeds.upload, carryOut: takeOut, choose: world.deeds.choose, giveUp: world.deeds.giveUp, fixed });
}

// A sheet on the screen is never built anew while the judge may type on it: it takes the news in.
function drawSheet(round, paper, moved) {
  const key = keyOf(round, paper);
  const open = world.sheet;
  if (open?.key === key && open.locked === Sheet.isLocked(kept.sheet(key), paper) && open.rubric === JSON.stringify(round.criteria)) {
    Object.assign(open, { round, paper });
    open.takeIn();
  } else {
    world.sheet = new Sheet(round, paper, key, acts(key));
    main.replaceChildren(...world.sheet.screen().filter(Boolean));
    if (!world.sheet.locked) world.sheet.onward();
    else if (moved) main.focus({ preventScroll: true });
  }
  aroundSheet();
  paintClock();
}

// What a sheet shows around its fields: state, receipt, the warning about the spread.
export function aroundSheet() {
  const open = world.sheet;
  if (!open) return;
  const sheet = kept.sheet(open.key);
  const items = kept.waiting(open.key);
  const state = standingOf(open.round, open.paper);
  if (open.locked !== Sheet.isLocked(sheet, open.paper)) return refresh();
  open.refresh(state);
  const told = trouble(state, open.paper);
  if (told) return void (open.say(told, ...(items.length ? [] : sent(sheet, open.paper, false))), open.offer(null));
  if (!["waiting", "submitted"].includes(state)) return void (open.say(), open.offer(null));
  const onward = nextEntrant(open.round, open.paper);
  open.say(...sent(sheet, open.paper, items.length > 0));
  open.offer(onward, onward && `#/${open.round.id}/${encodeURIComponent(onward.draw)}`);
}

// What keeps a sheet from being done although something of it is with the server.
function trouble(state, paper) {
  if (state === "returned") return h("p", { class: "notice notice-warn" }, icon("exclamation-triangle"), say("returned_text", { reason: paper.returned }));
  if (state !== "conflict") return null;
  return h("div", { class: "notice notice-bad" }, icon("x-octagon"), h("div", {}, h("p", {}, say("conflict_text")), h("a", { class: "button button-primary", href: "#/unsent" }, say("conflict_open"))));
}

function sent(sheet, paper, waiting) {
  const place = { draw: paper.draw, time: sheet.received, number: sheet.number };
  return [
    waiting || sheet.number ? h("p", { class: waiting ? "sent-waiting" : "sent-received" }, icon(waiting ? "tablet" : "cloud-check"), say(!waiting ? "bar_received" : world.signIn ? "submitted_sign_in" : "submitted_waiting", place)) : null,
    !waiting && sheet.number ? h("p", { class: "sent-number" }, say("receipt_number"), " ", h("span", { class: "code" }, sheet.number)) : null,
    !waiting && sheet.distance ? h("p", { class: "notice notice-warn" }, icon("exclamation-triangle"), say("distance", sheet)) : null,
  ];
}

function nextEntrant(round, paper) {
  const here = round.papers.findIndex((one) => one.check === paper.check);
  const order = [...round.papers.slice(here + 1), ...round.papers.slice(0, here)];
  return order.find((one) => !done(standingOf(round, one))) ?? null;
}

function acts(key) {
  return {
    edit: (criterion, text) => {
      kept.edit(key, criterion, text).catch(() => {});
      clearTimeout(drafts.get(key));
      drafts.set(key, setTimeout(saveDraft, DRAFT_AFTER, key));
      aroundSheet();
      world.deeds.edited();
    },
    closeEdit: () => kept.closeEdit(key).catch(() => {}),
    undo: () => {
      kept.undo(key).catch(() => {});
      world.deeds.edited();
    },
    submit: async (state, marks, reason) => {
      clearTimeout(drafts.get(key));
      await kept.enqueue(key, state, marks, reason).catch(() => {});
      aroundSheet();
      await world.deeds.flush(key);
    },
  };
}

// Partial marks travel as drafts, so that another tablet can go on; what is in is never taken back.
export function saveDraft(key) {
  const sheet = kept.sheet(key);
  clearTimeout(drafts.get(key));
  drafts.delete(key);
  if (sheet.server.state === "submitted" || Sheet.isLocked(sheet, {}) || kept.waiting(key).some((item) => item.state !== "draft")) return;
  const round = rounds().find((one) => one.slug === sheet.slug && one.key === sheet.round);
  const marks = round && readable(round.criteria, sheet.marks);
  if (!marks || !kept.worthSending(sheet, marks)) return;
  kept.enqueue(key, "draft", marks).catch(() => {});
  world.deeds.flush();
}

// Half-done sheets that were left by a killed page are sent on as well.
export function saveDrafts() {
  for (const sheet of kept.sheetsOf(user())) if (!drafts.has(sheet.key) && kept.dirty(sheet)) saveDraft(sheet.key);
}

export function paintClock() {
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

// Links between screens are followed at once, not in a later task as the browser would.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#/"]');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});
