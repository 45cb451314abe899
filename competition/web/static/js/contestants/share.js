// Shares the check address by the phone's own sheet; where there is none, copies it.
const field = document.querySelector("#share");
const button = document.querySelector("#share-button");
const canShare = typeof navigator.share === "function";

async function handOver() {
  if (canShare) {
    await navigator.share({ title: document.title, url: field.value }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(field.value);
  button.querySelector("span").textContent = button.dataset.done;
}

if (canShare || navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", handOver);
}
field.addEventListener("focus", () => field.select());
