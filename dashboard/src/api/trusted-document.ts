import type { TypedDocumentNode } from '@urql/core';
import type { DocumentNode, OperationTypeNode } from 'graphql';

/** A document of the manifest, whose text the gateway has. */
export type TrustedDocument<Data, Variables> = TypedDocumentNode<
  Data,
  Variables extends object ? Variables : never
> & {
  readonly sha256: string;
  /** The name of its operation. */
  readonly name: string;
};

/**
 * Creates a document as urql takes it, without its text, which is not sent: its type and name are all that the client needs,
 * since the gateway finds the text by the hash.
 */
export function createTrustedDocument<Data, Variables>(
  operation: `${OperationTypeNode}`,
  name: string,
  sha256: string,
): TrustedDocument<Data, Variables> {
  const document = {
    kind: 'Document',
    definitions: [
      {
        kind: 'OperationDefinition',
        operation,
        name: { kind: 'Name', value: name },
        selectionSet: {
          kind: 'SelectionSet',
          selections: [{ kind: 'Field', name: { kind: 'Name', value: '__typename' } }],
        },
      },
    ],
    sha256,
    name,
  };
  return document as unknown as DocumentNode as TrustedDocument<Data, Variables>;
}
