// On the sign-off page: this very tablet may hold what the server does not have. Marks that wait
// must go first; changes that were never submitted are only pointed out, the table above is signed.
const open = indexedDB.open("judging");
open.onupgradeneeded = () => open.transaction.abort();
open.onsuccess = () => {
  const tx = open.result.transaction(["meta", "queue", "sheets"]);
  const asked = [tx.objectStore("meta").get("assignment"), tx.objectStore("queue").getAll(), tx.objectStore("sheets").getAll()];
  tx.oncomplete = () => {
    guard(...asked.map((one) => one.result));
    open.result.close();
  };
};

function guard(assignment, queue, sheets) {
  const own = (one) => one.user === assignment?.user.id;
  const waiting = queue.some(own);
  const differs = ({ marks, server }) => Object.keys({ ...marks, ...server.marks }).some((key) => (marks[key] ?? "").trim() !== (server.marks[key] ?? ""));
  document.querySelector(".unsent-guard").hidden = !waiting;
  document.querySelector(".changed-guard").hidden = waiting || !sheets.some((one) => own(one) && one.server.state === "submitted" && differs(one));
  document.querySelector(".sign-card button")?.toggleAttribute("disabled", waiting);
}
