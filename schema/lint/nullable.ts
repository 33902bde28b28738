import { Kind } from 'graphql';
import { formatRequirement } from '#platform/authorization/format-requirement.ts';
import { type GraphRules, returnedTypeOf } from '#platform/authorization/graph-rules.ts';
import { implies } from '#platform/authorization/implies.ts';
import { listObjects, type ParsedSubgraph } from '#platform/schema-lint/parsed-subgraph.ts';

/**
 * A field that some callers of its type may not read must be nullable. A refused field is null; where null is not
 * allowed, the null moves up (GraphQL section 6.4.4) and takes the fields beside it away, up to the whole answer.
 *
 * Subscriptions are left out: they have one root field, so there is nothing beside it.
 */
export function lintNullable(subgraphs: readonly ParsedSubgraph[], rules: GraphRules): string[] {
  return listObjects(subgraphs)
    .filter(({ name }) => name !== 'Subscription')
    .flatMap(({ subgraph, name: typeName, fields }) =>
      fields
        .filter(({ type }) => type.kind === Kind.NON_NULL_TYPE)
        .flatMap((node) => {
          const field = { typeName, name: node.name.value, node };
          const rule = [rules.ofField(field), rules.ofType(returnedTypeOf(field))].find(
            (one) => !implies(rules.ofType(typeName), one),
          );
          if (rule === undefined) return [];
          const place = `${subgraph.name}: ${typeName}.${field.name}`;
          return [
            `${place} wants ${formatRequirement(rule)}, so it must be nullable: take the ! from its type.`,
          ];
        }),
    );
}
