import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { subgraphs } from '#schema/subgraphs.ts';
import { findRunningSystem } from '../../deploy/local/run-file.ts';
import { type RunningSystem, startRunningSystem } from '../running-system.ts';

let system: RunningSystem;
before(async () => {
  system = await startRunningSystem();
});
after(() => system.stop());

async function fieldsOfQuery(): Promise<readonly string[]> {
  const response = await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __type(name: "Query") { fields { name } } }' }),
  });
  const { data } = (await response.json()) as { data: { __type: { fields: { name: string }[] } } };
  return data.__type.fields.map(({ name }) => name);
}

test('the gateway of npm start takes what is published to the registry of npm start, and keeps a copy', async () => {
  const dataFolder = system.environment['DATA_DIR'] ?? '';
  const { registry } = await findRunningSystem(dataFolder);
  assert.ok(!(await fieldsOfQuery()).includes('fieldOfTheTest'));
  const sdl = `${await readSubgraphSdl('people')}\nextend type Query { fieldOfTheTest: String @hasRole(roles: [ADMIN]) }\n`;
  const response = await fetch(`${registry.url}/graphs/facturation/current/subgraphs`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-api-key': registry.key },
    body: JSON.stringify({ subgraphs: [{ name: 'people', sdl }] }),
  });
  assert.equal(response.status, 200, await response.clone().text());
  await waitFor('the field', async () => (await fieldsOfQuery()).includes('fieldOfTheTest'));
  await access(join(dataFolder, 'supergraphs', 'facturation@current.graphql'));
});

test('the subgraphs of npm start are instances at its registry', async () => {
  const { registry } = await findRunningSystem(system.environment['DATA_DIR'] ?? '');
  await waitFor('all instances', async () => {
    const response = await fetch(`${registry.url}/instances/facturation/current`, {
      headers: { 'x-api-key': registry.key },
    });
    const { subgraphs: found } = (await response.json()) as { subgraphs: Record<string, { url: string }[]> };
    return subgraphs.every(({ name }) => found[name]?.length === 1);
  });
});

test('a start together with the registry warns of nothing', () => {
  assert.doesNotMatch(system.errors(), /the registry|supergraph|usage report/i);
});
