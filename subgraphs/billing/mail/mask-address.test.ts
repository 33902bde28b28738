import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskAddress, maskAddresses } from './mask-address.ts';

test('an address shows its first letter and its domain', () => {
  assert.equal(maskAddress('accounts@example.com'), 'a***@example.com');
  assert.equal(maskAddress('a@example.com'), 'a***@example.com');
  assert.equal(maskAddress('émile@exemple.fr'), 'é***@exemple.fr');
  assert.equal(maskAddress('😀x@exemple.fr'), '😀***@exemple.fr');
});

test('the words of a server keep everything but addresses', () => {
  assert.equal(
    maskAddresses(
      '550 5.1.1 <ada.lovelace@example.com>: Recipient address rejected; see postmaster@mx.example',
    ),
    '550 5.1.1 <a***@example.com>: Recipient address rejected; see p***@mx.example',
  );
  assert.equal(maskAddresses('421 try again'), '421 try again');
});
