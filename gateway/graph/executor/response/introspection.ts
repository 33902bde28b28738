import { type DocumentNode, executeSync, type FieldNode, type GraphQLSchema, Kind } from 'graphql';
import { type ChosenOperation, toDocument } from '#platform/authorization/filter/operation.ts';
import type { AnswerObject } from './answer-object.ts';

type Fields = ReadonlyMap<string, readonly FieldNode[]>;

const documents = new WeakMap<Fields, DocumentNode>();

/** Answers `__schema` and `__type` here: subgraphs know their own part of the schema only. */
export function introspect(
  schema: GraphQLSchema,
  operation: ChosenOperation,
  fields: Fields,
  variableValues: Readonly<Record<string, unknown>>,
): AnswerObject {
  const document = documents.get(fields) ?? toIntrospection(operation, fields);
  documents.set(fields, document);
  const { data, errors } = executeSync({ schema, document, variableValues });
  if (errors?.[0]) throw errors[0];
  return data ?? {};
}

/** The fields that were found to apply, and nothing else of the operation. */
function toIntrospection({ definition, fragments }: ChosenOperation, fields: Fields): DocumentNode {
  const selections = [...fields.values()].flat().map((node) => ({ ...node, directives: [] }));
  return toDocument({
    definition: { ...definition, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections } },
    fragments,
  });
}
