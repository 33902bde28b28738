import type { z } from 'zod';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Environment } from './environment.ts';
import { findPublishedSecrets } from './published-secrets.ts';

/** All that is wrong with a process's configuration, one line a problem. Values are never shown. */
export class ConfigurationError extends CodedError<'CONFIGURATION_INVALID'> {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      'CONFIGURATION_INVALID',
      `The configuration is not right:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/**
 * Turns the environment into a typed value.
 *
 * An empty variable counts as absent, as container files cannot leave one out. In production no variable may hold a secret
 * that the repository publishes.
 *
 * @throws {ConfigurationError} that lists every problem at once.
 */
export function parseConfiguration<Schema extends z.ZodType>(
  schema: Schema,
  environment: Environment,
): z.output<Schema> {
  const given = toGiven(environment);
  const result = schema.safeParse(given);
  const published = findPublishedInProduction(environment);
  if (result.success && published.length === 0) return result.data;
  throw new ConfigurationError([...(result.error ? toProblems(result.error, given) : []), ...published]);
}

/** The problems for which {@link parseConfiguration} would refuse the environment. */
export function findProblems(schema: z.ZodType, environment: Environment): string[] {
  const given = toGiven(environment);
  const { error } = schema.safeParse(given);
  return [
    ...(error === undefined ? [] : toProblems(error, given)),
    ...findPublishedInProduction(environment),
  ];
}

function findPublishedInProduction(environment: Environment): string[] {
  return environment['NODE_ENV'] === 'production' ? findPublishedSecrets(environment) : [];
}

function toGiven(environment: Environment): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
}

function toProblems(error: z.ZodError, given: Record<string, unknown>): string[] {
  return error.issues.map((issue) => toProblem(issue, given));
}

function toProblem(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = issue.path.join('.') || 'environment';
  const variable = issue.path[0];
  if (typeof variable === 'string' && !(variable in given)) return `${name} is missing`;
  return `${name}: ${issue.message}`;
}
