import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { loadSellerDetails } from './load-seller-details.ts';
import { parseSellerDetails } from './seller-details.ts';
import { type LegalMention, toMentionText } from './seller-texts.ts';
import { testSellerFile } from './testing/test-seller.ts';

const given = JSON.parse(await readFile(testSellerFile, 'utf8'));
const problemsOf = (changes: object) => parseSellerDetails(JSON.stringify({ ...given, ...changes })).problems;

test("a seller's data are read, codes without the spaces that people write, amounts with all decimals", () => {
  const { details } = parseSellerDetails(JSON.stringify(given));
  assert.deepEqual(details, {
    ...given,
    siren: '732829320',
    siret: '73282932000074',
    vatId: 'FR44732829320',
    bankAccount: { iban: 'FR7630006000011234567890189', bic: 'AGRIFRPP' },
    shareCapital: { amount: '7500.00', currency: 'EUR' },
  });
});

test('a name and an address are enough outside France', () => {
  const address = { line1: 'Rue Haute 1', city: 'Bruxelles', countryCode: 'BE' };
  const { details } = parseSellerDetails(JSON.stringify({ name: 'Haute', address }));
  assert.deepEqual(details, { name: 'Haute', address, legalMentions: [] });
});

test('a French seller has a SIREN, which the other identifiers repeat', () => {
  assert.deepEqual(problemsOf({ siren: undefined }), [
    '/siren is missing: an invoice from France names it (Commercial Code, R123-237)',
  ]);
  assert.deepEqual(problemsOf({ siren: '120027016' }), [
    '/siret must begin with the SIREN',
    '/vatId must end with the SIREN',
  ]);
});

test('mentions and terms may be in two languages, a mention with the code of its subject', () => {
  const legalMentions: LegalMention[] = [
    'Pas d’escompte.',
    { subject: 'PMT', en: '40 EUR for recovery.', fr: 'Indemnité de 40 €.' },
    { fr: 'Membre d’un centre de gestion agréé.' },
  ];
  const paymentTerms = { en: '30 days', fr: '30 jours' };
  const { details } = parseSellerDetails(
    JSON.stringify({ ...given, legalMentions, paymentTerms, vatOnDebits: true, operations: 'MIXED' }),
  );
  assert.deepEqual(details?.legalMentions, legalMentions);
  assert.deepEqual(
    details?.legalMentions.map((mention) => toMentionText(mention, 'en')),
    ['Pas d’escompte.', '40 EUR for recovery.', 'Membre d’un centre de gestion agréé.'],
  );
  assert.equal(toMentionText(legalMentions[1] ?? '', 'fr'), 'Indemnité de 40 €.');
  assert.deepEqual(details?.paymentTerms, paymentTerms);
  assert.match(
    problemsOf({ legalMentions: [{ subject: 'ZZZ', fr: 'a' }] })?.join() ?? '',
    /^\/legalMentions\/0 .*PMT/,
  );
  assert.match(problemsOf({ legalMentions: [{ subject: 'PMT' }] })?.join() ?? '', /^\/legalMentions\/0 /);
  assert.match(problemsOf({ operations: 'goods' })?.join() ?? '', /GOODS, SERVICES, MIXED/);
});

test('all that is wrong is said at once, with its path', () => {
  const problems = problemsOf({
    name: ' \u200b',
    address: { line1: 'a\nb', city: 'x'.repeat(101), countryCode: 'fr', town: 'Lyon' },
    siren: '732829321',
    vatId: 'FR45732829320',
    bankAccount: { iban: 'FR7630006000011234567890188', bic: 'AGRI' },
    shareCapital: { amount: '-1', currency: 'EUR' },
    legalMentions: ['', 5],
    colour: 'blue',
  });
  const paths = problems?.map((problem) => problem.split(' ')[0]).toSorted();
  const wrong = ['name', 'address', 'address/line1', 'address/city', 'address/countryCode', 'siren', 'vatId'];
  wrong.push('bankAccount/iban', 'bankAccount/bic', 'shareCapital', 'legalMentions/0', 'legalMentions/1', '');
  assert.deepEqual(paths, wrong.map((path) => `/${path}`).toSorted());
});

test('a text that is not JSON, and a value that is not an object, have one problem', () => {
  assert.deepEqual(parseSellerDetails('').problems, ['must be JSON']);
  assert.equal(parseSellerDetails('[]').problems?.length, 1);
});

test('where invoices are real there must be a file, and elsewhere there may be none', async () => {
  assert.deepEqual(await loadSellerDetails(undefined, { isProduction: false }), { details: null });
  assert.match(
    (await loadSellerDetails(undefined, { isProduction: true })).problems?.[0] ?? '',
    /is missing/,
  );
  const { details } = await loadSellerDetails(testSellerFile, { isProduction: true });
  assert.equal(details?.name, given.name);
});

test('a file that is not there, or is not a seller, is named', async () => {
  const missing = await loadSellerDetails('/nowhere.json', { isProduction: false });
  assert.deepEqual(missing.problems, ['SELLER_FILE: /nowhere.json cannot be read (ENOENT)']);
  const wrong = await loadSellerDetails(import.meta.filename, { isProduction: false });
  assert.deepEqual(wrong.problems, [`SELLER_FILE: ${import.meta.filename}: must be JSON`]);
});
