import { Counter, type Registry } from 'prom-client';
import { KeptCounter, KeptHistogram } from '#platform/metrics/kept-figures.ts';
import type { ClientIdentity } from '../operation/client-identity.ts';
import { bucketSeconds } from './bucket-seconds.ts';
import { LabelSlots } from './label-slots.ts';

/** One operation that was answered. */
export interface MeasuredOperation {
  readonly type: string;
  /** As its document names it. */
  readonly name: string | undefined;
  /** Of the document's text, in hexadecimal digits. */
  readonly hash: string;
  readonly client: ClientIdentity;
  /** The codes of its errors; none if all went well. */
  readonly codes: readonly string[];
  readonly seconds: number;
}

export interface OperationFigureOptions {
  /** Operations that have figures of their own in any case, whatever their documents are. */
  readonly names: readonly string[];
  /** The number of other operations that have. */
  readonly maxOperations: number;
  /** The number of clients that have. */
  readonly maxClients: number;
}

type OperationLabels = Readonly<Record<'type' | 'name' | 'hash', string>>;
type ClientLabels = Readonly<Record<'client' | 'version', string>>;

const outcomes = ['ok', 'errors'] as const;

/** Stands for all names that have no figures of their own: clients could make up any number of them. */
const otherName = 'other';
/** A name must come so often before it gets figures of its own. */
const sightings = 5;
/** Codes of errors come from subgraphs, which make up few. */
const maxCodes = 50;
/** In UTF-16 code units. Names of operations may be as long as their documents. */
const maxNameLength = 100;
/** As many digits as tell documents apart. */
const hashLength = 16;

/** Counts and times answered operations, by operation, by client and by codes of errors. Every label has a bounded number of values. */
export function createOperationFigures(
  registry: Registry,
  { names: listedNames, maxOperations, maxClients }: OperationFigureOptions,
): (operation: MeasuredOperation) => void {
  const registers = [registry];
  const listed = new Set(listedNames);
  const total = new KeptCounter({
    name: 'gateway_operations_total',
    help: 'Queries and mutations answered, by type, outcome and name; names that are not listed are other.',
    labelNames: ['type', 'outcome', 'name'] as const,
    registers,
  });
  const operationSeconds = new KeptHistogram({
    name: 'gateway_operation_duration_seconds',
    help: 'Time to plan and execute a query or mutation, in seconds, by name and hash of its document.',
    labelNames: ['type', 'outcome', 'name', 'hash'] as const,
    buckets: bucketSeconds,
    registers,
  });
  const clientSeconds = new KeptHistogram({
    name: 'gateway_client_operation_duration_seconds',
    help: 'Time to plan and execute a query or mutation, in seconds, by the client that asked.',
    labelNames: ['client', 'version', 'outcome'] as const,
    buckets: bucketSeconds,
    registers,
  });
  const errors = new Counter({
    name: 'gateway_operation_errors_total',
    help: 'Errors in answers to queries and mutations, by code.',
    labelNames: ['code'] as const,
    registers,
  });
  const operations = createSlots<OperationLabels>(maxOperations, (labels) => {
    for (const outcome of outcomes) operationSeconds.remove({ ...labels, outcome });
  });
  const clients = createSlots<ClientLabels>(maxClients, (labels) => {
    for (const outcome of outcomes) clientSeconds.remove({ ...labels, outcome });
  });
  const toCode = createCodeLabels(maxCodes, (code) => errors.remove({ code }));

  return ({ type, name = '', hash, client, codes, seconds }) => {
    const outcome = codes.length > 0 ? 'errors' : 'ok';
    const isListed = listed.has(name);
    const listedName = isListed ? name : otherName;
    total.inc({ type, outcome, name: listedName });
    const ofOperation = isListed
      ? undefined
      : operations.find(
          JSON.stringify({ type, name: name.slice(0, maxNameLength), hash: hash.slice(0, hashLength) }),
        );
    operationSeconds.observe({ ...(ofOperation ?? { type, name: listedName, hash: '' }), outcome }, seconds);
    clientSeconds.observe({ ...toClientLabels(client, clients), outcome }, seconds);
    for (const [code, count] of countCodes(codes)) errors.inc({ code: toCode(code) }, count);
  };
}

/** A client that does not say who it is has an empty name, and takes nobody's place. */
function toClientLabels({ name, version }: ClientIdentity, clients: LabelSlots<ClientLabels>): ClientLabels {
  if (name === '') return { client: '', version: '' };
  return clients.find(JSON.stringify({ client: name, version })) ?? { client: otherName, version: '' };
}

/** Counts each code: an answer may have one at each of thousands of places. */
export function countCodes(codes: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/**
 * Gives each of some codes that others write, the rest as `other`.
 *
 * @param forget takes the figures of a code away that another one takes the place of
 */
export function createCodeLabels(max: number, forget: (code: string) => void): (code: string) => string {
  const slots = new LabelSlots({ max, sightings: 1, create: (code) => code, remove: forget });
  return (code) => slots.find(code.slice(0, maxNameLength)) ?? otherName;
}

/** Keeps labels by their JSON texts, which this file writes from names that are cut to a length. */
function createSlots<Labels>(max: number, remove: (labels: Labels) => void): LabelSlots<Labels> {
  return new LabelSlots({ max, sightings, create: (key): Labels => JSON.parse(key), remove });
}
