import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { documentSentencesFr } from '../dashboard/src/messages/fr/problems/document-sentences.ts';
import {
  inputSentencesFr,
  objectSentencesFr,
} from '../dashboard/src/messages/fr/problems/input-sentences.ts';
import { invoiceSentencesFr } from '../dashboard/src/messages/fr/problems/invoice-sentences.ts';
import { mailSentencesFr } from '../dashboard/src/messages/fr/problems/mail-sentences.ts';
import { portalSentencesFr } from '../dashboard/src/messages/fr/problems/portal-sentences.ts';
import { registrySentencesFr } from '../dashboard/src/messages/fr/problems/registry-sentences.ts';
import { requestSentencesFr } from '../dashboard/src/messages/fr/problems/request-sentences.ts';
import { frParts } from '../dashboard/src/messages/fr.ts';

const project = new URL('../', import.meta.url);
const problemsFr = await frParts.problems();
const sentences = [
  ...documentSentencesFr,
  ...portalSentencesFr,
  ...requestSentencesFr,
  ...invoiceSentencesFr,
  ...inputSentencesFr,
  ...objectSentencesFr,
  ...mailSentencesFr,
  ...registrySentencesFr,
];

/** Messages of mutations and arguments that the page does not use. */
const notOfThePage = [
  /^subgraphs\/product\/(use-cases\/(release|reserve)-stock|domain\/reservation-input)\.ts /,
  /^subgraphs\/workspace\/(use-cases\/mark-notices-read|domain\/(address-text|preference-fields))\.ts /,
  /^subgraphs\/billing\/domain\/(invoice|credit)-input\.ts Give (the lines|at most \?, not)/,
  / Give (each column once|`name`|at most one of)/,
  // The page's own checks of a mapping find most of it before the API does; its words are those of the file format.
  /^batch\/api\/parse-mapping-input\.ts \?\?\.$/,
  / Must (be from 1 to \?|be a whole number)\.$/,
  /^batch\/api\/import-mutations\.ts There is no reject file/,
];

async function readSources(pattern: string): Promise<{ readonly path: string; readonly text: string }[]> {
  const sources = [];
  for await (const path of glob(pattern, { cwd: project })) {
    if (/\.test\.|\/testing\/|\/generated\//.test(path)) continue;
    sources.push({ path, text: await readFile(new URL(path, project), 'utf8') });
  }
  return sources;
}

const quoted = `(?:'(?<plain>(?:[^'\\\\\\n]|\\\\.)*)'|\`(?<template>[^\`]*)\`)`;
const noted = new RegExp(`\\.add\\(\\s*'[A-Z_]+',\\s*${quoted}`, 'g');

/** A message with `?` where the sources put a value in. */
function toOutline(text: string): string {
  return text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '?').replaceAll("\\'", "'");
}

test('each sentence that is translated is one that a service says', async () => {
  const sources = [
    ...(await readSources('subgraphs/**/*.ts')),
    ...(await readSources('batch/api/**/*.ts')),
    ...(await readSources('schema/**/*.ts')),
    ...(await readSources('documents/rules/*.ts')),
    ...(await readSources('registry/**/*.ts')),
    ...(await readSources('platform/mail/*.ts')),
  ];
  const said = toOutline(sources.map(({ text }) => text).join('\n'));
  const missing = sentences
    .map(([english]) => english)
    .filter((sentence) => {
      // A state is a value of the API's sentence, and the form of a scalar too.
      const english = sentence.replace('VOID; only', '{status}; only').replace(/^Must be (?=an? )/, '');
      // A value may come with words of the sentence in one variable, so the parts between values are looked for.
      const parts = english.split(/\{\w+\}/).filter((part) => /\w{3}/.test(part));
      return !parts.every((part) => said.includes(part.trim()));
    });
  assert.deepEqual(missing, []);
});

