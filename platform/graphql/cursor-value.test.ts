import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReadable, type OrderType } from './cursor-value.ts';

const id = '01a1fd81-0453-755b-9469-a1627b6ce433';
const samples: Record<OrderType, { right: string[]; wrong: string[] }> = {
  text: { right: ['', 'Zoë', "' or 1=1"], wrong: ['a\0', '\ud800'] },
  timestamptz: {
    right: ['2026-03-01 09:30:00+00', '2026-03-01 09:30:00.123456+00'],
    wrong: [
      '',
      'now',
      'infinity',
      '2026-02-30 00:00:00+00',
      '2026-03-01 24:00:00+00',
      '0000-01-01 00:00:00+00',
    ],
  },
  date: { right: ['2024-02-29'], wrong: ['2026-02-29', 'today', '0000-01-01', '2026-03-01 09:30:00+00'] },
  bigint: { right: ['0', '-12'], wrong: ['', '1.5', '1e3', '9'.repeat(19)] },
  uuid: { right: [id], wrong: ['', 'x'] },
};

for (const [type, { right, wrong }] of Object.entries(samples)) {
  test(`a cursor's ${type} is told from what PostgreSQL cannot read`, () => {
    for (const value of right) assert.ok(isReadable({ value, id }, type as OrderType), value);
    for (const value of wrong) assert.equal(isReadable({ value, id }, type as OrderType), false, value);
  });
}

test('a cursor without an id is not readable', () => {
  assert.equal(isReadable({ value: 'a', id: 'x' }, 'text'), false);
});
