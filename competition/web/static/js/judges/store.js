// The tablet's disk. Every change is one IndexedDB transaction that is begun in the very task that
// asks for it and handed over at once, so that a page killed in the next instant loses nothing.
import { openDB } from "../../vendor/idb.js";

const STRICT = { durability: "strict" };
const STORES = ["meta", "sheets", "queue", "receipts"];
let database = null;

async function open() {
  database ??= await openDB("judging", 1, {
    upgrade(fresh) {
      fresh.createObjectStore("meta");
      fresh.createObjectStore("sheets", { keyPath: "key" });
      const queue = fresh.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
      queue.createIndex("sheet", "sheet");
      fresh.createObjectStore("receipts", { keyPath: "id" });
    },
    terminated() {
      database = null;
    },
  });
  return database;
}

// Everything that is kept, as it was when the tablet was last written.
export async function load() {
  const tx = (await open()).transaction(STORES);
  const [device, assignment] = await Promise.all(["device", "assignment"].map((key) => tx.objectStore("meta").get(key)));
  const [sheets, queue, receipts] = await Promise.all(STORES.slice(1).map((name) => tx.objectStore(name).getAll()));
  return { device, assignment, sheets, queue, receipts };
}

// `puts`: [store, value, key?]; `gone`: [store, key]. Kept whole or not at all.
export async function write(puts, gone = []) {
  const tx = (database ?? (await open())).transaction(STORES, "readwrite", STRICT);
  const asked = [];
  try {
    for (const [name, key] of gone) asked.push(tx.objectStore(name).delete(key));
    for (const [name, value, ...key] of puts) asked.push(tx.objectStore(name).put(value, ...key));
    tx.commit?.();
  } catch (error) {
    asked.push(Promise.reject(error));
    tx.abort();
  }
  await Promise.all([...asked, tx.done]);
}
