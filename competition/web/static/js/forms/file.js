// Says which file was chosen, and how large it is, in the words of the page; takes one that is dropped.
const STEPS = ["B", "KB", "MB", "GB"];

function size(bytes) {
  let figure = bytes;
  let step = 0;
  for (; figure >= 999.5 && step < STEPS.length - 1; step += 1) figure /= 1000;
  return `${step && figure < 9.95 ? figure.toFixed(1) : Math.round(figure)} ${STEPS[step]}`;
}

function prepare(box) {
  const input = box.querySelector("input");
  const words = box.querySelector("output");
  const tell = () => {
    const [file] = input.files;
    words.textContent = file ? `${file.name} · ${size(file.size)}` : words.dataset.none;
    box.classList.toggle("file-box-chosen", Boolean(file));
  };
  const over = (is) => (event) => {
    event.preventDefault();
    box.classList.toggle("file-box-over", is);
  };
  input.addEventListener("change", tell);
  input.form?.addEventListener("reset", () => setTimeout(tell));
  window.addEventListener("pageshow", tell);
  box.addEventListener("dragover", over(true));
  box.addEventListener("dragleave", over(false));
  box.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length === 1) {
      input.files = event.dataTransfer.files;
      tell();
    }
  });
  box.classList.add("file-box-ready");
  tell();
}

for (const box of document.querySelectorAll(".file-box:not(.file-box-ready)")) prepare(box);
