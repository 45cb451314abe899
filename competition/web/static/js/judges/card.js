// A card used again on the same tablet must not sign that tablet out: the form says which it is.
const open = indexedDB.open("judging");
open.onupgradeneeded = () => open.transaction.abort();
open.onsuccess = () => {
  const asked = open.result.transaction("meta").objectStore("meta").get("device");
  asked.onsuccess = () => {
    document.querySelector("#card").elements.device.value = asked.result ?? "";
    open.result.close();
  };
};
