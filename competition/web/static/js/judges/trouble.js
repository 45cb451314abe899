// What is not on the server yet: the unsent list, carrying it out, the choice in a conflict, PIN.
import { ask, button, h, icon, say, stateMark } from "./dom.js";
import { total } from "./figures.js";
import { drawing, MOST } from "./qr.js";

export function unsentScreen(items, others, round, act) {
  const waiting = items.filter((item) => item.problem?.kind !== "conflict");
  const conflicts = items.filter((item) => item.problem?.kind === "conflict");
  return [
    h("h1", {}, say("unsent_title")),
    h("p", { class: "lead-text" }, say(!items.length ? "unsent_none" : act.signIn ? "unsent_text_sign_in" : waiting.length ? "unsent_text" : "unsent_text_conflict")),
    others ? h("p", { class: "notice notice-warn" }, icon("exclamation-triangle"), say("others_unsent", { count: others })) : null,
    conflicts.map((item) => conflict(item, round(item), act)),
    h("ul", { class: "unsent" }, waiting.map((item) => line(item, round(item), act))),
    items.length || others
      ? h(
          "div",
          { class: "form-actions" },
          button(say("upload_now"), act.upload, { class: "button button-primary button-big" }),
          button([icon("download"), say("carry_out")], act.carryOut, { class: "button button-big" }),
        )
      : null,
  ];
}

const PART = 200; // characters: so many of the widest, with what says where they belong, fit a code

// One sheet as a QR code, or as several where its reason is long, for a tablet that can hand nothing
// over by file.
export function codes(item, device) {
  const { id, user, slug, round, draw, check, state, base, reason, marks } = item;
  const whole = JSON.stringify(["unsent-marks", 1, device, id, user, slug, round, draw, check, state, base, reason, marks]);
  if (new TextEncoder().encode(whole).length <= MOST) return [whole];
  const signs = [...whole];
  const count = Math.ceil(signs.length / PART);
  return Array.from({ length: count }, (_, place) => JSON.stringify(["unsent-part", 1, id, place + 1, count, signs.slice(place * PART, (place + 1) * PART).join("")]));
}

async function showCode(item, device) {
  const label = say("code_of", item);
  const texts = codes(item, device);
  const drawn = texts.map((text, place) => {
    const part = texts.length > 1 ? say("code_part", { part: place + 1, parts: texts.length }) : "";
    return h("figure", { class: "carry-code" }, drawing(text, `${label} ${part}`), h("figcaption", {}, part));
  });
  await ask(label, h("div", {}, h("p", {}, say("code_text")), drawn), say("guard_no"));
}

function spelled(item, criteria) {
  return criteria.filter(({ key }) => key in item.marks).map(({ key, title }) => `${title} ${item.marks[key]}`).join(" · ");
}

function line(item, round, act) {
  return h(
    "li",
    {},
    h("b", { class: "figures" }, say("draw", item)),
    h("span", {}, stateMark(item.state), " ", spelled(item, round?.criteria ?? [])),
    item.problem ? h("span", { class: "field-error" }, icon("exclamation-triangle"), item.problem.message) : null,
    button(say("code"), async () => showCode(...(await act.fixed(item))), { class: "button", "aria-label": say("code_of", item) }),
    item.problem ? button(say("give_up"), async () => (await ask(say("give_up_title", item), h("p", {}, say("give_up_text")), say("give_up"), say("guard_no"))) && act.giveUp(item.seq), { class: "button", "aria-label": say("give_up_title", item) }) : null,
    item.tries ? h("small", { class: "muted" }, say("tries", { count: item.tries })) : null,
  );
}

