import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toAddressLines } from './address.ts';

test('an address is written line by line, the country last', () => {
  assert.deepEqual(
    toAddressLines({
      line1: '12 rue des Lilas',
      line2: 'Bâtiment B',
      postalCode: '69003',
      city: 'Lyon',
      countryCode: 'FR',
    }),
    ['12 rue des Lilas', 'Bâtiment B', '69003 Lyon', 'France'],
  );
});

test('absent parts leave no empty line', () => {
  const address = { line1: 'Main St 1', line2: null, postalCode: null, city: 'Dublin', countryCode: 'IE' };
  assert.deepEqual(toAddressLines(address), ['Main St 1', 'Dublin', 'Ireland']);
  assert.deepEqual(toAddressLines(null), []);
});
