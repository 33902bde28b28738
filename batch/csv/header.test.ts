import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CsvDialect, commonDialect } from './dialect.ts';
import { parseHeader } from './header.ts';

function parse(text: string, dialect: Partial<CsvDialect> = {}) {
  return parseHeader(Buffer.from(text), { ...commonDialect, ...dialect });
}

test('names the columns and finds the first record', () => {
  assert.deepEqual(parse('number,amount\r\n1,2\r\n'), {
    names: ['number', 'amount'],
    problems: [],
    first: { byteOffset: 15, rowNumber: 1, line: 2 },
  });
});

test('leaves out a byte order mark, lines to skip, comments and empty lines', () => {
  const text = '\ufeffReport of "March\n\n# by hand\nnumber,"the amount, with tax"\n\n#\n1,2\n';
  const { names, first } = parse(text, { linesToSkip: 1, comment: '#' });
  assert.deepEqual(names, ['number', 'the amount, with tax']);
  assert.deepEqual(first, { byteOffset: Buffer.from(text).indexOf('1,2'), rowNumber: 1, line: 7 });
});

test('reports names that are repeated or blank, with their columns', () => {
  assert.deepEqual(
    parse('a,b,a , ,a,\n').problems.map(({ column, code, message }) => [column, code, message]),
    [
      ['a', 'DUPLICATE_COLUMN', 'the header has "a" more than once: columns 1, 3, 5'],
      [null, 'BLANK_COLUMN', 'no name in the header: columns 4, 6'],
    ],
  );
});

test('reports a header that is missing or cannot be read', () => {
  assert.deepEqual(parse('').problems[0]?.code, 'NO_HEADER');
  assert.deepEqual(parse('a,"b\n1,2\n').problems[0]?.code, 'QUOTE_NOT_CLOSED');
});

test('without a header the first record is data', () => {
  const { names, first } = parse('\ufeffx\n1,2\n', { header: false, linesToSkip: 1 });
  assert.equal(names, undefined);
  assert.deepEqual(first, { byteOffset: 5, rowNumber: 1, line: 2 });
});
