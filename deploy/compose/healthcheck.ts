import { createLog } from '#platform/log/log.ts';
import { Resources } from '#platform/process/owner.ts';
import { openServiceTls } from '#platform/tls/service-tls.ts';

/**
 * Ends with 0 when the address given answers 2xx within three seconds, else with 1: the health check of containers. Over TLS it shows
 * the certificate of the process that it asks.
 */
const [address = 'http://127.0.0.1:4000/readyz'] = process.argv.slice(2);
const log = createLog({ name: 'healthcheck', level: 'silent' });
const resources = new Resources();

try {
  const { client } = await openServiceTls(process.env, { log, owner: resources });
  const answer = await client.fetch(address, { signal: AbortSignal.timeout(3_000) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await resources.close(log);
}
