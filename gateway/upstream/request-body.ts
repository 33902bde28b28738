import type { SubgraphRequest } from './subgraph-transport.ts';

/** The JSON text of a request to a subgraph (GraphQL over HTTP, section "Request Parameters"). */
export function toRequestBody({
  query,
  variables,
  representations,
  moreRepresentations = [],
  operationName,
}: SubgraphRequest): string {
  if (representations === undefined) return JSON.stringify({ query, variables, operationName });
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  const others = JSON.stringify(variables ?? {}).slice(1, -1);
  let lists = `"representations":[${representations.join(',')}]`;
  for (const [variable, texts] of moreRepresentations) lists += `,"${variable}":[${texts.join(',')}]`;
  const more = others === '' ? '' : `,${others}`;
  return `{"query":${JSON.stringify(query)}${name},"variables":{${lists}${more}}}`;
}
