import { parseArgs } from 'node:util';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../../e2e/browser/chromium.ts';
import { fillSignInForm } from '../../e2e/browser/sign-in-form.ts';
import { findProcessesOf } from '../../e2e/launcher/processes-of.ts';
import { createSystemEnvironment, type RunningSystem, startRunningSystem } from '../../e2e/running-system.ts';
import { toMarkdownTable } from '../markdown.ts';
import { type MeasuredInteraction, measureInteractions } from './measure-interactions.ts';
import { pageProbe } from './page-probe.ts';
import { toQuantile } from './quantile.ts';

/**
 * `npx node bench/dashboard/main.ts`: the live dashboard in Chromium while the simulator sends invoices, by default 100 a second:
 * its share of the main thread, the time from an invoice to its row on the screen, the time from an interaction to the next paint
 * at a fourth of the CPU, and the time from a gateway that answers again to live figures.
 */
const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '30' },
    interactions: { type: 'string', default: '200' },
  },
});
const measureMs = Number(values.seconds) * 1_000;
const cpuThrottling = 4;
const limitMs = 30_000;
const pollEveryMs = 20;
const worstCount = 10;

const environment = { ...(await createSystemEnvironment()), SIMULATOR_RATE: values.rate };
const system = await startRunningSystem({ environment, flags: [] });
let browser: Browser | undefined;
try {
  browser = await launchChromium();
  const page = await openDashboard(browser, system);
  const client = await page.context().newCDPSession(page);
  const share = await measureMainThread(page, client);
  const delays = await page.evaluate<number[]>('pageProbe.takeDelays()');
  const interactions = await measureInteractions(page, client, {
    count: Number(values.interactions),
    cpuThrottling,
  });
  const reconnectMs = await measureReconnect(page, system);
  process.stdout.write(
    `${toMarkdownTable(
      ['figure', 'measured', 'aim'],
      [
        [`main thread with ${values.rate} invoices a second`, `${(share * 100).toFixed(1)} %`, '< 10 %'],
        ['invoice to its row, p50', `${toQuantile(delays, 0.5)} ms`, ''],
        [`invoice to its row, p95 of ${delays.length}`, `${toQuantile(delays, 0.95)} ms`, '< 250 ms'],
        [
          `interaction to next paint, p98 of ${interactions.length}, CPU / ${cpuThrottling}`,
          `${toQuantile(
            interactions.map(({ durationMs }) => durationMs),
            0.98,
          )} ms`,
          '< 100 ms',
        ],
        ['gateway ready to live figures', `${Math.round(reconnectMs)} ms`, '< 3,000 ms'],
      ],
    )}\n${toInteractionTable(interactions)}\n${toWorstTable(interactions)}\n`,
  );
} finally {
  await browser?.close();
  await system.stop();
}

/** The figures of each kind of interaction, and what the slowest of it waited for. */
function toInteractionTable(interactions: readonly MeasuredInteraction[]): string {
  const rows = [...Map.groupBy(interactions, ({ name }) => name)].map(([name, found]) => {
    const durations = found.map(({ durationMs }) => durationMs);
    const [slowest] = found.toSorted((one, other) => other.durationMs - one.durationMs);
    const { durationMs = 0, waitMs = 0, handlingMs = 0 } = slowest ?? {};
    const slowestParts = [waitMs, handlingMs, durationMs - waitMs - handlingMs].map(Math.round);
    return [
      name,
      `${found.length}`,
      `${toQuantile(durations, 0.5)}`,
      `${durationMs}`,
      slowestParts.join(' + '),
    ];
  });
  return toMarkdownTable(
    ['interaction', 'times', 'p50 ms', 'slowest ms', 'of it waiting + handlers + until the paint'],
    rows,
  );
}

/** The slowest interactions one by one, each with the parts of its time. */
function toWorstTable(interactions: readonly MeasuredInteraction[]): string {
  const worst = interactions
    .map((interaction, index) => ({ ...interaction, index }))
    .toSorted((one, other) => other.durationMs - one.durationMs)
    .slice(0, worstCount);
  return toMarkdownTable(
    ['slowest interactions', 'ms', 'waiting', 'handlers', 'until the paint'],
    worst.map(({ name, index, durationMs, waitMs, handlingMs }) => [
      `${name}, number ${index + 1}`,
      ...[durationMs, waitMs, handlingMs, durationMs - waitMs - handlingMs].map((ms) => `${Math.round(ms)}`),
    ]),
  );
}

async function openDashboard(browser: Browser, { pageUrl }: RunningSystem): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1600 }, locale: 'en-GB' });
  context.setDefaultTimeout(limitMs);
  const page = await context.newPage();
  await page.addInitScript({ content: pageProbe });
  await page.goto(pageUrl);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await fillSignInForm(page, 'billing-manager');
  await page.getByRole('table', { name: 'Newest invoices' }).getByText('simulated').first().waitFor();
  return page;
}

/** The share of the time in which the main thread used the processor. */
async function measureMainThread(page: Page, client: CDPSession): Promise<number> {
  // Ticks of the thread: while other processes have the processor, they do not count.
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const readTaskMs = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
  };
  await page.evaluate('pageProbe.takeDelays()');
  const [beganAt, taskMs] = [performance.now(), await readTaskMs()];
  await new Promise((resolve) => setTimeout(resolve, measureMs));
  return ((await readTaskMs()) - taskMs) / (performance.now() - beganAt);
}

/** Milliseconds from the first good answer of a gateway that was killed to live figures. */
async function measureReconnect(
  page: Page,
  { environment: { DATA_DIR }, pageUrl }: RunningSystem,
): Promise<number> {
  const isGateway = ({ command }: { command: string }) => command.includes('group.ts gateway ');
  const gateway = (await findProcessesOf(DATA_DIR ?? '')).find(isGateway);
  if (gateway === undefined) throw new Error('The gateway does not run.');
  process.kill(gateway.pid, 'SIGKILL');
  await page.getByText('Connecting again…').waitFor();
  const signal = AbortSignal.timeout(limitMs);
  while (
    !(await fetch(`${pageUrl}/readyz`, { signal }).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
  }
  const readyAt = performance.now();
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
  return performance.now() - readyAt;
}
