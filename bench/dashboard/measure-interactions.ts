import type { CDPSession, ElementHandle, Page } from 'playwright-core';

export interface InteractionOptions {
  readonly count: number;
  /** The factor by which the processor appears slower to the page. */
  readonly cpuThrottling: number;
}

/** An interaction as Event Timing measured it. */
interface TimedInteraction {
  /** The time since the navigation began. */
  readonly atMs: number;
  /** From the interaction to the paint after it. */
  readonly durationMs: number;
  /** Until its handlers ran. */
  readonly waitMs: number;
  /** In which they ran. */
  readonly handlingMs: number;
}

/** An interaction of the script. */
export interface MeasuredInteraction extends Omit<TimedInteraction, 'atMs'> {
  readonly name: string;
}

/** Event Timing does not report quicker interactions. */
const shortestMs = 16;
/** The pause between two interactions, of many lengths, so that they fall into each part of a redraw. */
const pause = { leastMs: 150, rangeMs: 250, stepMs: 37 };
/** For a paint after the last interaction, and for Event Timing to report it. */
const settleMs = 1_000;

/**
 * Measures the time from each interaction to the paint after it by Event Timing. Keys and the mouse come from
 * outside of the page, and between an interaction and its paint no script runs in it but its own.
 */
export async function measureInteractions(
  page: Page,
  client: CDPSession,
  { count, cpuThrottling }: InteractionOptions,
): Promise<readonly MeasuredInteraction[]> {
  const find = async (locator: ReturnType<Page['locator']>) => {
    const element = await locator.first().elementHandle();
    if (element === null) throw new Error(`The page has no ${locator}.`);
    return element;
  };
  const chart = await find(page.getByRole('slider', { name: /^Chart of the last minutes/ }));
  const [pauseButton, table, heading] = [
    await find(page.getByRole('button', { name: /^(Pause|Go on)$/ })),
    await find(page.getByText('The figures as a table')),
    await find(page.getByRole('heading', { level: 1 })),
  ];
  const press = (key: string) => ({
    name: `${key} on the chart`,
    target: chart,
    act: () => page.keyboard.press(key),
  });
  const click = (name: string, target: ElementHandle) => ({
    name,
    target,
    act: async () => {
      const box = await target.boundingBox();
      if (box === null) throw new Error('An element is not shown.');
      await page.mouse.click(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10));
    },
  });
  const steps = [
    press('ArrowLeft'),
    press('Home'),
    click('pause or go on', pauseButton),
    click('open or close the table', table),
    click('the heading', heading),
  ];
  const acts: { name: string; atMs: number }[] = [];

  await client.send('Emulation.setCPUThrottlingRate', { rate: cpuThrottling });
  await page.evaluate('pageProbe.takeInteractions()');
  for (let done = 0; done < count; done += 1) {
    const step = steps[done % steps.length];
    await step?.target.focus();
    await wait(pause.leastMs + ((done * pause.stepMs) % pause.rangeMs));
    if (step === undefined) continue;
    acts.push({ name: step.name, atMs: await page.evaluate<number>('performance.now()') });
    await step.act();
  }
  await wait(settleMs);
  await client.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const timed = await page.evaluate<TimedInteraction[]>('pageProbe.takeInteractions()');
  return acts.map(({ name, atMs }, index) => {
    const nextMs = acts[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    const mine = timed.filter((one) => one.atMs >= atMs && one.atMs < nextMs);
    const [slowest] = mine.toSorted((one, other) => other.durationMs - one.durationMs);
    return { name, ...(slowest ?? { durationMs: shortestMs, waitMs: 0, handlingMs: 0 }) };
  });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
