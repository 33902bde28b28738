/** Sends a request that was due at this time. */
export type Send = (dueAt: number) => void;

/** Requests at an even pace, whether earlier ones are answered or not. */
export interface Pace {
  /** Sends once when the next request is due, or at once if one is late. */
  sendWhenDue(send: Send): void;
  /** Does not send by this any more. */
  forget(send: Send): void;
  stop(): void;
}

/** The shortest interval of a timer. */
const tickMs = 1;

/** Begins to count when the first request is due. */
export function startPace(perSecond: number): Pace {
  const free: Send[] = [];
  let nextDueAt = performance.now();

  function sendDue(): void {
    const now = performance.now();
    while (nextDueAt <= now) {
      const send = free.shift();
      if (send === undefined) return;
      send(nextDueAt);
      nextDueAt += 1_000 / perSecond;
    }
  }

  const timer = setInterval(sendDue, tickMs);
  return {
    sendWhenDue(send) {
      free.push(send);
      sendDue();
    },
    forget(send) {
      const at = free.indexOf(send);
      if (at >= 0) free.splice(at, 1);
    },
    stop: () => clearInterval(timer),
  };
}
