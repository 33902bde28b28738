import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeCii } from '../cii/write-cii.ts';
import { findRuleViolations } from '../rules/find-rule-violations.ts';
import { sampleInvoice } from '../testing/sample-invoice.ts';
import { writeUbl } from '../ubl/write-ubl.ts';
import { DocumentReadError } from './document-read-error.ts';
import { readDocument } from './read-document.ts';
import { foreignCii, foreignUbl } from './testing/foreign-documents.ts';

const read = (xml: string) => readDocument(Buffer.from(xml));
const problemsOf = (xml: string) =>
  (read(xml).problems ?? []).map(
    ({ rule, term, path, message }) => `${rule ?? '-'} ${term} ${path} ${message}`,
  );

test('a CII document of another system is read by its namespaces, with what the model does not hold named', () => {
  const { read: found } = read(foreignCii);
  assert.deepEqual(found?.document, {
    typeCode: '380',
    number: 'RE-2026/7',
    issueDate: '2026-03-01',
    currency: 'EUR',
    dueDate: '2026-03-31',
    references: { buyerReference: '04011000-12345-03' },
    seller: {
      name: 'Muster GmbH',
      vatId: 'DE123456789',
      taxRegistrationId: '201/113/40209',
      address: { line1: 'Hauptstr. 1', city: 'Berlin', postCode: '10115', countryCode: 'DE' },
      contact: { name: 'Buchhaltung' },
    },
    buyer: {
      name: 'Kunde AG',
      identifier: { id: '4000001987658', scheme: '0088' },
      address: { countryCode: 'AT' },
    },
    payment: { meansCode: '58', accounts: [{ iban: 'DE02120300000000202051' }] },
    adjustments: [
      {
        isCharge: true,
        amountMinor: 500n,
        reason: 'Fracht',
        reasonCode: 'FC',
        vat: { category: 'S', rateMilli: 19_000 },
      },
    ],
    totals: {
      lineMinor: 1_620n,
      allowanceMinor: 0n,
      chargeMinor: 500n,
      netMinor: 2_120n,
      taxMinor: 403n,
      grossMinor: 2_523n,
      paidMinor: 500n,
      roundingMinor: 0n,
      dueMinor: 2_023n,
    },
    vatBreakdown: [{ category: 'S', rateMilli: 19_000, baseMinor: 2_120n, taxMinor: 403n }],
    lines: [
      {
        id: '1',
        quantityE4: 30_000n,
        unitCode: 'C62',
        netMinor: 1_620n,
        adjustments: [
          { isCharge: false, amountMinor: 180n, baseMinor: 1_800n, percentMilli: 10_000, reason: 'Rabatt' },
        ],
        priceMicro: 600_000_000n,
        vat: { category: 'S', rateMilli: 19_000 },
        item: { name: 'Papier' },
      },
    ],
  });
  assert.deepEqual(
    found?.notKept.map(({ path, text }) => [path.split('/').slice(-2).join('/'), text]),
    [
      ['rsm:ExchangedDocument/ram:Name', 'RECHNUNG'],
      ['ram:OriginTradeCountry/ram:ID', 'SE'],
      ['ram:GrossPriceProductTradePrice/ram:ChargeAmount', '13.0'],
      ['ram:PayeeTradeParty/ram:Name', 'Factoring AG'],
    ],
  );
  assert.deepEqual(found && findRuleViolations(found.document), []);
});

test('a UBL document of another system is read, and a price of several units is divided', () => {
  const { read: found } = read(foreignUbl);
  assert.equal(
    found?.specification,
    'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
  );
  const { lines, seller, accountingTax, issueDate } = found.document;
  assert.deepEqual(seller.identifiers, [{ id: '99' }]);
  assert.equal(seller.taxRegistrationId, 'Godkänd för F-skatt');
  assert.deepEqual([issueDate, accountingTax], ['2026-03-01', { currency: 'EUR', taxMinor: 220n }]);
  assert.equal(lines[0]?.priceMicro, 3_333_333_333n);
  assert.deepEqual(
    found.notKept.map(({ path, text }) => [path.split('/').slice(2).join('/'), text]),
    [
      ['cbc:TaxPointDate', '2026-02-28'],
      ['cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification[1]/cbc:ID', 'DE98ZZZ09999999999'],
      ['cac:InvoiceLine/cac:Price/cbc:PriceAmount', '100 for 3 units, rounded to the price of one'],
    ],
  );
});

