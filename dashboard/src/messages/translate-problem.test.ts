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

for (const sku of ['constructor', 'toString', '2026-99-99', '$1', 'A.1'])
  test(`a value such as ${sku}, which a person has chosen, stays as it is`, () => {
    assert.equal(explainReason(`The product ${sku} is archived.`), `Le produit ${sku} est archivé.`);
  });
