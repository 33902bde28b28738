import { z } from 'zod';
import {
  ConfigurationError,
  type Environment,
  findProblems,
  parseConfiguration,
} from '#platform/configuration/configuration.ts';
import { commonFields } from '#platform/configuration/fields.ts';
import { createLog, type Log } from '#platform/log/log.ts';
import { createMetrics, type Metrics } from '#platform/metrics/metrics.ts';
import { type Owner, runProcess } from './run-process.ts';
import { startWatchdog } from './watchdog.ts';

const commonSchema = z.object(commonFields);

/** A service that has been configured and now builds its parts. */
export interface Service<Configuration> {
  /** Of the service, in its log and at its database. */
  readonly name: string;
  readonly configuration: Configuration;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Closes what the service opens, in reverse order. */
  readonly owner: Owner;
  /** `true` if the service serves the public. */
  readonly isProduction: boolean;
}

export interface ServiceOptions<Configuration> {
  readonly name: string;
  /** The variables of the service; `NODE_ENV`, `LOG_LEVEL` and `METRICS_TOKEN` are read in any case. */
  readonly fields: z.ZodType<Configuration>;
  readonly environment: Environment;
  readonly start: (service: Service<Configuration>) => Promise<void>;
}

/**
 * Runs a service: reads its variables, creates its log, starts it, and closes it when the process ends
 * (see {@link runProcess}).
 *
 * A service that is not configured right logs all problems in one entry and exits with 1. Each process has one
 * service, and its `main.ts` is this one call.
 */
export async function runService<Configuration>(options: ServiceOptions<Configuration>): Promise<void> {
  const { name, fields, environment, start } = options;
  const level = commonSchema.shape.LOG_LEVEL.safeParse(environment['LOG_LEVEL'] || undefined).data;
  const log = createLog({ name, ...(level !== undefined && { level }) });

  await runProcess(log, async (owner) => {
    const problems = [...findProblems(commonSchema, environment), ...findProblems(fields, environment)];
    if (problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
    const common = parseConfiguration(commonSchema, environment);
    owner.own('watchdog', startWatchdog({ name }));
    await start({
      name,
      configuration: parseConfiguration(fields, environment),
      log,
      metrics: createMetrics(common.METRICS_TOKEN),
      owner,
      isProduction: common.NODE_ENV === 'production',
    });
  });
}
