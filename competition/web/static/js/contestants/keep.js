// A long text outlives a session that ran out: kept in this tab until it is filed or its writer signs
// out. The name under which it is kept counts what was filed, so what was filed never comes back.
const field = document.querySelector("[data-keep]");
const PREFIX = "kept-";
const name = PREFIX + (field?.dataset.keep ?? "");

const others = (keep) => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX) && key !== keep);
const forget = (keep = "") => others(keep).forEach((key) => sessionStorage.removeItem(key));

function restore() {
  const kept = sessionStorage.getItem(name);
  if (!kept?.trim() || field.value.trim()) return;
  field.value = kept;
  field.closest("details").open = true;
  document.querySelector("#kept-note").hidden = false;
}

try {
  forget(name);
  if (field) {
    restore();
    field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
  }
  document.querySelector("[data-sign-out]")?.addEventListener("submit", () => forget());
} catch {
  // a browser that keeps nothing: the text stands in the field as ever
}
