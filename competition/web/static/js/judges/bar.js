// The bar below every screen: where the marks are, in words and shape, and what can be done about it.
import { button, h, icon, say } from "./dom.js";

const bar = document.querySelector("#bar-state");
const actions = document.querySelector("#bar-actions");

// `now`: items (queued submissions), halfDone (sheets with marks that were not handed in), unstored,
// signIn (somebody must), visitor (somebody else is signed in), offline, status of the queue, lastReceived.
export function paint(now, acts) {
  const conflicts = now.items.filter((item) => item.problem?.kind === "conflict").length;
  const refused = now.items.some((item) => item.problem?.kind === "refused");
  const text = words(now, conflicts, refused).join(" · ");
  if (bar.dataset.text !== text) {
    const [shape, tone] = look(now, conflicts, refused);
    bar.dataset.text = text;
    bar.dataset.tone = tone;
    bar.replaceChildren(icon(shape), h("span", {}, text));
  }
  paintActions(now, conflicts, acts);
}

function words(now, conflicts, refused) {
  const waiting = now.items.length - conflicts;
  const parts = [];
  if (now.unstored) parts.push(say("bar_unstored"));
  if (conflicts) parts.push(say("bar_conflict"));
  if (now.status.sending && waiting) parts.push(say("bar_sending"));
  else if (waiting) parts.push(say("bar_waiting", { count: waiting }));
  if (refused) parts.push(say("bar_refused"));
  if (now.halfDone) parts.push(say("bar_half_done", { count: now.halfDone }));
  if (now.signIn) return [...parts, say("bar_sign_in")];
  if (!parts.length) parts.push(now.lastReceived ? say("bar_received", { time: now.lastReceived }) : say("bar_idle"));
  if (now.offline || (waiting && !now.status.reached)) parts.push(say("bar_offline"));
  return parts;
}

function look(now, conflicts, refused) {
  if (now.unstored || conflicts) return ["x-octagon", "bad"];
  if (refused || now.signIn) return ["exclamation-triangle", "warn"];
  if (!now.items.length && !now.halfDone && !now.offline) return ["cloud-check", "good"];
  return now.status.sending ? ["cloud-upload", "calm"] : ["tablet", "calm"];
}

function paintActions(now, conflicts, acts) {
  const count = now.visitor ? 0 : now.items.length; // what is another judge's, nobody else sends or sees
  const wanted = `${count ? 1 : 0}${now.signIn ? 1 : 0}${conflicts ? 1 : 0}`;
  const unsent = conflicts ? h("a", { class: "button button-primary", href: "#/unsent" }, say("conflict_open")) : h("a", { class: "button", href: "#/unsent" }, say("unsent_title"));
  if (actions.dataset.shown === wanted) return;
  actions.dataset.shown = wanted;
  actions.replaceChildren(
    ...[
      now.signIn ? button([icon("key"), say("sign_in")], acts.again, { class: "button button-primary" }) : null,
      count && !now.signIn ? button(say("upload_now"), () => acts.pulse(true)) : null,
      count ? unsent : null,
      h("a", { class: "button", href: "/judge/receipts" }, say("receipts")),
    ].filter(Boolean),
  );
}
