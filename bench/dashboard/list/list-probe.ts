/**
 * A script for the measured page. It tells at which millisecond since the navigation began the first row was painted, and how long
 * another first row took from the click that led to it.
 */
export const listProbe = `
const listProbe = (globalThis.listProbe = {
  clickedAt: 0,
  before: undefined,
  firstRow: () => document.querySelector('table a[data-row]')?.dataset.row,
  async untilPainted(isThere) {
    while (!isThere()) await new Promise((resolve) => requestAnimationFrame(resolve));
    // A task after the frame that shows it.
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      requestAnimationFrame(() => port2.postMessage(undefined));
    });
    return performance.now();
  },
  firstRows: () => listProbe.untilPainted(() => listProbe.firstRow() !== undefined),
  async nextRows() {
    const painted = await listProbe.untilPainted(() => {
      const now = listProbe.firstRow();
      return now !== undefined && now !== listProbe.before && listProbe.clickedAt > 0;
    });
    return painted - listProbe.clickedAt;
  },
  arm() {
    listProbe.before = listProbe.firstRow();
    listProbe.clickedAt = 0;
  },
});
addEventListener('click', ({ timeStamp }) => (listProbe.clickedAt = timeStamp), { capture: true });
`;
