import type { TestIssuer } from '#platform/testing/test-issuer.ts';
import type { LoadRequest } from './load/load.ts';
import { deepQuery, deepQueryOfAnonymous, smallQuery, toOperation } from './operations.ts';

/** One kind of load. */
export interface Workload {
  readonly name: string;
  /** For the heading of its table. */
  readonly description: string;
  readonly connections: number;
  /** Requests come at half of the rate that the gateway reached just before, answered or not. */
  readonly isPaced?: boolean;
  /** The floor cannot answer it. */
  readonly hasNoFloor?: boolean;
  /** True if callers are told apart by their tokens. */
  readonly hasCallers?: boolean;
  /** True if the supergraph has rules, for gateways that enforce them; others do not even start with them. */
  readonly isGuarded?: boolean;
  /** The different requests, which are sent in turn, to a gateway that enforces rules or to another one. */
  createRequests(issuer: Pick<TestIssuer, 'sign'>, isGuard: boolean): Promise<readonly LoadRequest[]>;
}

const connections = 50;

/** More than any gateway answers before the first comes again, or a cache of its own holds for long. */
const tokenCount = 2_000;

/** Longer than a run. */
const tokenSeconds = 7_200;

const operationCount = 500;

/** Odd beside the powers of two by which operations differ. */
const everyNth = 25;

const toBody = (query: string) => ({ body: JSON.stringify({ query }) });

export const workloads: readonly Workload[] = [
  {
    name: 'deep',
    description: 'the deep query from 50 clients',
    connections,
    createRequests: async () => [toBody(deepQuery)],
  },
  {
    name: 'small',
    description: 'a query of one subgraph from 50 clients',
    connections,
    createRequests: async () => [toBody(smallQuery)],
  },
  {
    name: 'one',
    description: 'the deep query from one client',
    connections: 1,
    createRequests: async () => [toBody(deepQuery)],
  },
  {
    name: 'half',
    description: 'the deep query at an even pace, half of what the gateway reached just before',
    connections,
    isPaced: true,
    createRequests: async () => [toBody(deepQuery)],
  },
  {
    name: 'tokens',
    description: `the deep query with ${tokenCount.toLocaleString('en')} tokens in turn, which go on to subgraphs; this gateway verifies them`,
    connections,
    hasCallers: true,
    createRequests: async (issuer) => createCallers(issuer, tokenCount),
  },
  {
    name: 'callers',
    description: `the deep query from ${connections} callers with a token each`,
    connections,
    hasCallers: true,
    createRequests: async (issuer) => createCallers(issuer, connections),
  },
  {
    name: 'cut',
    description:
      'the deep query from 50 anonymous clients, who may not see names of customers and costs of shipping; gateways that ' +
      'do not enforce rules are asked for the rest alone',
    connections,
    hasNoFloor: true,
    hasCallers: true,
    isGuarded: true,
    createRequests: async (_, isGuard) => [toBody(isGuard ? deepQuery : deepQueryOfAnonymous)],
  },
  {
    name: 'operations',
    description: `${operationCount} different operations in turn from 50 clients`,
    connections,
    hasNoFloor: true,
    createRequests: async () => createOperations(1),
  },
  {
    name: 'few',
    description: `${operationCount / everyNth} of these operations`,
    connections,
    hasNoFloor: true,
    createRequests: async () => createOperations(everyNth),
  },
];

/** The deep query with so many tokens in turn. */
function createCallers(issuer: Pick<TestIssuer, 'sign'>, count: number): Promise<LoadRequest[]> {
  return Promise.all(
    Array.from({ length: count }, async () => ({
      ...toBody(deepQuery),
      authorization: `Bearer ${await issuer.sign({ expiresIn: tokenSeconds })}`,
    })),
  );
}

/** An even choice of operations, so that their sizes are those of all. */
function createOperations(step: number): LoadRequest[] {
  return Array.from({ length: operationCount / step }, (_, index) => toBody(toOperation(index * step)));
}
