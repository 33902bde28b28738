import type { Page, Response } from 'playwright-core';
import { fillSignInForm } from './sign-in-form.ts';

/** The longest wait for a page to show something. */
const timeoutMs = 60_000;

/** Opens the playground and waits until a query can be written. */
export async function openPlayground(page: Page, gatewayUrl: string): Promise<void> {
  page.setDefaultTimeout(timeoutMs);
  const answer = await page.goto(`${gatewayUrl}/playground/`);
  if (answer?.status() === 404)
    throw new Error('The gateway has no page, as it is not built: npm run playground:build');
  await waitForEditor(page);
}

/** Waits for the editor and for the schema, without which the explorer is empty. */
export async function waitForEditor(page: Page): Promise<void> {
  await page.locator('.graphiql-query-editor .view-lines').waitFor();
  await page.locator('.graphiql-response .monaco-editor').waitFor();
}

/** Signs in by the page of the provider. */
export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await fillSignInForm(page, username, password);
  await page.getByText(username, { exact: true }).waitFor();
  await waitForEditor(page);
}

/** The person that the bar shows as signed in, with the roles. */
export async function readBar(page: Page): Promise<{ username: string; roles: string[] }> {
  const username = (await page.locator('.person').textContent()) ?? '';
  return {
    username,
    roles: await page.getByRole('list', { name: 'Roles' }).getByRole('listitem').allTextContents(),
  };
}

/** Puts a query in place of what the editor holds. */
export async function writeQuery(page: Page, query: string): Promise<void> {
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(query);
}

/** Puts what the editor holds on lines of their own, and shows the first. */
export async function prettify(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Prettify query/ }).click();
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await page.keyboard.press('ControlOrMeta+Home');
}

/** Runs what the editor holds and gives back what the gateway answered. */
export async function runQuery(page: Page, press: () => Promise<void>): Promise<unknown> {
  const [response] = await Promise.all([page.waitForResponse(isAnswer), press()]);
  return response.json();
}

/** Signs out, at the gateway and at the provider. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('Not signed in').waitFor();
}

/** The errors on a page that did not stop it, and its requests to hosts other than the gateway and the provider. */
export interface PageTrouble {
  readonly problems: readonly string[];
  readonly foreignRequests: readonly string[];
}

/** Collects from now on errors of scripts, refusals by the content security policy, and requests to other origins. */
export function watchForTrouble(page: Page, origins: readonly string[]): PageTrouble {
  const problems: string[] = [];
  const foreignRequests: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) problems.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:|^wss?:/.test(url.protocol) && !origins.includes(url.origin)) foreignRequests.push(url.href);
  });
  return { problems, foreignRequests };
}

function isAnswer(response: Response): boolean {
  const request = response.request();
  return (
    new URL(response.url()).pathname === '/graphql' &&
    request.method() === 'POST' &&
    !(request.postData() ?? '').includes('IntrospectionQuery')
  );
}
