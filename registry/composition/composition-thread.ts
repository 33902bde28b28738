import { parentPort } from 'node:worker_threads';
import { composeParts } from './compose-parts.ts';
import type { SubgraphPart } from './composition.ts';

/** The thread in which `Composer` composes: it answers each list of parts with a composition, in order. */
parentPort?.on('message', (parts: readonly SubgraphPart[]) => {
  parentPort?.postMessage(composeParts(parts));
});
