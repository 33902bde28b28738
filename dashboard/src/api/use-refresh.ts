import { useEffect, useRef } from 'react';

/** Asks again every so often, in milliseconds, while the page is visible. */
export function useRefresh(retry: () => void, everyMs: number): void {
  const newest = useRef(retry);
  newest.current = retry;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') newest.current();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
