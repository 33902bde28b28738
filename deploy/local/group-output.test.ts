import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toGroupOutput } from './group-output.ts';
import type { LogOutput } from './output.ts';

function record(): LogOutput & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    take: (line, cut) => lines.push(cut === 0 ? line : `${line.slice(0, 40)} cut`),
    close() {},
  };
}

test('each line goes to the service that its log entry names, and all else to the group', () => {
  const [customer, product, group] = [record(), record(), record()];
  const output = toGroupOutput({ customer, product }, group);
  const entry = (name: string, msg: string) => JSON.stringify({ level: 'info', name, msg });
  const crash = ['Error: no', '    at file.ts:1'];
  const quoting = JSON.stringify({ level: 'info', name: 'other', err: { name: 'customer' } });
  const text = [entry('customer', 'one'), entry('product', 'two'), ...crash, quoting, ''].join('\n');
  for (let at = 0; at < text.length; at += 50) output.write(text.slice(at, at + 50));
  assert.deepEqual(customer.lines, [entry('customer', 'one')]);
  assert.deepEqual(product.lines, [entry('product', 'two')]);
  assert.deepEqual(group.lines, [...crash, quoting]);
});

test('a line that is too long goes to its service, too', () => {
  const [customer, group] = [record(), record()];
  const output = toGroupOutput({ customer }, group);
  output.write(`{"level":"info","name":"customer","msg":"${'x'.repeat(100_000)}"}\n`);
  assert.deepEqual(customer.lines, ['{"level":"info","name":"customer","msg": cut']);
  assert.deepEqual(group.lines, []);
});