test('each message that a service gives the page with a code is translated', async () => {
  const sources = [...(await readSources('subgraphs/**/*.ts')), ...(await readSources('batch/api/**/*.ts'))];
  const found = sources.flatMap(({ path, text }) =>
    [...text.matchAll(noted)].map(({ groups }) => ({
      path,
      outline: toOutline(groups?.['plain'] ?? groups?.['template'] ?? ''),
    })),
  );
  assert.ok(found.length > 80, `only ${found.length} messages were found`);
  const untold = found.filter(
    ({ path, outline }) =>
      !notOfThePage.some((pattern) => pattern.test(`${path} ${outline}`)) &&
      problemsFr.explainReason(outline) === outline,
  );
  assert.deepEqual(
    untold.map(({ path, outline }) => `${path} ${outline}`),
    [],
  );
});

test('each problem that the registry finds in an input is translated', async () => {
  const sources = await readSources('registry/{keys,checks}/*-problems.ts');
  const found = sources.flatMap(({ text }) =>
    [...text.matchAll(new RegExp(quoted, 'g'))].map(({ groups }) =>
      toOutline(groups?.['plain'] ?? groups?.['template'] ?? ''),
    ),
  );
  // Other texts there are codes and names.
  const messages = found.filter((text) => text.endsWith('.') && text.includes(' '));
  assert.ok(messages.length > 8, `only ${messages.length} messages were found`);
  // The page gives no list then.
  const notOfThePages = ['Name one subgraph or more, or give no list.'];
  assert.deepEqual(
    messages.filter((text) => problemsFr.explainReason(text) === text),
    notOfThePages,
  );
});

test('amounts, days and words of a message are written in the way of the language', () => {
  const cases = [
    [
      'The balance of the invoice is 1234.50 EUR; give at most that.',
      'Le solde de la facture est de 1 234,50 EUR ; indiquez au plus ce montant.',
    ],
    [
      'The invoice is PAID; only a DRAFT can be deleted.',
      'La facture est payée ; seul un brouillon peut être supprimé.',
    ],
    [
      'The invoice is VOID; only a DRAFT can be changed.',
      'La facture est annulée ; seul un brouillon peut être modifié.',
    ],
    [
      'The invoice is of 2026-03-01; take that day or a later one.',
      'La facture est du 01/03/2026 ; prenez ce jour ou un jour suivant.',
    ],
    [
      'Line 2: 1.5 of A-1 are in stock, and the invoice needs 3.',
      'Ligne 2 : 1,5 × A-1 en stock, et il en faut 3.',
    ],
  ] as const;
  for (const [english, french] of cases)
    assert.equal(problemsFr.explain('INVALID', english).replaceAll(/[\u00a0\u202f]/g, ' '), french);
});

test('a rule that a document violates is named, and said in the language', () => {
  const cases = [
    [
      'The document violates BR-11: BT-55 is not a country of ISO 3166-1.',
      'Le document enfreint BR-11 : BT-55 n’est pas un pays de l’ISO 3166-1.',
    ],
    [
      "The document violates BR-AE-02: BT-48 is missing; the category AE needs the buyer's VAT id.",
      'Le document enfreint BR-AE-02 : BT-48 manque ; la catégorie AE demande le numéro de TVA de l’acheteur.',
    ],
  ] as const;
  for (const [english, french] of cases) assert.equal(problemsFr.explain('INVALID', english), french);
});

test('each rule of documents that is said is translated', async () => {
  const sources = await readSources('documents/rules/*.ts');
  const found = sources.flatMap(({ text }) =>
    [...text.matchAll(new RegExp(quoted, 'g'))]
      .map(({ groups }) => toOutline(groups?.['plain'] ?? groups?.['template'] ?? ''))
      .filter((message) => /^(is|has) .*\w{3}/.test(message)),
  );
  assert.ok(found.length > 20, `only ${found.length} messages were found`);
  assert.deepEqual(
    found.filter((message) => problemsFr.explainReason(message) === message),
    [],
  );
});

test('a message that no sentence matches is said by its code, and one without a known code as it is', () => {
  assert.equal(problemsFr.explain('TAKEN', 'Something new.'), 'Cette valeur est déjà utilisée.');
  assert.equal(problemsFr.explainReason('Something new.'), 'Something new.');
  assert.equal(
    problemsFr.explainFailure('SUBGRAPH_TIMEOUT', 'x'),
    'Un service met trop de temps à répondre. Réessayez.',
  );
  assert.equal(problemsFr.explainFailure('NEW_CODE', 'Something new.'), 'Something new.');
});
