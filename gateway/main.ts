import { readFile } from 'node:fs/promises';
import { ConfigurationError, findProblems } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { runService } from '#platform/process/run-service.ts';
import { serviceTlsSchema } from '#platform/tls/service-tls-fields.ts';
import { tracingSchema } from '#platform/tracing/tracing-fields.ts';
import { readCommandLine } from './command-line.ts';
import { toConfigurationFields } from './configuration.ts';
import { gatewayService } from './service.ts';

// Nothing here constructs the ApolloGateway class, which alone would report to Apollo; this holds if something ever does.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

const commandLine = await readCommandLine(process.argv.slice(2), {
  environment: process.env,
  readText: (path) => readFile(path, 'utf8'),
  check: checkVariables,
});
if (commandLine.kind === 'start') await runService(gatewayService, commandLine.environment);
else if (commandLine.kind === 'help') process.stdout.write(commandLine.text);
else {
  process.stderr.write(commandLine.text);
  process.exitCode = 1;
}

/** Checks all that the service reads at its start. */
function checkVariables(environment: Environment): void {
  const problems = [toConfigurationFields(environment), serviceTlsSchema, tracingSchema].flatMap((schema) =>
    findProblems(schema, environment),
  );
  if (problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
}
