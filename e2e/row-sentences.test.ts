import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { EInvoice } from '#documents/model/e-invoice.ts';
import { findRuleViolations } from '#documents/rules/find-rule-violations.ts';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { describeConflict } from '../batch/load/writing/describe-conflict.ts';
import { describeRefusal, type PaymentRefusal } from '../batch/load/writing/describe-refusal.ts';
import { formDoubtsFr, mappingDoubtsFr } from '../dashboard/src/messages/fr/doubts/doubt-sentences.ts';
import { doubtsFr } from '../dashboard/src/messages/fr/doubts.ts';
import { cellSentencesFr } from '../dashboard/src/messages/fr/rows/cell-sentences.ts';
import { jobSentencesFr } from '../dashboard/src/messages/fr/rows/job-sentences.ts';
import { loadedDocumentSentencesFr } from '../dashboard/src/messages/fr/rows/loaded-document-sentences.ts';
import { recordSentencesFr } from '../dashboard/src/messages/fr/rows/record-sentences.ts';
import { storeSentencesFr } from '../dashboard/src/messages/fr/rows/store-sentences.ts';
import { frParts } from '../dashboard/src/messages/fr.ts';

const project = new URL('../', import.meta.url);
const rowsFr = await frParts.rows();
const folders = ['batch/csv', 'batch/documents', 'batch/mapping', 'batch/load/reading', 'batch/load/writing'];
/** The folder in which electronic invoices are read. */
const readingFolders = ['documents/reading'];
/** The other place that describes the end of an import. */
const jobFolders = [
  'batch/load/planning',
  'batch/load/sort',
  'batch/worker',
  'batch/jobs',
  'batch/load/load-file.ts',
];

