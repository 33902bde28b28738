import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { findFreePort } from '#platform/testing/free-port.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'launcher-batch-'));
});
after(() => rm(folder, { recursive: true }));

/** Runs the worker as people do, with a data folder of the test's own. */
async function batch(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; output: string; errors: string }> {
  const launcher = spawn(process.execPath, [join(import.meta.dirname, 'batch.ts'), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...compiledCodeEnvironment(), DATA_DIR: folder, ...environment },
    timeout: 60_000,
  });
  const [output, errors, [code]] = await Promise.all([
    text(launcher.stdout),
    text(launcher.stderr),
    once(launcher, 'exit'),
  ]);
  return { code, output, errors };
}

test('without a system, what needs none works and fails for its own reasons', async () => {
  const listed = await batch(['mappings']);
  assert.deepEqual([listed.code, listed.errors], [0, '']);
  assert.match(listed.output, /facturation/);
  const missing = await batch(['inspect', 'nowhere.csv']);
  assert.equal(missing.code, 1);
  assert.match(missing.errors, /nowhere\.csv/);
  assert.doesNotMatch(missing.errors, /No system runs/);
});

test('without a system, what needs one says how to start it', async () => {
  const { code, errors } = await batch(['status']);
  assert.deepEqual([code, errors], [1, `No system runs in ${folder}. Start it with: npm start\n`]);
});

test('a variable that is wrong is named, without a stack', async () => {
  const { code, errors } = await batch(['status'], { GATEWAY_PORT: 'x' });
  assert.equal(code, 1);
  assert.match(errors, /^The configuration is not right:\n {2}- GATEWAY_PORT: .+\n$/);
});

test('the database is that of the running system, or that which DATABASE_URL names with the role batch', async () => {
  const [systems, others] = [await findFreePort(), await findFreePort()];
  const toUrl = (role: string, port: number) => `postgres://${role}:secret@127.0.0.1:${port}/facturation`;
  const connectsTo = async (port: number, environment = {}) => {
    const { code, errors } = await batch(['status'], environment);
    assert.deepEqual([code, errors.trim()], [1, `connect ECONNREFUSED 127.0.0.1:${port}`]);
  };
  const own = { DATABASE_URL: toUrl('batch', others) };
  const systemsServer = { DATABASE_URL: toUrl('postgres', others) };
  await connectsTo(others, own);
  assert.match((await batch(['status'], systemsServer)).errors, /^No system runs/);

  // A process whose command line is a launcher's.
  const system = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'deploy/local/start.ts']);
  await once(system, 'spawn');
  try {
    const addresses = {
      statisticsDatabaseUrl: toUrl('statistics', systems),
      registryDatabaseUrl: toUrl('registry', systems),
      registry: { url: 'http://localhost:1', key: 'key' },
      batchDatabaseUrl: toUrl('batch', systems),
      auditDatabaseUrl: toUrl('audit', systems),
      gatewayUrl: 'http://localhost:4000/graphql',
      issuer: 'http://localhost:8080/realms/facturation',
      seller: { timeZone: 'UTC', earliestIssueDate: '1900-01-01', issueDaysAhead: 0 },
    };
    await writeFile(join(folder, 'launcher.json'), JSON.stringify({ pid: system.pid, addresses }));
    await connectsTo(systems);
    await connectsTo(systems, systemsServer);
    await connectsTo(others, own);
  } finally {
    system.kill();
    await once(system, 'exit');
  }
});
