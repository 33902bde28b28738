import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';
import { tabTo } from './keyboard.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

const folderOf = (part: string) => join(suite.system.environment['DATA_DIR'] ?? '', 'platform', part);

/** Some issued invoice of the system. */
async function findInvoice(): Promise<{ readonly id: string; readonly number: string }> {
  const { system } = suite;
  const client = createGraphqlClient(system.gatewayUrl, await system.tokenOf('billing-manager'));
  const { data } = await client<{ invoices: { edges: { node: { id: string; number: string } }[] } }>(
    '{ invoices(first: 1, filter: { origin: OWN, kind: INVOICE, status: [ISSUED] }) { edges { node { id number } } } }',
  );
  const invoice = data.invoices?.edges[0]?.node;
  assert.ok(invoice);
  return invoice;
}

/** Writes a message as whoever stands for the platform does: under a name that begins with a dot, which is then changed. */
async function tell(message: { readonly id: string; readonly [member: string]: unknown }): Promise<void> {
  const written = join(folderOf('in'), `.${message.id}`);
  await writeFile(written, JSON.stringify(message));
  await rename(written, join(folderOf('in'), `${message.id}.json`));
  await waitFor('the message is applied', async () =>
    (await readdir(folderOf('done'))).includes(`${message.id}.json`),
  );
}

test(
  'an invoice is given to the platform, and the page shows the statuses that the platform tells',
  options,
  async () => {
    await using visitor = await open();
    const { page } = visitor;
    const { id, number } = await findInvoice();
    await visitor.signIn('billing-manager', `/invoices/${id}`);
    await page.getByText('The document was not given to the approved platform.').waitFor();
    const give = page.getByRole('button', { name: 'Give to the platform' });
    await tabTo(page, give);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await visitor.assertAccessible('the dialog of the platform');
    await dialog.getByRole('button', { name: 'Give to the platform' }).press('Enter');
    await page.getByText('The document goes to the platform.').waitFor();

    const file = join(folderOf('out'), `${number}-cii.xml`);
    const xml = await waitFor('the document comes into the folder', () =>
      readFile(file, 'utf8').catch(() => undefined),
    );
    assert.match(xml, /<rsm:CrossIndustryInvoice[ >]/);
    assert.match(xml, new RegExp(`<ram:ID>${number}</ram:ID>`));

    await tell({ id: randomUUID(), invoice: number, status: 200, at: '2026-09-02T08:00:00Z' });
    await tell({
      id: randomUUID(),
      invoice: number,
      status: 210,
      at: '2026-09-03T08:30:00Z',
      reasons: [{ code: 'DEST_ERR', text: 'We are not the buyer.' }],
    });
    await page.reload();
    const statuses = page.getByRole('table', { name: 'Approved platform' });
    await statuses.getByRole('cell', { name: '210 Refused' }).waitFor();
    assert.deepEqual(
      (await statuses.getByRole('row').allInnerTexts()).slice(1).map((row) => row.split('\t').slice(1)),
      [
        ['210 Refused', 'DEST_ERR: We are not the buyer.'],
        ['200 Deposited', ''],
      ],
    );
    await visitor.assertAccessible('an invoice with statuses of the platform');
    assert.equal(await give.count(), 0);
  },
);
