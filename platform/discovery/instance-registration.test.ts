import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { z } from 'zod';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { instanceFields, toInstanceConfiguration } from './instance-fields.ts';
import { InstanceRegistration, type RegistrationTimes } from './instance-registration.ts';

interface Seen {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly key: unknown;
  readonly body: unknown;
}

const facts = {
  url: 'http://10.0.0.1:4001/graphql',
  sdlHash: 'a'.repeat(64),
  version: '1',
  leaseSeconds: 15,
};

let seen: Seen[];
/** The status of answers to a registration. */
let status: number;
/** True if there are no answers, whatever the status is. */
let isMute: boolean;
let state: string;
let logLines: string[];
let opened: InstanceRegistration[];
const server = createServer((request, response) => {
  void readBody(request).then((body) => {
    const { method, url: path, headers } = request;
    seen.push({ method, path, key: headers['x-api-key'], body });
    if (!isMute) response.writeHead(method === 'DELETE' ? 204 : status).end(JSON.stringify({ state }));
  });
});

beforeEach(async () => {
  seen = [];
  status = 200;
  isMute = false;
  state = 'LIVE';
  logLines = [];
  opened = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await Promise.all([...opened.map((one) => one.leave()), new Promise((resolve) => server.close(resolve))]);
});

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}

const quickTimes: RegistrationTimes = {
  renewMs: 10,
  retryMs: 5,
  answerMs: 1_000,
  leaveMs: 2_000,
  drainMs: 1,
  patienceMs: 20,
};

function open(times: Partial<RegistrationTimes> = {}, leaseSeconds = 15): InstanceRegistration {
  const registration = new InstanceRegistration({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/instances`,
    key: 'a key for tests alone',
    facts: { ...facts, leaseSeconds },
    log: createLog({
      name: 'test',
      level: 'info',
      destination: { write: (line) => void logLines.push(line) },
    }),
    times: leaseSeconds === 15 ? { ...quickTimes, ...times } : times,
  });
  opened.push(registration);
  registration.start();
  return registration;
}

const methods = () => seen.map(({ method }) => method);

test('a process registers with what it is, renews, and leaves by the same name', async () => {
  const registration = open();
  await waitFor('renewals', () => seen.length >= 3);
  await registration.leave();
  const [first] = seen;
  assert.match(first?.path ?? '', /^\/instances\/[0-9a-f-]{36}$/);
  assert.deepEqual([first?.key, first?.body], ['a key for tests alone', facts]);
  assert.equal(new Set(seen.map(({ path }) => path)).size, 1);
  assert.equal(methods().at(-1), 'DELETE');
  assert.equal(methods().filter((method) => method === 'DELETE').length, 1);
  const count = seen.length;
  await registration.leave();
  assert.equal(seen.length, count);
});

test('with its usual times a process registers too, whatever its lease is', async () => {
  for (const leaseSeconds of [5, 7, 60]) {
    open({ drainMs: 1 }, leaseSeconds);
    await waitFor('the registration', () => seen.at(-1)?.method === 'PUT');
    seen = [];
  }
});

test('two processes have names of their own', async () => {
  open();
  open();
  await waitFor('both', () => new Set(seen.map(({ path }) => path)).size === 2);
});

test('renewals are spread, so that processes that started together do not stay together', async () => {
  const fromMs = performance.now();
  open({ renewMs: 200 });
  await waitFor('the first renewal', () => seen.length === 2);
  const tookMs = performance.now() - fromMs;
  assert.ok(tookMs >= 165 && tookMs < 10_000, `${tookMs}`);
});

test('a registry that is away or refuses is asked again; the log says so once, and when it is registered', async () => {
  status = 503;
  open();
  await waitFor('the warning', () => logLines.some((line) => line.includes('cannot be registered')));
  isMute = true;
  const before = seen.length;
  await waitFor('a repeat after no answer', () => seen.length > before + 1);
  isMute = false;
  status = 200;
  await waitFor('the registration', () => logLines.some((line) => line.includes('is registered')));
  assert.equal(logLines.filter((line) => line.includes('cannot be registered')).length, 1);
});

test('the state that the registry tells is in the log whenever it changes', async () => {
  open();
  await waitFor('the first state', () => logLines.length === 1);
  state = 'DIFFERS';
  await waitFor('the second state', () => logLines.length === 2);
  assert.match(logLines[1] ?? '', /DIFFERS/);
});

test('an end waits until gateways may have heard, but not for a registry that never knew the process', async () => {
  const registered = open({ drainMs: 150 });
  await waitFor('the registration', () => logLines.length === 1);
  let fromMs = performance.now();
  await registered.leave();
  assert.ok(performance.now() - fromMs >= 140);
  status = 403;
  const refused = open({ drainMs: 60_000 });
  const before = seen.length;
  await waitFor('the refusal', () => seen.length > before);
  fromMs = performance.now();
  await refused.leave();
  assert.ok(performance.now() - fromMs < 10_000);
});

test('an end does not wait for a registry that gives no answer', async () => {
  const registration = open({ drainMs: 60_000 });
  await waitFor('the registration', () => logLines.length === 1);
  isMute = true;
  const fromMs = performance.now();
  await registration.leave();
  assert.ok(performance.now() - fromMs < 10_000);
});

test('variables: a key needs the address of the registry, a graph, and an address that can be reached', () => {
  const parse = (given: Record<string, string>) => z.object(instanceFields).parse(given);
  assert.equal(toInstanceConfiguration(parse({ REGISTRY_URL: 'http://r.example' }), '0.0.0.0'), undefined);
  const key = { REGISTRY_INSTANCE_KEY: 'k'.repeat(32) };
  assert.throws(
    () => toInstanceConfiguration(parse(key), '0.0.0.0'),
    (error) => error instanceof ConfigurationError && error.problems.length === 3,
  );
  const whole = { ...key, REGISTRY_URL: 'http://r.example/', REGISTRY_GRAPH: 'shop' };
  const { graph, variant, leaseSeconds } = toInstanceConfiguration(parse(whole), '127.0.0.1') ?? {};
  assert.deepEqual([graph, variant, leaseSeconds], ['shop', 'current', 15]);
  const named = toInstanceConfiguration(
    parse({ ...whole, INSTANCE_URL: 'http://me.example/graphql' }),
    '0.0.0.0',
  );
  assert.equal(named?.instanceUrl, 'http://me.example/graphql');
  for (const wrong of [
    { INSTANCE_LEASE_SECONDS: '4' },
    { INSTANCE_URL: 'me.example' },
    { INSTANCE_URL: 'http://me:secret@me.example/graphql' },
  ])
    assert.ok(!z.object(instanceFields).safeParse(wrong).success, JSON.stringify(wrong));
});
