import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import type { PolicyFacts } from './hold-condition.ts';
import { parsePolicyRules } from './policy-rules.ts';

const monday = Date.parse('2026-11-30T09:30:00Z');

const known: PolicyFacts = {
  claims: {
    sub: 'ada',
    department: 'billing',
    level: 3,
    groups: ['staff', 'night'],
    realm: { tenant: 'north' },
    'https://shop.example/tier': 'gold',
    empty: null,
  },
  clientId: 'page',
  address: '192.0.2.7',
  atMs: monday,
};
const anonymous: PolicyFacts = { ...known, claims: undefined, clientId: undefined };

function parse(condition: unknown) {
  return parsePolicyRules(JSON.stringify({ policies: { p: condition } }), 'policies.json');
}

function holds(condition: unknown, facts: PolicyFacts = known): boolean {
  return parse(condition).holds('p', facts);
}

function at(instant: string): PolicyFacts {
  return { ...known, atMs: Date.parse(instant) };
}

function problemsOf(file: unknown): readonly string[] {
  try {
    parsePolicyRules(typeof file === 'string' ? file : JSON.stringify(file), 'f');
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.problems;
  }
  return [];
}

describe('a condition on a claim', () => {
  test('compares values with their type', () => {
    assert.equal(holds({ claim: 'department', equals: 'billing' }), true);
    assert.equal(holds({ claim: 'department', equals: 'sales' }), false);
    assert.equal(holds({ claim: 'level', equals: 3 }), true);
    assert.equal(holds({ claim: 'level', equals: '3' }), false);
    assert.equal(holds({ claim: 'department', in: ['sales', 'billing'] }), true);
    assert.equal(holds({ claim: 'groups', equals: 'staff' }), false);
  });

  test('looks into lists, and not into texts', () => {
    assert.equal(holds({ claim: 'groups', contains: 'night' }), true);
    assert.equal(holds({ claim: 'groups', contains: 'day' }), false);
    assert.equal(holds({ claim: 'department', contains: 'bill' }), false);
  });

  test('finds it by its path, and knows that it is absent', () => {
    assert.equal(holds({ claim: 'realm.tenant', equals: 'north' }), true);
    assert.equal(holds({ claim: 'https://shop\\.example/tier', equals: 'gold' }), true);
    assert.equal(holds({ claim: 'realm.tenant', exists: true }), true);
    assert.equal(holds({ claim: 'realm.other', exists: true }), false);
    assert.equal(holds({ claim: 'empty', exists: false }), true);
    assert.equal(holds({ claim: 'constructor.name', exists: true }), false);
    assert.equal(holds({ not: { claim: 'absent', equals: 'x' } }), true);
  });

  test('neither holds nor does its opposite for an anonymous caller', () => {
    const external = { claim: 'groups', contains: 'external' };
    assert.equal(holds(external, anonymous), false);
    assert.equal(holds({ not: external }, anonymous), false);
    assert.equal(holds({ not: { client: ['page'] } }, anonymous), false);
    assert.equal(holds({ any: [{ not: external }, { address: ['192.0.2.0/24'] }] }, anonymous), true);
    assert.equal(holds({ not: { all: [external, { authenticated: true }] } }, anonymous), true);
  });
});

test('a condition on the caller tells anonymous ones and clients apart', () => {
  assert.equal(holds({ authenticated: true }), true);
  assert.equal(holds({ authenticated: true }, anonymous), false);
  assert.equal(holds({ authenticated: false }, anonymous), true);
  assert.equal(holds({ client: ['other', 'page'] }), true);
  assert.equal(holds({ client: ['other'] }), false);
});

test('a condition on the address takes blocks of IPv4 and IPv6', () => {
  const from = (address: string) => ({ ...known, address });
  const office = { address: ['192.0.2.0/24', '198.51.100.7', '2001:db8:1::/48'] };
  assert.equal(holds(office), true);
  assert.equal(holds(office, from('192.0.3.1')), false);
  assert.equal(holds(office, from('198.51.100.7')), true);
  assert.equal(holds(office, from('198.51.100.8')), false);
  assert.equal(holds(office, from('2001:db8:1:5::/64')), true);
  assert.equal(holds(office, from('2001:db8:2:5::/64')), false);
  assert.equal(holds({ address: ['0.0.0.0/0'] }, from('2001:db8:2:5::/64')), false);
  assert.equal(holds(office, from('')), false);
});

