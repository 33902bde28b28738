import type { CDPSession, ElementHandle, Page } from 'playwright-core';

export interface InteractionOptions {
  readonly count: number;
  /** The factor by which the processor appears slower to the page. */
  readonly cpuThrottling: number;
}

/** Event Timing does not report quicker interactions. */
const shortestMs = 16;
/** The pause between two interactions, of many lengths, so that they fall into each part of a redraw. */
const pause = { leastMs: 150, rangeMs: 250, stepMs: 37 };
/** For a paint after the last interaction, and for Event Timing to report it. */
const settleMs = 1_000;

/**
 * The milliseconds from each interaction to the paint after it, as Event Timing measures them. Keys and the mouse come from
 * outside of the page, and between an interaction and its paint no script runs in it but its own.
 */
export async function measureInteractions(
  page: Page,
  client: CDPSession,
  { count, cpuThrottling }: InteractionOptions,
): Promise<readonly number[]> {
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
  const press = (key: string) => ({ target: chart, act: () => page.keyboard.press(key) });
  const click = (target: ElementHandle) => ({
    target,
    act: async () => {
      const box = await target.boundingBox();
      if (box === null) throw new Error('An element is not shown.');
      await page.mouse.click(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10));
    },
  });
  const steps = [press('ArrowLeft'), press('Home'), click(pauseButton), click(table), click(heading)];

  await client.send('Emulation.setCPUThrottlingRate', { rate: cpuThrottling });
  await page.evaluate('pageProbe.takeInteractions()');
  for (let done = 0; done < count; done += 1) {
    const step = steps[done % steps.length];
    await step?.target.focus();
    await wait(pause.leastMs + ((done * pause.stepMs) % pause.rangeMs));
    await step?.act();
  }
  await wait(settleMs);
  await client.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const slow = await page.evaluate<number[]>('pageProbe.takeInteractions()');
  const quickCount = Math.max(0, count - slow.length);
  return [...slow, ...Array.from({ length: quickCount }, () => shortestMs)];
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
