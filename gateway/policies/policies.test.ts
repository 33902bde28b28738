import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createSocketClient } from '../clients/testing/live-results.ts';
import { askByTransport } from '../testing/ask-by-transport.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { type OpaServer, startOpaServer } from './testing/opa-server.ts';

let folder: string;
let opa: OpaServer;
const gateways: TestGateway[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policies-'));
  opa = await startOpaServer();
});
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
  opa.questions.length = 0;
});
after(async () => {
  await opa.close();
  await rm(folder, { recursive: true });
});

async function writePolicies(policies: unknown): Promise<string> {
  const file = join(folder, 'policies.json');
  await writeFile(`${file}.next`, JSON.stringify({ policies }));
  await rename(`${file}.next`, file);
  return file;
}

async function start(environment: Readonly<Record<string, string>>): Promise<TestGateway> {
  const gateway = await startTestGateway(environment);
  gateways.push(gateway);
  return gateway;
}

async function startWith(vault: unknown, environment: Readonly<Record<string, string>> = {}) {
  return start({ ...environment, POLICIES_FILE: await writePolicies({ vault }) });
}

const vaultQuery = '{ hello vault { title } }';
const full = { hello: 'world', vault: { title: 'Dune' } };
const cut = { hello: 'world', vault: null };

async function figuresOf({ url }: TestGateway): Promise<string> {
  return (await fetch(url.replace('/graphql', '/metrics'))).text();
}

describe('a file of policies', () => {
  for (const [name, ask] of Object.entries(askByTransport)) {
    test(`decides about an operation by ${name}, by the claims of its token`, async () => {
      const gateway = await startWith({ claim: 'department', equals: 'safe' });
      const token = (department: string) => gateway.issuer.sign({ claims: { department } });
      const payload = { query: vaultQuery };
      assert.deepEqual((await ask(gateway.url, payload, await token('safe'))).data, full);
      const refused = await ask(gateway.url, payload, await token('other'));
      assert.deepEqual(refused.data, cut);
      assert.equal(refused.errors?.[0]?.extensions?.['code'], 'UNAUTHORIZED_FIELD_OR_TYPE');
      assert.deepEqual((await ask(gateway.url, payload)).data, cut);
    });
  }

  test('gives nobody the answer of another one, though both ask the same at the same moment', async () => {
    const gateway = await startWith({ address: ['192.0.2.0/24'] }, { TRUSTED_PROXIES: 'loopback' });
    const gate = gateway.library.closeGate();
    const ask = (address: string) =>
      gateway.ask('{ slow vault { title } }', { headers: { 'x-forwarded-for': address } });
    const inside = [ask('192.0.2.1'), ask('192.0.2.2')];
    const outside = ask('198.51.100.1');
    await waitFor('three questions', async () =>
      /gateway_policy_decisions_total\{policy="vault",outcome="refused"\} 1/.test(await figuresOf(gateway)),
    );
    await gate.reached;
    gate.open();
    for (const { body } of await Promise.all(inside))
      assert.deepEqual(body.data, { slow: 'done', vault: { title: 'Dune' } });
    assert.deepEqual((await outside).body.data, { slow: 'done', vault: null });
    assert.match(
      await figuresOf(gateway),
      /gateway_policy_decisions_total\{policy="vault",outcome="held"\} 2/,
    );
  });

  test('counts anew when it changes, also for a subscription that is open, and stays if it is broken', async () => {
    const gateway = await startWith({ authenticated: false });
    const client = createSocketClient(gateway.url);
    const live = client.run('subscription { alarm }');
    await waitFor('the upstream', () => gateway.library.books.subscriptions.seen.length === 1);
    gateway.library.feeds.fillTill(1);
    await live.reach(1);
    await writeFile(join(folder, 'policies.json'), '{"policies":{"vault":{}}}');
    await waitFor('the warning', () =>
      gateway.logLines.some((line) => line.includes('could not load the policies again')),
    );
    assert.deepEqual((await gateway.ask(vaultQuery)).body.data, full);
    await writePolicies({ vault: { authenticated: true } });
    await waitFor(
      'the newer policies',
      async () => (await gateway.ask(vaultQuery)).body.data?.['vault'] === null,
    );
    gateway.library.feeds.fillTill(2);
    await live.end();
    assert.deepEqual(live.codes, ['UNAUTHORIZED_FIELD_OR_TYPE']);
    await client.client.dispose();
  });

  test('with mistakes ends the start, and all of them are told', async () => {
    const file = await writePolicies({ vault: {}, office: { address: ['here'] } });
    await assert.rejects(start({ POLICIES_FILE: file }), (error: Error) => {
      assert.match(error.message, /policies\.vault must have exactly one of/);
      assert.match(error.message, /policies\.office\.address\.0 must be an address or a network/);
      return true;
    });
    await assert.rejects(start({ POLICIES_FILE: join(folder, 'none.json') }), /POLICIES_FILE cannot be read/);
  });

  test('that misses a policy of the supergraph, or has others, is told of in the log', async () => {
    const gateway = await start({ POLICIES_FILE: await writePolicies({ valut: { authenticated: true } }) });
    assert.ok(
      gateway.logLines.some(
        (line) => line.includes('"policies":["vault"]') && line.includes('nobody decides'),
      ),
    );
    assert.ok(
      gateway.logLines.some((line) => line.includes('"policies":["valut"]') && line.includes('has not')),
    );
    assert.deepEqual((await gateway.ask(vaultQuery, { roles: ['ADMIN'] })).body.data, cut);
  });
});

