import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
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
  const log = openLogFile(file, 8);
  log.write('first\n');
  assert.equal(await readFile(`${file}.1`, 'utf8'), 'old\n');
  log.write('second\n');
  log.write('third\n');
  log.close();
  log.write('after its end');
  assert.equal(await readFile(`${file}.1`, 'utf8'), 'first\nsecond\n');
  assert.equal(await readFile(file, 'utf8'), 'third\n');
});
