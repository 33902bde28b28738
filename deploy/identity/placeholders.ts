import type { Environment } from '#platform/configuration/environment.ts';

/** `${NAME}` or `${NAME:default}`, as Keycloak resolves them when it imports a realm. */
const PLACEHOLDER = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\}/g;

/**
 * Puts environment variables in the place of placeholders, in every string of a JSON value.
 *
 * A placeholder with neither variable nor default stays as it is, as with Keycloak.
 */
export function resolvePlaceholders(value: unknown, environment: Environment): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(
      PLACEHOLDER,
      (placeholder, name: string, byDefault: string | undefined) =>
        environment[name] ?? byDefault ?? placeholder,
    );
  }
  if (Array.isArray(value)) return value.map((item) => resolvePlaceholders(item, environment));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolvePlaceholders(item, environment)]),
  );
}
