import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProblemTranslator } from './translate-problem.ts';

const { explainReason } = createProblemTranslator({
  locale: 'fr-FR',
  sentences: [['The product {sku} is archived.', 'Le produit {sku} est archivé.']],
  words: { DRAFT: 'en brouillon' },
  codes: {} as never,
  failures: {},
});

for (const sku of [
  'constructor',
  'toString',
  '2026-99-99',
  '2026-11-30',
  '$1',
  'A.1',
  '1,000',
  '2.50',
  '2.50 EUR',
  'DRAFT',
])
  test(`a value such as ${sku}, which a person has chosen, stays as it is`, () => {
    assert.equal(explainReason(`The product ${sku} is archived.`), `Le produit ${sku} est archivé.`);
  });
