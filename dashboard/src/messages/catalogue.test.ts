import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Catalogue } from './catalogue.ts';
import { en, enParts, type PartName } from './en.ts';
import { fr, frParts } from './fr.ts';
import { showLanguage, withTexts } from './languages.ts';

test('texts of a feature are there once they are loaded, beside those of every page', async () => {
  const catalogue = new Catalogue(en, enParts);
  assert.equal(catalogue.messages.shell.product, en.shell.product);
  await catalogue.load('live');
  assert.equal(catalogue.messages.live, await enParts.live());
  assert.deepEqual(catalogue.parts, ['live']);
});

test('texts are loaded once, and again if they did not come', async () => {
  let attempts = 0;
  const catalogue = new Catalogue(en, {
    ...enParts,
    async system() {
      attempts += 1;
      if (attempts === 1) throw new Error('offline');
      return enParts.system();
    },
  });
  await assert.rejects(catalogue.load('system'), /offline/);
  await Promise.all([catalogue.load('system'), catalogue.load('system')]);
  assert.equal(attempts, 2);
});

test('a component that reads texts too early waits for them, and is told for a while that they did not come', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let attempts = 0;
  const { messages } = new Catalogue(en, {
    ...enParts,
    async system() {
      attempts += 1;
      if (attempts === 1) throw new Error('offline');
      return enParts.system();
    },
  });
  const first = suspend(() => messages.system);
  assert.equal(
    suspend(() => messages.system),
    first,
    'one promise for all who wait',
  );
  await assert.rejects(first, /offline/);
  for (const _ of ['drawn', 'drawn once more']) assert.throws(() => messages.system, /offline/);
  context.mock.timers.tick(1_000);
  await suspend(() => messages.system);
  assert.equal(messages.system, await enParts.system());
  assert.equal(attempts, 2);
});

/** The promise that a component throws to be drawn again once it is settled. */
function suspend(draw: () => unknown): Promise<unknown> {
  try {
    draw();
  } catch (thrown) {
    if (thrown instanceof Promise) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was thrown.');
}

test('another language comes with all texts that were shown before', async () => {
  await showLanguage('en');
  await withTexts(['customers', 'invoices'], async () => 'code')();
  const { messages } = await showLanguage('fr');
  assert.equal(messages.customers, await frParts.customers());
  assert.equal(messages.invoices, await frParts.invoices());
});

test('the titles of pages are the same in the navigation and on the pages', async () => {
  for (const [common, parts] of [
    [en, enParts],
    [fr, frParts],
  ] as const) {
    const catalogue = new Catalogue(common, parts);
    await Promise.all((Object.keys(parts) as PartName[]).map((name) => catalogue.load(name)));
    const { messages } = catalogue;
    const { approvals, ...titles } = messages.shell.pages;
    assert.equal(approvals, messages.invoices.approvals.title);
    for (const [name, title] of Object.entries(titles))
      assert.equal(title, messages[name as Exclude<keyof typeof messages.shell.pages, 'approvals'>].title);
  }
});
