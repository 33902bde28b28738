/** The longest delay of a timer of Node.js, in milliseconds; a longer one would run out at once. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Calls back once a time is reached, however far away it is; never before this call returns. The timer does not keep
 * the process alive.
 *
 * @param atMs in milliseconds since the epoch
 * @returns a function that cancels the call
 */
export function callAt(atMs: number, call: () => void): () => void {
  let timer: NodeJS.Timeout;
  const start = () => {
    const leftMs = Math.max(0, atMs - Date.now());
    timer = setTimeout(() => (Date.now() < atMs ? start() : call()), Math.min(leftMs, maxTimerMs));
    timer.unref();
  };
  start();
  return () => clearTimeout(timer);
}
