import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { SystemAddresses } from '../running-system.ts';
import { fillSignInForm } from './sign-in-form.ts';

/** The browser settings of a visitor. */
export interface VisitOptions {
  readonly language?: 'en' | 'fr';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** The longest wait for a page to show something. */
const timeoutMs = 60_000;

/** The rules of WCAG 2.2 to level AA, and axe's good practices. */
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/**
 * A person with a browser of their own. What goes wrong without stopping the page (errors of scripts, refusals by the content
 * security policy, requests to others) is collected, and `dispose` fails with it.
 */
export class Visitor implements AsyncDisposable {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #system: SystemAddresses;
  readonly #troubles: { readonly text: string; readonly stack?: string | undefined }[] = [];

  private constructor(context: BrowserContext, page: Page, system: SystemAddresses) {
    this.#context = context;
    this.page = page;
    this.#system = system;
    this.#watch(page);
  }

  /** Opens a browser window that has never been here. */
  static async open(
    browser: Browser,
    system: SystemAddresses,
    { language = 'en', theme = 'light', width = 1280, height = 800 }: VisitOptions = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale: language === 'fr' ? 'fr-FR' : 'en-GB',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(timeoutMs);
    return new Visitor(context, await context.newPage(), system);
  }

  /** Goes to a path of the page. */
  async go(path: string): Promise<void> {
    await this.page.goto(this.#system.pageUrl + path);
  }

  /** Goes to a path of the page and signs in at the provider on the way, as a person who has not chosen anything yet. */
  async signIn(user: string, path = '/'): Promise<void> {
    await forgetPreferences(this.#system, user);
    await this.signInAgain(user, path);
  }

  /** Signs in like `signIn`, but with the preferences that the person has stored. */
  async signInAgain(user: string, path = '/'): Promise<void> {
    await this.go(path);
    await this.page.getByRole('link', { name: /^(Sign in|Se connecter)$/ }).click();
    await this.fillSignIn(this.page, user);
    await this.page.getByRole('main').locator('h1').waitFor();
  }

  /** Fills in the provider's form and waits for the page. */
  async fillSignIn(page: Page, user: string): Promise<void> {
    await fillSignInForm(page, user);
    await page.waitForURL(`${this.#system.pageUrl}/**`);
  }

  /** Another tab of the same browser. */
  async openTab(): Promise<Page> {
    const tab = await this.#context.newPage();
    this.#watch(tab);
    return tab;
  }

  /** Ends the session at the provider, as signing out in another application does. The cookie stays. */
  async endSessionElsewhere(): Promise<void> {
    const elsewhere = await this.#context.newPage();
    await elsewhere.goto(`${this.#system.issuer}/protocol/openid-connect/logout`);
    await elsewhere.getByRole('button', { name: /^(Sign out|Se déconnecter)$/ }).click();
    await elsewhere.waitForLoadState();
    await elsewhere.close();
  }

  /** @throws naming each element of the page that breaks a rule of accessibility. */
  async assertAccessible(what: string): Promise<void> {
    await this.page.evaluate(axe.source);
    const { violations } = (await this.page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(axeTags)}, resultTypes: ['violations'] })`,
    )) as AxeResults;
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary}`),
    );
    assert.deepEqual(found, [], what);
  }

  /** @throws if the page is wider than the window, so that it has to be scrolled both ways. */
  async assertNoOverflow(what: string): Promise<void> {
    const overflow = await this.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(overflow, 0, what);
  }

  /** From now on nothing is wrong if a message of the browser's console matches. */
  expectTrouble(pattern: RegExp): void {
    this.#expected.push(pattern);
  }
  readonly #expected: RegExp[] = [];

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
    assert.deepEqual(
      this.#troubles.filter(({ text }) => !this.#expected.some((pattern) => pattern.test(text))),
      [],
    );
  }

  #watch(page: Page): void {
    const origins = [this.#system.pageUrl, new URL(this.#system.issuer).origin];
    page.on('pageerror', ({ message, stack }) => this.#troubles.push({ text: message, stack }));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.#troubles.push({ text: message.text() });
    });
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^(https?|wss?):$/.test(protocol) && !origins.includes(origin.replace(/^ws/, 'http')))
        this.#troubles.push({ text: `a request to ${request.url()}` });
    });
  }
}

/** Takes back what a person has chosen in other tests: the language, the appearance, the page to begin with. */
async function forgetPreferences({ gatewayUrl, tokenOf }: SystemAddresses, user: string): Promise<void> {
  const response = await fetch(gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(user)}` },
    body: JSON.stringify({
      query: `mutation Forget {
        updatePreferences(input: { language: null, theme: null, density: null, defaultPage: null, mailApprovals: null, mailAlerts: null, mailImports: null }) {
          userErrors { message }
        }
      }`,
    }),
  });
  const answer = (await response.json()) as {
    readonly data?: { readonly updatePreferences: { readonly userErrors: readonly unknown[] } | null };
  };
  assert.deepEqual(answer.data?.updatePreferences?.userErrors, [], JSON.stringify(answer));
}
