import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startRunningSystem } from '../running-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(startRunningSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

interface WithCustomer extends TestRefusal {
  readonly customer: { readonly id: string } | null;
}
interface WithRequest extends TestRefusal {
  readonly request: { readonly reference: string } | null;
}

async function callAs(user: string): Promise<GraphqlClient> {
  return createGraphqlClient(suite.system.gatewayUrl, await suite.system.tokenOf(user));
}

/** Gives a new request about a new customer to the administrator. @returns its reference */
async function giveToAdmin(manager: GraphqlClient): Promise<string> {
  const customer = { displayName: `Mails ${randomUUID()}`, idempotencyKey: randomUUID() };
  const made = await callMutation<WithCustomer>(manager, 'createCustomer', customer, 'customer { id }');
  const [, payload = ''] = (await suite.system.tokenOf('admin')).split('.');
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly sub: string };
  const request = {
    kind: 'TASK',
    title: 'Call back',
    customerId: made.customer?.id,
    assigneeId: sub,
    idempotencyKey: randomUUID(),
  };
  const given = await callMutation<WithRequest>(manager, 'createRequest', request, 'request { reference }');
  assert.deepEqual(given.userErrors, []);
  return given.request?.reference ?? '';
}

/** The mails in the folder of the system, without soft line breaks. */
async function readMails(): Promise<string[]> {
  const folder = join(suite.system.environment['DATA_DIR'] ?? '', 'mail');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
  return Promise.all(
    names.map(async (name) => (await readFile(join(folder, name), 'utf8')).replaceAll('=\r\n', '')),
  );
}

test(
  'a given request comes by mail in the language of the person, until they choose otherwise',
  options,
  async () => {
    await using visitor = await open({ width: 320 });
    const { page } = visitor;
    await visitor.signIn('admin', '/account');
    await visitor.assertAccessible('the account');
    await visitor.assertNoOverflow('the account');
    await page.getByRole('combobox').first().selectOption('fr');
    await page.getByRole('group', { name: 'Avis par courriel' }).waitFor();
    const admin = await callAs('admin');
    await admin('{ requests(first: 1) { totalCount } notices(first: 1) { totalCount } }');
    const manager = await callAs('customer-manager');
    const reference = await giveToAdmin(manager);
    const mail = await waitFor(
      'the mail',
      async () => (await readMails()).find((text) => text.includes(reference)),
      60_000,
    );
    assert.match(mail, /^To: admin@facturation\.example\r$/m);
    assert.match(mail, new RegExp(`^Subject: Pour vous : demande ${reference}\r$`, 'm'));
    assert.match(mail, /^Auto-Submitted: auto-generated\r$/m);

    const box = page.getByRole('checkbox', { name: /^Échéances/ });
    assert.equal(await box.isChecked(), true);
    const kept = page.waitForResponse((response) => response.request().method() === 'POST');
    await box.uncheck();
    await kept;
    await page.reload();
    await box.waitFor();
    assert.equal(await box.isChecked(), false);
    const unwanted = await giveToAdmin(manager);
    const isNoticed = async () => {
      const { data } = await admin<{ notices: { edges: { node: { subject: string } }[] } }>(
        '{ notices(first: 5) { edges { node { subject } } } }',
      );
      return data.notices.edges.some(({ node }) => node.subject === unwanted);
    };
    await waitFor('the notice', isNoticed);
    await box.check();
    const wanted = await giveToAdmin(manager);
    await waitFor(
      'the mail that is wanted',
      async () => (await readMails()).some((text) => text.includes(wanted)),
      60_000,
    );
    assert.equal((await readMails()).filter((text) => text.includes(unwanted)).length, 0);
  },
);
