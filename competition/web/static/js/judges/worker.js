// Keeps the app on the tablet, so that it opens without network. Marks never pass through here.
const CACHE = `judging-${KEPT.version}`;
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([KEPT.page, ...KEPT.files].map((path) => new Request(path, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("judging-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The page comes fresh where there is network (its language may have changed), else from here;
// without network every other address of the judges opens the app as well, where the marks are.
// Only a page that says it belongs to the kept files is taken for the app's: not the sign-in page of
// a Wi-Fi, not an error, not a newer version whose files are still on their way.
async function page(request) {
  const cache = await caches.open(CACHE);
  const own = new URL(request.url).pathname === KEPT.page;
  try {
    const answer = await fetch(request, own ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    if (!own) return answer.status < 502 ? answer : ((await cache.match(KEPT.page)) ?? answer);
    if (answer.headers.get("X-Tablet-Version") === KEPT.version) {
      const body = await answer.clone().blob(); // whole, before it is kept
      await cache.put(KEPT.page, new Response(body, { headers: answer.headers })).catch(() => {});
      return answer;
    }
    return (await cache.match(KEPT.page)) ?? answer;
  } catch {
    return cache.match(KEPT.page);
  }
}

async function file(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (KEPT.files.includes(pathname)) {
    event.respondWith(file(request));
  }
});
