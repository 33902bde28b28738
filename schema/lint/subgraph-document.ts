import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';

/** A subgraph's SDL, parsed. */
export interface SubgraphDocument {
  readonly name: string;
  readonly document: DocumentNode;
}

/** An object type with fields, as the lint looks at it. */
export interface ObjectDefinition {
  readonly subgraph: string;
  readonly name: string;
  readonly node: ObjectTypeDefinitionNode | ObjectTypeExtensionNode;
  readonly fields: readonly FieldDefinitionNode[];
}

/** All object types that the subgraphs define or extend. */
export function findObjects(subgraphs: readonly SubgraphDocument[]): ObjectDefinition[] {
  return subgraphs.flatMap(({ name: subgraph, document }) =>
    document.definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
        ? [{ subgraph, name: node.name.value, node, fields: node.fields ?? [] }]
        : [],
    ),
  );
}

/** The values of a directive's applications on a node. */
export function findApplications(
  node: { readonly directives?: readonly ConstDirectiveNode[] },
  directive: string,
): ConstDirectiveNode[] {
  return (node.directives ?? []).filter((applied) => applied.name.value === directive);
}

/** The text of a string argument. */
export function findText(applied: ConstDirectiveNode, argument: string): string | undefined {
  const value = applied.arguments?.find((given) => given.name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** The texts or enum values of a list argument; a single value counts as a list of one (GraphQL section 3.11). */
export function findList(applied: ConstDirectiveNode, argument: string): string[] {
  const value = applied.arguments?.find((given) => given.name.value === argument)?.value;
  const items = value?.kind === Kind.LIST ? value.values : value === undefined ? [] : [value];
  return items.flatMap((item) => (item.kind === Kind.ENUM || item.kind === Kind.STRING ? [item.value] : []));
}
