import { readFile } from 'node:fs/promises';
import { parse, validate } from 'graphql';
import { normaliseOperation } from '#platform/usage/normalise-operation.ts';
import { OperationCoordinates } from '#platform/usage/operation-coordinates.ts';
import type { FederatedGraph } from '../gateway/graph/graph.ts';
import { parseSupergraph } from '../gateway/graph/supergraph/supergraph.ts';
import { UsageBuffer } from '../gateway/usage/usage-buffer.ts';
import { describeMachine, toMarkdownTable } from './markdown.ts';

/**
 * The processor time that the usage report costs a gateway: for each operation whose document is known, and once for a new
 * document, beside parsing and validating the same document. One thread, without a server.
 */
const supergraph = parseSupergraph(await readFile('schema/supergraph.graphql', 'utf8'));
const { apiSchema } = supergraph;
const graph = { supergraph } as FederatedGraph;
const filter = { status: ['ISSUED', 'PAID'], customerIds: ['1', '2'], search: 'ann', hasBalance: true };
const operations: readonly { name: string; text: string; variables: Record<string, unknown> }[] = [
  { name: 'one field', text: '{ __typename viewer: products(first: 1) { totalCount } }', variables: {} },
  {
    name: 'a list with a filter in a variable',
    text: `query List($filter: InvoiceFilter, $first: Int) { invoices(filter: $filter, first: $first) { totalCount
      edges { node { id number status total { amount currency } customer { displayName email } } } } }`,
    variables: { filter, first: 25 },
  },
  {
    name: 'a list with literals, lines and products',
    text: `{ invoices(filter: {status: [ISSUED], hasBalance: true}, first: 25) { edges { node { id number issuedAt
      total { amount currency } customer { id displayName email }
      lines { description product { id sku name unitPrice { amount currency } } } } } } }`,
    variables: {},
  },
];

/** @returns microseconds of processor time for one call */
function measure(work: (index: number) => void, count: number): number {
  for (let index = 0; index < count / 10; index += 1) work(index);
  const from = process.cpuUsage();
  for (let index = 0; index < count; index += 1) work(index);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / count;
}

const rows = operations.map(({ name, text, variables }) => {
  const document = parse(text);
  const [error] = validate(apiSchema, document);
  if (error) throw error;
  const buffer = new UsageBuffer('bench@current');
  const client = { name: 'bench', version: '1' };
  const record = () =>
    buffer.record({
      graph,
      document,
      operationName: undefined,
      client,
      variables,
      hasErrors: false,
      tookMs: 3,
    });
  const known = measure(record, 200_000);
  const unknown = measure(() => {
    normaliseOperation(apiSchema, document);
    new OperationCoordinates(apiSchema, document);
  }, 2_000);
  const parsed = measure(() => void validate(apiSchema, parse(text)), 2_000);
  const { fixed } = new OperationCoordinates(apiSchema, document);
  return [name, String(fixed.length), known.toFixed(2), unknown.toFixed(0), parsed.toFixed(0)];
});

console.log(`${describeMachine()}; processor time.\n`);
console.log(
  toMarkdownTable(
    ['operation', 'fixed coordinates', 'known document, µs', 'new document, µs', 'parse and validate, µs'],
    rows,
  ),
);
