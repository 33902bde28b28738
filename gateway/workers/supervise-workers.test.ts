import assert from 'node:assert/strict';
import cluster, { type Worker } from 'node:cluster';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { superviseWorkers } from './supervise-workers.ts';

/** A worker without a process, which is ready at once. */
class StagedWorker extends EventEmitter {
  readonly id: number;
  readonly process = { pid: 1, kill: (signal: string) => this.emit('exit', null, signal) };

  constructor(id: number) {
    super();
    this.id = id;
    setImmediate(() => this.emit('message', { type: 'ready' }));
  }

  isConnected(): boolean {
    return true;
  }

  send(): boolean {
    return true;
  }
}

test('a connection that cannot be handed over ends nothing, and neither does a process that cannot be started', async (t) => {
  const workers: StagedWorker[] = [];
  let forks = 0;
  t.mock.method(cluster, 'fork', (): Worker => {
    forks += 1;
    if (forks === 2) throw new Error('spawn ENOMEM');
    const worker = new StagedWorker(workers.length + 1);
    workers.push(worker);
    return worker as unknown as Worker;
  });
  const lines: string[] = [];
  const closers: (() => unknown)[] = [];
  await superviseWorkers({
    count: 1,
    environment: {},
    log: createLog({ name: 'test', destination: { write: (line) => void lines.push(line) } }),
    owner: { own: (_label, close) => void closers.push(close) },
  });
  workers[0]?.emit('error', new Error('write EPIPE'));
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(!lines.some((line) => line.includes('has ended')), lines.join(''));
  workers[0]?.emit('exit', null, 'SIGKILL');
  await waitFor('another worker', () => lines.filter((line) => line.includes('takes requests')).length === 2);
  const reasons = lines.flatMap((line) => /"reason":"([^"]+)"/.exec(line)?.[1] ?? []);
  assert.deepEqual(reasons, ['SIGKILL', 'spawn ENOMEM']);
  for (const close of closers) await close();
});
