import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { followLimitRules } from './follow-limit-rules.ts';
import { type LimitRules, parseLimitRules } from './limit-rules.ts';

const silent = createLog({ name: 'test', level: 'silent' });

test('the limits that the gateway comes with are right, and wide', async () => {
  const { rules, close } = await followLimitRules({ file: undefined, log: silent, onChange: () => {} });
  close();
  assert.ok((rules.address?.operations ?? 0) >= 1_000_000);
  assert.equal(rules.store.whenAway, 'open');
});

test('an empty file limits nothing', () => {
  assert.deepEqual(parseLimitRules('{}', 'limits.json'), {
    plans: { default: 'unlimited', free: {}, standard: {}, clients: {} },
    store: { whenAway: 'open', waitMs: 250 },
  });
});

test('all mistakes of a file are told at once, by their places', () => {
  const text = JSON.stringify({
    adress: {},
    address: { operations: 0 },
    strict: { windowSeconds: 90_000, operationNames: [''] },
    plans: { default: 'gold', clients: { robot: 'free', other: 3 } },
    store: { whenAway: 'ajar' },
  });
  assert.throws(
    () => parseLimitRules(text, 'limits.json'),
    (error) => {
      assert.ok(error instanceof ConfigurationError);
      const places = error.problems.map((problem) => problem.replace(/^limits\.json: (\S+) .*/s, '$1'));
      assert.deepEqual(places.sort(), [
        'address.operations',
        'address.windowSeconds',
        'plans.clients.other',
        'plans.default',
        'store.whenAway',
        'strict.operationNames.0',
        'strict.windowSeconds',
        'the',
      ]);
      assert.match(error.message, /plans\.default must be one of free, standard, unlimited/);
      assert.match(error.message, /adress/);
      return true;
    },
  );
  assert.throws(() => parseLimitRules('{"address":', 'limits.json'), /limits\.json: must be JSON/);
});

test('of very many mistakes some are named, in few words, and the others counted', () => {
  const clients = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, index) => [`client-${index}`, 'gold']),
  );
  assert.throws(
    () => parseLimitRules(JSON.stringify({ plans: { clients } }), 'limits.json'),
    (error) => {
      assert.ok(error instanceof ConfigurationError);
      assert.equal(error.problems.length, 21);
      assert.match(error.problems[0] ?? '', /plans\.clients\.client-0 must be one of/);
      assert.equal(error.problems[20], 'limits.json: 980 more mistakes');
      return true;
    },
  );
  assert.throws(
    () => parseLimitRules(JSON.stringify({ ['x'.repeat(100_000)]: 1 }), 'limits.json'),
    (error) => error instanceof ConfigurationError && (error.problems[0] ?? '').length < 400,
  );
});

describe('a file that changes', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limits-'));
  });
  after(() => rm(folder, { recursive: true }));

  test('counts at once; a wrong one leaves the limits of before and is told of once', async () => {
    const file = join(folder, 'limits.json');
    const replace = async (text: string) => {
      await writeFile(`${file}.next`, text);
      await rename(`${file}.next`, file);
    };
    await replace('{"address":{"windowSeconds":60,"operations":1}}');
    const lines: string[] = [];
    const log = createLog({
      name: 'test',
      level: 'info',
      destination: { write: (line) => void lines.push(line) },
    });
    const seen: LimitRules[] = [];
    const followed = await followLimitRules({
      file,
      log,
      onChange: (rules) => void seen.push(rules),
      pollMs: 10,
    });
    assert.equal(followed.rules.address?.operations, 1);
    await replace('{"address":{"windowSeconds":0}}');
    await waitFor('the warning', () => lines.length > 0);
    assert.match(lines[0] ?? '', /those of before stay/);
    assert.match(lines[0] ?? '', /address\.windowSeconds/);
    assert.equal(seen.length, 0);
    await rm(file);
    await waitFor('the second warning', () => lines.length > 1);
    await replace('{"address":{"windowSeconds":60,"operations":2}}');
    await waitFor('the newer limits', () => seen.length > 0);
    assert.equal(seen[0]?.address?.operations, 2);
    assert.equal(lines.length, 3);
    followed.close();
  });

  test('that is missing at the start, or is no file of limits, is a problem of the configuration', async () => {
    const options = { log: silent, onChange: () => {} };
    await assert.rejects(
      followLimitRules({ ...options, file: join(folder, 'none.json') }),
      /LIMITS_FILE cannot be read: ENOENT/,
    );
    const large = join(folder, 'large.json');
    await writeFile(large, ' '.repeat(2_000_000));
    await assert.rejects(followLimitRules({ ...options, file: large }), /has 2000000 bytes, more than/);
  });
});
