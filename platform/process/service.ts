import { z } from 'zod';
import {
  ConfigurationError,
  findProblems,
  parseConfiguration,
} from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { commonFields } from '#platform/configuration/fields.ts';
import { createLog, type Log } from '#platform/log/log.ts';
import { createMetrics, type Metrics } from '#platform/metrics/metrics.ts';
import { openServiceTls, type ServiceTls } from '#platform/tls/service-tls.ts';
import { serviceTlsSchema } from '#platform/tls/service-tls-fields.ts';
import { openTracing } from '#platform/tracing/open-tracing.ts';
import type { Tracing } from '#platform/tracing/tracing.ts';
import { tracingFields } from '#platform/tracing/tracing-fields.ts';
import type { Owner } from './owner.ts';

const commonSchema = z.object({ ...commonFields, ...tracingFields });

/** The parts that every service gets at its start. */
export interface ServiceParts<Configuration> {
  /** Of the service, in its log and at its database. */
  readonly name: string;
  readonly configuration: Configuration;
  /** The variables as they were given, for placeholders in files. */
  readonly environment: Environment;
  readonly log: Log;
  /** Figures of this service and of its process. */
  readonly metrics: Metrics;
  /** Traces of this service; `undefined` if the environment asks for none. */
  readonly tracing: Tracing | undefined;
  /** Certificates towards those who ask this service, and towards those that it asks. */
  readonly tls: ServiceTls;
  /** Closes what the service opens, in reverse order. */
  readonly owner: Owner;
  /** `true` if the service serves the public. */
  readonly isProduction: boolean;
}

export interface ServiceDefinition<Configuration> {
  readonly name: string;
  /**
   * The variables of the service, or a function from the environment to them where some names are not known before;
   * `NODE_ENV`, `LOG_LEVEL`, `METRICS_TOKEN`, those of TLS (`TLS_…`) and of traces (`OTEL_…`) are read in any case.
   */
  readonly fields: z.ZodType<Configuration> | ((environment: Environment) => z.ZodType<Configuration>);
  readonly start: (service: ServiceParts<Configuration>) => Promise<void>;
}

/** A service of the system, which a process runs alone or beside others. */
export interface Service {
  readonly name: string;
  /** Creates its log, at the level that the environment asks for. */
  createLog(environment: Environment): Log;
  /**
   * Reads its variables and starts it; may be called again once its owner has closed everything.
   *
   * @throws {ConfigurationError} that lists all that is wrong with the variables
   */
  start(environment: Environment, parts: { readonly log: Log; readonly owner: Owner }): Promise<void>;
}

/** Creates a log at the level that the environment asks for; at the usual one if it asks for a wrong one. */
export function createServiceLog(name: string, environment: Environment): Log {
  const level = commonSchema.shape.LOG_LEVEL.safeParse(environment['LOG_LEVEL'] || undefined).data;
  return createLog({ name, ...(level !== undefined && { level }) });
}

/** Defines a service. Nothing is read or opened before the service is started, so its module may be imported anywhere. */
export function defineService<Configuration>(definition: ServiceDefinition<Configuration>): Service {
  const { name, start } = definition;
  return {
    name,
    createLog: (environment) => createServiceLog(name, environment),
    async start(environment, { log, owner }) {
      const fields =
        typeof definition.fields === 'function' ? definition.fields(environment) : definition.fields;
      const problems = [commonSchema, serviceTlsSchema, fields].flatMap((schema) =>
        findProblems(schema, environment),
      );
      if (problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
      const common = parseConfiguration(commonSchema, environment);
      const tls = await openServiceTls(environment, { log, owner });
      const metrics = createMetrics(common.METRICS_TOKEN);
      const tracing = await openTracing(common, { name, log, registry: metrics.registry, owner });
      await start({
        name,
        configuration: parseConfiguration(fields, environment),
        environment,
        log,
        metrics,
        tracing,
        tls,
        owner,
        isProduction: common.NODE_ENV === 'production',
      });
    },
  };
}
