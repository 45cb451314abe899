// One entrant on the screen: criteria with what a mark means, keypad, steppers, tiles, total.
// The screen is built once; what it shows is always what is kept, never a copy of its own.
import { ask, button, h, icon, say, stateMark } from "./dom.js";
import { fault, given, plainly, readable, stepped, total } from "./figures.js";
import * as kept from "./kept.js";
import { keypad } from "./keypad.js";

export class Sheet {
  constructor(round, paper, key, act) {
    Object.assign(this, { round, paper, key, act, rubric: JSON.stringify(round.criteria) });
    this.fields = new Map();
    this.errors = new Map();
    this.locked = Sheet.isLocked(this.kept, paper);
    this.total = h("b", { class: "figures", id: "total" }, "");
    this.state = h("span", { id: "sheet-state" });
    this.note = h("div", { class: "sheet-note", role: "status", "aria-live": "polite" });
    this.clock = h("p", { class: "sheet-clock figures", id: "clock" });
    this.button = button([icon("check2-circle"), h("span", {}, say("submit"))], () => this.submit(), { class: "button button-primary submit", id: "submit" });
    this.onwardLink = h("a", { class: "button button-primary onward", id: "onward", hidden: true });
    this.undoButton = button([icon("arrow-counterclockwise"), say("undo")], () => this.undo(), { class: "button", id: "undo" });
  }

  static isLocked(sheet, paper) {
    return ["signed", "recused"].includes(sheet.server.state) || Boolean(paper.away);
  }

  get kept() {
    return kept.sheet(this.key);
  }

  screen() {
    const rows = this.round.criteria.map((criterion) => this.row(criterion));
    return [
      h(
        "header",
        { class: "sheet-head" },
        h("a", { class: "button back", href: `#/${this.round.id}` }, icon("arrow-left"), say("to_list")),
        h("h1", { class: "sheet-draw" }, this.title()),
        this.clock,
        h("p", { class: "sheet-standing" }, this.state),
      ),
      this.locked ? h("p", { class: "notice notice-plain" }, this.reasonLocked()) : null,
      h(
        "div",
        { class: "sheet-body" },
        h("section", { class: "rubric", "aria-label": say("criteria") }, rows),
        h(
          "section",
          { class: "dock" },
          h("p", { class: "dock-total" }, h("span", {}, say("total")), this.total, h("small", {}, say("full", { full: total(this.round.criteria, this.fulls()) }))),
          this.locked ? null : keypad((change) => this.typeWith(change), () => this.onward()),
          this.note,
          this.locked ? null : h("div", { class: "dock-actions" }, this.button, this.onwardLink, this.undoButton, button([icon("slash-circle"), say("recuse")], () => this.recuse(), { class: "button", id: "recuse" })),
        ),
      ),
    ];
  }

  // "10 号选手", "No. 10": the number large, the words around it small, in the order of the language.
  title() {
    const [before, after] = say("draw_title", { draw: "\n" }).split("\n");
    return [before && h("small", {}, before), h("span", { class: "figures" }, this.paper.draw), after && h("small", {}, after)];
  }

  fulls() {
    return Object.fromEntries(this.round.criteria.map(({ key, full }) => [key, full]));
  }

  reasonLocked() {
    if (this.paper.away) return say("away", { state: say(`state_${this.paper.away}`) });
    return say(`locked_${this.kept.server.state}`);
  }

  row(criterion) {
    const id = `mark-${criterion.key}`;
    const error = h("p", { class: "field-error", id: `error-${criterion.key}`, role: "alert", hidden: true });
    this.errors.set(criterion.key, error);
    const hint = [say("range", criterion), criterion.step && say("step", criterion)].filter(Boolean).join(" · ");
    const text = h(
      "div",
      { class: "criterion-text" },
      h("label", { for: id }, criterion.title),
      h("p", { class: "hint", id: `hint-${criterion.key}` }, hint),
      criterion.description ? h("p", { class: "rubric-text" }, criterion.description) : null,
      criterion.bands.length ? h("ul", { class: "bands" }, criterion.bands.map(([lowest, means]) => h("li", {}, h("b", {}, say("from", { lowest })), " ", means))) : null,
      error,
    );
    const entry = criterion.values.length ? this.tiles(criterion, id) : this.field(criterion, id);
    return h("div", { class: "criterion", "data-key": criterion.key }, text, entry);
  }

  field(criterion, id) {
    const field = h("input", {
      id,
      class: "mark-input figures",
      type: "text",
      inputmode: "decimal",
      virtualkeyboardpolicy: "manual",
      autocomplete: "off",
      maxlength: "12",
      readonly: this.locked,
      "aria-describedby": `hint-${criterion.key} error-${criterion.key}`,
      onfocus: () => this.take(criterion),
      onblur: () => this.leave(criterion),
      oninput: () => this.store(criterion, field.value),
      onkeydown: (event) => event.key === "Enter" && this.onward(),
    });
    field.value = this.kept.marks[criterion.key] ?? "";
    this.fields.set(criterion.key, field);
    const step = (direction, word, shape) =>
      button(icon(shape), () => this.put(criterion, stepped(criterion, field.value, direction)), { class: "step", disabled: this.locked, "aria-label": say(word, { criterion: criterion.title }) });
    return h("div", { class: "stepper" }, step(-1, "less", "dash-lg"), field, step(1, "more", "plus-lg"));
  }

