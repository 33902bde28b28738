import type { DocumentNode } from 'graphql';
import { getOperationAST } from 'graphql';
import type { SpanAttributes } from '#platform/tracing/tracing.ts';
import { getDocumentHash } from '../operation/document-hash.ts';

/** The attributes of an operation by OpenTelemetry's conventions for GraphQL. */
export interface OperationAttributes extends SpanAttributes {
  readonly 'graphql.operation.type': string;
  readonly 'graphql.operation.name': string | undefined;
  /** In place of `graphql.document`, as literals in a text may be personal data. */
  readonly 'graphql.document.hash': string;
}

/** Tells an operation without any of its values. */
export function toOperationAttributes(
  document: DocumentNode,
  operationName: string | undefined,
): OperationAttributes {
  const definition = getOperationAST(document, operationName);
  return {
    'graphql.operation.type': definition?.operation ?? 'query',
    'graphql.operation.name': definition?.name?.value,
    'graphql.document.hash': getDocumentHash(document),
  };
}

/** The code of the first of some errors, for `error.type`. */
export function toErrorType(
  errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> | undefined }[],
): string {
  const code = errors[0]?.extensions?.['code'];
  return typeof code === 'string' && code !== '' ? code : 'unknown';
}
