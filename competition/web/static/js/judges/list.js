// The entrants of a round in draw order, and the rounds of the day.
import { h, icon, say, stateMark } from "./dom.js";
import { total } from "./figures.js";
import { dirty, stored } from "./kept.js";

const DONE = new Set(["submitted", "signed", "recused"]);

// How a sheet stands, counting what has not left the tablet yet.
export function standing(paper, sheet, items) {
  if (paper.away) return paper.away;
  if (items.some((item) => item.problem?.kind === "conflict")) return "conflict";
  const server = sheet?.server.state ?? paper.state;
  const marked = Object.values(sheet?.marks ?? paper.marks).some((text) => text.trim());
  if (items.length && items.at(-1).state !== "draft") return stored(items.at(-1)) && !dirty(sheet) ? "waiting" : "changed";
  if (DONE.has(server)) return sheet && dirty(sheet) ? "changed" : returned(paper, sheet) ? "returned" : server;
  return marked ? "partial" : "not_begun";
}

// Whether the chief judge has given it back and nothing has been handed in since.
function returned(paper, sheet) {
  return Boolean(paper.returned) && (sheet?.server.revision ?? paper.revision) === paper.revision;
}

export function done(state) {
  return DONE.has(state) || ["waiting", "returned", "absent", "withdrawn", "disqualified"].includes(state);
}

// `standings`: how the sheets of each round stand, in the order of the rounds.
export function roundsScreen(rounds, standings) {
  return [
    h("h1", {}, say("rounds_title")),
    rounds.length ? null : h("p", { class: "muted" }, say("no_rounds")),
    h(
      "div",
      { class: "round-cards" },
      rounds.map((round, place) => {
        const all = standings[place].length;
        const finished = standings[place].filter(done).length;
        return h(
          "a",
          { class: "card-plain card-accent round-card round-link", href: `#/${round.id}` },
          h("p", { class: "eyebrow" }, round.contest),
          h("h2", {}, round.title),
          h("p", { class: "round-seat" }, say("seat", round)),
          h("p", { class: "round-count figures" }, say("progress", { done: finished, all })),
          h("progress", { class: "round-progress", value: finished, max: all || 1, "aria-hidden": "true" }),
        );
      }),
    ),
  ];
}

export function listScreen(round, states, sheets, stage) {
  const finished = states.filter(done).length;
  return [
    h(
      "div",
      { class: "list-head" },
      h("div", {}, h("h1", {}, round.title), h("p", { class: "muted" }, `${say("seat", round)} · ${say("progress", { done: finished, all: states.length })}`)),
      h("a", { class: finished === states.length ? "button button-primary button-big" : "button button-big", href: `/judge/${encodeURIComponent(round.slug)}/${encodeURIComponent(round.key)}/sign-off` }, say("to_sign")),
    ),
    round.trainee ? h("p", { class: "notice notice-plain" }, say("trainee")) : null,
    round.open ? null : h("p", { class: "notice notice-warn" }, icon("exclamation-triangle"), say("round_closed")),
    h("ol", { class: "draws" }, round.papers.map((paper, place) => tile(round, paper, sheets[place], states[place], stage))),
  ];
}

function tile(round, paper, sheet, state, stage) {
  const on = stage?.draw === paper.draw;
  const inside = [
    h("span", { class: "draw-number figures" }, paper.draw),
    h("span", { class: "draw-total figures" }, total(round.criteria, sheet?.marks ?? paper.marks)),
    stateMark(state),
    on ? h("span", { class: "stage-mark" }, say("on_stage")) : null,
  ];
  const look = `draw-tile draw-${paper.away ? "away" : state}${on ? " draw-stage" : ""}`;
  if (paper.away) return h("li", {}, h("span", { class: look }, inside));
  const href = `#/${round.id}/${encodeURIComponent(paper.draw)}`;
  return h("li", {}, h("a", { class: look, href, "aria-current": on && "true" }, inside));
}
