import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { mailFields } from '#platform/mail/mail-fields.ts';
import { toServiceSpecs } from '../../deploy/local/service-specs.ts';
import { type Context, contexts } from '../../deploy/system/database-roles.ts';
import { playgroundQuery } from '../../deploy/system/playground-query.ts';
import { type PortVariable, portVariables, services } from '../../deploy/system/services.ts';
import { usualScopes } from '../../deploy/system/token-scopes.ts';
import {
  type ComposeFile,
  type ComposeService,
  getService as getServiceOf,
  listening,
  loadComposeFile,
  root,
  whyNoGo,
} from './compose-file.ts';

const skip = await whyNoGo();
const own = ['provision', ...listening, 'publish', 'demo'];

describe('docker-compose.yml', { skip }, () => {
  let file: ComposeFile;
  before(async () => {
    file = await loadComposeFile();
  });

  const getService = (name: string): ComposeService => getServiceOf(file, name);

  test('is refused with a key or a service that does not exist, and without a secret', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'compose-'));
    const wrong = join(folder, 'wrong.yml');
    try {
      for (const [text, reason] of [
        ['services: {a: {image: a, colour: red}}', /services\.a\.colour/],
        ['services: {a: {image: a, depends_on: [b]}}', /undefined service "b"/],
        [`services: {a: {image: "\${NOT_GIVEN:?is missing}"}}`, /NOT_GIVEN is missing a value/],
      ] as const) {
        await writeFile(wrong, text);
        await assert.rejects(loadComposeFile(wrong), reason);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('runs each service alone, with the variables that npm start gives it', () => {
    const ports = Object.fromEntries(portVariables.map((one) => [one.variable, one.default])) as Record<
      PortVariable,
      number
    >;
    const local = toServiceSpecs(services, {
      ports,
      dataFolder: '',
      issuer: '',
      audience: '',
      scopes: usualScopes,
      databaseUrls: Object.fromEntries(contexts.map((name) => [name, ''])) as Record<Context, string>,
      sessionSecret: '',
      portalKey: '',
      sellerFile: '',
      billingSecret: '',
      peopleSecret: '',
      registryAdminKey: '',
      registryGatewayKey: '',
      registryInstanceKey: '',
      hasPlayground: true,
      hasPage: true,
      demoManifest: undefined,
    });
    for (const { name, program } of services) assert.deepEqual(getService(name).command, ['node', program]);
    for (const { name, environment } of local) {
      const service = getService(name);
      // The compose file sets the variables that the launcher sets. PLAYGROUND has its default there.
      const told = Object.keys(service.environment ?? {});
      const missing = Object.keys(environment).filter(
        (key) => key !== 'PLAYGROUND' && !told.includes(key) && !isOfInstance(name, key),
      );
      assert.deepEqual(missing, [], name);
    }
    assert.equal(getService('gateway').environment?.['PLAYGROUND_QUERY'], playgroundQuery);
  });

  test('hands figures and traces of every service to whoever runs it', () => {
    for (const name of listening) {
      const told = Object.keys(getService(name).environment ?? {});
      for (const variable of ['METRICS_TOKEN', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER'])
        assert.ok(told.includes(variable), `${name}: ${variable}`);
    }
  });

  test('hands on all that is said of mails, and mounts the authorities of the mail server if there are some', async () => {
    const target = '/etc/facturation/smtp-ca.pem';
    const find = (composed: ComposeFile, name: string) => {
      const { environment, volumes = [] } = getServiceOf(composed, name);
      const mounted = volumes.find((volume) => volume.target === target);
      return [environment?.['SMTP_CA_FILE'], mounted?.source, mounted?.read_only];
    };
    const folder = await mkdtemp(join(tmpdir(), 'compose-'));
    try {
      const example = await readFile(join(root, '.env.example'), 'utf8');
      const envFile = join(folder, '.env');
      await writeFile(envFile, example.replace('# SMTP_CA_FILE', 'SMTP_CA_FILE'));
      const withFile = await loadComposeFile(undefined, envFile);
      for (const name of ['billing', 'workspace']) {
        const told = Object.keys(getService(name).environment ?? {});
        assert.deepEqual(
          Object.keys(mailFields).filter((variable) => !told.includes(variable)),
          [],
          name,
        );
        assert.deepEqual(find(file, name), ['', '/dev/null', true], name);
        assert.deepEqual(find(withFile, name), [target, join(root, 'smtp-ca.pem'), true], name);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('starts no program that is not in the image', async () => {
    const taken = (await readFile(join(root, '.dockerignore'), 'utf8')).split('\n');
    for (const name of own) {
      const [, program = ''] = getService(name).command ?? [];
      const folders = program.split('/').slice(0, -1);
      const isTaken = folders.some((_, depth) => {
        const path = folders.slice(0, depth + 1).join('/');
        return taken.includes(`!${path}`) || taken.includes(`!${path}/*.ts`);
      });
      assert.ok(isTaken, `${name}: ${program}`);
    }
  });

  test('gives its own processes no right that they do not need', () => {
    for (const name of own) {
      const service = getService(name);
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
      assert.equal(service.image, getService('gateway').image, name);
    }
  });

  test('bounds the memory and the processes of every service', () => {
    for (const [name, service] of Object.entries(file.services)) {
      assert.ok(Number(service.mem_limit) >= 128 * 1_048_576, name);
      assert.ok((service.pids_limit ?? 0) > 0, name);
      assert.ok(service.cap_drop?.includes('ALL'), name);
      assert.ok(service.security_opt?.includes('no-new-privileges:true'), name);
    }
  });

  test('gives none but provisioning the role that owns the event log or the audit trail', () => {
    const owners = Object.entries(file.services).filter(([, { environment }]) =>
      Object.values(environment ?? {}).some((value) => /\/\/(event_log|audit_trail):/.test(value ?? '')),
    );
    assert.deepEqual(owners, []);
  });

  test('publishes the gateway, the sink, the registry and Keycloak alone, on loopback', () => {
    const published = Object.entries(file.services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => `${name} ${port.host_ip}:${port.published}`),
    );
    assert.deepEqual(published.toSorted(), [
      'gateway 127.0.0.1:4000',
      'keycloak 127.0.0.1:8080',
      'registry 127.0.0.1:4020',
      'sink 127.0.0.1:4005',
    ]);
  });

  test('keeps the database to those who have a role in it, without a way out', () => {
    const inDatabase = Object.entries(file.services).filter(([, service]) => 'database' in service.networks);
    assert.deepEqual(inDatabase.map(([name]) => name).toSorted(), [
      'audit',
      'batch',
      'batch-worker',
      'billing',
      'crm',
      'customer',
      'gateway',
      'keycloak',
      'people',
      'postgres',
      'product',
      'provision',
      'registry',
      'relay',
      'simulator',
      'sink',
      'statistics',
      'workspace',
    ]);
    assert.equal(file.networks['database']?.internal, true);
    assert.equal(file.networks['services']?.internal, true);
    assert.deepEqual(Object.keys(getService('postgres').networks), ['database']);
    const goOut = Object.entries(file.services).filter(([, service]) => 'outward' in service.networks);
    assert.deepEqual(goOut.map(([name]) => name).toSorted(), ['billing', 'workspace']);
  });

  test('starts in order of health', () => {
    for (const [name, service] of Object.entries(file.services)) {
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        const ends = needed === 'provision';
        assert.equal(
          condition,
          ends ? 'service_completed_successfully' : 'service_healthy',
          `${name} ${needed}`,
        );
        assert.equal(getService(needed).healthcheck === undefined, ends, needed);
      }
    }
  });
});

/** True for a variable by which a process registers: containers are found by DNS. */
function isOfInstance(service: string, variable: string): boolean {
  if (variable === 'REGISTRY_INSTANCE_KEY') return true;
  return service !== 'gateway' && ['REGISTRY_URL', 'REGISTRY_GRAPH'].includes(variable);
}
