// What the tablet keeps: sheets, what waits for the server, receipts. Held in memory, where a
// keystroke counts at once and no screen can be older than it, and written through to the disk;
// a mark leaves only against a receipt or by a judge's choice. One window alone does this.
import { uuid } from "./dom.js";
import { plainly } from "./figures.js";
import * as store from "./store.js";

const sheets = new Map();
const queue = new Map(); // by place in the queue, in that order
const receipts = [];
const gone = new Map(); // what has left the queue while the disk could not be written
const unsaved = new Set(); // places in the queue that the disk does not have yet
const acknowledged = new Map(); // sheet → when its last receipt came, by the clock that can't be set
export const place = { device: "", assignment: null, behind: false, handedOver: false };
export const changes = new EventTarget();
let loaded = false;
let last = 1e12; // places given before the disk could be read come after any that are on it

// A disk that can't be read is told; then everything goes on in memory until it can.
export async function begin() {
  try {
    await load();
  } catch {
    place.device ||= uuid();
    tell(true);
  }
}

async function load() {
  const found = await store.load();
  loaded = true;
  for (const sheet of found.sheets) if (!sheets.has(sheet.key)) sheets.set(sheet.key, sheet);
  const later = [...queue];
  queue.clear();
  for (const [seq, item] of [...found.queue.map((item) => [item.seq, item]), ...later]) queue.set(seq, item);
  if (!later.length) last = Math.max(0, ...queue.keys());
  place.assignment ??= found.assignment ?? null;
  place.device = found.device ?? (place.device || uuid());
  for (const one of found.receipts) note(one);
  if (!found.device) await save([["meta", place.device, "device"]]);
}

function note(receipt) {
  receipts.push(receipt);
}

// When the server last gave a receipt to this judge, as it said it.
export function lastReceived(user) {
  const own = receipts.filter((one) => one.sheet.startsWith(`${user}/`));
  return own.reduce((newest, one) => ((one.at ?? "") >= (newest.at ?? "") ? one : newest), {}).received ?? "";
}

function everything() {
  const plain = [...queue.values()].map((item) => ["queue", item]);
  const meta = [["meta", place.device, "device"], ...(place.assignment ? [["meta", place.assignment, "assignment"]] : [])];
  return [...meta, ...[...sheets.values()].map((one) => ["sheets", one]), ...plain, ...receipts.map((one) => ["receipts", one])];
}

// A full disk is told at once; whatever could not be written is written with the next change.
async function save(puts, removed = []) {
  if (place.handedOver) return; // another window has taken over: what it does not know it asks for again
  for (const [, seq] of removed) gone.set(seq, ["queue", seq]);
  try {
    if (!loaded) await load();
    await (place.behind ? store.write(everything(), [...gone.values()]) : store.write(puts, removed));
    for (const [, seq] of removed) gone.delete(seq);
    if (place.behind) [gone, unsaved].forEach((all) => all.clear());
    tell(false);
  } catch (error) {
    console.warn("could not store", error?.name);
    tell(true);
    throw error;
  }
}

function tell(behind) {
  const changed = place.behind !== behind;
  place.behind = behind;
  if (changed) changes.dispatchEvent(new Event("disk"));
}

// The server knows this tablet as another judge's, in another browser: it goes by a new number.
export function renumber() {
  place.device = uuid();
  return save([["meta", place.device, "device"]]).catch(() => {});
}

// Try again what the disk refused.
export const heal = () => (place.behind ? save([]).catch(() => {}) : Promise.resolve());

export const sheetKey = (user, round, check) => `${user}/${round}/${check}`;
export const sheet = (key) => sheets.get(key);
export const queued = () => [...queue.values()];
export const mine = (user) => queued().filter((item) => item.user === user);
export const waiting = (key) => queued().filter((item) => item.sheet === key);
export const sheetsOf = (user) => [...sheets.values()].filter((one) => one.user === user);

// What the sheet is measured against: the last that was handed in, else what the server has.
const basis = (kept) => waiting(kept.key).at(-1)?.marks ?? kept.server.marks;

// Whether something on the sheet has been typed and not been handed in.
export function dirty(kept) {
  const known = basis(kept);
  return [...new Set([...Object.keys(kept.marks), ...Object.keys(known)])].some((key) => plainly(kept.marks[key] ?? "") !== (known[key] ?? ""));
}

// Whether half-done marks say anything that was not handed in before.
export function worthSending(kept, marks) {
  const known = basis(kept);
  return [...new Set([...Object.keys(marks), ...Object.keys(known)])].some((key) => marks[key] !== known[key]);
}

const put = (kept) => ["sheets", (sheets.set(kept.key, kept), kept)];

// What the server says now, asked for at `asked`. A sheet that holds anything unsent is left as the
// judge has it, unless it was signed elsewhere: then what was typed stays in the undo history alone.
// One that got a receipt since the question knows better than the answer.
export function takeAssignment(assignment, asked) {
  const puts = [["meta", assignment, "assignment"]];
  place.assignment = assignment;
  for (const round of assignment.rounds) {
    for (const paper of round.papers) {
      const key = sheetKey(assignment.user.id, round.id, paper.check);
      const kept = sheets.get(key);
      const named = { key, user: assignment.user.id, slug: round.slug, round: round.key, draw: paper.draw, check: paper.check };
      const server = { revision: paper.revision, state: paper.state, marks: paper.marks };
      const held = kept && (waiting(key).length || (acknowledged.get(key) ?? -1) > asked);
      const own = held || (kept && dirty(kept) && paper.state !== "signed");
      const lost = kept && !own && dirty(kept) ? { undo: withUndo(kept, paper.marks) } : {};
      const taken = own ? { ...kept, ...named } : { undo: [], ...kept, ...named, server, ...lost, marks: { ...paper.marks }, base: paper.revision };
      if (JSON.stringify(kept) !== JSON.stringify(taken)) puts.push(put(taken));
    }
  }
  return save(puts);
}

