import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deriveStockStatus } from './stock-status.ts';
import type { ReservedLine, StockTaskState } from './stock-task.ts';

const line = (quantity: string): ReservedLine => ({ productId: 'p', quantity });
const reserved = {
  id: 'r',
  kind: 'RESERVE',
  reservationId: 'r',
  state: 'DONE',
  lines: [line('2.5')],
} as const;
const released = (state: StockTaskState, lines: readonly ReservedLine[] | null) =>
  ({ id: 'x', kind: 'RELEASE', reservationId: 'r', state, lines }) as const;

test('the state of stock follows from the tasks of the invoice', () => {
  const cases: [string, Parameters<typeof deriveStockStatus>[0]][] = [
    ['NONE', []],
    ['NONE', [{ ...reserved, state: 'PENDING' }]],
    ['NONE', [{ ...reserved, lines: [] }]],
    ['RESERVED', [reserved]],
    // The release of an attempt to issue that came to nothing is not one of this reservation.
    ['RESERVED', [reserved, { ...released('DONE', null), reservationId: 'earlier' }]],
    ['RELEASING', [reserved, released('PENDING', null)]],
    ['RELEASING', [reserved, released('DONE', [line('1')]), released('PENDING', [line('1.5')])]],
    ['PARTIALLY_RELEASED', [reserved, released('DONE', [line('2.4999')])]],
    ['RELEASED', [reserved, released('DONE', [line('1')]), released('DONE', [line('1.5')])]],
    ['RELEASED', [reserved, released('DONE', null)]],
  ];
  for (const [status, tasks] of cases) assert.equal(deriveStockStatus(tasks), status);
});
