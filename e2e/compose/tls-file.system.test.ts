import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { before, describe, test } from 'node:test';
import { containerCertificates } from '../../deploy/compose/container-certificates.ts';
import type { SystemService } from '../../deploy/system/service.ts';
import { services } from '../../deploy/system/services.ts';
import { type ComposeFile, getService, loadComposeFile, root, whyNoGo } from './compose-file.ts';
import { startCommand } from './local-process.ts';

/** The beginning of the lines of `.env.example` that choose TLS. */
const chosen = /^#TLS /gm;

describe('docker-compose.tls.yml', { skip: await whyNoGo() }, () => {
  let file: ComposeFile;
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'compose-tls-'));
    try {
      const given = await readFile(resolve(root, '.env.example'), 'utf8');
      const environment = join(folder, 'env');
      await writeFile(environment, given.replaceAll(chosen, ''));
      const files = ['docker-compose.yml', 'docker-compose.tls.yml'].map((name) => resolve(root, name));
      file = await loadComposeFile(files, environment);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('gives each process a certificate, and those that nobody else asks the names of its clients and its own', () => {
    for (const { name, accepts } of services as readonly SystemService[]) {
      const variables = getService(file, name).environment ?? {};
      assert.equal(variables['TLS_CERTIFICATE_FILE'], '/tls/own.pem', name);
      assert.equal(variables['TLS_CA_FILE'], '/tls/ca.pem', name);
      const isGuarded = accepts !== 'anybody';
      assert.equal(variables['TLS_CLIENT_CA_FILE'], isGuarded ? '/tls/ca.pem' : undefined, name);
      const names = new Set(variables['TLS_CLIENT_NAMES']?.split(','));
      assert.deepEqual(names, new Set(isGuarded ? [...accepts, name] : []), name);
    }
  });

  test('names no address within the system that is not encrypted', () => {
    for (const [name, { environment = {}, healthcheck }] of Object.entries(file.services)) {
      for (const [variable, value] of Object.entries(environment)) {
        assert.ok(!/\bhttp:\/\//.test(value ?? ''), `${name}: ${variable}`);
        if (/^postgres:/.test(value ?? ''))
          assert.match(value ?? '', /\?sslmode=verify-full&.*sslcert=/, variable);
      }
      if (services.some((service) => service.name === name))
        assert.match(healthcheck?.test.at(-1) ?? '', /^https:/, name);
    }
  });

  test('lets each container see its own certificate, and none the authority', () => {
    for (const [name, { volumes = [], depends_on = {} }] of Object.entries(file.services)) {
      const mounted = volumes.filter(({ source }) => source === 'certificates' || source === 'authority');
      if (name === 'certificates') continue;
      assert.deepEqual(
        mounted.map(({ source, target, read_only, volume }) => [source, target, read_only, volume?.subpath]),
        [['certificates', '/tls', true, name]],
        name,
      );
      assert.ok(
        containerCertificates.some((one) => one.name === name),
        name,
      );
      assert.equal(depends_on['certificates']?.condition, 'service_completed_successfully', name);
    }
  });

  test('has PostgreSQL take a role with its certificate and password alone', () => {
    const { command } = getService(file, 'postgres');
    for (const setting of [
      'ssl=on',
      'ssl_min_protocol_version=TLSv1.3',
      'hba_file=/etc/postgresql/access.conf',
    ])
      assert.ok(command?.includes(setting), setting);
  });
});

const isRoot = process.getuid?.() === 0;
test('the certificates of containers belong to their users, and each key to its owner alone', {
  skip: isRoot ? false : 'only root gives files to other users',
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spread-'));
  try {
    const directories = { AUTHORITY_DIR: join(folder, 'authority'), CERTIFICATES_DIR: join(folder, 'tls') };
    const spread = startCommand(['node', 'deploy/compose/spread-certificates.ts'], directories);
    assert.equal(await spread.exited, 0, spread.output());
    for (const { name, uid } of containerCertificates) {
      const own = join(directories.CERTIFICATES_DIR, name);
      assert.deepEqual((await readdir(own)).toSorted(), [
        'ca.pem',
        'database.key',
        'database.pem',
        'own.key',
        'own.pem',
        'revoked.pem',
      ]);
      const key = await stat(join(own, 'own.key'));
      assert.deepEqual([key.uid, key.mode & 0o777], [uid, 0o600], name);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
