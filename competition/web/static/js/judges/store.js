// What the tablet keeps. Every change is one IndexedDB transaction, written through to the disk
// before anything is said to the judge; a mark leaves only against a receipt or by a judge's choice.
import { openDB } from "../../vendor/idb.js";
import { uuid } from "./dom.js";

const STRICT = { durability: "strict" };
let opened;

export function base() {
  opened ??= openDB("judging", 1, {
    upgrade(db) {
      db.createObjectStore("meta");
      db.createObjectStore("sheets", { keyPath: "key" });
      const queue = db.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
      queue.createIndex("sheet", "sheet");
      db.createObjectStore("receipts", { keyPath: "id" });
    },
    terminated() {
      opened = undefined;
    },
  });
  return opened;
}

export async function meta(key) {
  return (await base()).get("meta", key);
}

export async function remember(key, value) {
  return (await base()).put("meta", value, key);
}

export async function deviceId() {
  const tx = (await base()).transaction("meta", "readwrite");
  const known = (await tx.store.get("device")) ?? uuid();
  await tx.store.put(known, "device");
  await tx.done;
  return known;
}

export function sheetKey(user, round, check) {
  return `${user}/${round}/${check}`;
}

export async function sheet(key) {
  return (await base()).get("sheets", key);
}

export async function sheetsOf(user) {
  const all = await (await base()).getAll("sheets");
  return all.filter((one) => one.user === user);
}

export async function queued() {
  return (await base()).getAll("queue");
}

export async function receipts() {
  return (await base()).getAll("receipts");
}

// What the server says now. A sheet that holds anything unsent is left as the judge has it.
export async function takeAssignment(assignment) {
  const tx = (await base()).transaction(["meta", "sheets", "queue"], "readwrite", STRICT);
  const waiting = new Set((await tx.objectStore("queue").getAll()).map((item) => item.sheet));
  const sheets = tx.objectStore("sheets");
  await tx.objectStore("meta").put(assignment, "assignment");
  for (const round of assignment.rounds) {
    for (const paper of round.papers) {
      const key = sheetKey(assignment.user.id, round.id, paper.check);
      const kept = await sheets.get(key);
      const server = { revision: paper.revision, state: paper.state, marks: paper.marks };
      const place = { key, user: assignment.user.id, slug: round.slug, round: round.key, draw: paper.draw, check: paper.check };
      if (kept && (kept.dirty || waiting.has(key))) {
        await sheets.put({ ...kept, draw: paper.draw });
      } else {
        await sheets.put({ undo: [], ...kept, ...place, server, marks: { ...paper.marks }, base: paper.revision, dirty: false });
      }
    }
  }
  await tx.done;
}

// One mark as typed, with what stood before it for undo.
export async function editMark(key, criterion, text) {
  const tx = (await base()).transaction("sheets", "readwrite", STRICT);
  const kept = await tx.store.get(key);
  const before = kept.marks[criterion] ?? "";
  if (before !== text) {
    const last = kept.undo.at(-1);
    if (last?.criterion !== criterion || !last.open) kept.undo.push({ criterion, text: before, open: true });
    kept.marks[criterion] = text;
    kept.dirty = true;
    await tx.store.put(kept);
  }
  await tx.done;
  return kept;
}

// The field was left: the next change of it is undone on its own.
export async function closeEdit(key) {
  const tx = (await base()).transaction("sheets", "readwrite");
  const kept = await tx.store.get(key);
  if (kept?.undo.at(-1)?.open) {
    kept.undo.at(-1).open = false;
    kept.undo = kept.undo.slice(-100);
    await tx.store.put(kept);
  }
  await tx.done;
}

export async function undo(key) {
  const tx = (await base()).transaction("sheets", "readwrite", STRICT);
  const kept = await tx.store.get(key);
  const last = kept.undo.pop();
  if (last) {
    kept.marks[last.criterion] = last.text;
    kept.dirty = true;
    await tx.store.put(kept);
  }
  await tx.done;
  return last ? kept : null;
}

// Sheet and queue change together. An item that no server has seen gives way to the newer one.
export async function enqueue(key, state, marks, reason = "") {
  const tx = (await base()).transaction(["sheets", "queue"], "readwrite", STRICT);
  const queue = tx.objectStore("queue");
  const kept = await tx.objectStore("sheets").get(key);
  const waiting = await queue.index("sheet").getAll(key);
  const last = waiting.at(-1);
  if (last && last.base === null) await queue.delete(last.seq);
  const { user, slug, round, draw, check } = kept;
  await queue.add({ id: uuid(), sheet: key, user, slug, round, draw, check, state, marks, reason, base: null, tries: 0, problem: null });
  await tx.objectStore("sheets").put({ ...kept, dirty: false, reason });
  await tx.done;
}

// Before the first attempt the base revision is fixed: a repeat says exactly the same.
export async function fix(seq) {
  const tx = (await base()).transaction(["sheets", "queue"], "readwrite", STRICT);
  const item = await tx.objectStore("queue").get(seq);
  if (item) {
    const kept = await tx.objectStore("sheets").get(item.sheet);
    item.base ??= kept.base;
    item.tries += 1;
    await tx.objectStore("queue").put(item);
  }
  await tx.done;
  return item;
}

export async function acknowledge(item, receipt) {
  const tx = (await base()).transaction(["sheets", "queue", "receipts"], "readwrite", STRICT);
  const kept = await tx.objectStore("sheets").get(item.sheet);
  const { revision, number, received, distance } = receipt;
  await tx.objectStore("queue").delete(item.seq);
  await tx.objectStore("receipts").put({ id: item.id, number, received, distance, sheet: item.sheet, draw: item.draw, state: item.state });
  const server = { revision, state: item.state, marks: item.marks };
  await tx.objectStore("sheets").put({ ...kept, server, base: revision, received, number, distance });
  await tx.done;
}

export async function setProblem(seq, problem) {
  const tx = (await base()).transaction("queue", "readwrite", STRICT);
  const item = await tx.store.get(seq);
  if (item) await tx.store.put({ ...item, problem });
  await tx.done;
}

// The judge has seen both values. "mine" is sent again on top of theirs; "theirs" replaces mine,
// which stays in the undo history.
export async function choose(key, mine) {
  const tx = (await base()).transaction(["sheets", "queue"], "readwrite", STRICT);
  const queue = tx.objectStore("queue");
  const waiting = await queue.index("sheet").getAll(key);
  const standing = waiting.find((item) => item.problem)?.problem.standing;
  const kept = await tx.objectStore("sheets").get(key);
  const server = standing ?? { revision: 0, state: "", marks: {} };
  for (const item of waiting) await queue.delete(item.seq);
  const last = waiting.at(-1);
  if (mine && last) {
    const { seq, ...rest } = last;
    await queue.add({ ...rest, id: uuid(), base: null, tries: 0, problem: null });
    await tx.objectStore("sheets").put({ ...kept, server, base: server.revision });
  } else {
    for (const [criterion, text] of Object.entries(kept.marks)) {
      if (text !== (server.marks[criterion] ?? "")) kept.undo.push({ criterion, text, open: false });
    }
    await tx.objectStore("sheets").put({ ...kept, server, marks: { ...server.marks }, base: server.revision, dirty: false });
  }
  await tx.done;
}
