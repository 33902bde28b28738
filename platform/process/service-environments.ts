import { z } from 'zod';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';

/** The variable with the variables of each service, as a JSON object; no secret appears on a command line. */
export const SERVICE_ENVIRONMENTS = 'SERVICE_ENVIRONMENTS';

const schema = z.record(z.string(), z.record(z.string(), z.string()));

/** Writes the variables of several services as the one variable of the process that runs them. */
export function toServiceEnvironments(
  environments: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Readonly<Record<typeof SERVICE_ENVIRONMENTS, string>> {
  return { [SERVICE_ENVIRONMENTS]: JSON.stringify(environments) };
}

/**
 * Finds the variables of one service: those of the process, and over them its own from `SERVICE_ENVIRONMENTS`.
 *
 * @throws {ConfigurationError} if `SERVICE_ENVIRONMENTS` cannot be read
 */
export function findServiceEnvironment(environment: Environment, service: string): Environment {
  const { [SERVICE_ENVIRONMENTS]: text, ...shared } = environment;
  return text === undefined ? shared : { ...shared, ...parseEnvironments(text)[service] };
}

function parseEnvironments(text: string): z.output<typeof schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new ConfigurationError([
      `${SERVICE_ENVIRONMENTS}: must be JSON: {"service": {"VARIABLE": "value"}}`,
    ]);
  }
}
