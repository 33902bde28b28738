/**
 * A script for the measured page. It notes when each row of the newest invoices is painted, against the time of issue in the row,
 * and how long each interaction waited for its paint (Event Timing; entries of one interaction count once, with the longest), with the
 * parts of that time: until its handlers ran, in which they ran, and until the paint.
 */
export const pageProbe = `
const pageProbe = (globalThis.pageProbe = {
  seen: new Set(),
  delays: [],
  interactions: new Map(),
  takeDelays() {
    return this.delays.splice(0);
  },
  takeInteractions() {
    const found = [...this.interactions.values()];
    this.interactions.clear();
    return found;
  },
});
new PerformanceObserver((list) => {
  for (const { interactionId, startTime, processingStart, processingEnd, duration } of list.getEntries()) {
    if (interactionId === 0 || duration <= (pageProbe.interactions.get(interactionId)?.durationMs ?? 0)) continue;
    const [waitMs, handlingMs] = [processingStart - startTime, processingEnd - processingStart];
    pageProbe.interactions.set(interactionId, { atMs: startTime, durationMs: duration, waitMs, handlingMs });
  }
}).observe({ type: 'event', durationThreshold: 16, buffered: true });
function look() {
  for (const row of document.querySelectorAll('table[aria-label="Newest invoices"] tbody tr')) {
    const number = row.cells[0].textContent;
    const instant = row.querySelector('time')?.dateTime;
    if (instant === undefined || pageProbe.seen.has(number)) continue;
    pageProbe.seen.add(number);
    pageProbe.delays.push(Date.now() - Date.parse(instant));
  }
}
let isAwaited = false;
new MutationObserver(() => {
  if (isAwaited) return;
  isAwaited = true;
  requestAnimationFrame(() => {
    isAwaited = false;
    look();
  });
}).observe(document, { childList: true, subtree: true, characterData: true });
`;