  tiles(criterion, id) {
    const made = criterion.values.map((value, place) => {
      const radio = h("input", { type: "radio", name: id, value, id: place ? `${id}-${place}` : id, disabled: this.locked, onchange: () => this.store(criterion, value), onfocus: () => this.take(criterion) });
      radio.checked = this.kept.marks[criterion.key] === value;
      return h("label", { class: "tile figures" }, radio, h("span", {}, value));
    });
    const group = h("div", { class: "tiles", role: "radiogroup", "aria-label": criterion.title }, made);
    Object.defineProperty(group, "value", {
      get: () => group.querySelector(":checked")?.value ?? "",
      set: (text) => group.querySelectorAll("input").forEach((radio) => (radio.checked = radio.value === text)),
    });
    this.fields.set(criterion.key, group);
    return group;
  }

  take(criterion) {
    this.using = criterion;
    for (const row of document.querySelectorAll(".criterion")) {
      row.classList.toggle("in-use", row.dataset.key === criterion.key);
      if (row.dataset.key === criterion.key) row.scrollIntoView({ block: "nearest" });
    }
  }

  // A mark in full width is too wide for the field: once it is left it stands there as it is read.
  leave(criterion) {
    const { value } = this.fields.get(criterion.key);
    const said = fault(criterion, value);
    this.show(criterion, said);
    if (!said && plainly(value) !== value) this.put(criterion, plainly(value));
    else this.act.closeEdit();
  }

  put(criterion, text) {
    this.fields.get(criterion.key).value = text;
    this.store(criterion, text);
    this.act.closeEdit();
  }

  typeWith(change) {
    const criterion = this.using ?? this.round.criteria[0];
    const field = this.fields.get(criterion.key);
    if (!(field instanceof HTMLInputElement)) return;
    if (document.activeElement !== field) field.focus();
    const all = field.selectionEnd - field.selectionStart === field.value.length;
    field.value = change(all ? "" : field.value);
    this.store(criterion, field.value);
  }

  store(criterion, text) {
    const said = fault(criterion, text);
    this.show(criterion, said?.[0] === "mark_off_step" ? null : said);
    this.act.edit(criterion.key, text);
  }

  show(criterion, said) {
    const error = this.errors.get(criterion.key);
    const field = this.fields.get(criterion.key);
    const sentence = said ? say(...said) : "";
    error.hidden = !said;
    if (error.textContent !== sentence) error.replaceChildren(...(said ? [icon("exclamation-triangle"), sentence] : []));
    if (said) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  onward() {
    const order = this.round.criteria;
    const place = order.indexOf(this.using ?? order.at(-1));
    const turned = [...order.slice(place + 1), ...order.slice(0, place + 1)];
    const open = turned.find((criterion) => !given(criterion, this.kept.marks));
    if (open) this.focus(open);
    else this.button.focus();
  }

  focus(criterion) {
    const field = this.fields.get(criterion.key);
    (field.querySelector?.("input") ?? field).focus();
    field.select?.();
  }

  complete() {
    return this.round.criteria.every((criterion) => given(criterion, this.kept.marks));
  }

  async submit() {
    const wrong = this.round.criteria.filter((criterion) => !given(criterion, this.kept.marks));
    for (const criterion of wrong) this.show(criterion, fault(criterion, this.fields.get(criterion.key).value) ?? ["mark_missing"]);
    if (wrong.length) return this.focus(wrong[0]);
    await this.act.submit("submitted", readable(this.round.criteria, this.kept.marks), "");
  }

  undo() {
    this.act.undo();
    this.takeIn();
    for (const criterion of this.round.criteria) this.show(criterion, null);
  }

  // News of this sheet: fields that differ from what is kept are set to it.
  takeIn() {
    for (const { key } of this.round.criteria) {
      const text = this.kept.marks[key] ?? "";
      if (this.fields.get(key).value !== text) this.fields.get(key).value = text;
    }
    this.refresh();
  }

  async recuse() {
    const field = h("input", { id: "recuse-reason", class: "input", type: "text", maxlength: "500" });
    const text = h("div", { class: "stack" }, h("p", {}, say("recuse_text")), h("div", { class: "field" }, h("label", { for: "recuse-reason" }, say("recuse_reason")), field));
    const sure = await ask(say("recuse_title", this.paper), text, say("recuse_yes"), say("recuse_no"));
    if (!sure) return;
    if (!field.value.trim()) return this.recuse();
    await this.act.submit("recused", {}, field.value.trim());
  }

  // Only what surrounds the fields changes here.
  refresh(state) {
    if (state) this.state.replaceChildren(stateMark(state));
    this.total.textContent = total(this.round.criteria, this.kept.marks);
    this.undoButton.disabled = !this.kept.undo.length;
    const again = ["submitted", "waiting", "changed", "returned"].includes(state);
    if (state) this.button.lastChild.textContent = say(again ? "resubmit" : "submit");
  }

  say(...parts) {
    this.note.replaceChildren(...parts.filter(Boolean));
  }

  // The second tap of a hasty double tap must not open the next entrant.
  settle() {
    this.onwardLink.classList.add("settling");
    setTimeout(() => {
      this.onwardLink.classList.remove("settling");
      if (document.activeElement === document.body) this.onwardLink.focus({ preventScroll: true }); // Submit had it
    }, 900);
  }

  // Once a sheet is sent the next entrant is the next thing to do; a change brings Submit back.
  offer(next, href) {
    if (next && this.onwardLink.hidden) this.settle();
    this.button.hidden = Boolean(next);
    this.onwardLink.hidden = !next;
    if (!next) return;
    this.onwardLink.href = href;
    this.onwardLink.replaceChildren(say("next_entrant", next), icon("arrow-right"));
  }
}
