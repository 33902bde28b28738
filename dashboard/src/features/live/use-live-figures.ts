import { useEffect, useState, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { useApi, useSession } from '../../api/api-context.ts';
import type { LiveConnection, LiveListener } from '../../api/live-connection.ts';
import { explainError, type Problem } from '../../api/problem.ts';
import type { TrustedDocument } from '../../api/trusted-document.ts';
import {
  LiveCustomersDocument,
  LiveInvoicesDocument,
  type LiveInvoicesSubscription,
  LiveSnapshotDocument,
  type LiveSnapshotQuery,
  LiveTotalsDocument,
} from '../../generated/graphql.ts';
import {
  type LiveFeed,
  type LiveSnapshotView,
  LiveStore,
  type NewestInvoice,
  sampleEveryMs,
} from './live-store.ts';
import { createRedrawPacer, runAfterPaint } from './pace-redraws.ts';

/** The live figures as a component sees them. */
export interface LiveFiguresView extends LiveSnapshotView {
  readonly pause: () => void;
  readonly resume: () => void;
  /** Why the first figures did not come. */
  readonly loadProblem: Problem | undefined;
  readonly retry: () => void;
}

/** The server keeps events for a day only; after a longer absence the figures are loaded anew. */
const expiredCode = 'CURSOR_EXPIRED';
/** A server that refuses a younger cursor keeps no events; to load again for it would never end. */
const minCursorLifeMs = 10_000;

/** Loads the figures, then follows them from their cursor on, so that no invoice is missed and none comes twice. */
export function useLiveFigures(includeSimulated: boolean): LiveFiguresView {
  const { live } = useApi();
  const client = useClient();
  const { number, hasEnded } = useSession();
  const [store] = useState(
    () => new LiveStore({ schedule: createRedrawPacer(), afterPaint: runAfterPaint, now: () => Date.now() }),
  );
  const [loadProblem, setLoadProblem] = useState<Problem>();
  const [attempt, setAttempt] = useState(0);
  const view = useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.view,
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a session is known by its number, an attempt by its own
  useEffect(() => {
    if (hasEnded) return undefined;
    const leaving: (() => void)[] = [];
    let isLeft = false;
    void client
      .query(LiveSnapshotDocument, { includeSimulated }, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data, error }) => {
        if (isLeft) return;
        if (!data?.liveTotals) {
          setLoadProblem(error && explainError(error));
          return;
        }
        setLoadProblem(undefined);
        takeSnapshot(store, data);
        leaving.push(
          follow(live, store, {
            includeSimulated,
            cursor: data.liveTotals.cursor,
            onExpired: () => setAttempt((old) => old + 1),
          }),
        );
      });
    return () => {
      isLeft = true;
      for (const leave of leaving) leave();
    };
  }, [client, live, store, includeSimulated, number, hasEnded, attempt]);

  useEffect(() => {
    const timer = setInterval(() => store.tick(), sampleEveryMs);
    return () => clearInterval(timer);
  }, [store]);

  return {
    ...view,
    loadProblem,
    retry: () => setAttempt((old) => old + 1),
    pause: () => store.pause(),
    resume: () => store.resume(),
  };
}

function takeSnapshot(store: LiveStore, { liveTotals, customerTotals, invoices }: LiveSnapshotQuery): void {
  if (liveTotals) store.takeFigures(liveTotals);
  if (customerTotals) store.takeRanks(customerTotals.ranks);
  store.takeOlderInvoices(
    (invoices?.edges ?? []).flatMap(({ node }): NewestInvoice[] =>
      node.number === null
        ? []
        : [
            {
              id: node.id,
              number: node.number,
              customerName: node.customerSnapshot?.displayName ?? '',
              amount: node.total,
              issuedAt: node.issuedAt ?? undefined,
              isSimulated: false,
            },
          ],
    ),
  );
}

interface Following {
  readonly includeSimulated: boolean;
  readonly cursor: string;
  readonly onExpired: () => void;
}

/** Follows totals, customers and invoices until the returned function is called. */
function follow(
  live: LiveConnection,
  store: LiveStore,
  { includeSimulated, cursor, onExpired }: Following,
): () => void {
  let after = cursor;
  const takenAtMs = Date.now();
  const isExpiry = (code: string) => code === expiredCode && Date.now() - takenAtMs > minCursorLifeMs;
  const follows = <Data, Variables>(
    feed: LiveFeed,
    document: TrustedDocument<Data, Variables>,
    toVariables: () => Variables,
    onData: (data: Data) => void,
  ) => {
    const listener: LiveListener<Data> = {
      onData,
      onStatus: (status) => store.setStatus(feed, status),
      onProblem: (code, message) => (isExpiry(code) ? onExpired() : store.setProblem(feed, code, message)),
    };
    return live.subscribe(document, toVariables, listener);
  };
  const leaving = [
    follows(
      'totals',
      LiveTotalsDocument,
      () => ({ includeSimulated }),
      ({ liveTotals }) => store.takeFigures(liveTotals),
    ),
    follows(
      'customers',
      LiveCustomersDocument,
      () => ({ includeSimulated }),
      ({ customerTotals }) => store.takeRanks(customerTotals.ranks),
    ),
    follows(
      'invoices',
      LiveInvoicesDocument,
      () => ({ includeSimulated, after }),
      ({ invoiceReceived }) => {
        after = invoiceReceived.cursor;
        store.takeInvoice(toNewestInvoice(invoiceReceived));
      },
    ),
  ];
  return () => {
    for (const leave of leaving) leave();
  };
}

function toNewestInvoice(received: LiveInvoicesSubscription['invoiceReceived']): NewestInvoice {
  return {
    id: undefined,
    number: received.invoiceNumber,
    customerName: received.customerName,
    amount: received.amount,
    issuedAt: received.issuedAt,
    isSimulated: received.simulated,
  };
}
