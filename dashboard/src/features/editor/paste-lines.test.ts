import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLine, isBlankLine } from './draft-values.ts';
import { isOfCells, pasteLines } from './paste-lines.ts';

const first = createLine({ key: 'first', description: 'Kept', quantity: '9' });

test('cells fill fields to the right and downwards, and lines that are missing are added', () => {
  const result = pasteLines(
    [first],
    { key: 'first', field: 'quantity' },
    '2,5\tjour\t123,00 €\t20 %\r\nno number\t\t1.234\t\r\n',
  );
  assert.ok(result.kind === 'pasted');
  assert.deepEqual(
    result.lines.map(({ description, quantity, unit, unitPrice, taxRate }) => [
      description,
      quantity,
      unit,
      unitPrice,
      taxRate,
    ]),
    [
      ['Kept', '2,5', 'jour', '123,00', '20'],
      ['', 'no number', '', '1.234', ''],
    ],
  );
});

test('a cell in quotes may have tabs, line ends and quotes', () => {
  const result = pasteLines(
    [createLine({ key: 'first' })],
    { key: 'first', field: 'description' },
    '"A ""good""\nthing"\t1\nplain "text"\t2',
  );
  assert.ok(result.kind === 'pasted');
  assert.deepEqual(
    result.lines.map(({ description, quantity }) => [description, quantity]),
    [
      ['A "good" thing', '1'],
      ['plain "text"', '2'],
    ],
  );
});

test('what does not fit is refused as a whole', () => {
  const place = { key: 'first', field: 'taxRate' } as const;
  assert.deepEqual(pasteLines([first], place, '20\t21'), { kind: 'too-wide', maxColumns: 1 });
  const many = Array.from({ length: 1_001 }, () => '20').join('\n');
  assert.deepEqual(pasteLines([first], place, many), { kind: 'too-long', maxLines: 1_000 });
});

test('one cell with a line end is text as any other', () => {
  assert.equal(isOfCells('just text\r\n'), false);
  assert.equal(isOfCells('one\ttwo'), true);
  assert.equal(isBlankLine(createLine()), true);
});
