// The board on the wall: pages through the table, takes a new version when there is one, and stands
// still while it is frozen. A projector that loses the network keeps showing what it has.
const table = document.getElementById("board");
const rows = [...table.tBodies[0].rows];
const state = document.getElementById("board-state");
const button = document.getElementById("freeze");
const PAGE_SECONDS = 10;
const ASK_SECONDS = 15;
let first = 0;
let frozen = false;

const foot = document.querySelector(".stage-keys");

const fits = () => {
  const tall = rows.find((row) => row.offsetHeight)?.offsetHeight ?? 60;
  const top = table.tBodies[0].getBoundingClientRect().top + scrollY;
  return Math.max(3, Math.floor((innerHeight - top - foot.offsetHeight - 8) / tall));
};

const show = () => {
  const size = fits();
  if (first >= rows.length) first = 0;
  rows.forEach((row, place) => { row.hidden = place < first || place >= first + size; });
  document.getElementById("page").textContent = `${Math.floor(first / size) + 1} / ${Math.ceil(rows.length / size)}`;
};

const tell = () => { state.textContent = frozen ? state.dataset.frozen : state.dataset.running; };

const ask = async () => {
  if (frozen || document.hidden) return;
  const answer = await fetch(table.dataset.source, { headers: { "If-None-Match": `"${table.dataset.tag}"` }, cache: "no-store" }).catch(() => null);
  // 200: another version, or set free; 404: withdrawn, so that what stands here is no result any more
  if (answer?.status === 200 || answer?.status === 404) location.reload();
};

button.addEventListener("click", () => {
  frozen = !frozen;
  button.setAttribute("aria-pressed", String(frozen));
  tell();
});
setInterval(() => { if (!frozen && !document.hidden) { first += fits(); show(); } }, PAGE_SECONDS * 1000);
setInterval(ask, (ASK_SECONDS + Math.random() * 3) * 1000);
addEventListener("resize", show);
tell();
show();
document.fonts.ready.then(show);
