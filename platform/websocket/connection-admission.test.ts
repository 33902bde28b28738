import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionAdmission } from './connection-admission.ts';

const limits = {
  connections: 3,
  connectionsPerAddress: 2,
  anonymousConnections: 4,
  anonymousPerAddress: 3,
};

function setUp() {
  const admission = new ConnectionAdmission(limits);
  const evicted: string[] = [];
  const open = (name: string, address: string, isIdle = true) => {
    const refusal = admission.makeRoom(address);
    const place = admission.enter(address, { isIdle, evict: () => void evicted.push(name) });
    return { refusal: refusal?.status, place };
  };
  return { admission, evicted, open };
}

test('the oldest silent connection of an address makes room for the next one', () => {
  const { evicted, open } = setUp();
  for (const name of ['1', '2', '3', '4', '5']) assert.equal(open(name, 'a').refusal, undefined);
  assert.deepEqual(evicted, ['1', '2']);
});

test('if the whole pool is full, the address with most connections makes room', () => {
  const { evicted, open } = setUp();
  for (const [name, address] of [
    ['1', 'a'],
    ['2', 'b'],
    ['3', 'b'],
    ['4', 'b'],
    ['5', 'c'],
  ] as const)
    assert.equal(open(name, address).refusal, undefined);
  assert.deepEqual(evicted, ['2']);
});

test('a connection with an operation is never ended for another one', () => {
  const { admission, evicted, open } = setUp();
  for (const name of ['1', '2', '3']) open(name, 'a', false);
  assert.equal(admission.makeRoom('a')?.status, 429);
  open('4', 'b', false);
  assert.equal(admission.makeRoom('c')?.status, 503);
  assert.deepEqual(evicted, []);
});

test('a connection whose caller is known takes no room from the anonymous ones, and has limits of its own', () => {
  const { admission, evicted, open } = setUp();
  const first = open('1', 'a').place;
  assert.equal(first.becomeKnown(), undefined);
  assert.equal(open('2', 'a').place.becomeKnown(), undefined);
  assert.equal(admission.makeRoom('a')?.status, 429);
  assert.equal(open('3', 'b').place.becomeKnown(), undefined);
  assert.equal(open('4', 'b').place.becomeKnown()?.status, 503);
  first.leave();
  first.leave();
  assert.equal(admission.makeRoom('a'), undefined);
  assert.deepEqual(evicted, []);
});
