import { useEffect, useRef } from 'react';
import { useLive } from '../../api/use-live.ts';
import { ImportProgressDocument, type ImportRequestStateFragment } from '../../generated/graphql.ts';

/** A request as it is now, and if that is still known. */
export interface LiveRequest {
  readonly request: ImportRequestStateFragment;
  /** The time of the last news while there are none, in milliseconds; undefined while there are. */
  readonly staleSinceMs: number | undefined;
}

/** True once nothing happens to a request any more. */
export function hasEnded({ status }: Pick<ImportRequestStateFragment, 'status'>): boolean {
  return status !== 'QUEUED' && status !== 'RUNNING';
}

/** Follows a request from a state that is known, until it has ended. */
export function useLiveRequest(known: ImportRequestStateFragment, onEnd?: () => void): LiveRequest {
  const isPaused = hasEnded(known);
  const { data, status, receivedAtMs } = useLive(ImportProgressDocument, {
    variables: { id: known.id },
    isPaused,
  });
  const newest = data?.importProgress;
  const request = isPaused || !newest ? known : newest;
  const isOver = hasEnded(request);
  const told = useRef(onEnd);
  told.current = onEnd;
  useEffect(() => {
    if (isOver && !isPaused) told.current?.();
  }, [isOver, isPaused]);
  return { request, staleSinceMs: !isOver && status === 'reconnecting' ? receivedAtMs : undefined };
}
