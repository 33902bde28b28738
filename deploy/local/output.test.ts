import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLogDisk } from './log-disk.ts';
import { openLogFile } from './log-file.ts';
import { openOutput } from './output.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'output-'));
});
after(() => rm(folder, { recursive: true }));

test('puts lines together that come in pieces, writes all and shows warnings', async () => {
  const printed: string[] = [];
  const output = openOutput('a', { folder, isVerbose: false, print: (line) => printed.push(line) });
  const lines = '{"level":"info","msg":"one"}\n{"level":"warn","msg":"two"}\n';
  output.write(lines.slice(0, 35));
  output.write(lines.slice(35));
  output.write('no end');
  output.close();
  assert.deepEqual(printed, ['a warn: two', 'a: no end']);
  assert.equal(await readFile(join(folder, 'a.log'), 'utf8'), `${lines}no end\n`);
});

test('shows all when asked to', () => {
  const printed: string[] = [];
  const output = openOutput('b', { folder, isVerbose: true, print: (line) => printed.push(line) });
  output.write('{"level":"info","msg":"one"}\n');
  output.close();
  assert.deepEqual(printed, ['b info: one']);
});

test('puts aside what the run before wrote, and what exceeds the limit', async () => {
  const file = join(folder, 'c.log');
  const before = openLogFile(file);
  before.write('old\n');
  before.close();
  const log = openLogFile(file, { maxBytes: 8 });
  log.write('first\n');
  assert.equal(await readFile(`${file}.1`, 'utf8'), 'old\n');
  log.write('second\n');
  log.write('third\n');
  log.close();
  log.write('after its end');
  assert.equal(await readFile(`${file}.1`, 'utf8'), 'first\nsecond\n');
  assert.equal(await readFile(file, 'utf8'), 'third\n');
});

test('a line that is too long stands in the log as a line of JSON, however it comes', async () => {
  const output = openOutput('d', { folder, isVerbose: false, print: () => {} });
  const long = JSON.stringify({ level: 'info', msg: 'x'.repeat(200_000) });
  output.write(`${long}\n{"level":"info","msg":"after"}\n`);
  for (let at = 0; at < long.length; at += 50_000) output.write(long.slice(at, at + 50_000));
  output.write('\n{"level":"info","msg":"after"}\n');
  output.close();
  const lines = (await readFile(join(folder, 'd.log'), 'utf8')).trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line));
  assert.deepEqual(
    entries.map(({ msg, characters }) => [msg, characters]),
    [
      ['a line was too long for the log', long.length],
      ['after', undefined],
      ['a line was too long for the log', long.length],
      ['after', undefined],
    ],
  );
});

test('a full disk is reported once, and logs are written again when there is room', {
  skip: !existsSync('/dev/full'),
}, async () => {
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  const logs = join(folder, 'full');
  const disk = createLogDisk(logs, print);
  mkdirSync(logs);
  // Whatever is written there fails as on a full disk.
  for (const name of ['e', 'f']) symlinkSync('/dev/full', join(logs, `${name}.log`));
  const full = ['e', 'f'].map((name) => openOutput(name, { folder: logs, isVerbose: false, print, disk }));
  for (const output of full) output.write('{"level":"info","msg":"lost"}\n{"level":"info","msg":"lost"}\n');
  assert.deepEqual(printed, [
    `The disk of ${logs} is full. The system goes on without logs until they can be written.`,
  ]);
  for (const name of ['e', 'f']) unlinkSync(join(logs, `${name}.log`));
  for (const output of full) {
    output.write('{"level":"info","msg":"kept"}\n');
    output.close();
  }
  assert.deepEqual(printed.slice(1), [`Logs are written to ${logs} again; 4 lines were lost.`]);
  assert.equal(await readFile(join(logs, 'e.log'), 'utf8'), '{"level":"info","msg":"kept"}\n');
});
