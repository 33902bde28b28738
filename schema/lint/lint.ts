import { lintDescriptions } from './descriptions.ts';
import { lintNullable } from './nullable.ts';
import { lintRequires } from './requires.ts';
import { lintRoles } from './roles.ts';
import { lintRoots } from './roots.ts';
import type { SubgraphDocument } from './subgraph-document.ts';

/**
 * Finds what composition does not: fields without a description, root fields without a rule, roles that nobody can have,
 * ways around a rule through `@requires` or `@key`, and refused fields that would take others with them.
 *
 * @param roles those that the identity provider knows
 * @returns all problems, each with its place
 */
export function lintSchema(subgraphs: readonly SubgraphDocument[], roles: ReadonlySet<string>): string[] {
  return [
    ...lintDescriptions(subgraphs),
    ...lintRoots(subgraphs),
    ...lintRoles(subgraphs, roles),
    ...lintRequires(subgraphs),
    ...lintNullable(subgraphs),
  ];
}
