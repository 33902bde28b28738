import { GraphRules } from '#platform/authorization/graph-rules.ts';
import type { ParsedSubgraph } from '#platform/schema-lint/parsed-subgraph.ts';
import { findProtectedReads } from '#platform/schema-lint/protected-reads.ts';
import type { SchemaProblem } from '#platform/schema-lint/schema-problem.ts';
import { lintDescriptions } from './descriptions.ts';
import { lintNullable } from './nullable.ts';
import { lintRoles } from './roles.ts';
import { lintRoots } from './roots.ts';

/**
 * Finds what composition does not: fields without a description, root fields without a rule, roles that nobody can have,
 * ways around a rule through `@requires` or `@key`, and refused fields that would take others with them.
 *
 * @param roles those that the identity provider knows
 * @returns all problems, each with its place
 * @throws TypeError if a rule's arguments are malformed
 */
export function lintSchema(subgraphs: readonly ParsedSubgraph[], roles: ReadonlySet<string>): string[] {
  const rules = new GraphRules(subgraphs.map(({ document }) => document));
  return [
    ...lintDescriptions(subgraphs),
    ...lintRoots(subgraphs),
    ...lintRoles(subgraphs, roles),
    ...findProtectedReads(subgraphs, rules).map(toLine),
    ...lintNullable(subgraphs, rules),
  ];
}

function toLine({ subgraph, message }: SchemaProblem): string {
  return `${subgraph}: ${message.replace(/^The key of /, 'the key of ')}`;
}
