import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { subgraphs } from '#schema/subgraphs.ts';
import { contexts, toPasswordVariable } from './database-roles.ts';
import { toForwardedRoutes } from './forwarded-routes.ts';
import type { SystemService } from './service.ts';
import { identityProvider, portVariables, services } from './services.ts';
import { toWatchedServices } from './watched-services.ts';

const read = (file: string) => readFile(resolve(import.meta.dirname, '../..', file), 'utf8');
const all: readonly SystemService[] = services;

/** The block of a service in docker-compose.yml, up to the next one. */
function findBlock(compose: string, name: string): string {
  return new RegExp(`^  ${name}:\\n((?:    .*\\n|\\n|  #.*\\n)+)`, 'm').exec(compose)?.[1] ?? '';
}

test('no two services have a name or a port in common', () => {
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  assert.equal(new Set(portVariables.map((one) => one.default)).size, portVariables.length);
});

test('every role that a service connects with is owned by one', () => {
  const roles = all
    .filter(({ databaseVariables }) => databaseVariables.length > 0)
    .map(({ name, sharesRoleOf }) => sharesRoleOf ?? name);
  const owners: readonly string[] = contexts;
  assert.deepEqual(
    roles.filter((role) => !owners.includes(role)),
    [],
  );
});

test('each subgraph of the supergraph is a service that listens where the supergraph says', () => {
  for (const { name, url } of subgraphs) {
    const service = all.find((one) => one.name === name);
    assert.equal(url, `http://localhost:${service?.port.default}/graphql`, name);
  }
});

/** The compose file as it is without TLS, by the defaults of its variables. */
async function readCompose(): Promise<string> {
  const compose = await read('docker-compose.yml');
  return compose.replaceAll(/\$\{SCHEME:-(http)\}|\$\{DATABASE_TLS:-()\}/g, '$1');
}

test('docker-compose.yml runs each service: its program, its port, its role and its health', async () => {
  const compose = await readCompose();
  for (const { name, program, port, databaseVariables, sharesRoleOf = name } of all) {
    const block = findBlock(compose, name);
    assert.ok(block.includes(`command: ["node", "${program}"]`), `command of ${name}`);
    assert.ok(block.includes(`${port.variable}: "${port.default}"`), `port of ${name}`);
    assert.ok(block.includes(`http://127.0.0.1:${port.default}/readyz`), `health of ${name}`);
    const login = `postgres://${sharesRoleOf}:\${${toPasswordVariable(sharesRoleOf)}}@postgres:5432/facturation`;
    for (const variable of databaseVariables)
      assert.ok(block.includes(`      ${variable}: ${login}\n`), `${variable} of ${name}`);
  }
});

test('docker-compose.yml gives processes and the database longer to end than they take', async () => {
  const compose = await readCompose();
  const seconds = (block: string) => Number(/^ +stop_grace_period: (\d+)s$/m.exec(block)?.[1]);
  assert.ok(
    seconds(/^x-service:.*\n(?: .*\n)+/m.exec(compose)?.[0] ?? '') * 1_000 >= closeDeadlines.processEndMs,
  );
  assert.ok(seconds(findBlock(compose, 'postgres')) * 1_000 >= closeDeadlines.databaseMs);
});

test('docker-compose.yml tells the gateway of every subgraph, and starts it after them', async () => {
  const block = findBlock(await readCompose(), 'gateway');
  for (const { name } of subgraphs) {
    const port = all.find((one) => one.name === name)?.port.default;
    assert.ok(block.includes(`SUBGRAPH_URL_${name.toUpperCase()}: http://${name}:${port}/graphql`), name);
    assert.ok(block.includes(`${name}: { condition: service_healthy }`), name);
  }
});

test('docker-compose.yml lets the gateway forward the same paths as npm start, each to its service', async () => {
  const block = findBlock(await readCompose(), 'gateway');
  const [, routes = ''] = /^ +FORWARDED_ROUTES: '(.*)'$/m.exec(block) ?? [];
  const toOrigin = (name: string) => `http://${name}:${all.find((one) => one.name === name)?.port.default}`;
  assert.deepEqual(JSON.parse(routes), toForwardedRoutes(toOrigin));
});

test('docker-compose.yml lets the gateway watch the same services as npm start', async () => {
  const block = findBlock(await readCompose(), 'gateway');
  const [, watched = ''] = /^ +WATCHED_SERVICES: '(.*)'$/m.exec(block) ?? [];
  const toOrigin = (name: string) => `http://${name}:${all.find((one) => one.name === name)?.port.default}`;
  assert.deepEqual(JSON.parse(watched), toWatchedServices(all, toOrigin));
});

test('docker-compose.yml and .env.example know a password for every role', async () => {
  const [compose, example] = await Promise.all([readCompose(), read('.env.example')]);
  const provision = findBlock(compose, 'provision');
  for (const variable of contexts.map(toPasswordVariable)) {
    assert.ok(provision.includes(`      ${variable}: \${${variable}:?`), `provision reads ${variable}`);
    assert.match(example, new RegExp(`^${variable}=.`, 'm'));
  }
});

test("README's table tells the variable of every port", async () => {
  const readme = await read('README.md');
  for (const { variable } of portVariables)
    assert.match(readme, new RegExp(`^\\| .*\`${variable}\``, 'm'), variable);
});

test("README's table tells which process of npm start runs which services", async () => {
  const readme = await read('README.md');
  const groups = Map.groupBy([identityProvider, ...all], ({ group }) => group);
  for (const [group, members] of groups) {
    const names = members.map(({ name }) => (name === 'identity' ? 'identity provider' : name));
    assert.ok(readme.includes(`| \`${group}\` | ${names.join(', ')} |\n`), group);
  }
});
