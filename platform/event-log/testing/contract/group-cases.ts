import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { Subscription } from '../../event-log.ts';
import { type Bench, type Cases, numbered, textsOf } from './bench.ts';
import type { ReaderProcessOptions } from './reader-process.ts';
import type { Effect } from './reader-store.ts';

/** What reading promises a group: every partition has a reader, and each record one effect. */
export const groupCases: Cases = {
  'members share the partitions, and take over what a member leaves': async (bench) => {
    const topic = await bench.createTopic(4);
    const reader = bench.createStore(topic, 'shared');
    const sent = numbered(400, { keys: 40 });
    const join = async () => (await bench.openLog()).subscribe(reader.options());
    const holdings = (...members: Subscription[]) => members.map((member) => member.partitions().length);

    const first = await join();
    await waitFor('all partitions', () => first.partitions().length === 4);
    await bench.log().append(topic, sent.slice(0, 100));
    const second = await join();
    await bench.log().append(topic, sent.slice(100, 200));
    await waitFor('two each', () => holdings(first, second).join() === '2,2');
    const third = await join();
    await bench.log().append(topic, sent.slice(200, 300));
    await waitFor('a share for each', () => holdings(first, second, third).toSorted().join() === '1,1,2');
    const held = [first, second, third].flatMap((member) => member.partitions());
    assert.deepEqual(
      held.toSorted((a, b) => a - b),
      [0, 1, 2, 3],
    );
    await first.close();
    await second.close();
    await waitFor('all partitions', () => third.partitions().length === 4);
    await bench.log().append(topic, sent.slice(300));
    await waitFor('all effects', async () => (await reader.count()) >= sent.length);
    await third.close();
    assertOnceAndInOrder(await reader.effects(), textsOf(sent));
  },

  'a member that is killed again and again costs nothing': async (bench) => {
    const topic = await bench.createTopic(2);
    const sent = numbered(2000, { keys: 20 });
    const reader = bench.createStore(topic, 'killed');
    await bench.log().append(topic, sent);
    for (let round = 0; round < 2; round += 1) {
      const goal = (await reader.count()) + 100;
      const child = startReader(bench, { topic, group: 'killed', atBatch: 'go on' });
      await waitFor('some effects', async () => (await reader.count()) >= goal);
      await kill(child);
    }
    const last = await bench.log().subscribe(reader.options());
    await waitFor('all effects', async () => (await reader.count()) >= sent.length);
    await last.close();
    assertOnceAndInOrder(await reader.effects(), textsOf(sent));
  },

  'a member that dies between its commit and its acknowledgement leaves no double': async (bench) => {
    const topic = await bench.createTopic(1);
    const sent = numbered(300);
    const reader = bench.createStore(topic, 'dies');
    await bench.log().append(topic, sent);
    const child = startReader(bench, { topic, group: 'dies', atBatch: 'die' });
    await once(child, 'exit');
    assert.ok((await reader.count()) > 0);
    const next = await bench.log().subscribe(reader.options());
    await waitFor('all effects', async () => (await reader.count()) >= sent.length);
    await next.close();
    assertOnceAndInOrder(await reader.effects(), textsOf(sent));
  },

  'a member that froze until another had its partition cannot commit': async (bench) => {
    const topic = await bench.createTopic(1);
    const sent = numbered(300);
    const reader = bench.createStore(topic, 'frozen');
    await bench.log().append(topic, sent);
    const frozen = startReader(bench, { topic, group: 'frozen', atBatch: 'ask' });
    const said: unknown[] = [];
    frozen.on('message', (message) => said.push(message));
    try {
      await waitFor('the batch', () => said.includes('asking'));
      frozen.kill('SIGSTOP');
      const other = await bench.openLog();
      const subscription = await other.subscribe(reader.options());
      await waitFor('the take-over', async () => (await reader.count()) === sent.length);
      frozen.kill('SIGCONT');
      frozen.send('go on');
      // By its offset, or because the server gave its connection up while it was frozen.
      await waitFor('the refusal', () => said.some((message) => message !== 'asking'));
      await subscription.close();
    } finally {
      // Left alive it would keep the run from ending.
      await kill(frozen);
    }
    assertOnceAndInOrder(await reader.effects(), textsOf(sent));
  },
};

function startReader(
  bench: Bench,
  options: Pick<ReaderProcessOptions, 'topic' | 'group' | 'atBatch'>,
): ChildProcess {
  const child = fork(fileURLToPath(new URL('reader-process.ts', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { connection } = bench.server();
  child.send({ connection, databaseUrl: bench.readerUrl(), ...options } satisfies ReaderProcessOptions);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Each record has one effect, and effects of a partition came in its order. */
function assertOnceAndInOrder(effects: readonly Effect[], sent: readonly string[]): void {
  assert.deepEqual(effects.map(({ value }) => value).toSorted(), sent.toSorted());
  const last = new Map<number, bigint>();
  for (const { partition, offset } of effects) {
    assert.ok(offset > (last.get(partition) ?? -1n), `offset ${offset} of partition ${partition} came late`);
    last.set(partition, offset);
  }
}
