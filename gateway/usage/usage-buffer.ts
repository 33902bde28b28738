import { randomUUID } from 'node:crypto';
import type { DocumentNode } from 'graphql';
import { type UsagePeriod, type UsageReport, usageReportLimits } from '#platform/usage/usage-report.ts';
import { toDocumentHash } from '../documents/document-copy.ts';
import type { FederatedGraph } from '../graph/graph.ts';
import type { ClientIdentity } from '../operation/client-identity.ts';
import { KnownOperations } from './known-operation.ts';
import { type Execution, toHour, UsageTally } from './usage-tally.ts';

/** An operation that was run. */
export interface FinishedOperation extends Execution {
  readonly graph: FederatedGraph;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly client: ClientIdentity;
}

/** Bounds of what waits to be reported. */
export interface UsageBufferLimits {
  /** Operations by client and hour. */
  readonly maxPeriods: number;
  /** The length of their texts, in UTF-16 code units. */
  readonly maxTextLength: number;
}

const usualLimits: UsageBufferLimits = { maxPeriods: 5_000, maxTextLength: 10_000_000 };

/** The length of one report as JSON, in UTF-16 code units, after which another begins. */
const fullReportLength = usageReportLimits.maxBytes / 4;

type Tallies = Map<string, UsageTally>;

/**
 * Counts operations until somebody takes the reports. It keeps names, numbers and normalised texts: no value of an input. What
 * would exceed its bounds is left out.
 */
export class UsageBuffer {
  readonly #graphRef: string;
  readonly #limits: UsageBufferLimits;
  readonly #known = new KnownOperations();
  #tallies = new Map<FederatedGraph, Tallies>();
  #periods = 0;
  #textLength = 0;

  constructor(graphRef: string, limits: UsageBufferLimits = usualLimits) {
    this.#graphRef = graphRef;
    this.#limits = limits;
  }

  /** @returns false if the operation was left out */
  record({ graph, document, operationName, client, ...execution }: FinishedOperation): boolean {
    const operation = this.#known.get(graph, document, operationName);
    const hour = toHour(Date.now());
    const tallies = this.#tallies.get(graph) ?? new Map<string, UsageTally>();
    this.#tallies.set(graph, tallies);
    const { hash, text } = operation.normal;
    const key = `${hour} ${hash} ${client.name}\n${client.version}`;
    let tally = tallies.get(key);
    if (!tally) {
      if (!this.#hasRoom(text.length)) return false;
      tally = new UsageTally(operation.normal, client, hour);
      tallies.set(key, tally);
      this.#periods += 1;
      this.#textLength += text.length;
    }
    tally.add(operation, execution);
    return true;
  }

  /** Takes all reports out; a new count begins. */
  take(): readonly UsageReport[] {
    const tallies = this.#tallies;
    this.#tallies = new Map();
    this.#periods = 0;
    this.#textLength = 0;
    return [...tallies].flatMap(([{ supergraph }, found]) => {
      const schemaHash = toDocumentHash(supergraph.sdl);
      const periods = [...found.values()].map((tally) => tally.toPeriod());
      return toChunks(periods).map((chunk) => ({
        id: randomUUID(),
        graphRef: this.#graphRef,
        schemaHash,
        periods: chunk,
      }));
    });
  }

  #hasRoom(textLength: number): boolean {
    const { maxPeriods, maxTextLength } = this.#limits;
    return (
      textLength <= usageReportLimits.maxTextLength &&
      this.#periods < maxPeriods &&
      this.#textLength + textLength <= maxTextLength
    );
  }
}

function toChunks(periods: readonly UsagePeriod[]): readonly UsagePeriod[][] {
  const chunks: UsagePeriod[][] = [];
  let length = fullReportLength;
  for (const period of periods) {
    const chunk = chunks.at(-1);
    if (!chunk || length >= fullReportLength || chunk.length >= usageReportLimits.maxPeriods) {
      chunks.push([period]);
      length = 0;
    } else chunk.push(period);
    length += JSON.stringify(period).length;
  }
  return chunks;
}