test('all problems of a document are named at once, each with its rule, its place and what would be right', () => {
  const broken = foreignCii
    .replace('<TypeCode>380', '<TypeCode>384')
    .replace('20260301', '20260231')
    .replace('<Name>Kunde AG</Name>', '')
    .replace(
      '<CategoryCode>S</CategoryCode><RateApplicablePercent>19<',
      '<CategoryCode>L</CategoryCode><RateApplicablePercent>7<',
    )
    .replace('>16.2<', '>16.205<')
    .replace('<Name>Papier</Name>', '<Name> </Name>')
    .replace('<GrandTotalAmount>25.23</GrandTotalAmount>', '');

  const line =
    '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem';
  const settlement =
    '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement';
  assert.deepEqual(
    problemsOf(broken).toSorted(),
    [
      `BR-14 BT-112 ${settlement}/ram:SpecifiedTradeSettlementHeaderMonetarySummation has no ram:GrandTotalAmount: give the total with VAT`,
      '- BT-3 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:TypeCode is "384": it must be 380, an invoice, or 381, a credit note (UNTDID 1001)',
      'BR-03 BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString is "20260231": it must be a day as YYYYMMDD',
      'BR-07 BT-44 /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement/ram:BuyerTradeParty has no ram:Name: give the name of the buyer',
      `- BT-151 ${line}/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode is "L": it must be one of S, Z, E, AE, K, G, O (UNCL 5305)`,
      `BR-DEC-23 BT-131 ${line}/ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount is "16.205": it must be an amount in EUR with at most 2 decimals`,
      `BR-25 BT-153 ${line}/ram:SpecifiedTradeProduct/ram:Name is empty: give the name of the product or service`,
    ].toSorted(),
  );
  const lines = (read(broken).problems ?? []).map((problem) => problem.line);
  const lineOf = (text: string) => broken.slice(0, broken.indexOf(text)).split('\n').length;
  assert.deepEqual([lines[0], lines.at(-1)], [lineOf('384'), lineOf('<ChargeTotalAmount>') - 1]);
});

test('a document without anything in it has problems, not a fault', () => {
  const cii = '<CrossIndustryInvoice xmlns="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>';
  const ubl = '<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>';
  for (const xml of [cii, ubl]) {
    const rules = (read(xml).problems ?? []).map(({ rule }) => rule);
    for (const rule of ['BR-02', 'BR-03', 'BR-04', 'BR-05', 'BR-06', 'BR-07', 'BR-12'])
      assert.ok(rules.includes(rule), `${rule} of ${xml}`);
  }
});

test('profiles of Factur-X without lines are refused by their name', () => {
  for (const [profile, name] of [
    ['minimum', 'MINIMUM'],
    ['basicwl', 'BASIC WL'],
  ] as const) {
    const xml = foreignCii.replace(/urn:cen.eu[^<]*/, `urn:factur-x.eu:1p0:${profile}`);
    const problems = problemsOf(xml);
    assert.equal(problems.length, 1);
    assert.match(
      problems[0] ?? '',
      new RegExp(`^BR-16 BT-24 .* is the profile ${name} of Factur-X, which has no lines`),
    );
  }
});

test('amounts in another currency than that of the document are refused', () => {
  const xml = foreignUbl.replace('<b:PayableAmount currencyID="SEK">', '<b:PayableAmount currencyID="DKK">');
  assert.deepEqual(problemsOf(xml), [
    '- BT-115 /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount is in DKK: amounts must be in SEK, the currency of the document',
  ]);
});

