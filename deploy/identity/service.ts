import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { commonFields, port } from '#platform/configuration/fields.ts';
import { defineService } from '#platform/process/service.ts';
import { findDevelopmentCredentials } from './development-credentials.ts';
import { createIdentityProvider } from './identity-provider.ts';
import { parseRealm } from './realm.ts';

/** The process of the embedded identity provider. Placeholders of the realm file are read from the environment too. */
const fields = z.object({
  ...commonFields,
  OIDC_PORT: port(8080),
  OIDC_HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  REALM_FILE: z.string().default(fileURLToPath(new URL('../keycloak/realm.json', import.meta.url))),
});

export const identityService = defineService({
  name: 'identity',
  fields,
  start: async ({ configuration, environment, isProduction, log, owner, tls }) => {
    const realm = parseRealm(await readFile(configuration.REALM_FILE, 'utf8'), environment);
    if (isProduction) {
      const found = findDevelopmentCredentials(realm);
      if (found.length > 0) throw new ConfigurationError(found.map((line) => `REALM_FILE: ${line}`));
    }
    const provider = await createIdentityProvider({
      realm,
      dataFolder: configuration.DATA_DIR,
      log,
      host: configuration.OIDC_HOST,
      port: configuration.OIDC_PORT,
      tls: tls.server,
    });
    owner.own('provider', () => provider.close());
    log.info({ issuer: provider.issuer }, 'the identity provider is ready');
  },
});