describe('a condition on the time', () => {
  test('counts the hours of its zone, on its days', () => {
    const office = { time: { days: ['MON', 'TUE'], from: '08:00', until: '18:00', zone: 'Europe/Paris' } };
    assert.equal(holds(office, at('2026-11-30T06:59:59Z')), false);
    assert.equal(holds(office, at('2026-11-30T07:00:00Z')), true);
    assert.equal(holds(office, at('2026-11-30T16:59:59Z')), true);
    assert.equal(holds(office, at('2026-11-30T17:00:00Z')), false);
    assert.equal(holds(office, at('2026-12-02T10:00:00Z')), false, 'a Wednesday');
    // In summer the zone is an hour further.
    assert.equal(holds(office, at('2026-07-06T06:00:00Z')), true);
  });

  test('may go over midnight, and belongs to the day on which it begins', () => {
    const night = { time: { days: ['SUN'], from: '22:00', until: '06:00' } };
    assert.equal(holds(night, at('2026-11-29T21:59:00Z')), false);
    assert.equal(holds(night, at('2026-11-29T22:00:00Z')), true);
    assert.equal(holds(night, at('2026-11-30T05:59:00Z')), true);
    assert.equal(holds(night, at('2026-11-30T06:00:00Z')), false);
    assert.equal(holds(night, at('2026-11-30T23:00:00Z')), false, 'of a Monday');
    assert.equal(holds({ time: { from: '22:00', until: '24:00' } }, at('2026-11-30T23:59:00Z')), true);
  });

  test('is a period between instants', () => {
    const sale = { period: { from: '2026-12-01T00:00:00+01:00', until: '2026-12-02T00:00:00+01:00' } };
    assert.equal(holds(sale, at('2026-11-30T22:59:59Z')), false);
    assert.equal(holds(sale, at('2026-11-30T23:00:00Z')), true);
    assert.equal(holds(sale, at('2026-12-01T23:00:00Z')), false);
    assert.equal(holds({ period: { until: '2026-12-01T00:00:00Z' } }), true);
  });
});

test('a policy that the file has not does not hold, whatever it is called', () => {
  const rules = parse({ authenticated: true });
  for (const name of ['other', 'constructor', '__proto__', 'toString']) {
    assert.equal(rules.has(name), false);
    assert.equal(rules.holds(name, known), false);
  }
});

describe('a file with mistakes', () => {
  test('is told of all of them, each with its place', () => {
    const problems = problemsOf({
      policies: {
        none: {},
        both: { client: ['a'], authenticated: true },
        strange: { role: 'ADMIN' },
        deep: { all: [{ any: [{ not: { claim: 'a..b', equals: 1 } }] }] },
        operators: { claim: 'a', equals: 1, in: [2] },
        blocks: { address: ['10.0.0.0/8', '10.0.0.0/33', 'here', '2001:db8::/96'] },
        hours: { time: { days: ['MONDAY'], from: '25:00', zone: 'Europe/Atlantis' } },
        never: { period: { from: '2026-12-02T00:00:00Z', until: '2026-12-01T00:00:00Z' } },
        day: { period: { from: 'tomorrow' } },
        empty: { all: [] },
        extra: { authenticated: true, note: 'x' },
      },
    });
    const expected: readonly [string, RegExp][] = [
      ['policies.none', /exactly one of all, any, not, authenticated, claim/],
      ['policies.both', /exactly one of/],
      ['policies.strange', /exactly one of/],
      ['policies.deep.all.0.any.0.not.claim', /names between dots/],
      ['policies.operators', /exactly one of equals, in, contains and exists/],
      ['policies.blocks.address.1', /at most 32: an address has 32 bits/],
      ['policies.blocks.address.2', /an address or a network/],
      ['policies.blocks.address.3', /at most 64: /],
      ['policies.hours.time.days.0', /one of MON, TUE/],
      ['policies.hours.time.from', /a time such as 08:30/],
      ['policies.hours.time.zone', /a time zone such as Europe\/Paris/],
      ['policies.never.period', /begin before it ends/],
      ['policies.day.period.from', /an instant such as/],
      ['policies.empty.all', /must not be empty/],
      ['policies.extra', /note/],
    ];
    for (const [place, message] of expected) {
      const found = problems.find((problem) => problem.startsWith(`f: ${place} `));
      assert.match(found ?? `nothing at ${place} among ${problems.join('\n')}`, message);
    }
    assert.equal(problems.length, expected.length);
  });

  test('of another form is refused as well', () => {
    assert.match(problemsOf('{')[0] ?? '', /must be JSON/);
    assert.notEqual(problemsOf([]).length, 0);
    assert.notEqual(problemsOf({ policy: {} }).length, 0);
    const deep = `${'{"not":'.repeat(100_000)}{}${'}'.repeat(100_000)}`;
    assert.match(problemsOf(`{"policies":{"p":${deep}}}`)[0] ?? '', /more than 40 levels/);
  });
});

