import { useEffect, useRef } from 'react';
import type { TrustedDocument } from '../../api/trusted-document.ts';
import { type QueryOptions, type QueryView, useData } from '../../api/use-data.ts';

const everyMs = 2_000;

/** Asks again every so often while the answer says that something is under way; that is not shown as a refresh. */
export function usePolledData<Data, Variables>(
  document: TrustedDocument<Data, Variables>,
  options: QueryOptions<Variables>,
  isUnderWay: (data: Data) => boolean,
): QueryView<Data> {
  const view = useData(document, options);
  const retry = useRef(view.retry);
  retry.current = view.retry;
  const { data } = view;
  const isActive = data !== undefined && isUnderWay(data);
  useEffect(() => {
    if (!isActive) return undefined;
    const timer = setInterval(() => {
      if (isPageVisible()) retry.current();
    }, everyMs);
    return () => clearInterval(timer);
  }, [isActive]);
  return isActive ? { ...view, isFetching: false } : view;
}

function isPageVisible(): boolean {
  return globalThis.document.visibilityState === 'visible';
}
