// Building the page: elements, icons and words. The words come with the page, in its language.
const words = JSON.parse(document.querySelector("#words").textContent);
const icons = document.querySelector("#icons").content;

export function say(key, params = {}) {
  const sentence = words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");
}

export function icon(name) {
  return icons.querySelector(`[data-icon="${name}"] svg`).cloneNode(true);
}

export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== false));
  return made;
}

export function button(label, onclick, props = {}) {
  return h("button", { type: "button", class: "button", ...props, onclick }, label);
}

export function stateMark(name) {
  return h("span", { class: `sheet-state sheet-${name}` }, icon(`state_${name}`), say(`state_${name}`));
}

// A question before something that cannot simply be repeated; resolves to true or false.
export function ask(title, text, yes, no, kind = "") {
  return new Promise((answered) => {
    const dialog = h(
      "dialog",
      { class: `ask ${kind}`, "aria-labelledby": "ask-title" },
      h("h2", { id: "ask-title" }, title),
      h("div", { class: "ask-text" }, text),
      h(
        "div",
        { class: "form-actions" },
        yes ? button(yes, () => dialog.close("yes"), { class: "button button-primary button-big" }) : null,
        no ? button(no, () => dialog.close(""), { class: "button button-big" }) : null,
      ),
    );
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
      event.preventDefault();
      dialog.close("yes");
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      answered(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function uuid() {
  const raw = crypto.getRandomValues(new Uint8Array(16));
  raw[6] = (raw[6] & 15) | 64;
  raw[8] = (raw[8] & 63) | 128;
  const hex = [...raw].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
