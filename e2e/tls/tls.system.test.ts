import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type RequestOptions, request as sendSecure } from 'node:https';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { Agent, request } from 'undici';
import { openSql } from '#platform/database/open-sql.ts';
import { createTestAuthority, type TestCertificate } from '#platform/testing/test-certificates.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { prepareCertificates } from '../../deploy/certificates/certificate-folder.ts';
import { findRunningSystem } from '../../deploy/local/run-file.ts';
import type { SystemService } from '../../deploy/system/service.ts';
import { identityProvider, services } from '../../deploy/system/services.ts';
import { type RunningSystem, startRunningSystem } from '../running-system.ts';

let system: RunningSystem;
let dataFolder: string;
let folder: string;
let authority: string;

before(
  async () => {
    system = await startRunningSystem({ overTls: true, flags: ['--no-demo'] });
    dataFolder = system.environment['DATA_DIR'] ?? '';
    folder = join(dataFolder, 'tls');
    authority = await readFile(join(folder, 'ca.pem'), 'utf8');
  },
  { timeout: 300_000 },
);
after(() => system?.stop());

const readOwn = async (name: string): Promise<TestCertificate> => ({
  cert: await readFile(join(folder, `${name}.pem`), 'utf8'),
  key: await readFile(join(folder, `${name}.key`), 'utf8'),
});
const toPort = ({ port }: SystemService) => Number(system.environment[port.variable]);

/** The status of an answer, or the code of the error, over a connection of its own. */
function ask(port: number, certificate: Partial<TestCertificate>): Promise<number | string> {
  const options: RequestOptions = { port, host: '127.0.0.1', path: '/healthz', agent: false, ca: authority };
  return new Promise((resolve) => {
    const sent = sendSecure({ ...options, ...certificate }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
    sent.end();
  });
}

const guarded = services.filter(({ accepts }: SystemService) => accepts !== 'anybody');

test('each process but those that people ask refuses a connection without a certificate, of a stranger or of another name', async () => {
  assert.ok(guarded.length >= 11);
  const stranger = createTestAuthority('Facturation development');
  const sink = await readOwn('sink');
  for (const service of guarded) {
    const { name, accepts } = service as SystemService;
    const port = toPort(service);
    assert.equal(await ask(port, await readOwn(accepts[0] ?? '')), 200, name);
    for (const certificate of [{}, stranger.issue(['gateway']), sink])
      assert.equal(typeof (await ask(port, certificate)), 'string', name);
  }
});

test('gateway, sink and identity provider answer without a certificate, and nobody answers plain text', async () => {
  for (const service of [...services, identityProvider]) {
    const { name, accepts } = service as SystemService;
    if (accepts === 'anybody') assert.equal(await ask(toPort(service), {}), 200, name);
    await assert.rejects(fetch(`http://127.0.0.1:${toPort(service)}/healthz`), TypeError, name);
  }
});

test('PostgreSQL takes a role with its own certificate and password alone, over TLS', async () => {
  const { statisticsDatabaseUrl: url } = await findRunningSystem(dataFolder);
  const connectWith = async (change: (parameters: URLSearchParams) => void) => {
    const changed = new URL(url);
    change(changed.searchParams);
    const sql = openSql(changed.href, { max: 1, connect_timeout: 10 });
    try {
      const [row] = await sql`select version from pg_stat_ssl where pid = pg_backend_pid()`;
      return row?.['version'];
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await sql.end({ timeout: 1 });
    }
  };
  assert.equal(await connectWith(() => {}), 'TLSv1.3');
  // The certificate of another role is told like a wrong password.
  const [invalidPassword, invalidAuthorization] = ['28P01', '28000'];
  const refusals = [
    await connectWith((parameters) => {
      parameters.set('sslcert', join(folder, 'sink.pem'));
      parameters.set('sslkey', join(folder, 'sink.key'));
    }),
    await connectWith((parameters) => {
      parameters.delete('sslcert');
      parameters.delete('sslkey');
    }),
    await connectWith((parameters) => {
      for (const name of [...parameters.keys()]) parameters.delete(name);
    }),
  ];
  assert.deepEqual(refusals, [invalidPassword, invalidAuthorization, invalidAuthorization]);
});

/** The serial number of the certificate that a server shows now. */
async function readSerial(port: number): Promise<string> {
  const client = await readOwn('gateway');
  const socket: TLSSocket = connect({ port, host: '127.0.0.1', ca: authority, ...client });
  try {
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    const { serialNumber }: PeerCertificate = socket.getPeerCertificate();
    return serialNumber;
  } finally {
    socket.destroy();
  }
}

test('certificates are exchanged under load without a failed request, and a revoked one is refused', async () => {
  const token = await system.tokenOf('billing-manager');
  const gatewayPort = Number(system.environment['GATEWAY_PORT']);
  const customerPort = Number(system.environment['CUSTOMER_PORT']);
  const query =
    '{ invoices(first: 1) { totalCount } customers(first: 1) { totalCount } liveTotals { cursor } }';
  const agent = new Agent({ connect: { ca: authority } });
  const ending = new AbortController();
  const failures: string[] = [];
  let answers = 0;
  const send = async (reset: boolean) => {
    while (!ending.signal.aborted) {
      try {
        const { statusCode, body } = await request(system.gatewayUrl, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
          dispatcher: agent,
          reset,
        });
        const text = await body.text();
        if (statusCode === 200 && !text.includes('"errors"')) answers += 1;
        else failures.push(`${statusCode}: ${text}`);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  // Half of them over connections of their own, so that handshakes go on all the time.
  const load = [false, false, true, true].map(send);
  await waitFor('answers', () => answers > 20);
  const readBoth = () => Promise.all([readSerial(gatewayPort), readSerial(customerPort)]);
  for (let exchanges = 0; exchanges < 2; exchanges += 1) {
    const before = await readBoth();
    await prepareCertificates({ folder, now: new Date(), renewAll: true });
    await waitFor('the new certificates', async () =>
      (await readBoth()).every((serial, index) => serial !== before[index]),
    );
    const reached = answers + 50;
    await waitFor('more answers', () => answers > reached);
  }
  const billing = await readOwn('billing');
  assert.equal(await ask(customerPort, billing), 200);
  await prepareCertificates({ folder, now: new Date(), revoke: ['billing'] });
  await waitFor('the refusal', async () => (await ask(customerPort, billing)) !== 200);
  assert.equal(await ask(customerPort, await readOwn('billing')), 200);
  ending.abort();
  await Promise.all(load);
  await agent.destroy();
  assert.deepEqual(failures.slice(0, 3), [], `${failures.length} of ${answers + failures.length} failed`);
});
