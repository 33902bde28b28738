import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from './api-context.ts';
import { askGateway } from './gateway-request.ts';
import type { Problem } from './problem.ts';
import type { QueryView } from './use-data.ts';

const nothingHidden: ReadonlySet<string> = new Set();

/** Asks one of the gateway's own paths, and shows the answer as that of a query. */
export function useGateway<Data>(path: string): QueryView<Data> {
  const { session } = useApi();
  const [data, setData] = useState<Data>();
  const [problem, setProblem] = useState<Problem>();
  const [isFetching, setFetching] = useState(true);
  /** The latest request; the answer to an earlier one is ignored. */
  const latest = useRef<symbol>(undefined);
  const load = useCallback(() => {
    const request = Symbol(path);
    latest.current = request;
    setFetching(true);
    void askGateway<Data>(path, 'GET').then((answer) => {
      if (latest.current !== request) return;
      setFetching(false);
      if (answer.kind === 'done') setData(answer.data);
      else if (answer.problem.kind === 'session') session.end();
      setProblem(answer.kind === 'done' ? undefined : answer.problem);
    });
  }, [path, session]);
  useEffect(() => {
    load();
    return () => {
      latest.current = undefined;
    };
  }, [load]);
  return { data, isFetching, problem, hidden: nothingHidden, retry: load };
}