/** Errors of a whole file, and of a mapping, which are not of rows. */
const notOfRows =
  /^batch\/(documents\/list-document-files|csv\/(record-problem\.ts 7 \(|header|open-bytes|gunzip-members|input-error)|mapping\/(find-mapping|infer\/.*|parse-mapping|compile-mapping|describe-.*|grouper\.ts The )|load\/reading\/(chunk-maker|open-file|private-folder|reading|file-identity))/;

interface Found {
  readonly path: string;
  readonly text: string;
}

async function readSources(places: readonly string[] = folders): Promise<readonly Found[]> {
  const sources: Found[] = [];
  for (const place of places) {
    for await (const path of glob(place.endsWith('.ts') ? place : `${place}/**/*.ts`, { cwd: project })) {
      if (/\.test\.|\/testing\//.test(path)) continue;
      sources.push({ path, text: await readFile(new URL(path, project), 'utf8') });
    }
  }
  return sources;
}

const quoted = `(?:'(?<plain>(?:[^'\\\\\\n]|\\\\.)*)'|\`(?<template>[^\`]*)\`)`;
/** A message that stands where its problem is made, or in a variable before it. */
const said = new RegExp(`(?:\\bmessage(?::| =)|'[A-Z]+(?:_[A-Z]+)+',)\\s+${quoted}`, 'g');

/** The message with values in place of its variables; those of `show` are quoted, as they are in messages. */
function toExample(template: string): string {
  return template
    .replaceAll("\\'", "'")
    .replace(/\$\{(?:show|JSON\.stringify)\([^{}]*\)\}/g, '"x"')
    .replace(/\$\{findHint\([^{}]*\)\}/g, '')
    .replace(/"1234\$\{[^{}]*\}(\d+)"/g, '"1234,$1"')
    .replace(/\$\{(?:hint|reason)\}$/g, '')
    .replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '7');
}

test('each message about a row of a file is said in French', async () => {
  const found = (await readSources()).flatMap(({ path, text }) =>
    [...text.matchAll(said)].map(({ groups }) => ({
      path,
      example: toExample(groups?.['plain'] ?? groups?.['template'] ?? ''),
    })),
  );
  const ofRows = found.filter(
    ({ path, example }) => / [a-z]/.test(example) && !notOfRows.test(`${path} ${example}`),
  );
  assert.ok(ofRows.length > 50, `only ${ofRows.length} messages were found`);
  const untold = ofRows.filter(({ example }) => rowsFr.explain(example) === example);
  assert.deepEqual(
    untold.map(({ path, example }) => `${path} ${example}`),
    [],
  );
});

/** A literal in a proposal of a mapping; whole sentences are doubts. */
const doubtOfMapping = /(?<=[\s[(])(?<!TypeError\()(?:'((?:[^'\\\n]|\\.)*)'|`([^`]*)`)/g;
/** A field for which no column was found. */
const missingField = /missing\.push\((['"])(.*?)\1\)/g;
/** A doubt about the form of a file. */
const doubtOfForm = /doubts?(?::| =|\.push\()\s*\[?\s*(?:'((?:[^'\\\n]|\\.)*)'|`([^`]*)`)/g;

/** The doubt with quoted texts in place of its variables, and without those that end a word, which hold more of the sentence. */
function toDoubt(template: string): string {
  return template
    .replaceAll("\\'", "'")
    .replace(/(?<=\w)\$\{[^{}]*\}/g, '')
    .replace(/"([^"$]*)\$\{[^{}]*\}"/g, (_whole, before: string) => `"${before}7"`)
    .replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '"7"');
}

test('each doubt about a file is said in French', async () => {
  const ofMappings = (await readSources(['batch/mapping/infer'])).flatMap(({ path, text }) => [
    ...[...text.matchAll(doubtOfMapping)]
      .map(([, plain, template]) => plain ?? template ?? '')
      .filter((one) => /^(?:[A-Z]|\$\{).* .* .*\.$/s.test(one))
      .map((one) => ({ path, example: toDoubt(one) })),
    ...[...text.matchAll(missingField)].map(([, , example = '']) => ({ path, example })),
  ]);
  const ofForms = (
    await readSources([
      'batch/csv/inspect-dialect.ts',
      'batch/csv/inspect-encoding.ts',
      'batch/mapping/infer/read-sample.ts',
    ])
  ).flatMap(({ path, text }) =>
    [...text.matchAll(doubtOfForm)].map(([, plain, template]) => ({
      path,
      example: toDoubt(plain ?? template ?? ''),
    })),
  );
  assert.ok(
    ofMappings.length > 30 && ofForms.length > 10,
    `${ofMappings.length} and ${ofForms.length} doubts`,
  );
  const untold = [...ofMappings, ...ofForms].filter(({ example }) => doubtsFr.explain(example) === example);
  assert.deepEqual(
    untold.map(({ path, example }) => `${path} ${example}`),
    [],
  );
});

test('the parts of a doubt and what stands in them are said in French, and cells of the file as they are', () => {
  const cases = [
    [
      'The separator is taken for ; (3 cells), but may be , (2 cells) (file).',
      'Le séparateur semble être ; (3 cellules), mais pourrait être , (2 cellules) (file).',
    ],
    [
      'No column holds a currency; all amounts are taken for USD, as "$" stands beside amounts, which other currencies have too; amounts with "£" will be rejected (invoice.currency).',
      'Aucune colonne ne contient de devise ; tous les montants sont pris en USD, car "$" se trouve à côté de montants, et d’autres devises ont aussi ce signe ; les montants avec "£" seront rejetés (invoice.currency).',
    ],
    [
      'The dates in "due" may have the day or the month first: dd/MM/yyyy is taken, and not MM/dd/yyyy (dates.forms).',
      'Les dates de "due" peuvent commencer par le jour ou le mois : la forme dd/MM/yyyy est prise, et non MM/dd/yyyy (dates.forms).',
    ],
    [
      'The rates in "vat" are taken for fractions, so that 0.055 is 5.5 % (numbers.rates).',
      'Les taux de "vat" sont pris pour des fractions : 0.055 vaut 5,5 % (numbers.rates).',
    ],
    [
      'The column "x" is taken for the total by what it holds, not by its name.',
      'La colonne "x" est prise pour le total d’après son contenu, et non d’après son nom.',
    ],
  ] as const;
  for (const [english, french] of cases) assert.equal(doubtsFr.explain(english), french);
});

test('each sentence in French is one that the worker says', async () => {
  const issueDate = {
    path: 'seller.ts',
    text: await readFile(new URL('schema/calendar/seller.ts', project), 'utf8'),
  };
  const all = [...(await readSources([...folders, ...readingFolders, ...jobFolders])), issueDate]
    .map(({ text }) => text.replaceAll("\\'", "'"))
    .join('\n');
  const missing = [
    ...jobSentencesFr,
    ...cellSentencesFr,
    ...recordSentencesFr,
    ...storeSentencesFr,
    ...loadedDocumentSentencesFr,
    ...formDoubtsFr,
    ...mappingDoubtsFr,
  ]
    .map(([english]) => english)
    // A value may come with words of the sentence in one variable, so the parts between values are looked for, and those between stops.
    .filter((english) => {
      const parts = english
        .split(/\{"?\w+"?\}|[:;,] | (?=\()/)
        .map((part) => part.replace(/^[\s(),:;.]+|[\s(),:;.]+$/g, ''));
      return !parts.every((part) => all.includes(part));
    });
  assert.deepEqual(missing, []);
});

const refusal = {
  rowNumber: 3,
  invoices: [
    { number: '2026-1', currency: 'EUR', balanceMinor: 1_250, customerName: 'Ada' },
    { number: '2026-2', currency: 'EUR', balanceMinor: 990, customerName: 'Bob' },
  ],
  references: ['X-1', 'X-2'],
  amountMinor: 123_450,
  currency: 'EUR',
  paidOn: '2026-03-01',
  customerName: 'Cy; and others',
  stored: {
    number: '2026-9',
    amountMinor: 100,
    currency: 'EUR',
    paidOn: '2026-02-28',
    row: 2,
    reversedAt: '2026-03-02T09:30:00Z',
    reversedBy: 'ada',
  },
} as const;

test('each reason for which billing refuses a payment is said in French, alone and with others', () => {
  const codes: PaymentRefusal['codes'] = [
    'INVOICE_NOT_FOUND',
    'INVOICE_AMBIGUOUS',
    'INVOICE_IS_DRAFT',
    'INVOICE_IS_VOID',
    'INVOICE_IS_PAID',
    'VOID_IS_WAITING',
    'NOT_AN_INVOICE',
    'CURRENCY_MISMATCH',
    'TOO_MANY_DECIMALS',
    'ABOVE_BALANCE',
    'CUSTOMER_MISMATCH',
    'SAME_PAYMENT_TWICE',
    'PAYMENT_WAS_REVERSED',
    'CONFLICT',
  ];
  for (const code of codes) {
    const french = rowsFr.explain(describeRefusal({ ...refusal, codes: [code] }));
    assert.doesNotMatch(french, / (is|has|are|invoice|payment|of|here|give) /, code);
  }
  const both = rowsFr.explain(describeRefusal({ ...refusal, codes: ['ABOVE_BALANCE', 'CURRENCY_MISMATCH'] }));
  assert.equal(
    both.replaceAll(/[\u00a0\u202f]/g, ' '),
    '1 234,50 EUR dépasse ce qui reste à payer de la facture 2026-1, 12,50 EUR : c’est le maximum ; ' +
      'le paiement est en EUR, la facture 2026-1 en EUR : il doit être dans la devise de sa facture',
  );
});

test('each rule that a document violates is said in French, after its term', () => {
  const { lines, totals, seller, buyer } = sampleInvoice;
  const [line] = lines;
  assert.ok(line);
  const nobody = {
    name: '',
    address: { ...buyer.address, countryCode: 'XX' },
    electronicAddress: { id: '1' },
  };
  const broken: EInvoice[] = [
    {
      ...sampleInvoice,
      number: '',
      issueDate: '1 March',
      currency: 'KWD',
      dueDate: undefined,
      paymentTerms: undefined,
      seller: nobody,
      buyer: nobody,
      lines: [{ ...line, item: { name: '' }, priceMicro: -1n, vat: { category: 'K', rateMilli: 0 } }],
      totals: {
        ...totals,
        lineMinor: 1n,
        allowanceMinor: 2n,
        chargeMinor: 3n,
        netMinor: 4n,
        taxMinor: 5n,
        dueMinor: 6n,
      },
      vatBreakdown: [{ category: 'AE', rateMilli: 20_000, baseMinor: 1n, taxMinor: 1n }],
    } as unknown as EInvoice,
    { ...sampleInvoice, currency: 'XXXX', lines: [], vatBreakdown: [], payment: { meansCode: '30' } },
    {
      ...sampleInvoice,
      seller: { ...seller, name: 'a\u0001' },
      lines: [{ ...line, id: '' }],
      vatBreakdown: [
        { category: 'O', rateMilli: 0, baseMinor: 1n, taxMinor: 0n },
        { category: 'K', rateMilli: 0, baseMinor: 1n, taxMinor: 0n },
        { category: 'S', rateMilli: 0, baseMinor: 1n, taxMinor: 500n, exemptionReason: 'x' },
      ],
    },
  ];
  const violations = broken.flatMap(findRuleViolations);
  assert.ok(new Set(violations.map(({ rule }) => rule)).size > 30, `${violations.length} violations`);
  for (const { term, message } of violations) {
    const french = rowsFr.explain(`${term} ${message}`);
    assert.ok(french.startsWith(`${term} `), french);
    assert.doesNotMatch(french, / (is|has|are|the|must|of|give|needs) /, `${term} ${message}`);
  }
  assert.equal(
    rowsFr.explain('BT-106 is 145.00, but the sum of the lines is 144.50'),
    'BT-106 est 145,00, mais la somme des lignes est 144,50',
  );
});

test('the figures, the columns and the codes of a message stand in the French one', () => {
  const line = {
    position: 2,
    sku: 'S1',
    description: 'Apples',
    quantityE4: 20_000,
    unit: 'kg',
    unitPriceMicro: 5_000_000,
    taxRateMilli: 20_000,
    taxCategory: null,
    taxExemptionReason: null,
  };
  const conflict = describeConflict(
    {
      rowNumber: 2,
      number: 'A-1',
      stored: { currency: 'EUR', totalMinor: 602, lineCount: 1, line },
      given: { totalMinor: 500, line: { ...line, sku: null, quantityE4: 15_000 } },
    },
    'EUR',
  );
  const cases = [
    [
      'amount NOT_A_NUMBER: "1; B" must be a number such as "1234,50"; issuedAt NOT_A_DATE: "x" must be a time that exists, written as dd/MM/yyyy',
      'amount NOT_A_NUMBER : "1; B" doit être un nombre comme "1234,50" ; issuedAt NOT_A_DATE : "x" doit être une date qui existe, écrite sous la forme dd/MM/yyyy',
    ],
    [
      'row 7 is a row of the same invoice and is not right (NOT_A_DATE): an invoice is loaded whole or not at all',
      'la ligne 7 est de la même facture et n’est pas juste (NOT_A_DATE) : une facture est chargée en entier ou pas du tout',
    ],
    [
      '3 cells where there are 5 columns (cell 2, byte 120)',
      '3 cellules là où il y a 5 colonnes (cellule 2, octet 120)',
    ],
    ['1e99 must be within 9,999,999,999.99', '1e99 doit être au plus 9 999 999 999,99, en plus ou en moins'],
    ['the total must not be zero', 'le total ne doit pas être zéro'],
    [
      conflict,
      'la facture A-1 existe avec d’autres valeurs : le total est 6,02 EUR ici, 5,00 EUR dans le fichier ; ' +
        'ligne 2 : la référence est "S1" ici, aucun dans le fichier ; la quantité est 2 ici, 1,5 dans le fichier',
    ],
    [
      'At most 1 % of the rows may be rejected (--skip-limit), and 1,204 of 90,000 rows read are. Row 3, line 4: amount NOT_A_NUMBER: "x" must be a number such as "1234.50"; issuedAt NOT_A_DATE: "13/01/2026" must be a time that exists, written as MM/dd/yyyy. The dates look like dd/MM/yyyy, for example "13/01/2026"; the mapping reads MM/dd/yyyy (dates.forms). Day and month are swapped, also in the rows that could be read.',
      'Au plus 1 % des lignes peuvent être rejetées, et 1 204 lignes sur 90 000 lues le sont. Ligne 3, ligne 4 du fichier : amount NOT_A_NUMBER : "x" doit être un nombre comme "1234.50" ; issuedAt NOT_A_DATE : "13/01/2026" doit être une date qui existe, écrite sous la forme MM/dd/yyyy. Les dates semblent être de la forme dd/MM/yyyy, par exemple "13/01/2026" ; la correspondance lit MM/dd/yyyy (dates.forms). Le jour et le mois sont inversés, aussi dans les lignes qui ont pu être lues.',
    ],
    ['Undone: 3 invoices were removed, 0 stay.', 'Annulé : 3 factures supprimées, 0 restent.'],
    ['a message of an older version', 'a message of an older version'],
  ] as const;
  for (const [english, french] of cases)
    assert.equal(rowsFr.explain(english).replaceAll(/[\u00a0\u202f]/g, ' '), french);
});
