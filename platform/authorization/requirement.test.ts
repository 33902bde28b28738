import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Atom, atomsOf, bothOf, isSatisfied, type Requirement, rightsOf } from './requirement.ts';
import { principalWith } from './testing/principal-with.ts';

const atom: fc.Arbitrary<Atom> = fc.constantFrom(
  'authenticated',
  'role:A',
  'role:B',
  'scope:read',
  'scope:write',
  'policy:p',
);
const requirement: fc.Arbitrary<Requirement> = fc.array(
  fc.array(fc.array(atom, { maxLength: 3 }), { maxLength: 3 }),
  { maxLength: 3 },
);
const rights = fc.uniqueArray(atom).map((atoms) => new Set(atoms));

test('no clause asks for nothing; a clause without an alternative can be met by nobody', () => {
  assert.equal(
    isSatisfied([], () => false),
    true,
  );
  assert.equal(
    isSatisfied([[]], () => true),
    false,
  );
});

test('two requirements joined hold exactly when each holds', () => {
  fc.assert(
    fc.property(requirement, requirement, rights, (left, right, held) => {
      const holds = (candidate: Atom) => held.has(candidate);
      assert.equal(
        isSatisfied(bothOf(left, right), holds),
        isSatisfied(left, holds) && isSatisfied(right, holds),
      );
    }),
  );
});

test('atoms a requirement does not name never change its outcome', () => {
  fc.assert(
    fc.property(requirement, rights, (rule, held) => {
      const named = atomsOf(rule);
      const relevant = new Set([...held].filter((candidate) => named.has(candidate)));
      assert.equal(
        isSatisfied(rule, (candidate) => held.has(candidate)),
        isSatisfied(rule, (candidate) => relevant.has(candidate)),
      );
    }),
  );
});

test('rights come from the principal: signed in, roles and scopes', () => {
  const holds = rightsOf(principalWith({ roles: ['BILLING'], scopes: ['read:x'] }));
  assert.equal(holds('authenticated'), true);
  assert.equal(holds('role:BILLING'), true);
  assert.equal(holds('role:read:x'), false);
  assert.equal(holds('scope:read:x'), true);
  assert.equal(holds('scope:BILLING'), false);
});

test('an anonymous caller has no rights', () => {
  const holds = rightsOf(undefined);
  for (const candidate of ['authenticated', 'role:BILLING', 'scope:read'] satisfies Atom[]) {
    assert.equal(holds(candidate), false);
  }
});

test('a policy is denied unless it is decided to be true', () => {
  assert.equal(rightsOf(principalWith({}))('policy:p'), false);
  assert.equal(rightsOf(principalWith({}), () => undefined)('policy:p'), false);
  assert.equal(rightsOf(undefined, (name) => name === 'p')('policy:p'), true);
});
