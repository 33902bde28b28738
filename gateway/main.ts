import { readFile } from 'node:fs/promises';
import { runService } from '#platform/process/run-service.ts';
import { readCommandLine } from './command-line.ts';
import { parseGatewayConfiguration } from './configuration.ts';
import { gatewayService } from './service.ts';

// Nothing here constructs the ApolloGateway class, which alone would report to Apollo; this holds if something ever does.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

const commandLine = await readCommandLine(process.argv.slice(2), {
  environment: process.env,
  readText: (path) => readFile(path, 'utf8'),
  check: parseGatewayConfiguration,
});
if (commandLine.kind === 'start') await runService(gatewayService, commandLine.environment);
else if (commandLine.kind === 'help') process.stdout.write(commandLine.text);
else {
  process.stderr.write(commandLine.text);
  process.exitCode = 1;
}
