import { randomUUID } from 'node:crypto';
import { type Browser, createBrowser, expectLeft, expectPage, type Visit } from './browser.ts';
import { type RelyingParty, requestSignIn, type SignInRequest } from './relying-party.ts';

/** A password that the realm's policy takes. */
export const goodPassword = 'Correct-Horse-1';

/** Somebody who has an account of their own. */
export interface Person {
  readonly username: string;
  readonly email: string;
}

export function createPerson(): Person {
  const username = `test-${randomUUID()}`;
  return { username, email: `${username}@facturation.example` };
}

/** Fills in the registration form, as far as the answer to it. */
export async function fillRegistration(
  { web, target }: RelyingParty,
  { username, email }: Person,
  password = goodPassword,
  browser = createBrowser([target.redirectUri]),
): Promise<{ visit: Visit; redeem: SignInRequest['redeem']; browser: Browser }> {
  const request = await requestSignIn(web, target);
  const signIn = expectPage(await browser.open(request.url));
  const registration = expectPage(await browser.follow(signIn, 'registration'));
  const visit = await browser.submit(registration, {
    username,
    email,
    firstName: 'Test',
    lastName: 'Person',
    password,
    'password-confirm': password,
  });
  return { visit, redeem: request.redeem, browser };
}

/** Registers somebody new. */
export async function registerPerson(party: RelyingParty): Promise<Person> {
  const person = createPerson();
  const { visit, redeem } = await fillRegistration(party, person);
  await redeem(expectLeft(visit));
  return person;
}
