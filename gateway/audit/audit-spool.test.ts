import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { AuditSpool, hashHost } from './audit-spool.ts';

let folder: string;
const spools: AuditSpool[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spool-'));
});
afterEach(async () => {
  for (const spool of spools.splice(0)) await spool.close();
  await rm(folder, { recursive: true });
});

async function openSpool(options: { maxBytes?: number; segmentBytes?: number } = {}): Promise<AuditSpool> {
  const spool = await AuditSpool.open({ folder, maxBytes: 1_000_000, ...options });
  spools.push(spool);
  return spool;
}

async function takeAll(spool: AuditSpool): Promise<string[]> {
  const lines: string[] = [];
  for (let segment = await spool.take(); segment !== undefined; segment = await spool.take()) {
    lines.push(...segment.lines);
    await segment.remove();
  }
  return lines;
}

test('lines come back in their order, over several files, and are gone once removed', async () => {
  const spool = await openSpool({ segmentBytes: 20 });
  const lines = Array.from({ length: 50 }, (_, nth) => `line ${nth}`);
  await Promise.all(lines.map((line) => spool.append(line)));
  assert.ok((await readdir(folder)).length > 5);
  assert.deepEqual(await takeAll(spool), lines);
  assert.deepEqual(await readdir(folder), []);
  assert.equal(spool.bytes, 0);
});

test('lines that were taken and not removed come again', async () => {
  const spool = await openSpool();
  await spool.append('one');
  assert.deepEqual((await spool.take())?.lines, ['one']);
  await spool.append('two');
  assert.deepEqual(await takeAll(spool), ['one', 'two']);
});

test('a full spool refuses a line, and takes lines again once there is room', async () => {
  const spool = await openSpool({ maxBytes: 10 });
  await spool.append('12345678');
  await assert.rejects(spool.append('9'.repeat(5)), { code: 'SPOOL_FULL' });
  assert.deepEqual(await takeAll(spool), ['12345678']);
  await spool.append('more');
  assert.deepEqual(await takeAll(spool), ['more']);
});

test('a folder that cannot be written refuses lines, and a later one is taken', async () => {
  const spool = await openSpool();
  await rm(folder, { recursive: true });
  await assert.rejects(spool.append('lost'), { code: 'SPOOL_UNWRITABLE' });
  folder = await mkdtemp(join(tmpdir(), 'spool-'));
  const other = await openSpool();
  await other.append('kept');
  assert.deepEqual(await takeAll(other), ['kept']);
});

test('what a killed process has written is taken over, without the line that it did not finish', async () => {
  const program = `
    import { AuditSpool, hashHost } from ${JSON.stringify(new URL('audit-spool.ts', import.meta.url).href)};
    const spool = await AuditSpool.open({ folder: ${JSON.stringify(folder)}, maxBytes: 1e6 });
    await spool.append('first');
    await spool.append('second');
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  assert.equal(signal, 'SIGKILL');
  const [file = ''] = await readdir(folder);
  await appendFile(join(folder, file), '{"half":');
  assert.deepEqual(await takeAll(await openSpool()), ['first', 'second']);
});

const otherSpool = '01890a5d-ac96-774b-bcce-b302099a8057';

test('what a process that lives has written stays its own', async () => {
  const name = `${hashHost(hostname())}.${process.ppid}.${otherSpool}.000000001.jsonl`;
  await appendFile(join(folder, name), 'its own\n');
  assert.deepEqual(await takeAll(await openSpool()), []);
});

test('what a process of another machine has written stays its own while that touches it', async () => {
  // The same number as this process has, as in two containers with one volume.
  const name = `${hashHost(`not ${hostname()}`)}.${process.pid}.${otherSpool}.000000001.jsonl`;
  await appendFile(join(folder, name), 'its own\n');
  const spool = await openSpool();
  assert.deepEqual(await takeAll(spool), []);
  const long = new Date(Date.now() - 11 * 60_000);
  await utimes(join(folder, name), long, long);
  await spool.takeOver();
  assert.deepEqual(await takeAll(spool), ['its own']);
});
