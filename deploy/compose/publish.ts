import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { secret, url } from '#platform/configuration/fields.ts';
import { createLog } from '#platform/log/log.ts';
import { Resources } from '#platform/process/owner.ts';
import { openServiceTls } from '#platform/tls/service-tls.ts';
import { publishSystemSubgraphs } from '../system/publish-subgraphs.ts';

/** Publishes the subgraphs of this version to the registry, then ends. Safe to run again. */
const fields = z.object({ REGISTRY_URL: url(), REGISTRY_ADMIN_KEY: secret(32) });
const log = createLog({ name: 'publish', level: 'silent' });
const resources = new Resources();

try {
  const { REGISTRY_URL, REGISTRY_ADMIN_KEY: key } = parseConfiguration(fields, process.env);
  const registry = { url: REGISTRY_URL, key };
  const { client } = await openServiceTls(process.env, { log, owner: resources });
  const names = await publishSystemSubgraphs(registry, AbortSignal.timeout(120_000), client.fetch);
  console.log(names.length === 0 ? 'The registry has all subgraphs.' : `Published ${names.join(', ')}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await resources.close(log);
}
