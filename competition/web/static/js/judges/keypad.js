// The on-screen keypad: large keys that type into the field in use without taking its focus.
import { button, h, icon, say } from "./dom.js";

const KEYS = ["7", "8", "9", "4", "5", "6", "1", "2", "3", "0", "."];
const LONGEST = 9;

// `typed(change)` gets a function from the present text to the next.
export function keypad(typed, onward) {
  const hold = { onpointerdown: (event) => event.preventDefault() };
  const keys = KEYS.map((sign) =>
    button(sign, () => typed((text) => append(text, sign)), { class: sign === "0" ? "key key-zero" : "key", ...hold }),
  );
  const erase = button(icon("backspace"), () => typed((text) => text.slice(0, -1)), {
    class: "key key-soft key-erase",
    "aria-label": say("erase"),
    ...hold,
  });
  const next = button(say("next_field"), onward, { class: "key key-next", ...hold });
  return h("div", { class: "keypad", role: "group", "aria-label": say("keypad") }, keys, erase, next);
}

function append(text, sign) {
  if (sign === "." && text.includes(".")) return text;
  if (sign === "." && text === "") return "0.";
  if (text.length >= LONGEST) return text;
  return text === "0" && sign !== "." ? sign : text + sign;
}
