import { Counter, type Registry } from 'prom-client';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import { AccessLog } from './access-log.ts';
import type { AccessLogConfiguration } from './access-log-configuration.ts';
import { formatAccessHeader } from './format-access.ts';
import { type LineTarget, LineWriter } from './line-writer.ts';
import { RotatedFile } from './rotated-file.ts';
import { openStandardOutput } from './standard-output.ts';

export interface OpenAccessLogOptions {
  readonly configuration: AccessLogConfiguration;
  readonly log: Log;
  readonly registry: Registry;
  /** Closes what is opened here, in reverse order. */
  readonly owner: Pick<Owner, 'own'>;
}

/**
 * Opens the access log of a process. Once it is open, nothing that happens to its file stops the gateway or makes a request wait.
 *
 * @throws {ConfigurationError} if its file cannot be opened
 */
export async function openAccessLog(options: OpenAccessLogOptions): Promise<AccessLog> {
  const { configuration, log, registry, owner } = options;
  const { file, sample } = configuration;
  const lines = new Counter({
    name: 'gateway_access_log_lines_total',
    help: 'Accesses by what became of their lines: written (or about to be), left out by the sample, or dropped as too many waited.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  const writer = new LineWriter({
    target: await openTarget(configuration, log),
    onDropped: () => lines.inc({ outcome: 'dropped' }),
    onFailing: (error) => log.error({ err: error, file }, 'the access log cannot be written'),
    onRecovered: () => log.info({ file }, 'the access log is written again'),
  });
  owner.own('access log', () => writer.close());
  return new AccessLog({
    sample,
    write: (line) => {
      if (writer.write(line)) lines.inc({ outcome: 'written' });
    },
    onLeftOut: () => lines.inc({ outcome: 'left_out' }),
  });
}

async function openTarget(configuration: AccessLogConfiguration, log: Log): Promise<LineTarget> {
  const { file, sample, ...limits } = configuration;
  const header = () => formatAccessHeader(new Date(), sample);
  if (file === undefined) return openStandardOutput(header);
  const onNotRotated = (error: unknown) =>
    log.warn({ err: error, file }, 'the access log could not be put aside, and is written on');
  return RotatedFile.open({ path: file, header, onNotRotated, ...limits }).catch((error: unknown) => {
    throw new ConfigurationError([`ACCESS_LOG cannot be opened: ${toErrorText(error)}`]);
  });
}
