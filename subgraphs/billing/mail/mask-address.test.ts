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
      'ada.lovelace@example.com',
    ),
    '550 5.1.1 <a***@example.com>: Recipient address rejected; see p***@mx.example',
  );
  assert.equal(maskAddresses('421 try again', null), '421 try again');
});

test('the words of a server do not have the name of the mailbox either', () => {
  const recipient = 'Ada.Lovelace+bills@example.com';
  const mask = (text: string) => maskAddresses(text, recipient);
  assert.equal(mask('550 no such user ada.lovelace here'), '550 no such user A*** here');
  assert.equal(mask('550 mailbox "ADA.LOVELACE+BILLS": full'), '550 mailbox "A***": full');
  assert.equal(mask('550 ada.lovelace+bills at example.com is full'), '550 A*** at example.com is full');
  assert.equal(mask('550 adaXlovelace'), '550 adaXlovelace', 'a dot of the name is a dot');
  assert.equal(maskAddresses('451 a cat, at $& a@x.fr', 'a@x.fr'), '451 a*** cat, at $& a***@x.fr');
});
