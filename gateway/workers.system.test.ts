import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { compose } from './testing/compose.ts';
import { startLibrary } from './testing/library.ts';

const startWithinMs = 60_000;

interface Spoken {
  readonly status: number;
  readonly body: string;
}

/** Starts a gateway of several workers over the library. */
async function startWorkers(t: TestContext, environment: NodeJS.ProcessEnv = {}) {
  const [library, issuer, port, folder] = await Promise.all([
    startLibrary(),
    createTestIssuer(),
    findFreePort(),
    mkdtemp(join(tmpdir(), 'gateway-')),
  ]);
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, compose([library.books, library.people]));
  const child: ChildProcess = fork(join(import.meta.dirname, 'main.ts'), {
    execArgv: [],
    env: {
      PATH: process.env.PATH,
      ...compiledCodeEnvironment(),
      GATEWAY_WORKERS: '2',
      GATEWAY_PORT: String(port),
      SUPERGRAPH_FILE: supergraphFile,
      OIDC_ISSUER: issuer.issuer,
      OIDC_AUDIENCE: 'facturation-api',
      PLAYGROUND: 'false',
      DATA_DIR: folder,
      SHARE_QUERIES: 'false',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  t.after(async () => {
    child.kill('SIGKILL');
    await Promise.all([library.close(), issuer.close(), rm(folder, { recursive: true })]);
  });
  const [message] = await Promise.race([
    once(child, 'message', { signal: AbortSignal.timeout(startWithinMs) }),
    once(child, 'exit').then(([code]) => [`ended with ${code}: ${log}`]),
  ]);
  assert.deepEqual(message, { type: 'ready' });
  return {
    child,
    port,
    issuer,
    library,
    log: () => log,
    /** The process ids of all workers that took requests, the oldest first. */
    pids: () =>
      [...log.matchAll(/"workerPid":(\d+)[^\n]*a worker takes requests/g)].map(([, pid]) => Number(pid)),
    /** Asks over a new connection, or over those of an agent. */
    async speak(path: string, body?: object, agent: Agent | false = false): Promise<Spoken> {
      const answer = await send(port, path, { body, agent });
      return { status: answer.statusCode ?? 0, body: await text(answer) };
    },
  };
}

interface SendOptions {
  readonly body?: object | undefined;
  readonly agent?: Agent | false;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send(port: number, path: string, options: SendOptions): Promise<IncomingMessage> {
  const { body, agent = false, headers } = options;
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    agent,
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...headers },
    timeout: 60_000,
  });
  asked.on('timeout', () => asked.destroy(new Error('no answer')));
  asked.end(body && JSON.stringify(body));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

const hello = { query: '{ hello }' };
const answered = '{"data":{"hello":"world"}}\n';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('workers share a port, their figures and the limits of users, and end in order', async (t) => {
  const gateway = await startWorkers(t, { CONNECTIONS_PER_USER: '3' });
  const { speak, port, issuer } = gateway;
  assert.equal(gateway.pids().length, 2);
  assert.equal((await speak('/readyz')).status, 200);

  for (let asked = 0; asked < 10; asked += 1) assert.equal((await speak('/graphql', hello)).body, answered);
  for (let read = 0; read < 2; read += 1) {
    const { body } = await speak('/metrics');
    assert.match(body, /^gateway_workers 2$/m);
    assert.match(body, /^gateway_operations_total\{.*type="query".*\} 10$/m);
  }

  const token = await issuer.sign({ subject: 'ann' });
  const open = () =>
    send(port, '/graphql', {
      body: { query: 'subscription { visitors { count } }' },
      headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
    });
  const streams: IncomingMessage[] = [];
  t.after(() => {
    for (const stream of streams) stream.destroy();
  });
  for (let opened = 0; opened < 3; opened += 1) {
    const stream = await open();
    stream.on('error', () => {});
    assert.equal(stream.statusCode, 200);
    streams.push(stream);
  }
  await waitFor('a refusal by each worker', async () => {
    const refused = [await open(), await open()];
    for (const stream of refused) stream.on('error', () => {}).destroy();
    return refused.every(({ statusCode }) => statusCode === 429);
  });

  const renewals = streams.slice(0, 2).map(({ headers }) => headers['subscription-id']);
  for (const id of renewals) {
    for (let connection = 0; connection < 2; connection += 1) {
      const newer = await issuer.sign({ subject: 'ann' });
      const renewed = await send(port, '/graphql/renewals', {
        body: { id },
        headers: { authorization: `Bearer ${newer}` },
      });
      assert.equal(renewed.statusCode, 200, await text(renewed));
    }
  }
  const unknown = await send(port, '/graphql/renewals', {
    body: { id: 'unknown' },
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(unknown.statusCode, 404);

  gateway.child.kill('SIGTERM');
  const [code] = await once(gateway.child, 'exit', { signal: AbortSignal.timeout(60_000) });
  assert.equal(code, 0, gateway.log());
  assert.ok(!gateway.pids().some(isAlive));
});

test('a worker that is killed under load costs no more than its own requests, and another one takes its place', async (t) => {
  const gateway = await startWorkers(t);
  const [victim = 0] = gateway.pids();
  const clients = 8;
  let answers = 0;
  const failures: number[] = Array.from({ length: clients }, () => 0);
  let isAsking = true;
  const wrong: Spoken[] = [];
  t.after(() => {
    isAsking = false;
  });
  const asking = failures.map(async (_, client) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (isAsking) {
      try {
        const spoken = await gateway.speak('/graphql', hello, agent);
        if (spoken.body === answered) answers += 1;
        else wrong.push(spoken);
      } catch {
        failures[client] = (failures[client] ?? 0) + 1;
      }
    }
    agent.destroy();
  });
  await waitFor('some answers', () => answers > 100, 60_000);
  process.kill(victim, 'SIGKILL');
  const before = answers;
  await waitFor('answers of the other worker', () => answers > before + 100, 60_000);
  await waitFor('another worker', () => gateway.pids().length === 3, 60_000);
  const after = answers;
  await waitFor('answers of both', () => answers > after + 100, 60_000);
  isAsking = false;
  await Promise.all(asking);
  t.diagnostic(`${failures.join()} requests of the clients failed, and ${answers} were answered`);
  assert.deepEqual(wrong, []);
  // A client loses the request that the worker had, and at most those over new connections that were handed to it while it died.
  const lost = failures.reduce((total, count) => total + count, 0);
  assert.ok(lost <= 2 * clients, failures.join());
  assert.match((await gateway.speak('/metrics')).body, /^gateway_workers_ended_total 1$/m);
  assert.ok(!isAlive(victim));
});

test('workers end with a supervisor that is killed', async (t) => {
  const gateway = await startWorkers(t);
  const pids = gateway.pids();
  gateway.child.kill('SIGKILL');
  await waitFor('the end of the workers', () => pids.length === 2 && !pids.some(isAlive));
});

test('a port that is taken ends the gateway with an error', async (t) => {
  const holder = createServer().listen(0, '127.0.0.1');
  t.after(() => holder.close());
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await assert.rejects(startWorkers(t, { GATEWAY_PORT: String(port) }), /ended with 1.*EADDRINUSE/s);
});
