// Delivery: in order within a sheet, independently across sheets, again and again until a receipt.
import * as store from "./store.js";
import * as wire from "./wire.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;
const REFUSED_WAIT = 60_000;
const due = new Map(); // sheet → when it may be tried again, by the clock that cannot be set
const changed = new EventTarget();

export const events = changed;
export const status = { sending: 0, signIn: false, reached: true };

function tell() {
  changed.dispatchEvent(new Event("change"));
}

// Longer after every failure, and never the same for two tablets.
function wait(tries) {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 10)) * (0.5 + Math.random());
}

async function next(sheet, user) {
  const items = (await store.queued()).filter((item) => item.sheet === sheet && item.user === user);
  const first = items[0];
  return first && first.problem?.kind !== "conflict" ? first : null;
}

async function deliver(sheet, user, device) {
  for (let item = await next(sheet, user); item; item = await next(sheet, user)) {
    item = await store.fix(item.seq);
    if (!item) return;
    const answer = await wire.submit(item, device);
    status.reached = answer.kind !== "later";
    if (answer.kind === "received") {
      await store.acknowledge(item, answer.receipt);
      due.delete(sheet);
      tell();
      continue;
    }
    if (answer.kind === "sign-in") {
      status.signIn = true;
    } else if (answer.kind === "conflict") {
      const { standing, locked, message } = answer;
      await store.setProblem(item.seq, { kind: "conflict", standing, locked, message });
    } else {
      if (answer.kind === "refused") {
        await store.setProblem(item.seq, { kind: "refused", message: answer.message, code: answer.code });
      }
      due.set(sheet, performance.now() + (answer.kind === "refused" ? REFUSED_WAIT : wait(item.tries)));
    }
    tell();
    return;
  }
}

let reminder = 0;

// The next attempt is made when it is due, not only at the next pulse.
function remind(user, device) {
  clearTimeout(reminder);
  if (!due.size) return;
  const left = Math.min(...due.values()) - performance.now();
  reminder = setTimeout(() => flush(user, device), Math.max(left, 0) + 10);
}

let running = null;

// Send what is due; `now` sends everything, whatever waiting was agreed.
export function flush(user, device, now = false) {
  running = (running ?? Promise.resolve()).then(() => exclusively(() => round(user, device, now)));
  return running;
}

async function exclusively(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request("judging-queue", work);
}

async function round(user, device, now) {
  if (now) due.clear();
  const items = (await store.queued()).filter((item) => item.user === user);
  const sheets = [...new Set(items.map((item) => item.sheet))].filter(
    (sheet) => (due.get(sheet) ?? 0) <= performance.now(),
  );
  for (const sheet of due.keys()) if (!items.some((item) => item.sheet === sheet)) due.delete(sheet);
  if (!sheets.length) return;
  status.sending += 1;
  status.signIn = false;
  tell();
  try {
    await Promise.all(sheets.map((sheet) => deliver(sheet, user, device)));
  } finally {
    status.sending -= 1;
    remind(user, device);
    tell();
  }
}
