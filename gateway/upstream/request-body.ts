import type { SubgraphRequest } from './subgraph-transport.ts';

/** The JSON text of a request to a subgraph (GraphQL over HTTP, section "Request Parameters"). */
export function toRequestBody({ query, variables, representations, operationName }: SubgraphRequest): string {
  if (representations === undefined) return JSON.stringify({ query, variables, operationName });
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  const others = JSON.stringify(variables ?? {}).slice(1, -1);
  const more = others === '' ? '' : `,${others}`;
  return `{"query":${JSON.stringify(query)}${name},"variables":{"representations":[${representations.join(',')}]${more}}}`;
}
