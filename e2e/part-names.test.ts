import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subgraphs } from '#schema/subgraphs.ts';
import { systemFr } from '../dashboard/src/messages/fr/system.ts';
import { services } from '../deploy/system/services.ts';
import { toWatchedServices } from '../deploy/system/watched-services.ts';
import { toServiceParts } from '../gateway/readiness/watched-services.ts';

test('each part of the system has a name in French', () => {
  const watched = toWatchedServices(services, (name) => `http://${name}.internal`);
  const parts = [
    'token keys',
    'identity provider',
    'database',
    'any subgraph',
    ...subgraphs.map(({ name }) => `subgraph ${name}`),
    ...Object.keys(toServiceParts(watched)),
  ];
  assert.ok(parts.includes('service batch-worker'));
  for (const part of parts) assert.notEqual(systemFr.partName(part), part);
  assert.equal(systemFr.partName('subgraph billing'), 'sous-graphe facturation');
  assert.equal(systemFr.partName('a part of tomorrow'), 'a part of tomorrow');
});
