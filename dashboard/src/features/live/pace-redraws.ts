/** Four redraws a second are all that people can follow, and leave the main thread to them. */
const usualMs = 250;
/** For those who ask for less motion. */
const reducedMs = 1_000;

/** The most times that a task makes way for what was pressed, so that a key that is held down does not hold the figures still. */
const maxDelays = 3;

/** True from the moment at which something is pressed until the page has shown what comes of it. */
let isAnswering = false;
for (const type of ['pointerdown', 'pointerup', 'keydown', 'keyup'])
  addEventListener(
    type,
    () => {
      if (!isAnswering) afterFrame(() => (isAnswering = false));
      isAnswering = true;
    },
    { capture: true, passive: true },
  );

/**
 * Runs a task once the browser has painted, and not in the frame itself: an interaction that the frame is to show would wait for
 * the task. For the same reason it makes way for what was pressed meanwhile. In a hidden tab nothing is painted, so tasks wait until
 * it is looked at.
 */
export function runAfterPaint(task: () => void, delaysLeft = maxDelays): void {
  afterFrame(() => (isAnswering && delaysLeft > 0 ? runAfterPaint(task, delaysLeft - 1) : task()));
}

function afterFrame(task: () => void): void {
  requestAnimationFrame(() => setTimeout(task));
}

/** Creates a function that runs a task after the next paint, and not sooner than a quarter of a second after the task before. */
export function createRedrawPacer(): (task: () => void) => void {
  const reduces = matchMedia('(prefers-reduced-motion: reduce)');
  let lastMs = Number.NEGATIVE_INFINITY;
  return (task) => {
    const waitMs = Math.max(0, lastMs + (reduces.matches ? reducedMs : usualMs) - performance.now());
    setTimeout(
      () =>
        runAfterPaint(() => {
          lastMs = performance.now();
          task();
        }),
      waitMs,
    );
  };
}
