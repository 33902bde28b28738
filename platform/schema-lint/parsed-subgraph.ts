import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';

/** A subgraph's SDL, parsed. */
export interface ParsedSubgraph {
  readonly name: string;
  readonly document: DocumentNode;
}

/** An object type, as one subgraph defines or extends it. */
export interface ObjectOfSubgraph {
  readonly subgraph: ParsedSubgraph;
  readonly name: string;
  readonly node: ObjectTypeDefinitionNode | ObjectTypeExtensionNode;
  readonly fields: readonly FieldDefinitionNode[];
}

/** All object types that the subgraphs define or extend. */
export function listObjects(subgraphs: readonly ParsedSubgraph[]): ObjectOfSubgraph[] {
  return subgraphs.flatMap((subgraph) =>
    subgraph.document.definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
        ? [{ subgraph, name: node.name.value, node, fields: node.fields ?? [] }]
        : [],
    ),
  );
}
