// Language and reading size, chosen in the app. Large print needs no network; the other language is
// the server's, so the page comes anew, at the same place, with everything typed as it was.
import { say } from "./dom.js";
import { tell } from "./trouble.js";

const COOKIE = "big-text";
const YEAR = 365 * 24 * 3600;
const root = document.documentElement;

const chosen = () => document.cookie.split("; ").includes(`${COOKIE}=1`);

// The page may have been kept since before the choice: the cookie is what counts.
function paint() {
  root.classList.toggle("big-text", chosen());
  document.querySelector("#big-text").setAttribute("aria-pressed", chosen());
}

function switchSize() {
  document.cookie = `${COOKIE}=${chosen() ? 0 : 1}; path=/; max-age=${YEAR}; samesite=lax`;
  paint();
}

async function switchLanguage(event) {
  event.preventDefault();
  const answer = await fetch(event.currentTarget.href, { redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") location.reload();
  else tell(say("switch_failed"), say("switch_failed_text"));
}

export function watchLooks() {
  paint();
  document.querySelector("#big-text").addEventListener("click", switchSize);
  document.querySelector("#language").addEventListener("click", switchLanguage);
}