// One mark as typed, with what stood before it for undo.
export function edit(key, criterion, text) {
  const kept = sheets.get(key);
  const before = kept.marks[criterion] ?? "";
  if (before === text) return Promise.resolve();
  const step = kept.undo.at(-1);
  if (step?.criterion !== criterion || !step.open) kept.undo.push({ criterion, text: before, open: true });
  kept.marks[criterion] = text;
  return save([put(kept)]);
}

// The field was left: the next change of it is undone on its own.
export function closeEdit(key) {
  const kept = sheets.get(key);
  if (!kept.undo.at(-1)?.open) return Promise.resolve();
  kept.undo.at(-1).open = false;
  kept.undo = kept.undo.slice(-100);
  return save([put(kept)]);
}

export function undo(key) {
  const kept = sheets.get(key);
  const step = kept.undo.pop();
  if (!step) return Promise.resolve();
  kept.marks[step.criterion] = step.text;
  return save([put(kept)]);
}

// Sheet and queue change together. What no server has seen, or a server has refused in words, gives
// way to the newer one.
export function enqueue(key, state, marks, reason = "") {
  const kept = sheets.get(key);
  const before = waiting(key).at(-1);
  const removed = [];
  if (before && (before.base === null || before.problem?.kind === "refused")) {
    queue.delete(before.seq);
    removed.push(["queue", before.seq]);
  }
  const { user, slug, round, draw, check } = kept;
  const item = { seq: ++last, id: uuid(), sheet: key, user, slug, round, draw, check, state, marks, reason, base: null, tries: 0, problem: null };
  queue.set(item.seq, item);
  unsaved.add(item.seq);
  const given = state === "recused" ? { undo: withUndo(kept, {}), marks: {} } : {};
  return save([["queue", item], put({ ...kept, ...given, reason })], removed).then(() => unsaved.delete(item.seq));
}

// Whether the disk has it, so that it may be called kept.
export const stored = (item) => !unsaved.has(item.seq);

// Marks that give way to others can be brought back one by one.
function withUndo(kept, marks) {
  const lost = Object.entries(kept.marks).filter(([criterion, text]) => text !== (marks[criterion] ?? ""));
  return [...kept.undo, ...lost.map(([criterion, text]) => ({ criterion, text, open: false }))];
}

function replace(seq, changed) {
  const item = queue.get(seq);
  if (item) queue.set(seq, { ...item, ...changed });
  return queue.get(seq);
}

// Before the first attempt the base revision is fixed: a repeat says exactly the same.
export async function fix(seq) {
  const item = queue.get(seq);
  if (!item) return null;
  const fixed = replace(seq, { base: item.base ?? sheets.get(item.sheet).base, tries: item.tries + 1 });
  await save([["queue", fixed]]).catch(() => {});
  return fixed;
}

export function acknowledge(item, receipt) {
  const { revision, number, received, received_at: at, distance } = receipt;
  const kept = sheets.get(item.sheet);
  const kind = { id: item.id, number, received, at, distance, sheet: item.sheet, draw: item.draw, state: item.state };
  acknowledged.set(item.sheet, performance.now());
  note(kind);
  queue.delete(item.seq);
  const server = { revision, state: item.state, marks: item.marks };
  return save([["receipts", kind], put({ ...kept, server, base: revision, received, number, distance })], [["queue", item.seq]]);
}

export function setProblem(seq, problem) {
  const item = replace(seq, { problem });
  return item ? save([["queue", item]]) : Promise.resolve();
}

// The server will not have it and the judge lets it go: the sheet is as the server has it, what was
// typed stays in the undo history.
export function giveUp(seq) {
  const { sheet: key } = queue.get(seq);
  const kept = sheets.get(key);
  queue.delete(seq);
  return save([put({ ...kept, undo: withUndo(kept, kept.server.marks), marks: { ...kept.server.marks } })], [["queue", seq]]);
}

// The judge has seen both values. "mine" is sent again on top of theirs; "theirs" replaces mine,
// which stays in the undo history.
export function choose(key, mineStands) {
  const items = waiting(key);
  const kept = sheets.get(key);
  const server = items.find((item) => item.problem)?.problem.standing ?? { revision: 0, state: "", marks: {} };
  const removed = items.map((item) => (queue.delete(item.seq), ["queue", item.seq]));
  const own = items.at(-1);
  if (mineStands && own) {
    const item = { ...own, seq: ++last, id: uuid(), base: null, tries: 0, problem: null };
    queue.set(item.seq, item);
    return save([["queue", item], put({ ...kept, server, base: server.revision })], removed);
  }
  return save([put({ ...kept, undo: withUndo(kept, server.marks), server, marks: { ...server.marks }, base: server.revision })], removed);
}
