import { useCallback, useEffect, useState } from 'react';
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
  const [number, setNumber] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number asks again
  useEffect(() => {
    let isCurrent = true;
    setFetching(true);
    void askGateway<Data>(path, 'GET').then((answer) => {
      if (!isCurrent) return;
      setFetching(false);
      if (answer.kind === 'done') setData(answer.data);
      else if (answer.problem.kind === 'session') session.end();
      setProblem(answer.kind === 'done' ? undefined : answer.problem);
    });
    return () => {
      isCurrent = false;
    };
  }, [path, number, session]);
  const retry = useCallback(() => setNumber((old) => old + 1), []);
  return { data, isFetching, problem, hidden: nothingHidden, retry };
}
