import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { findRoverProgram } from './find-rover-program.ts';
import { type RegistryProcess, startRegistryProcess } from './registry-process.ts';

const run = promisify(execFile);
let registry: RegistryProcess;
let folder: string;

before(async () => {
  registry = await startRegistryProcess();
  folder = await mkdtemp(join(tmpdir(), 'readme-'));
  await symlink(await findRoverProgram(), join(folder, 'rover'));
});
after(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

/** The commands of the README's section about Rover as one script, for the registry of this test. */
async function readCommands(): Promise<string> {
  const text = await readFile(new URL('../../registry/README.md', import.meta.url), 'utf8');
  const [section = ''] = text.slice(text.indexOf('## Use Rover')).split('\n## What lives here');
  const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  assert.equal(blocks.length, 4);
  return blocks
    .join('\n')
    .replace('APOLLO_KEY=…', `APOLLO_KEY=${registry.key}`)
    .replaceAll('http://localhost:4020', registry.address);
}

test('the commands of registry/README.md do what it says, one after the other', async () => {
  const script = join(folder, 'commands.sh');
  await writeFile(script, `set -eu\n${await readCommands()}`);
  const now = Math.floor(Date.now() / 1_000);
  await writeFile(join(folder, 'version.toml'), `secs_since_epoch = ${now}\nnanos_since_epoch = 0\n`);
  const { stdout } = await run('bash', [script], {
    cwd: folder,
    timeout: 120_000,
    maxBuffer: 16_777_216,
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      HOME: folder,
      APOLLO_HOME: folder,
      APOLLO_CONFIG_HOME: folder,
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_COLOR: '1',
    },
  });
  assert.match(stdout, /User ID\s+┆ admin/);
  assert.match(stdout, /│ posts ┆ http:\/\/posts.example\/graphql/);
  assert.match(stdout, /@join__graph\(name: "posts"/);
  assert.match(stdout, /# Shop/);
  assert.match(stdout, /team of posts/);
});
