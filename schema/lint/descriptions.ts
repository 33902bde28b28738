import { type ASTNode, type DefinitionNode, Kind, type StringValueNode } from 'graphql';
import type { ParsedSubgraph } from '#platform/schema-lint/parsed-subgraph.ts';

/** Federation's own types carry none. */
const described = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.DIRECTIVE_DEFINITION,
]);
const roots = new Set(['Query', 'Mutation', 'Subscription']);

/** Every type, field, argument, input field and enum value says what it is: the schema is the manual. */
export function lintDescriptions(subgraphs: readonly ParsedSubgraph[]): string[] {
  return subgraphs.flatMap(({ name, document }) =>
    document.definitions
      .flatMap((definition) => findUndescribed(definition))
      .map((place) => `${name}: ${place} has no description.`),
  );
}

interface Describable {
  readonly description?: StringValueNode | undefined;
  readonly name?: { readonly value: string };
}

function findUndescribed(definition: DefinitionNode): string[] {
  const name = 'name' in definition && definition.name !== undefined ? definition.name.value : '';
  const isRoot = roots.has(name);
  const own = described.has(definition.kind) && !isRoot && isSilent(definition) ? [name] : [];
  return [...own, ...findSilentChildren(definition, name)];
}

function findSilentChildren(node: ASTNode, path: string): string[] {
  const children = [
    ...('fields' in node ? (node.fields ?? []) : []),
    ...('values' in node ? (node.values ?? []) : []),
    ...('arguments' in node ? (node.arguments ?? []) : []),
  ];
  return children.flatMap((child) => {
    if (child.kind === Kind.OBJECT_FIELD || child.kind === Kind.ARGUMENT || !('name' in child)) return [];
    const place = `${path}.${child.name.value}`;
    return [...(isSilent(child) ? [place] : []), ...findSilentChildren(child, place)];
  });
}

function isSilent(node: Describable | object): boolean {
  return !('description' in node) || (node.description?.value ?? '').trim() === '';
}
