import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { balanceFor, type GroupView } from './balance.ts';

test('a member alone claims every partition', () => {
  const balance = balanceFor('a', { members: ['a'], owners: new Map() }, 3);
  assert.deepEqual(balance, { keep: [], claim: [0, 1, 2], release: [] });
});

test('a new member waits until the others release what is over their share', () => {
  const owners = new Map([0, 1, 2, 3].map((partition) => [partition, 'a']));
  const group = { members: ['a', 'b'], owners };
  assert.deepEqual(balanceFor('a', group, 4), { keep: [0, 1], claim: [], release: [2, 3] });
  assert.deepEqual(balanceFor('b', group, 4), { keep: [], claim: [], release: [] });
});

test('a balanced group leaves everything where it is', () => {
  const owners = new Map([
    [0, 'b'],
    [1, 'a'],
    [2, 'b'],
  ]);
  const group = { members: ['a', 'b'], owners };
  assert.deepEqual(balanceFor('a', group, 3), { keep: [1], claim: [], release: [] });
  assert.deepEqual(balanceFor('b', group, 3), { keep: [0, 2], claim: [], release: [] });
});

const names = ['a', 'b', 'c', 'd', 'e'];
const groups = fc.record({
  memberCount: fc.integer({ min: 1, max: 5 }),
  owners: fc.array(fc.option(fc.nat(4), { nil: undefined }), { minLength: 1, maxLength: 12 }),
});

test('whoever acts in whichever order, shares come to differ by one at most and every partition is owned', () => {
  fc.assert(
    fc.property(groups, fc.array(fc.nat(4), { maxLength: 10 }), ({ memberCount, owners: drawn }, order) => {
      const members = names.slice(0, memberCount);
      const owners = new Map<number, string>();
      drawn.forEach((owner, partition) => {
        const name = names[owner ?? memberCount];
        if (name !== undefined && members.includes(name)) owners.set(partition, name);
      });
      const act = (member: string | undefined) => {
        if (member === undefined || !members.includes(member)) return;
        const group: GroupView = { members, owners };
        const { claim, release } = balanceFor(member, group, drawn.length);
        for (const partition of release) owners.delete(partition);
        for (const partition of claim) owners.set(partition, member);
      };
      for (const index of order) act(names[index]);
      for (let round = 0; round < 3; round += 1) for (const member of members) act(member);
      const counts = members.map((member) => [...owners.values()].filter((owner) => owner === member).length);
      assert.equal(owners.size, drawn.length);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
    }),
  );
});
