import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { DocumentRenderer } from './document-renderer.ts';
import { type RenderTask, renderDocument } from './render-document.ts';

const renderer = new DocumentRenderer({ maxWaiting: 2 });
after(() => renderer.close());

const task: RenderTask = { document: sampleInvoice, look: {}, format: 'PDF', language: 'fr' };

test('a document of the thread has the bytes that it has without one', async () => {
  for (const format of ['PDF', 'CII', 'UBL'] as const) {
    const bytes = await renderer.render({ ...task, format });
    assert.ok(Buffer.from(bytes).equals(await renderDocument({ ...task, format })), format);
  }
});

test('more documents than may wait are refused', async () => {
  const results = await Promise.allSettled([1, 2, 3].map(() => renderer.render(task)));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected'],
  );
  const [, , refused] = results;
  assert.equal(refused?.status === 'rejected' && refused.reason.code, 'RENDERER_BUSY');
});

test('documents that take too long are given up, each by itself', async () => {
  const [line] = sampleInvoice.lines;
  assert.ok(line);
  const lines = Array.from({ length: 1_000 }, (_, index) => ({ ...line, id: `${index + 1}` }));
  const hasty = new DocumentRenderer({ timeoutMs: 1 });
  try {
    const long = { ...task, document: { ...sampleInvoice, lines } };
    await assert.rejects(hasty.render(long), { code: 'RENDERING_OVERDUE' });
    await assert.rejects(hasty.render(task), { code: 'RENDERING_OVERDUE' });
  } finally {
    await hasty.close();
  }
});

test('a document that cannot be rendered ends its thread, and not the next document', async () => {
  const broken = { ...sampleInvoice, lines: undefined } as unknown as RenderTask['document'];
  await assert.rejects(renderer.render({ ...task, document: broken }), { code: 'RENDERING_LOST' });
  assert.ok((await renderer.render({ ...task, format: 'UBL' })).length > 0);
});

test('a closed renderer renders nothing', async () => {
  const closed = new DocumentRenderer();
  await closed.close();
  await assert.rejects(closed.render(task), { code: 'RENDERING_LOST' });
});