test('a price of another unit than that of the line is refused, because its amount would mean something else', () => {
  const line = '/Invoice/cac:InvoiceLine/cac:Price/cbc:BaseQuantity';
  const right = 'it must be H87, the unit of the quantity of the line (BT-130)';
  assert.deepEqual(
    problemsOf(foreignUbl.replace('<b:BaseQuantity unitCode="H87">', '<b:BaseQuantity unitCode="KGM">')),
    [`PEPPOL-EN16931-R130 BT-150 ${line} is "KGM": ${right}`],
  );
  assert.deepEqual(problemsOf(foreignUbl.replace('<b:BaseQuantity unitCode="H87">', '<b:BaseQuantity>')), []);
  const [problem] = problemsOf(
    foreignCii.replace('<BasisQuantity unitCode="C62">', '<BasisQuantity unitCode="KGM">'),
  );
  assert.match(problem ?? '', /^PEPPOL-EN16931-R130 BT-150 .*ram:BasisQuantity is "KGM": it must be C62, /);
});

test('an attribute that the model does not hold is named', () => {
  const { read: found } = read(
    foreignUbl.replace('<b:Name>Stol</b:Name>', '<b:Name languageID="sv">Stol</b:Name>'),
  );
  assert.deepEqual(
    found?.notKept.filter(({ path }) => path.includes('@')).map(({ path, text }) => [path, text]),
    [['/Invoice/cac:InvoiceLine/cac:Item/cbc:Name/@languageID', 'sv']],
  );
});

test('a document of UBL has the type of its root, because another would turn the sign of its amounts around', () => {
  const credit = writeUbl({ ...sampleInvoice, typeCode: '381' });
  assert.deepEqual(problemsOf(credit), []);
  assert.deepEqual(problemsOf(credit.replace('TypeCode>381', 'TypeCode>380')), [
    'BR-CL-01 BT-3 /CreditNote/cbc:CreditNoteTypeCode is "380": it must be 381, a credit note (UNTDID 1001)',
  ]);
  assert.deepEqual(problemsOf(writeUbl(sampleInvoice).replace('TypeCode>380', 'TypeCode>381')), [
    'BR-CL-01 BT-3 /Invoice/cbc:InvoiceTypeCode is "381": it must be 380, an invoice (UNTDID 1001)',
  ]);
});

test('names that every object has are no codes', () => {
  const ubl = writeUbl(sampleInvoice);
  const cii = writeCii(sampleInvoice);
  const period =
    '<cac:InvoicePeriod><cbc:DescriptionCode>constructor</cbc:DescriptionCode></cac:InvoicePeriod><cac:AccountingSupplierParty>';
  const cases = [
    ubl.replaceAll('>EUR<', '>constructor<').replaceAll('"EUR"', '"constructor"'),
    cii.replaceAll('>EUR<', '>constructor<').replaceAll('"EUR"', '"constructor"'),
    ubl
      .replace(/<cac:InvoicePeriod>.*?<\/cac:InvoicePeriod>/s, '')
      .replace('<cac:AccountingSupplierParty>', period),
    cii.replaceAll(
      '</ram:CategoryCode>',
      '</ram:CategoryCode><ram:DueDateTypeCode>constructor</ram:DueDateTypeCode>',
    ),
  ].map((xml) => (read(xml).problems ?? []).map(({ rule, term }) => `${rule ?? '-'} ${term}`));
  assert.deepEqual(cases, [['BR-CL-04 BT-5'], ['BR-CL-04 BT-5'], ['- BT-8'], ['- BT-8']]);
  assert.throws(() => read(ubl.replace('UTF-8', 'constructor')), { code: 'UNSUPPORTED' });
});

test('other documents are refused by what they are', () => {
  const cases = {
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"/>':
      /<Document> of "urn:iso.*is not an invoice/,
    '<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0"/>': /ZUGFeRD 1.0/,
    '<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>': /<Order>/,
    '<Invoice/>': /<Invoice> of ""/,
    'number,amount\n1,2\n': /neither XML nor PDF/,
  };
  for (const [text, message] of Object.entries(cases)) {
    assert.throws(
      () => read(text),
      (error) => error instanceof DocumentReadError && message.test(error.message),
    );
  }
});
