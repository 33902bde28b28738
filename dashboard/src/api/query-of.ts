import type { TrustedDocument } from './trusted-document.ts';

/** A query with what it is asked with. */
export interface QueryOf<Data, Variables> {
  readonly document: TrustedDocument<Data, Variables>;
  readonly variables: Variables;
  /** Types whose change makes the answer old, beside those that are in it: those of a list that may be empty. */
  readonly types?: readonly string[];
}

/** Sends the query that a page shows first. */
export type AskFirst = <Data, Variables>(query: QueryOf<Data, Variables>) => void;

const noTypes: readonly string[] = [];
const contexts = new Map<string, { additionalTypenames: string[] }>();

/** The context by which the document cache knows these types; the same object for the same types, as urql compares it by identity. */
export function toTypesContext(types: readonly string[] = noTypes): { additionalTypenames: string[] } {
  const key = types.join();
  const context = contexts.get(key) ?? { additionalTypenames: [...types] };
  contexts.set(key, context);
  return context;
}
