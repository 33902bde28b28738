import { type FieldDefinitionNode, Kind } from 'graphql';
import { formatRule, isImplied, readRule, readRuleOfType } from './rules.ts';
import { findObjects, type SubgraphDocument } from './subgraph-document.ts';

/**
 * A field that some callers of its type may not read must be nullable. A refused field is null; where null is not
 * allowed, the null moves up (GraphQL section 6.4.4) and takes the fields beside it away, up to the whole answer.
 *
 * Subscriptions are left out: they have one root field, so there is nothing beside it.
 */
export function lintNullable(subgraphs: readonly SubgraphDocument[]): string[] {
  const objects = findObjects(subgraphs);
  return objects
    .filter(({ name }) => name !== 'Subscription')
    .flatMap((object) => {
      const held = readRuleOfType(object.name, objects);
      return object.fields
        .filter((field) => field.type.kind === Kind.NON_NULL_TYPE)
        .flatMap((field) => {
          const rules = [readRule(field), readRuleOfType(returnedType(field), objects)];
          const rule = rules.find((one) => !isImplied(one, held));
          if (rule === undefined) return [];
          const place = `${object.subgraph}: ${object.name}.${field.name.value}`;
          return [`${place} wants ${formatRule(rule)}, so it must be nullable: take the ! from its type.`];
        });
    });
}

function returnedType(field: FieldDefinitionNode): string {
  let { type } = field;
  while (type.kind !== Kind.NAMED_TYPE) type = type.type;
  return type.name.value;
}
