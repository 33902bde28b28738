import { withoutTrace } from '../../upstream/headers/header-policy.ts';
import type { SubgraphCall, SubgraphRequest, SubgraphTransport } from '../../upstream/subgraph-transport.ts';
import { toEntityBatch } from './entity-batch.ts';
import { WaitingRequest } from './waiting-request.ts';

/** The most representations in one request, unless one request has more by itself. */
const maxRepresentations = 100;

/**
 * Puts requests for entities together: while one is under way, those that differ from it in nothing but representations
 * wait, and then go as one. So a subgraph at leisure is asked at once, and a busy one less often. Headers must not differ
 * either (the trace apart), and with them the caller's token: nobody gets what was asked with other rights.
 *
 * Each request is answered as if it had gone by itself, errors included. When an answer cannot be taken apart, its
 * requests go again one by one, so that what one of them spoils the others do not lack.
 */
export function createEntityBatching(transport: SubgraphTransport): SubgraphTransport {
  /** Representations queued while an equal request is in flight, keyed by everything else in the request. */
  const lanes = new Map<string, WaitingRequest[]>();

  return {
    send(request, call) {
      const { representations } = request;
      if (representations === undefined) return transport.send(request, call);
      const waiting = new WaitingRequest(request, call, representations);
      const key = toLaneKey(request, call);
      const lane = lanes.get(key);
      if (lane !== undefined) lane.push(waiting);
      else {
        const opened = [waiting];
        lanes.set(key, opened);
        // Events come in bursts: what comes in the same turn goes together.
        setImmediate(() => void empty(key, opened));
      }
      return waiting.answered;
    },
  };

  async function empty(key: string, lane: WaitingRequest[]): Promise<void> {
    while (lane.length > 0) {
      const batch = takeBatch(lane).filter(({ isOver }) => !isOver);
      if (batch.length > 1) await sendTogether(batch);
      else if (batch[0] !== undefined) await sendAlone(batch[0]);
    }
    lanes.delete(key);
  }

  async function sendTogether(batch: readonly WaitingRequest[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    const { representations, split } = toEntityBatch(batch.map((each) => each.representations));
    const { headers } = first.call;
    try {
      const response = await transport.send(
        { ...first.request, representations },
        { headers, signal: whenAllGaveUp(batch) },
      );
      const answers = split(response);
      if (answers === undefined) await Promise.all(batch.map(sendAlone));
      else for (const [nth, answer] of answers.entries()) batch[nth]?.answer(answer);
    } catch (error) {
      for (const each of batch) each.fail(error);
    }
  }

  async function sendAlone(waiting: WaitingRequest): Promise<void> {
    const { headers } = waiting.call;
    try {
      waiting.answer(await transport.send(waiting.request, { headers, signal: whenAllGaveUp([waiting]) }));
    } catch (error) {
      waiting.fail(error);
    }
  }
}

function takeBatch(lane: WaitingRequest[]): WaitingRequest[] {
  let count = 0;
  const end = lane.findIndex(({ representations }, nth) => {
    count += representations.length;
    return nth > 0 && count > maxRepresentations;
  });
  return lane.splice(0, end < 0 ? lane.length : end);
}

/** Ends a request to a subgraph when nobody waits for its answer any more. */
function whenAllGaveUp(batch: readonly WaitingRequest[]): AbortSignal {
  const gone = new AbortController();
  const abortIfAllGaveUp = () => {
    if (batch.every(({ isOver }) => isOver)) gone.abort();
  };
  for (const waiting of batch) waiting.whenGivenUp(abortIfAllGaveUp);
  abortIfAllGaveUp();
  return gone.signal;
}

function toLaneKey(request: SubgraphRequest, { headers }: SubgraphCall): string {
  return JSON.stringify([{ ...request, representations: undefined }, withoutTrace(headers)]);
}
