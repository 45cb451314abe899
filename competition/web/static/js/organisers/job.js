// Asks how far a job is until it is over; the browser keeps the page's ETag and is told 304.

const PAUSE = 2000;
const wait = () => new Promise((done) => setTimeout(done, PAUSE + Math.random() * 500));

async function follow(shown) {
  while (shown.dataset.job) {
    await wait();
    if (document.hidden) continue;
    try {
      const answer = await fetch(shown.dataset.job, { cache: "no-cache" });
      if (!answer.ok) continue;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("job");
      shown.replaceWith(fresh);
      shown = fresh;
    } catch {
      // No network for a moment: ask again.
    }
  }
}

const shown = document.getElementById("job");
if (shown) follow(shown);