describe('any condition', () => {
  const claimNames = ['a', 'b'] as const;
  const values = [1, 2, 'x', true] as const;
  const value = fc.constantFrom(...values);
  const leaf = fc.oneof(
    fc.record({ claim: fc.constantFrom(...claimNames), equals: value }),
    fc.record({ claim: fc.constantFrom(...claimNames), in: fc.array(value, { minLength: 1, maxLength: 3 }) }),
    fc.record({ claim: fc.constantFrom(...claimNames), contains: value }),
    fc.record({ claim: fc.constantFrom(...claimNames), exists: fc.boolean() }),
    fc.record({ client: fc.array(fc.constantFrom('p', 'q'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ authenticated: fc.boolean() }),
    fc.record({
      address: fc.array(fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/0'), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
    fc.record({
      time: fc
        .record({ from: fc.integer({ min: 0, max: 23 }), until: fc.integer({ min: 0, max: 23 }) })
        .filter(({ from, until }) => from !== until)
        .map(({ from, until }) => ({ from: toHour(from), until: toHour(until) })),
    }),
  );
  const { condition } = fc.letrec<{ condition: unknown }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('condition') }),
    ),
  }));
  const claims = fc.dictionary(
    fc.constantFrom(...claimNames),
    fc.oneof(value, fc.array(value, { maxLength: 3 })),
  );
  const facts = fc
    .record({
      claims: fc.option(claims, { nil: undefined }),
      clientId: fc.constantFrom('p', 'q', undefined),
      address: fc.constantFrom('10.0.0.1', '10.1.2.3', '192.0.2.1'),
      hour: fc.integer({ min: 0, max: 23 }),
    })
    .map(({ hour, ...rest }) => ({
      ...rest,
      clientId: rest.claims && rest.clientId,
      atMs: Date.parse(`2026-11-30T${toHour(hour)}:00Z`),
    }));

  test('holds if and only if it does whatever an anonymous caller might be, by a plain evaluator', () => {
    fc.assert(
      fc.property(condition, facts, (given, fact) => {
        assert.equal(holds(given, fact), evaluate(given as Json, fact) === 1);
      }),
      { numRuns: pickSize({ quick: 300, long: 20_000 }) },
    );
  });
});

type Json = Readonly<Record<string, unknown>>;

function toHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** Truth as a number: 1, 0, and a half for what is unknown. `all` is the least, `any` the most, `not` the rest to 1. */
function evaluate(given: Json, { claims, clientId, address, atMs }: PolicyFacts): number {
  const part = (inner: Json) => evaluate(inner, { claims, clientId, address, atMs });
  const list = (inner: readonly Json[]) => inner.map(part);
  if ('all' in given) return Math.min(...list(given['all'] as readonly Json[]));
  if ('any' in given) return Math.max(...list(given['any'] as readonly Json[]));
  if ('not' in given) return 1 - part(given['not'] as Json);
  if ('authenticated' in given) return Number((claims !== undefined) === given['authenticated']);
  if ('time' in given) {
    const { from, until } = given['time'] as { readonly from: string; readonly until: string };
    const now = new Date(atMs).toISOString().slice(11, 16);
    return Number(from < until ? now >= from && now < until : now >= from || now < until);
  }
  if ('address' in given) {
    const beginnings: Readonly<Record<string, string>> = {
      '10.0.0.0/8': '10.',
      '10.1.0.0/16': '10.1.',
      '0.0.0.0/0': '',
    };
    return Number(
      (given['address'] as readonly string[]).some((block) => address.startsWith(beginnings[block] ?? '?')),
    );
  }
  if (claims === undefined) return 0.5;
  if ('client' in given) return Number((given['client'] as readonly unknown[]).includes(clientId));
  const found: unknown = Reflect.get(claims, given['claim'] as string);
  if ('exists' in given) return Number((found !== undefined) === given['exists']);
  if ('contains' in given)
    return Number(Array.isArray(found) && found.some((item) => item === given['contains']));
  if ('equals' in given) return Number(found === given['equals']);
  return Number((given['in'] as readonly unknown[]).indexOf(found) >= 0);
}
