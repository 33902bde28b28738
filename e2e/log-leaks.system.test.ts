import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findLogLeaks } from './log-leaks.ts';
import { openSharedSystem } from './shared-system.ts';

test('no process logs a token, an e-mail address, a search or a variable, whatever fails', async (t) => {
  const system = await openSharedSystem();
  t.after(() => system[Symbol.asyncDispose]());
  const planted = 'PlantedMarker7316';
  const token = await system.tokenOf('admin');
  const ask = (url: string, query: string, variables: object, bearer = token) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ query, variables }),
    }).then((response) => response.text());
  const create = `mutation ($input: CreateCustomerInput!) {
    createCustomer(input: $input) { customer { id } userErrors { code } }
  }`;
  const input = {
    displayName: `${planted} name`,
    email: `${planted}@example.com`,
    externalReference: `${planted}-reference`,
  };
  for (const url of [system.gatewayUrl, system.subgraphUrl('customer')]) {
    await Promise.all([1, 2, 3].map(() => ask(url, create, { input })));
    await ask(url, create, { input: { ...input, displayName: 7, [planted]: planted } });
    await ask(url, `{ customers(filter: { search: "${planted}" }) { totalCount } }`, {});
    await ask(url, `{ ${planted} }`, { [planted]: planted });
    await ask(url, '{ __typename }', {}, `${token}${planted}`);
    await fetch(`${url}/nothing?search=${planted}`);
  }
  const leaks = await findLogLeaks(join(system.environment['DATA_DIR'] ?? '', 'logs'), [planted]);
  assert.deepEqual(leaks, []);
});

test('a leak is found where it is', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'log-leaks-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'a.log'), '{"msg":"right"}\n{"msg":"for ada@example.com"}\n');
  await writeFile(join(folder, 'b.log.1'), 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln PLANT\n');
  const leaks = await findLogLeaks(folder, ['PLANT']);
  assert.deepEqual(
    leaks.map((leak) => leak.split(': ')[0]),
    ['a.log:2', 'b.log.1:1', 'b.log.1:1', 'b.log.1:1'],
  );
});
