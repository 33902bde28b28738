import { hasRule } from './rules.ts';
import { findObjects, type SubgraphDocument } from './subgraph-document.ts';

const roots = new Set(['Query', 'Mutation', 'Subscription']);

/** Deny by default: an entry into the graph without a rule is a mistake. */
export function lintRoots(subgraphs: readonly SubgraphDocument[]): string[] {
  return findObjects(subgraphs)
    .filter(({ name }) => roots.has(name))
    .flatMap(({ subgraph, name, fields }) =>
      fields
        .filter((field) => !hasRule(field))
        .map(
          (field) => `${subgraph}: ${name}.${field.name.value} has no rule; add @authenticated or @hasRole.`,
        ),
    );
}
