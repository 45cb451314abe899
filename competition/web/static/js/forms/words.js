// What a browser says of a field it will not send, in the language of the page rather than its own.
const { missing, choose, file, range, wrong } = document.querySelector("#form-words").dataset;

function sentence(field) {
  if (field.validity.valueMissing) {
    if (field.type === "file") return file;
    return ["radio", "checkbox", "select-one"].includes(field.type) ? choose : missing;
  }
  const { rangeUnderflow, rangeOverflow } = field.validity;
  if ((rangeUnderflow || rangeOverflow) && field.min !== "" && field.max !== "") {
    return range.replace("{least}", field.min).replace("{most}", field.max);
  }
  return wrong;
}

function forget(event) {
  const { form, name } = event.target;
  for (const field of form?.elements ?? []) if (field.name === name) field.setCustomValidity("");
}

document.addEventListener("invalid", (event) => {
  event.target.setCustomValidity("");
  if (!event.target.validity.valid) event.target.setCustomValidity(sentence(event.target));
}, true);
document.addEventListener("input", forget);
document.addEventListener("change", forget);

// A form that came back: who listens hears what is wrong first, who looks is shown it.
document.querySelector(".error-summary")?.focus();
