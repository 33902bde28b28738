import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { toDepositFileName } from './deposit-file-name.ts';
import { PlatformFolder } from './platform-folder.ts';

const toId = (place: number) => `01a22e5d-cf6b-738e-a2cd-${String(place).padStart(12, '0')}`;

/** Numbers that a file system, or somebody who removes signs, could take for one another. */
const alike = [
  'F/1',
  'F-1',
  'f-1',
  'f/1',
  'F\\1',
  'F 1',
  'F:1',
  'F.1',
  'F~1',
  'É/1',
  'E\u0301/1',
  '..',
  '.',
  '-',
  '~',
  'CON',
  'con',
  'NUL.1',
  'COM1',
  'A'.repeat(64),
  'A'.repeat(65),
  'A'.repeat(66),
  `${'/'.repeat(200)}`,
  `${'長'.repeat(200)}1`,
  `${'長'.repeat(200)}2`,
];

test('a plain number is the name of its file', () => {
  assert.equal(toDepositFileName({ invoiceId: toId(1), number: '2026-000042' }), '2026-000042-cii.xml');
  assert.equal(toDepositFileName({ invoiceId: toId(1), number: 'F-1' }), 'F-1-cii.xml');
});

test('numbers that read alike have files of their own, on each file system', () => {
  const names = alike.map((number, place) => toDepositFileName({ invoiceId: toId(place), number }));
  assert.equal(new Set(names.map((name) => name.normalize('NFKD').toLowerCase())).size, alike.length);
  for (const name of names) {
    assert.match(name, /^[A-Za-z0-9_~-]+\.xml$/);
    assert.ok(name.length <= 120, name);
    // Windows takes these for devices, whatever follows after a dot.
    assert.doesNotMatch(name, /^(con|prn|aux|nul|com\d|lpt\d)\./i);
  }
});

test('a number like the file name of another invoice does not take its place', () => {
  const first = { invoiceId: toId(1), number: 'F/1' };
  const stolen = toDepositFileName(first).replace(/-cii\.xml$/, '');
  const second = toDepositFileName({ invoiceId: toId(2), number: stolen });
  assert.notEqual(second.toLowerCase(), toDepositFileName(first).toLowerCase());
});

test('invoices whose numbers read alike both come into the folder, and a repeated deposit is the same file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'deposits-'));
  try {
    const platform = await PlatformFolder.open(folder);
    for (const number of ['F/1', 'F-1', 'F/1'])
      await platform.deposit({ invoiceId: toId(number === 'F/1' ? 1 : 2), number }, Buffer.from(number));
    const names = await readdir(join(folder, 'out'));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, 'out', name), 'utf8')));
    assert.deepEqual(texts.toSorted(), ['F-1', 'F/1']);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a message whose name leaves no room for that of the text beside it is put away all the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'deposits-'));
  try {
    const platform = await PlatformFolder.open(folder);
    const name = `${'é'.repeat(122)}.json`;
    await writeFile(join(folder, 'in', name), '{');
    await platform.rejectMessage(name, ['must be JSON']);
    const names = await readdir(join(folder, 'rejected'));
    assert.equal(names.length, 2);
    assert.ok(names.includes(name));
    const text = names.find((one) => one !== name) ?? '';
    assert.match(text, /^long-name-[0-9a-f]{64}\.problems\.txt$/);
    assert.equal(await readFile(join(folder, 'rejected', text), 'utf8'), `${name}\nmust be JSON\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
