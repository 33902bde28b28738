import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDraftValues, createLine, type DraftValues, type LineValues } from './draft-values.ts';
import { compareDrafts, mergeDrafts, type Side } from './merge-drafts.ts';

const locale = 'en-GB';
const line = (key: string, given: Partial<LineValues> = {}) =>
  createLine({ key, description: key, quantity: '1', unitPrice: '10', taxRate: '20', ...given });
const base: DraftValues = { ...createDraftValues(), lines: [line('a'), line('b'), line('c')] };
/** A draft as the server gives it: other keys, and numbers with all their digits. */
const fromServer = (values: DraftValues): DraftValues => ({
  ...values,
  lines: values.lines.map((one) => ({
    ...one,
    key: `server-${one.key}`,
    unit: 'piece',
    unitPrice: '10.00',
    taxRate: '20.000',
    taxCategory: 'STANDARD',
  })),
});
const texts = (values: DraftValues) => values.lines.map((one) => `${one.description} ${one.quantity}`);

test('nothing differs where only the form does', () => {
  assert.deepEqual(compareDrafts({ base, yours: base, theirs: fromServer(base) }, locale), []);
});

test('changes of both sides in other lines are told apart, and all of them can be kept', () => {
  const yours = { ...base, note: 'mine', lines: base.lines.with(0, line('a', { quantity: '2' })) };
  const changed = { ...base, lines: [line('a'), line('b', { quantity: '5' }), line('c'), line('d')] };
  const versions = { base, yours, theirs: fromServer(changed) };
  const found = compareDrafts(versions, locale);
  assert.deepEqual(
    found.map(({ field, lineNumber, yours: mine, theirs, base: before }) => [
      field,
      lineNumber,
      mine,
      theirs,
      before,
    ]),
    [
      ['note', undefined, 'mine', '', ''],
      ['quantity', 1, '2', '1', '1'],
      ['quantity', 2, '1', '5', '1'],
      ['line', 4, '', 'd, 1 × 10.00', ''],
    ],
  );
  const choices = Object.fromEntries(
    found.map(({ name, yours: mine, base: before }): [string, Side] => [
      name,
      mine === before ? 'theirs' : 'yours',
    ]),
  );
  const merged = mergeDrafts(versions, choices, locale);
  assert.deepEqual(texts(merged), ['a 2', 'b 5', 'c 1', 'd 1']);
  assert.equal(merged.note, 'mine');
});

test('a line that one side has deleted and the other changed is a choice of its own', () => {
  const yours = { ...base, lines: [line('a'), line('c')] };
  const changed = { ...base, lines: [line('a'), line('b', { quantity: '7' }), line('c')] };
  const versions = { base, yours, theirs: fromServer(changed) };
  const [difference, ...others] = compareDrafts(versions, locale);
  assert.deepEqual(others, []);
  assert.equal(difference?.field, 'line');
  const name = difference?.name ?? '';
  assert.deepEqual(texts(mergeDrafts(versions, { [name]: 'theirs' }, locale)), ['a 1', 'b 7', 'c 1']);
  assert.deepEqual(texts(mergeDrafts(versions, { [name]: 'yours' }, locale)), ['a 1', 'c 1']);
});
