// A clerk types a pile of papers without the mouse: Enter moves on, every finished row is saved
// at once, and the running check sum stays in sight. Without this script one button saves all.
import { plainly } from "../judges/figures.js";

const form = document.querySelector("#pile");

if (form) {
  const fields = [...form.querySelectorAll("tbody input")];
  const rows = [...form.querySelectorAll("tbody tr")];
  const sign = document.querySelector("#wrong-sign");
  const waiting = new Set();
  const elsewhere = { typed: Number(form.dataset.typed), sum: scaled(form.dataset.sum) };
  const stored = new Map(rows.map((row) => [row, spelled(row)]));

  function fieldsOf(row) {
    return [...row.querySelectorAll("input")];
  }

  function spelled(row) {
    return fieldsOf(row).map((field) => plainly(field.value)).join("|");
  }

  function scaled(text) {
    const [whole, rest = ""] = text.split(".");
    return BigInt(whole + rest.padEnd(6, "0").slice(0, 6));
  }

  function fault(field) {
    const text = plainly(field.value);
    if (!text) return "";
    if (/^\d+[,\u3001]\d+$/.test(text)) return form.dataset.comma;
    const { full, step } = field.dataset;
    const fits = /^\d{1,6}(\.\d{1,6})?$/.test(text) && scaled(text) <= scaled(full)
      && (!step || scaled(text) % scaled(step) === 0n);
    const said = step ? form.dataset.stepped : form.dataset.unfit;
    return fits ? "" : said.replace("{full}", full).replace("{step}", step);
  }

  function check(field) {
    const said = fault(field);
    field.toggleAttribute("aria-invalid", Boolean(said));
    if (said) field.setAttribute("aria-invalid", "true");
    return said;
  }

  // What became of a row; what is wrong with it in red, with a sign before the words.
  function tell(row, text, wrong = false) {
    const shown = row.querySelector(".row-state");
    shown.classList.toggle("row-wrong", wrong);
    shown.replaceChildren(...(wrong ? [sign.content.cloneNode(true)] : []), text);
  }

  function tally() {
    let { sum, typed } = elsewhere;
    for (const row of rows) {
      const own = fieldsOf(row);
      if (own.every((field) => field.value.trim() && !fault(field))) {
        typed += 1;
        for (const field of own) sum += scaled(plainly(field.value));
      }
    }
    const text = sum.toString().padStart(7, "0");
    document.querySelector("#typed").textContent = typed;
    document.querySelector("#sum").textContent =
      `${text.slice(0, -6)}.${text.slice(-6)}`.replace(/\.?0+$/, "") || "0";
  }

  async function save(row) {
    const own = fieldsOf(row);
    const said = own.map(check).find(Boolean);
    tell(row, said ?? "", Boolean(said));
    if (said || stored.get(row) === spelled(row) || own.some((field) => !field.value.trim())) return;
    const typed = spelled(row);
    waiting.add(row);
    tell(row, form.dataset.saving);
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    for (const field of own) body.set(field.name, plainly(field.value));
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
      const told = await answer.json();
      tell(row, answer.ok ? form.dataset.saved : told.message, !answer.ok);
      if (answer.ok) stored.set(row, typed);
      waiting.delete(row);
    } catch {
      tell(row, form.dataset.unsaved, true);
    }
    document.querySelector("#pile-state").textContent = waiting.size ? form.dataset.unsaved : "";
  }

  // Nothing stays selected: who types on with the eyes on the paper would overwrite the refused
  // mark with the next one, and every mark below would stand one row too high.
  function stay(field) {
    field.setSelectionRange(field.value.length, field.value.length);
  }

  function go(field, by) {
    const next = fields[fields.indexOf(field) + by];
    next?.focus();
    next?.select();
  }

  form.addEventListener("keydown", (event) => {
    if (!fields.includes(event.target)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      const said = check(event.target);
      tell(event.target.closest("tr"), said, Boolean(said));
      if (said) return stay(event.target);
      if (event.target === fields.at(-1)) save(event.target.closest("tr"));
      go(event.target, 1);
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(event.target, event.key === "ArrowDown" ? 1 : -1);
    }
  });
  form.addEventListener("input", tally);
  form.addEventListener("focusout", (event) => {
    const row = event.target.closest("tr");
    if (row && !row.contains(event.relatedTarget)) save(row);
  });
  addEventListener("beforeunload", (event) => waiting.size && event.preventDefault());
  setInterval(() => waiting.forEach(save), 5000);
  tally();
  (fields.find((field) => !field.value) ?? fields[0])?.focus();
}
