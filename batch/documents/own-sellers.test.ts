import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { findMapping } from '../mapping/find-mapping.ts';
import { isPaymentMapping } from '../mapping/mapping.ts';
import { loadOwnSellers, withOwnSellers } from './own-sellers.ts';
import { SellerCheck } from './seller-check.ts';

test('the seller of this system is that of its file', async () => {
  const { sellers } = await loadOwnSellers('deploy/system/example-seller.json');
  assert.deepEqual(sellers, ['FR11123456782', '123456782']);
  assert.deepEqual(await loadOwnSellers(undefined), { sellers: [] });
  const { problems } = await loadOwnSellers('package.json');
  assert.match(problems?.[0] ?? '', /^SELLER_FILE: package.json: /);
});

test('a mapping of documents names it, unless it names another, and no other mapping does', async () => {
  const documents = await findMapping('documents');
  const named = withOwnSellers(documents, ['1']);
  assert.deepEqual(isPaymentMapping(named) ? undefined : named.sellers, ['1']);
  assert.equal(withOwnSellers(named, ['2']), named);
  assert.equal(withOwnSellers(documents, []), documents);
  for (const name of ['payments', 'facturation']) {
    const mapping = await findMapping(name);
    assert.equal(withOwnSellers(mapping, ['1']), mapping);
  }
});

test('a seller is known by numbers that somebody gives out once', () => {
  const find = (wanted: string, seller: Partial<typeof sampleInvoice.seller>) =>
    new SellerCheck([wanted]).find({
      ...sampleInvoice,
      seller: { name: 'A', address: { countryCode: 'FR' }, ...seller },
    })?.code;
  assert.equal(find('123 456 782', { vatId: 'FR11123456782', legalId: { id: '123456782' } }), undefined);
  assert.equal(find('123456782', { identifiers: [{ id: '12345678200010', scheme: '0009' }] }), undefined);
  assert.equal(find('12345', { identifiers: [{ id: '12345' }] }), undefined);
  // The number by which a buyer knows its supplier may be that of anybody else.
  assert.equal(find('12345', { vatId: 'FR00732829320', identifiers: [{ id: '12345' }] }), 'OTHER_SELLER');
  assert.equal(find('FR11123456782', { name: 'FR11123456782', vatId: 'FR1' }), 'OTHER_SELLER');
});
