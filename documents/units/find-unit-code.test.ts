import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findUnitCode } from './find-unit-code.ts';

test('a unit is found by its name in English and French, one or many, in any case', () => {
  for (const [name, code] of [
    ['hour', 'HUR'],
    ['Heures', 'HUR'],
    ['mois', 'MON'],
    ['jours', 'DAY'],
    ['kg', 'KGM'],
    ['m²', 'MTK'],
  ] as const)
    assert.equal(findUnitCode(name), code, name);
});

test('a unit without a code is not taken for another one', () => {
  for (const name of ['carton', 'licence', '', 'constructor']) assert.equal(findUnitCode(name), undefined);
});
