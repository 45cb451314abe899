// The board before the first result: asks until there is one, then shows it.
const ASK_SECONDS = 15;
const source = document.getElementById("board-wait").dataset.source;

const ask = async () => {
  if (document.hidden) return;
  const answer = await fetch(source, { cache: "no-store" }).catch(() => null);
  if (answer?.status === 200) location.reload();
};

setInterval(ask, (ASK_SECONDS + Math.random() * 3) * 1000);
document.addEventListener("visibilitychange", ask);