describe('an Open Policy Agent', () => {
  test('is asked once for an operation, and not for one that depends on no policy', async () => {
    opa.hold('vault');
    const gateway = await start({ OPA_URL: opa.url, OPA_CACHE_MS: '0' });
    await gateway.ask('{ hello }');
    assert.equal(opa.questions.length, 0);
    const token = await gateway.issuer.sign({
      subject: 'ada',
      clientId: 'page',
      claims: { department: 'safe' },
    });
    const { body } = await gateway.ask('query Twice { hello vault { title } again: vault { isbn } }', {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.deepEqual(body.data, { ...full, again: { isbn: '1' } });
    assert.equal(opa.questions.length, 1);
    const { policies, claims, clientId, address, operationName } = opa.questions[0]?.input ?? {};
    assert.deepEqual(policies, ['vault']);
    assert.equal(claims?.['department'], 'safe');
    assert.deepEqual([clientId, address, operationName], ['page', '127.0.0.1', 'Twice']);
    assert.doesNotMatch(JSON.stringify(opa.questions), new RegExp(token));
  });

  test('that is away refuses its policies and nothing else, until it is back', async () => {
    opa.hold('vault');
    const gateway = await start({ OPA_URL: opa.url, OPA_CACHE_MS: '0' });
    const ready = async () =>
      (await (await fetch(gateway.url.replace('/graphql', '/readyz'))).json()) as {
        readonly isReady: boolean;
        readonly parts: Readonly<Record<string, string>>;
      };
    await opa.goAway();
    assert.deepEqual((await gateway.ask(vaultQuery)).body.data, cut);
    const report = await ready();
    assert.equal(report.isReady, true);
    assert.equal(report.parts['open policy agent'], 'down');
    assert.match(
      await figuresOf(gateway),
      /gateway_policy_decisions_total\{policy="vault",outcome="undecided"\} 1/,
    );
    await opa.comeBack();
    await waitFor('the agent', async () => (await gateway.ask(vaultQuery)).body.data?.['vault'] !== null);
    assert.equal((await ready()).parts['open policy agent'], 'ok');
  });

  test('decides what the file does not', async () => {
    opa.hold('vault');
    const file = await writePolicies({ vault: { authenticated: true } });
    const gateway = await start({ OPA_URL: opa.url, POLICIES_FILE: file });
    assert.deepEqual((await gateway.ask(vaultQuery)).body.data, cut);
    assert.equal(opa.questions.length, 0);
    await writePolicies({ other: { authenticated: true } });
    await waitFor('the agent', async () => (await gateway.ask(vaultQuery)).body.data?.['vault'] !== null);
  });
});

test('a gateway without a provider decides by address and time as well', async () => {
  const gateway = await startWith(
    { address: ['127.0.0.0/8', '::/64'] },
    { AUTHENTICATION: 'none', OIDC_ISSUER: '', OIDC_AUDIENCE: '', OIDC_INTERNAL_URL: '' },
  );
  assert.deepEqual((await gateway.ask(vaultQuery)).body.data, full);
});
