// Talking to the server. Whatever is not clearly a receipt, a conflict or a refusal means: later.
import * as kept from "./kept.js";

const PATIENCE = 10_000;
let session = null;

async function ask(path, options = {}) {
  return fetch(path, {
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
    ...options,
    headers: { Accept: "application/json", ...options.headers },
  });
}

// Who is signed in, with a fresh token; null while the server cannot be reached.
export async function refreshSession() {
  try {
    const answer = await ask("/judge/session.json");
    session = answer.ok ? await answer.json() : session;
    return answer.ok ? session : null;
  } catch {
    return null;
  }
}

async function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": session?.csrf ?? "" };
  return ask(path, { method: "POST", body: JSON.stringify(body), headers });
}

async function told(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

// A stale token costs one more round trip, never a mark.
async function postFresh(path, body) {
  if (!session) await refreshSession();
  let answer = await post(path, body);
  let said = await told(answer);
  if (answer.status === 400 && said.error === "form_expired") {
    await refreshSession();
    answer = await post(path, body);
    said = await told(answer);
  }
  return { answer, said };
}

export async function submit(item, device) {
  const { id, slug, round, draw, check, state, marks, reason, user } = item;
  const body = { id, round, draw, check, state, marks, reason, user, device, base: item.base };
  try {
    const { answer, said } = await postFresh(`/judge/${encodeURIComponent(slug)}/submissions`, body);
    return verdict(answer, said);
  } catch {
    return { kind: "later" };
  }
}

function verdict(answer, said) {
  if (answer.ok && said.number && said.revision) return { kind: "received", receipt: said };
  if (answer.type === "opaqueredirect" || answer.status === 401 || said.error === "other_judge") {
    session = null;
    return { kind: "sign-in" };
  }
  if (answer.status === 409 && "standing" in said) return { kind: "conflict", ...said };
  const refused = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
  if (refused && said.error) return { kind: "refused", code: said.error, message: said.message };
  return { kind: "later" };
}

let tag = "";

// The day's rounds, kept on the tablet; "same", "new", "sign-in" or "later".
export async function refreshAssignment() {
  const asked = performance.now();
  try {
    const answer = await ask("/judge/assignment.json", { headers: tag ? { "If-None-Match": tag } : {} });
    if (answer.status === 304) return "same";
    if (answer.type === "opaqueredirect" || answer.status === 401) return "sign-in";
    if (!answer.ok) return "later";
    await kept.takeAssignment(await answer.json(), asked).catch(() => {});
    tag = answer.headers.get("ETag") ?? "";
    return "new";
  } catch {
    return "later";
  }
}

export function forgetAssignmentTag() {
  tag = "";
}

export async function contact(report) {
  try {
    const { answer, said } = await postFresh("/judge/contact", report);
    if (said.error === "device_of_another") return { stranger: true };
    return answer.ok && said.stages ? said : null;
  } catch {
    return null;
  }
}

// Whoever is signed in gives way, and somebody signs in by name.
export async function signInByName() {
  try {
    await ask("/sign-out", { method: "POST", headers: { "X-CSRFToken": session?.csrf ?? "" } });
  } catch {
    // without network the page of the sign-in does not come either, and says so
  }
  location.assign("/sign-in?next=/judge/app");
}

export async function resume(device, pin) {
  try {
    const { answer, said } = await postFresh("/judge/resume", { device, pin });
    if (answer.ok && said.user) await refreshSession();
    return answer.ok && said.user ? { user: said.user } : { message: said.message };
  } catch {
    return { message: "" };
  }
}
