// Delivery: in order within a sheet, independently across sheets, again and again until a receipt.
import * as kept from "./kept.js";
import * as wire from "./wire.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;
const REFUSED_WAIT = 60_000;
const AT_ONCE = 4; // what waits behind these has not begun to time out
const due = new Map(); // sheet → when it may be tried again, by the clock that cannot be set
const sending = new Set(); // sheets that are on the way
const changed = new EventTarget();

export const events = changed;
export const status = { sending: false, signIn: false, reached: true };

function tell() {
  status.sending = sending.size > 0;
  changed.dispatchEvent(new Event("change"));
}

// Longer after every failure, and never the same for two tablets.
function wait(tries) {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 10)) * (0.5 + Math.random());
}

function next(sheet) {
  const first = kept.waiting(sheet)[0];
  return first && first.problem?.kind !== "conflict" ? first : null;
}

async function deliver(sheet, device) {
  for (let item = next(sheet); item; item = next(sheet)) {
    item = await kept.fix(item.seq);
    const answer = await wire.submit(item, device);
    status.reached = answer.kind !== "later";
    if (await settled(item, answer)) due.delete(sheet);
    else if (kept.waiting(sheet).some((one) => one.seq === item.seq)) return later(sheet, item, answer);
    tell();
  }
}

// A receipt takes the item out of the queue; trouble that the judge must see is kept with it.
async function settled(item, answer) {
  const { kind, standing, locked, message, code } = answer;
  const remember = kind === "received" ? kept.acknowledge(item, answer.receipt) : kind === "conflict" ? kept.setProblem(item.seq, { kind, standing, locked, message }) : kind === "refused" ? kept.setProblem(item.seq, { kind, message, code }) : null;
  await remember?.catch(() => {}); // a full disk is told elsewhere; the server's word counts all the same
  return kind === "received";
}

function later(sheet, item, { kind }) {
  if (kind === "sign-in") status.signIn = true;
  else if (kind !== "conflict") due.set(sheet, performance.now() + (kind === "refused" ? REFUSED_WAIT : wait(item.tries)));
}

let reminder = 0;

// The next attempt is made when it is due, not only at the next pulse.
function remind(user, device) {
  clearTimeout(reminder);
  if (!due.size || status.signIn) return;
  const left = Math.min(...due.values()) - performance.now();
  reminder = setTimeout(() => flush(user, device), Math.max(left, 0) + 10);
}

function ready(user) {
  const sheets = new Set(kept.mine(user).map((item) => item.sheet));
  for (const sheet of due.keys()) if (!sheets.has(sheet)) due.delete(sheet);
  return [...sheets].filter((sheet) => !sending.has(sheet) && next(sheet) && (due.get(sheet) ?? 0) <= performance.now());
}

// Send what is due; `now` sends a sheet, or everything if true, whatever waiting was agreed.
// Resolves when what was begun here has an answer, whatever it is.
export async function flush(user, device, now = "") {
  if (now === true) due.clear();
  due.delete(now);
  status.signIn = false;
  await Promise.all(Array.from({ length: AT_ONCE - Math.min(sending.size, AT_ONCE) }, () => lane(user, device)));
  remind(user, device);
}

async function lane(user, device) {
  for (let [sheet] = ready(user); sheet && !status.signIn; [sheet] = ready(user)) {
    sending.add(sheet);
    tell();
    try {
      await deliver(sheet, device);
    } finally {
      sending.delete(sheet);
      tell();
    }
  }
}
