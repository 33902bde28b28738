import { useEffect, useRef, useState } from 'react';
import { useApi, useSession } from './api-context.ts';
import type { LiveStatus } from './live-connection.ts';
import type { TrustedDocument } from './trusted-document.ts';

/** A subscription as a component sees it. */
export interface LiveView<Data> {
  readonly status: LiveStatus;
  /** The newest event; it stays when the connection is lost. */
  readonly data: Data | undefined;
  /** The time of the newest event, in milliseconds of the clock here. */
  readonly receivedAtMs: number | undefined;
  readonly problem: { readonly code: string; readonly message: string } | undefined;
}

export interface LiveOptions<Data, Variables> {
  readonly variables: Variables;
  /** True while nothing is to be received. */
  readonly isPaused?: boolean;
  /** Told of every event, in order; what keeps more than the newest keeps it by this. */
  readonly onData?: (data: Data) => void;
  /** The variables with which to continue after an event, for subscriptions that take a cursor. */
  readonly toNextVariables?: (data: Data) => Variables;
}

const beginning = {
  status: 'connecting',
  data: undefined,
  receivedAtMs: undefined,
  problem: undefined,
} as const;

/** Follows a subscription while the component is there; begins again with a new session and with other variables. */
export function useLive<Data, Variables>(
  document: TrustedDocument<Data, Variables>,
  options: LiveOptions<Data, Variables>,
): LiveView<Data> {
  const { live } = useApi();
  const { number, hasEnded } = useSession();
  const [state, setState] = useState<LiveView<Data>>(beginning);
  const newest = useRef(options);
  newest.current = options;
  const { isPaused = false } = options;
  const key = JSON.stringify(options.variables);

  // biome-ignore lint/correctness/useExhaustiveDependencies: variables count by their value, a session by its number
  useEffect(() => {
    if (isPaused || hasEnded) return undefined;
    let variables = newest.current.variables;
    return live.subscribe(document, () => variables, {
      onData(data) {
        const { onData, toNextVariables } = newest.current;
        if (toNextVariables) variables = toNextVariables(data);
        onData?.(data);
        setState((old) => ({ ...old, data, receivedAtMs: Date.now(), problem: undefined }));
      },
      onStatus: (status) => setState((old) => (old.status === status ? old : { ...old, status })),
      onProblem: (code, message) => setState((old) => ({ ...old, problem: { code, message } })),
    });
  }, [live, document, key, number, isPaused, hasEnded]);
  return state;
}
