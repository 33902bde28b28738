import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderLoginProblem } from './login-page.ts';

for (const [accepted, language, text] of [
  [undefined, 'en', 'Sign in again'],
  ['de, ja', 'en', 'Sign in again'],
  ['de, fr-CA;q=0.8, en;q=0.5', 'fr', 'Se connecter de nouveau'],
  ['en-GB, fr', 'en', 'Sign in again'],
  ['__proto__, fr;q=0.1', 'fr', 'Se connecter de nouveau'],
] as const) {
  test(`the page of a failed sign-in for "${accepted}" is in ${language}`, () => {
    const page = renderLoginProblem('LOGIN_REFUSED', accepted);
    assert.ok(page.includes(`<html lang="${language}">`) && page.includes(text), page);
    assert.ok(page.includes('<small>LOGIN_REFUSED</small>'));
  });
}