function conflict(item, round, act) {
  const { standing, locked, message } = item.problem;
  const criteria = round?.criteria ?? [];
  const row = ({ key, title }) =>
    h("tr", { class: item.marks[key] === standing?.marks[key] ? "" : "differs" }, h("th", { scope: "row" }, title), h("td", { class: "number" }, item.marks[key] ?? "\u2014"), h("td", { class: "number" }, standing?.marks[key] ?? "\u2014"));
  return h(
    "section",
    { class: "card-plain conflict" },
    h("h2", {}, icon("x-octagon"), " ", say("conflict_title", item)),
    h("p", {}, locked ? message : say("conflict_text")),
    h("table", { class: "grid" }, h("thead", {}, h("tr", {}, ["criterion", "conflict_mine", "conflict_theirs"].map((word, place) => h("th", { scope: "col", class: place ? "number" : "" }, say(word))))), h("tbody", {}, criteria.map(row)), h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, say("total")), h("td", { class: "number" }, total(criteria, item.marks)), h("td", { class: "number" }, total(criteria, standing?.marks ?? {}))))),
    h("p", { class: "muted" }, standing ? say("conflict_by", standing) : say("conflict_empty"), " ", standing ? stateMark(standing.state) : null),
    h(
      "div",
      { class: "form-actions" },
      locked ? null : button(say("use_mine"), () => act.choose(item.sheet, true), { class: "button button-primary button-big" }),
      button(say("use_theirs"), () => act.choose(item.sheet, false), { class: "button button-big" }),
    ),
  );
}

// A file that the organiser reads in; the same ids make it safe to upload the marks later as well.
export function carryOut(items, device) {
  const body = JSON.stringify({ schema: 1, kind: "unsent-marks", device, submissions: items.map(({ seq, sheet, problem, tries, ...item }) => ({ ...item })) }, null, 1);
  const link = h("a", { href: URL.createObjectURL(new Blob([body], { type: "application/json" })), download: `marks-${device.slice(0, 8)}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// The session is over, the marks are not: ask for the PIN and go on. Who has none signs in as before.
// `owner`: whose marks they are, when somebody else is signed in who has to give way first.
export async function signInAgain({ resume, hasPin, wrong, owner, byName }) {
  const title = owner ? say("whose_sign_in", { owner }) : say("sign_in_title");
  const named = (text, look) => (owner ? button(text, byName, { class: look }) : h("a", { class: look, href: "/sign-in?next=/judge/app" }, text));
  if (!hasPin) {
    const way = named(say("sign_in_by_name"), "button button-primary button-big");
    await ask(title, h("div", { class: "stack" }, h("p", {}, say("sign_in_text_by_name")), h("p", {}, way)), "", say("guard_no"));
    return null;
  }
  const field = h("input", { id: "pin", class: "input", type: "password", inputmode: "numeric", autocomplete: "off", "aria-describedby": wrong ? "pin-error" : null, "aria-invalid": wrong ? "true" : null });
  const text = h(
    "div",
    { class: "stack" },
    h("p", {}, say("sign_in_text")),
    h("div", { class: wrong ? "field field-bad" : "field" }, h("label", { for: "pin" }, say("sign_in_pin")), wrong ? h("p", { class: "field-error", id: "pin-error", role: "alert" }, icon("exclamation-triangle"), wrong) : null, field),
    h("p", {}, named(say("sign_in_password"), owner ? "linklike" : "")),
  );
  const go = await ask(title, text, say("sign_in_go"), say("guard_no"));
  return go ? resume(field.value) : null;
}

// Somebody else is signed in than the one whose marks wait here: who is it that holds the tablet?
export function whoseScreen(owner, visitor, count, act) {
  return [
    h("h1", {}, say("whose_title", { visitor })),
    h("p", { class: "lead-text" }, say(count ? "whose_text" : "whose_text_none", { owner, count })),
    h(
      "div",
      { class: "form-actions" },
      button(say("whose_go_on", { visitor }), act.handOver, { class: "button button-primary button-big" }),
      button([icon("key"), say("whose_back", { owner })], act.again, { class: "button button-big" }),
    ),
    count ? h("p", { class: "muted whose-later" }, say("whose_later", { owner })) : null,
  ].filter(Boolean);
}

export function tell(title, text) {
  return ask(title, h("p", {}, text), say("guard_no"));
}
