// On the sign-off page: warn when this very tablet still holds marks that no server has.
const warning = document.querySelector(".unsent-guard");
const open = indexedDB.open("judging");
open.onsuccess = () => {
  const base = open.result;
  if (!base.objectStoreNames.contains("queue")) return base.close();
  const count = base.transaction("queue").objectStore("queue").count();
  count.onsuccess = () => {
    warning.hidden = count.result === 0;
    document.querySelector(".sign-card button")?.toggleAttribute("disabled", count.result > 0);
    base.close();
  };
};
open.onupgradeneeded = () => open.transaction.abort();
