// One window of a browser works at a time: two would show each other's sheets as they were.
const NAME = "judging-window";
const PATIENCE = 700;
const DEAF = 3000;
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;
let release = () => {};

// Holds the place until it is given up; `lost` is called when another window has it.
function hold(options, lost) {
  return new Promise((held, missed) => {
    let holds = false;
    const whole = navigator.locks.request(NAME, options, () => {
      holds = true;
      held(true);
      return new Promise((end) => (release = end));
    });
    whole.then(lost, (error) => (holds ? lost() : missed(error)));
  });
}

// Resolves to whether this window may work. A page that is being left gives its place up in a moment.
export async function alone(lost) {
  channel?.addEventListener("message", () => release());
  if (navigator.locks) return hold({ signal: AbortSignal.timeout(PATIENCE) }, lost).catch(() => false);
  channel?.postMessage("yield"); // the newest window works, where nothing better is known
  release = lost;
  return true;
}

// Ask the other window to stop; one that does not answer, being frozen, is not waited for.
export async function takeOver(lost) {
  channel?.postMessage("yield");
  return hold({ signal: AbortSignal.timeout(DEAF) }, lost).catch(() => hold({ steal: true }, lost));
}
