// On the pages of a judge: this very tablet may hold what the server does not have of theirs. Marks
// that wait must go before signing or leaving; changes that were never submitted are only pointed out.
const open = indexedDB.open("judging");
open.onupgradeneeded = () => open.transaction.abort();
open.onsuccess = () => {
  const tx = open.result.transaction(["queue", "sheets"]);
  const asked = [tx.objectStore("queue").getAll(), tx.objectStore("sheets").getAll()];
  tx.oncomplete = () => {
    guard(...asked.map((one) => one.result));
    open.result.close();
  };
};

function guard(queue, sheets) {
  const told = document.querySelector(".unsent-guard");
  const own = (one) => String(one.user) === told.dataset.judge;
  const waiting = queue.some(own);
  const differs = ({ marks, server }) => Object.keys({ ...marks, ...server.marks }).some((key) => (marks[key] ?? "").trim() !== (server.marks[key] ?? ""));
  const changed = document.querySelector(".changed-guard");
  told.hidden = !waiting;
  if (changed) changed.hidden = waiting || !sheets.some((one) => own(one) && one.server.state === "submitted" && differs(one));
  document.querySelector(".sign-card button")?.toggleAttribute("disabled", waiting);
}
