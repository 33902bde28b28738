import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parseRealm } from '../realm.ts';
import { identityTextsEn } from '../texts/english.ts';
import { identityTextsFr } from '../texts/french.ts';
import { type Recipient, toActionsMail, toNoticeMail, toResetMail, toVerificationMail } from './mails.ts';

const realm = parseRealm(await readFile(new URL('../../keycloak/realm.json', import.meta.url), 'utf8'), {});
const ada = {
  username: 'ada',
  firstName: 'Ada <b>',
  email: 'ada@example.com',
} as Recipient;
const link = { url: 'https://id.example/action-token?key=x&lang=y', seconds: 3600 };

test('each mail of an account is a text and a page that say the same, and nothing of a name is markup', () => {
  for (const [texts, language] of [
    [identityTextsEn, 'en-GB'],
    [identityTextsFr, 'fr-FR'],
  ] as const) {
    const origin = { realm, texts };
    const linked = [toResetMail, toActionsMail, toVerificationMail].map((write) => write(origin, ada, link));
    for (const { text, html = '' } of linked) {
      assert.ok(text.includes(`\n\n${link.url}\n\n`), text);
      assert.ok(html.includes('<a href="https://id.example/action-token?key=x&amp;lang=y">'), html);
    }
    for (const { to, text, html = '' } of [...linked, toNoticeMail(origin, ada, 'PASSWORD_SET')]) {
      assert.equal(to, ada.email);
      assert.ok(html.includes(`<html lang="${language}">`));
      assert.equal(toWords(html), text.replaceAll(/\s+/g, ' ').trim());
      assert.ok(text.includes('Ada <b>') && html.includes('Ada &lt;b&gt;'));
    }
  }
});

/** The words of a page's body as a reader sees them. */
function toWords(html: string): string {
  return html
    .slice(html.indexOf('<body'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
