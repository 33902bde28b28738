import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { findLanguageChoice } from './page-view.ts';
import type { Realm } from './realm.ts';

const realm = { name: 'shop', languages: ['en', 'fr'], defaultLanguage: 'en' } as unknown as Realm;

function locationFor(url: string): string | undefined {
  return findLanguageChoice(realm, { method: 'GET', url, headers: {} } as IncomingMessage)?.location;
}

test('the choice of a language leads to the same page, whose other parameters stay', () => {
  assert.equal(locationFor('/realms/shop/account?a=1&kc_locale=fr&b=2'), '/realms/shop/account?a=1&b=2');
  assert.equal(locationFor('/realms/shop/account?kc_locale=fr'), '/realms/shop/account');
});

test('a language that the realm does not have is no choice', () => {
  assert.equal(locationFor('/realms/shop/account?kc_locale=de'), undefined);
});

test('the choice of a language leads to no other host, whatever the path', () => {
  const path = '/realms/shop/account/../../..//evil.example/';
  assert.equal(locationFor(`${path}?kc_locale=fr`), path);
});
