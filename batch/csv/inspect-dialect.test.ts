import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonDialect } from './dialect.ts';
import { inspectDialect } from './inspect-dialect.ts';

const rows = (separator: string, header: string[], row: (index: number) => string[]) =>
  [header, ...Array.from({ length: 50 }, (_, index) => row(index))]
    .map((cells) => `${cells.join(separator)}\r\n`)
    .join('');

test('proposes the separator that cuts rows evenly, without doubts', () => {
  for (const separator of [',', ';', '\t', '|']) {
    const text = rows(separator, ['number', 'name', 'amount'], (index) => [
      `F-${index}`,
      'Müller',
      `${index}.50`,
    ]);
    assert.deepEqual(inspectDialect(Buffer.from(text)), {
      dialect: { ...commonDialect, separator },
      doubts: [],
    });
  }
});

test('takes a decimal comma as part of a cell', () => {
  const text = rows(';', ['number', 'net', 'tax'], (index) => [`F-${index}`, `${index},50`, '0,19']);
  assert.equal(inspectDialect(Buffer.from(text)).dialect.separator, ';');
  const bare = rows(';', ['1', '2,50', '3,50'], (index) => [`${index}`, `${index},50`, '0,19']);
  const { dialect, doubts } = inspectDialect(Buffer.from(bare));
  assert.deepEqual([dialect.separator, dialect.header], [';', false]);
  assert.match(doubts.join(), /may be , \(3 cells\)/);
});

test('detects encodings by byte order mark, NULs and validity', () => {
  const text = rows(',', ['number', 'name'], (index) => [`${index}`, 'Müller & Söhne']);
  const swap = (bytes: Buffer) => Buffer.from(bytes).swap16();
  const cases: [Buffer, string, RegExp][] = [
    [Buffer.from(`\ufeff${text}`), 'utf-8', /^$/],
    [Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le', /^$/],
    [swap(Buffer.from(`\ufeff${text}`, 'utf16le')), 'utf-16be', /^$/],
    [Buffer.from(text, 'utf16le'), 'utf-16le', /no byte order mark/],
    [swap(Buffer.from(text, 'utf16le')), 'utf-16be', /no byte order mark/],
    [Buffer.from(text.replaceAll('ü', 'u').replaceAll('ö', 'o')), 'utf-8', /all ASCII/],
    [Buffer.from(text, 'latin1'), 'windows-1252', /look at the letters/],
    [Buffer.from(text.replace('Müller', '\xa4'), 'latin1'), 'iso-8859-15', /0xA4 is taken for €/],
    [
      Buffer.concat([Buffer.from(text), Buffer.from('9,\xe9\n', 'latin1'), Buffer.from(text)]),
      'utf-8',
      /1 bytes/,
    ],
  ];
  for (const [bytes, encoding, doubt] of cases) {
    const proposal = inspectDialect(bytes);
    assert.deepEqual([proposal.dialect.encoding, proposal.dialect.separator], [encoding, ','], encoding);
    assert.match(proposal.doubts.join(), doubt);
  }
});

test('detects titles, comments, and quotes that enclose nothing', () => {
  const text = rows(',', ['number', 'name'], (index) => [`${index}`, '"Smith, Jones"']);
  const titled = inspectDialect(Buffer.from(`Report of March\n\nprinted on Monday\n${text}`));
  assert.equal(titled.dialect.linesToSkip, 3);
  assert.match(titled.doubts.join(), /first 3 lines/);
  const commented = inspectDialect(Buffer.from(`# exported, by hand, today\n${text}`));
  assert.equal(commented.dialect.comment, '#');
  const inches = rows('\t', ['number', 'name'], (index) => [`${index}`, '5" pipe']);
  const unquoted = inspectDialect(Buffer.from(inches));
  assert.deepEqual([unquoted.dialect.quotes, unquoted.dialect.separator], [false, '\t']);
});

test('distinguishes a header from a row, and says when it cannot', () => {
  const isHeader = (header: string[], row: string[]) =>
    inspectDialect(Buffer.from(rows(',', header, () => row)));
  assert.equal(isHeader(['a', '12.50'], ['b', '1']).dialect.header, false);
  assert.equal(isHeader(['x', '"€ 1,50"'], ['b', '1']).dialect.header, false);
  assert.equal(isHeader(['x', '2026-03-02T10:00:00Z'], ['b', '1']).dialect.header, false);
  assert.match(isHeader(['name', 'town'], ['Ada', 'London']).doubts.join(), /taken for a header/);
  assert.match(isHeader(['name', 'name'], ['Ada', '5']).doubts.join(), /there twice/);
  assert.match(inspectDialect(Buffer.alloc(0)).doubts.join(), /no records/);
});
