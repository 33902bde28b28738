import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { OpaClient } from './opa-client.ts';
import { buildOpa, type RealOpa, startRealOpa } from './testing/real-opa.ts';

const token = 'a-token-of-sixteen-characters-or-more';
const vaultQuery = '{ hello vault { title } }';
const full = { hello: 'world', vault: { title: 'Dune' } };
const cut = { hello: 'world', vault: null };

let folder: string;
let program: string;
const agents: RealOpa[] = [];
const gateways: TestGateway[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opa-program-'));
  program = await buildOpa(folder);
});
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
  for (const agent of agents.splice(0)) await agent.stop();
});
after(() => rm(folder, { recursive: true }));

async function startAgent(...rego: readonly string[]): Promise<RealOpa> {
  const agent = await startRealOpa(program, rego);
  agents.push(agent);
  return agent;
}

async function startGateway(environment: Readonly<Record<string, string>>): Promise<TestGateway> {
  const gateway = await startTestGateway({ OPA_CACHE_MS: '0', OPA_TIMEOUT_MS: '10000', ...environment });
  gateways.push(gateway);
  return gateway;
}

async function agentPart({ url }: TestGateway): Promise<string | undefined> {
  const report = (await (await fetch(url.replace('/graphql', '/readyz'))).json()) as {
    readonly parts: Readonly<Record<string, string>>;
  };
  return report.parts['open policy agent'];
}

/** The example of the gateway's README. */
async function readExample(): Promise<string> {
  const text = await readFile(resolve(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```rego\n(.+?)```/s.exec(text)?.[1];
  assert.ok(example, 'the README has an example in Rego');
  return example;
}

test("the README's policies are decided by address and claims", async () => {
  const agent = await startAgent(await readExample());
  const client = new OpaClient({
    url: agent.url,
    path: 'gateway/policies',
    token: undefined,
    timeoutMs: 10_000,
    cacheMs: 0,
    metrics: { opaAsked: () => {} },
    log: { warn: assert.fail, info: assert.fail },
  });
  const holding = async (address: string, claims: object | null) => {
    const input = { policies: ['office', 'staff'], claims, clientId: null, address, operationName: null };
    const decisions = await client.decide(input, Date.now());
    return [...decisions].filter(([, holds]) => holds).map(([name]) => name);
  };
  try {
    assert.deepEqual(await holding('192.0.2.7', { groups: ['staff'] }), ['office', 'staff']);
    assert.deepEqual(await holding('192.0.2.7', { groups: [] }), ['office']);
    assert.deepEqual(await holding('198.51.100.1', { groups: ['staff'] }), ['staff']);
    assert.deepEqual(await holding('198.51.100.1', null), []);
  } finally {
    await client.close();
  }
});

test('a gateway is told by claims, client and time, as an object and as a list', async () => {
  const rules = `input.claims.department == "safe"
  input.clientId == "page"
  time.parse_rfc3339_ns(input.at) < time.parse_rfc3339_ns("2100-01-01T00:00:00Z")`;
  const forms = [
    `policies contains "vault" if {\n  ${rules}\n}`,
    `policies["vault"] := holds\n\ndefault holds := false\n\nholds if {\n  ${rules}\n}`,
  ];
  for (const form of forms) {
    const agent = await startAgent(`package gateway\n\n${form}\n`);
    const gateway = await startGateway({ OPA_URL: agent.url });
    const ask = async (clientId: string, department: string) => {
      const signed = await gateway.issuer.sign({ clientId, claims: { department } });
      return (await gateway.ask(vaultQuery, { headers: { authorization: `Bearer ${signed}` } })).body.data;
    };
    assert.deepEqual(await ask('page', 'safe'), full);
    assert.deepEqual(await ask('other', 'safe'), cut);
    assert.deepEqual(await ask('page', 'board'), cut);
    assert.deepEqual((await gateway.ask(vaultQuery)).body.data, cut);
  }
});

test('an agent that asks for a token gets the one of the configuration, and refuses another', async () => {
  const guard = `package system.authz\n\ndefault allow := false\n\nallow if input.identity == "${token}"\n`;
  const agent = await startAgent('package gateway\n\npolicies contains "vault"\n', guard);
  const known = await startGateway({ OPA_URL: agent.url, OPA_TOKEN: token });
  assert.deepEqual((await known.ask(vaultQuery)).body.data, full);
  assert.equal(await agentPart(known), 'ok');
  const unknown = await startGateway({ OPA_URL: agent.url, OPA_TOKEN: `${token}-but-another` });
  assert.deepEqual((await unknown.ask(vaultQuery)).body.data, cut);
  assert.equal(await agentPart(unknown), 'down');
});

test('a newer policy counts, a document that is not defined decides nothing, and neither does an agent that was killed', async () => {
  const agent = await startAgent('package gateway\n\npolicies contains "vault"\n');
  const gateway = await startGateway({ OPA_URL: agent.url });
  const isFull = async () => (await gateway.ask(vaultQuery)).body.data?.['vault'] !== null;
  assert.ok(await isFull());
  const put = async (rego: string) => {
    const response = await fetch(`${agent.url}/v1/policies/later`, { method: 'PUT', body: rego });
    assert.equal(response.status, 200, await response.text());
  };
  await put('package gateway.other\n\npolicies contains "vault"\n');
  const elsewhere = await startGateway({ OPA_URL: agent.url, OPA_PATH: 'gateway/none' });
  assert.deepEqual((await elsewhere.ask(vaultQuery)).body.data, cut);
  const other = await startGateway({ OPA_URL: agent.url, OPA_PATH: 'gateway/other/policies' });
  assert.deepEqual((await other.ask(vaultQuery)).body.data, full);
  await put('package gateway.other\n\npolicies contains "office"\n');
  assert.deepEqual((await other.ask(vaultQuery)).body.data, cut);

  await agent.kill();
  assert.deepEqual((await gateway.ask(vaultQuery)).body.data, cut);
  assert.equal(await agentPart(gateway), 'down');
  await agent.restart();
  await waitFor('the agent to decide again', isFull);
  assert.equal(await agentPart(gateway), 'ok');
});
