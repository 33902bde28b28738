import type { FastifyInstance } from 'fastify';
import type { CallerFinder } from '../keys/caller-finder.ts';
import type { CurrentInstances } from './current-instances.ts';
import type { CurrentSupergraphs } from './current-supergraphs.ts';
import { addWaitingRoute } from './waiting-route.ts';

export interface DocumentRoutesOptions {
  readonly callers: CallerFinder;
  readonly supergraphs: CurrentSupergraphs;
  readonly instances: CurrentInstances;
  /** Aborted when the server stops. */
  readonly closing: AbortSignal;
}

/**
 * Adds `GET /supergraph/:graph/:variant` and `GET /instances/:graph/:variant` for gateways. They are documents of their own, so
 * that a process that comes or goes makes no other supergraph. A variant without instances has an empty list.
 */
export function addDocumentRoutes(server: FastifyInstance, options: DocumentRoutesOptions): void {
  const { callers, supergraphs, instances, closing } = options;
  addWaitingRoute(server, {
    path: '/supergraph/:graph/:variant',
    mediaType: 'application/graphql; charset=utf-8',
    callers,
    closing,
    waitForOther: async (ref, known, bounds) => {
      const state = await supergraphs.waitForOther(ref, known, bounds);
      if (typeof state === 'string') return undefined;
      return { hash: state.hash, loadText: () => supergraphs.loadText(state.hash) };
    },
  });
  addWaitingRoute(server, {
    path: '/instances/:graph/:variant',
    mediaType: 'application/json; charset=utf-8',
    callers,
    closing,
    waitForOther: async (ref, known, bounds) => {
      const { hash, text } = await instances.waitForOther(ref, known, bounds);
      return { hash, loadText: () => text };
    },
  });
}
