import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { LineWriter } from './line-writer.ts';

/** A target that fails, or takes a part of what it is given, when it is told to. */
class StagedTarget {
  text = '';
  prepared = 0;
  isFull = false;
  maxBytes = Number.POSITIVE_INFINITY;
  isClosed = false;

  async prepare() {
    if (this.text !== '' && !this.text.endsWith('\n')) throw new Error('prepared within a line');
    this.prepared += 1;
  }

  async write(bytes: Buffer) {
    if (this.isFull) throw new Error('no space left');
    const written = Math.min(bytes.length, this.maxBytes);
    this.text += bytes.subarray(0, written).toString('latin1');
    return written;
  }

  async close() {
    this.isClosed = true;
  }
}

function createWriter(maxWaitingBytes = 1_000) {
  const target = new StagedTarget();
  const told: string[] = [];
  const writer = new LineWriter({
    target,
    maxWaitingBytes,
    retryMs: 10,
    onDropped: () => void told.push('dropped'),
    onFailing: (error) => void told.push(`failing: ${error instanceof Error ? error.message : error}`),
    onRecovered: () => void told.push('recovered'),
  });
  return { target, told, writer };
}

test('lines arrive in their order, whatever part of them each call writes', async () => {
  const { target, writer } = createWriter(100_000);
  target.maxBytes = 7;
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}\n`);
  for (const line of lines) assert.equal(writer.write(line), true);
  await waitFor('the lines', () => target.text === lines.join(''));
  await writer.close();
  assert.equal(target.isClosed, true);
});

test('lines wait while the target is full, and are dropped once too many wait', async () => {
  const { target, told, writer } = createWriter(20);
  target.isFull = true;
  assert.equal(writer.write('first...\n'), true);
  assert.equal(writer.write('second..\n'), true);
  assert.equal(writer.write('third...\n'), false);
  await waitFor('the failure', () => told.includes('failing: no space left'));
  target.isFull = false;
  await waitFor('the lines', () => target.text === 'first...\nsecond..\n');
  assert.deepEqual(told, ['dropped', 'failing: no space left', 'recovered']);
  assert.equal(writer.write('fourth..\n'), true);
  await writer.close();
  assert.equal(target.text, 'first...\nsecond..\nfourth..\n');
});

test('a target that stays full does not hold up the end', async () => {
  const { target, told, writer } = createWriter();
  target.isFull = true;
  writer.write('lost\n');
  await writer.close();
  assert.equal(target.isClosed, true);
  assert.equal(writer.write('too late\n'), false);
  assert.deepEqual(told, ['failing: no space left', 'dropped']);
});
