import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { documentSeller, issueSome } from '../testing/document-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';
import { DocumentArchive } from './document-archive.ts';
import { prepareDocument } from './prepare-document.ts';

let billing: TestBilling;

before(async () => {
  billing = await startTestBilling({ settings: { sellerDetails: documentSeller } });
});
after(() => billing.close());

test('a document that several parts of a process ask for at the same time is rendered once', async () => {
  const invoiceId = await issueSome(billing);
  const { db } = billing.database;
  const { documents, clock, log } = billing.surroundings;
  const { value } = await prepareDocument(db, { invoiceId, format: 'PDF', language: 'EN' }, 'EN');
  assert.ok(value);
  let count = 0;
  const begun = Promise.withResolvers<void>();
  const renderer = {
    render: async (task: Parameters<typeof documents.renderer.render>[0]) => {
      count += 1;
      await begun.promise;
      return documents.renderer.render(task);
    },
  };
  const parts = { ...documents, renderer };
  const makings = Array.from({ length: 4 }, () =>
    new DocumentArchive({ db, documents: parts, clock, log }).make(value.key, value.source),
  );
  begun.resolve();
  await Promise.all(makings);
  assert.equal(count, 1);
});
