import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { explainError, noAnswer, type Problem } from './problem.ts';
import type { TrustedDocument } from './trusted-document.ts';

/** A page of a connection (Relay's cursor connections). */
interface ConnectionPage<Row> {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: Row }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface FurtherPagesOptions<Data, Variables, Row> {
  /** The first page, which another query keeps up to date. */
  readonly first: ConnectionPage<Row>;
  readonly document: TrustedDocument<Data, Variables>;
  readonly toVariables: (after: string) => Variables;
  readonly select: (data: Data) => ConnectionPage<Row> | null | undefined;
}

/** The rows of the pages that were asked for so far. */
export interface FurtherPages<Row> {
  readonly rows: readonly Row[];
  readonly totalCount: number;
  readonly hasMore: boolean;
  /** True if more than the first page was asked for. */
  readonly isContinued: boolean;
  readonly isFetching: boolean;
  /** Why the last page that was asked for did not come. */
  readonly problem: Problem | undefined;
  /** Asks for one more page, or again for one that did not come. */
  readonly showMore: () => void;
}

interface LoadedPages<Row> {
  readonly first: ConnectionPage<Row>;
  readonly further: readonly ConnectionPage<Row>[];
}

/**
 * Continues a list after its first page, a page at a time. When the first page changes, as many pages after it are loaded again;
 * the old ones are shown until then.
 */
export function useFurtherPages<Data, Variables, Row>(
  options: FurtherPagesOptions<Data, Variables, Row>,
): FurtherPages<Row> {
  const { first } = options;
  const client = useClient();
  const newest = useRef(options);
  newest.current = options;
  const [loaded, setLoaded] = useState<LoadedPages<Row>>({ first, further: [] });
  const [{ count, attempt }, setWanted] = useState({ count: 0, attempt: 0 });
  const [problem, setProblem] = useState<Problem>();
  const isCurrent = loaded.first === first;
  const further = isCurrent ? loaded.further : noPages;

  // biome-ignore lint/correctness/useExhaustiveDependencies: pages that came are no reason to begin again, an attempt is
  useEffect(() => {
    let isLate = false;
    async function load(): Promise<void> {
      const found = [...further];
      for (;;) {
        const { pageInfo } = found.at(-1) ?? first;
        if (found.length >= count || !pageInfo.hasNextPage || pageInfo.endCursor === null) break;
        const { document, toVariables, select } = newest.current;
        const variables = toVariables(pageInfo.endCursor) as Variables & Record<string, unknown>;
        const { data, error } = await client
          .query(document as TrustedDocument<Data, typeof variables>, variables, {
            requestPolicy: 'network-only',
          })
          .toPromise();
        if (isLate) return;
        const page = data && select(data);
        if (!page) {
          setProblem(error ? explainError(error) : noAnswer);
          break;
        }
        found.push(page);
      }
      setLoaded({ first, further: found });
    }
    setProblem(undefined);
    void load();
    return () => {
      isLate = true;
    };
  }, [client, first, count, attempt]);

  const shown = [first, ...loaded.further];
  const last = shown.at(-1) ?? first;
  return {
    rows: shown.flatMap(({ edges }) => edges.map(({ node }) => node)),
    totalCount: first.totalCount,
    hasMore: last.pageInfo.hasNextPage,
    isContinued: count > 0,
    isFetching: problem === undefined && further.length < count && last.pageInfo.hasNextPage,
    problem,
    showMore: () => setWanted({ count: further.length + 1, attempt: attempt + 1 }),
  };
}

const noPages: readonly [] = [];
