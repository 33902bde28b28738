import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { implies } from './implies.ts';
import { type Atom, isSatisfied, type Requirement } from './requirement.ts';

for (const { stronger, weaker, expected, name } of [
  { name: 'one role of two', stronger: [[['role:A']]], weaker: [[['role:A'], ['role:B']]], expected: true },
  { name: 'two roles of one', stronger: [[['role:A'], ['role:B']]], weaker: [[['role:A']]], expected: false },
  {
    name: 'a role for a signed-in caller',
    stronger: [[['role:A']]],
    weaker: [[['authenticated']]],
    expected: true,
  },
  {
    name: 'a policy for a signed-in caller',
    stronger: [[['policy:a']]],
    weaker: [[['authenticated']]],
    expected: false,
  },
  { name: 'nothing for a rule', stronger: [], weaker: [[['authenticated']]], expected: false },
  { name: 'what nobody has for anything', stronger: [[]], weaker: [[['role:A']]], expected: true },
] satisfies { name: string; stronger: Requirement; weaker: Requirement; expected: boolean }[]) {
  test(`${name} ${expected ? 'suffices' : 'does not suffice'}`, () => {
    assert.equal(implies(stronger, weaker), expected);
  });
}

test('a requirement implies another if and only if no set of facts satisfies it alone', () => {
  const atoms: Atom[] = ['authenticated', 'role:A', 'role:B', 'scope:s', 'policy:p'];
  const requirement: fc.Arbitrary<Requirement> = fc.array(
    fc.array(fc.uniqueArray(fc.constantFrom(...atoms), { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
    { maxLength: 3 },
  );
  // Every caller there can be: of those not signed in, only policies are true.
  const callers = Array.from({ length: 2 ** atoms.length }, (_, bits) =>
    atoms.filter((_atom, index) => (bits >> index) % 2 === 1),
  ).filter((facts) => facts.includes('authenticated') || facts.every((atom) => atom.startsWith('policy:')));
  fc.assert(
    fc.property(requirement, requirement, (stronger, weaker) => {
      const isImplied = callers.every(
        (facts) =>
          !isSatisfied(stronger, (atom) => facts.includes(atom)) ||
          isSatisfied(weaker, (atom) => facts.includes(atom)),
      );
      assert.equal(implies(stronger, weaker), isImplied);
    }),
    { numRuns: 2_000 },
  );
});
