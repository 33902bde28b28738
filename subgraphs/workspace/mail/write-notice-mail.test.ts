import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeNoticeMail } from './write-notice-mail.ts';

const approval = {
  kind: 'APPROVAL_REQUESTED',
  subject: '2026-000007',
  details: {
    approval: { id: 'a', action: 'CREDIT', decision: null },
    amount: { amount: '12345678901234567890.12', currency: 'EUR' },
  },
} as const;
const options = { language: null, pageUrl: 'https://invoices.example', timeZone: 'Europe/Paris' };

test('writes in English and French what waits, to the cent, and where to go', () => {
  const english = writeNoticeMail(approval, options);
  assert.equal(english.subject, 'Approval needed: invoice 2026-000007');
  assert.match(
    english.text,
    /A credit note of invoice 2026-000007 over EUR\s12,345,678,901,234,567,890\.12 waits/,
  );
  assert.match(english.text, /^https:\/\/invoices\.example\/approvals$/m);
  const french = writeNoticeMail(approval, { ...options, language: 'fr-CA' });
  assert.equal(french.subject, 'Approbation demandée : facture 2026-000007');
  assert.match(french.text, /12\s345\s678\s901\s234\s567\s890,12\sEUR/);
  assert.match(french.html ?? '', /<html lang="fr">/);
  assert.match(french.html ?? '', /<a href="https:\/\/invoices\.example\/approvals">Ouvrir<\/a>/);
});

test('tells deadlines by the clocks of the seller, and names the zone', () => {
  const overdue = {
    kind: 'REQUEST_OVERDUE',
    subject: 'R-7',
    details: { requestId: '7', deadline: '2026-07-01T22:30:00.000Z' },
  } as const;
  assert.match(writeNoticeMail(overdue, options).text, /2 July 2026 at 00:30 \(Europe\/Paris\)/);
  assert.match(
    writeNoticeMail(overdue, { ...options, language: 'fr' }).text,
    /2 juillet 2026 à 00:30 \(Europe\/Paris\)/,
  );
});

test('a name that looks like markup or a header stays a name, and without an address of the page there is no link', () => {
  const ended = {
    kind: 'IMPORT_ENDED',
    subject: '<b>a&b</b>\r\nBcc: eve@example.com.csv',
    details: { importJobId: '1', import: { status: 'FAILED', loadedRows: 1_200, rejectedRows: 3 } },
  } as const;
  const { subject, text, html = '' } = writeNoticeMail(ended, { ...options, pageUrl: undefined });
  assert.doesNotMatch(subject, /[\r\n]/);
  assert.match(html, /&lt;b&gt;a&amp;b&lt;\/b&gt;/);
  assert.doesNotMatch(html, /<b>|href/);
  assert.doesNotMatch(text, /https?:/);
  assert.match(text, /Rows loaded: 1,200; rows rejected: 3/);
});
