import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AggregatorRegistry, Counter, Histogram, Registry } from 'prom-client';
import { KeptCounter, KeptHistogram } from './kept-figures.ts';

const counting = { name: 'asked_total', help: 'Asked, "by" whom.', labelNames: ['who', 'how'] as const };
const timing = { name: 'asked_seconds', help: 'Time.', labelNames: ['who'] as const, buckets: [0.1, 1, 5] };

/** The same figures by prom-client's own metrics, and by ours. */
function createBoth() {
  const theirs = new Registry();
  const ours = new Registry();
  const figures = [
    {
      counter: new Counter({ ...counting, registers: [theirs] }),
      histogram: new Histogram({ ...timing, registers: [theirs] }),
    },
    {
      counter: new KeptCounter({ ...counting, registers: [ours] }),
      histogram: new KeptHistogram({ ...timing, registers: [ours] }),
    },
  ] as const;
  return { theirs, ours, figures };
}

function fill({ figures }: ReturnType<typeof createBoth>): void {
  for (const { counter, histogram } of figures) {
    for (const who of ['a', 'b', 'a"\\\n', '', 'a']) {
      counter.inc({ who, how: 'x' });
      counter.inc({ how: 'y', who }, 3);
      for (const seconds of [0, 0.1, 0.100_1, 1, 4, 5, 6, 100]) histogram.observe({ who }, seconds);
    }
    counter.remove({ who: 'b', how: 'y' });
    histogram.remove({ who: '' });
  }
}

test('figures are written as prom-client writes its own', async () => {
  const both = createBoth();
  assert.equal(await both.ours.metrics(), await both.theirs.metrics());
  fill(both);
  assert.equal(await both.ours.metrics(), await both.theirs.metrics());
  assert.match(await both.ours.metrics(), /^asked_seconds_bucket\{le="0.1",who="b"\} 2$/m);
});

test('figures of workers are added up in the same way', async () => {
  const both = createBoth();
  fill(both);
  const [ours, theirs] = await Promise.all(
    [both.ours, both.theirs].map(async (registry) => {
      const figures = await registry.getMetricsAsJSON();
      return AggregatorRegistry.aggregate([figures, structuredClone(figures)]).metrics();
    }),
  );
  assert.equal(ours, theirs);
  assert.match(String(ours), /^asked_total\{who="a",how="x"\} 4$/m);
});

test('a label that ends as another one begins is told from it', async () => {
  const { ours, figures } = createBoth();
  const [, { counter }] = figures;
  counter.inc({ who: 'ab', how: 'c' });
  counter.inc({ who: 'a', how: 'bc' });
  assert.match(await ours.metrics(), /who="ab",how="c"\} 1\n.*who="a",how="bc"\} 1/);
});
