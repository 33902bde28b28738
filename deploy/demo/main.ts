import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { exactUrl, url } from '#platform/configuration/fields.ts';
import { describeError } from '#platform/log/log-error.ts';
import { tolerateClosedOutput } from '#platform/process/closed-output.ts';
import { developmentServiceClient, developmentServiceSecret } from '../system/development-secrets.ts';
import { loadDemo } from './load-demo.ts';
import { toReportLines } from './report.ts';

/** `npm run demo`: fills the system behind a gateway with the demo's data. */
const fields = z.object({
  OIDC_ISSUER: exactUrl().default('http://localhost:8080/realms/facturation'),
  OIDC_INTERNAL_URL: url().optional(),
  GATEWAY_URL: url().default('http://localhost:4000/graphql'),
  DEMO_CLIENT_ID: z.string().default(developmentServiceClient),
  FACTURATION_SERVICE_SECRET: z.string().default(developmentServiceSecret),
  DEMO_FILE: z.string().optional(),
});

tolerateClosedOutput();
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

try {
  const configuration = parseConfiguration(fields, process.env);
  const outcome = await loadDemo({
    gatewayUrl: configuration.GATEWAY_URL,
    issuer: configuration.OIDC_ISSUER,
    internalUrl: configuration.OIDC_INTERNAL_URL,
    clientId: configuration.DEMO_CLIENT_ID,
    clientSecret: configuration.FACTURATION_SERVICE_SECRET,
    file: configuration.DEMO_FILE,
    signal: interrupted.signal,
  });
  const lines =
    outcome.report === undefined
      ? [
          outcome.state === 'loaded'
            ? 'The demo is loaded already.'
            : 'The system has data of its own; the demo is for an empty one.',
        ]
      : toReportLines(outcome.report);
  for (const line of lines) console.log(line);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
