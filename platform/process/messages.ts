import { z } from 'zod';

const reportSchema = z.discriminatedUnion('type', [
  /** All services of the process have started. */
  z.object({ type: z.literal('ready') }),
  /** One service of several has started, at first or again. */
  z.object({ type: z.literal('service-ready'), service: z.string() }),
  /** One service of several could not start or could not go on, and will be started again. */
  z.object({ type: z.literal('service-failed'), service: z.string() }),
]);

const requestSchema = z.object({ type: z.literal('restart'), service: z.string() });

/** A message from a process to its parent, over the IPC channel of `fork`. */
export type ProcessReport = z.output<typeof reportSchema>;

/** A message from the parent over the same channel: close one service and start it again. */
export type ProcessRequest = z.output<typeof requestSchema>;

/** Reads a message from a child process; `undefined` if it is not a report. */
export function parseProcessReport(message: unknown): ProcessReport | undefined {
  return reportSchema.safeParse(message).data;
}

/** Reads a message from the parent process; `undefined` if it is not a request. */
export function parseProcessRequest(message: unknown): ProcessRequest | undefined {
  return requestSchema.safeParse(message).data;
}

/** Tells the parent, if there is one that listens. */
export function reportToParent(report: ProcessReport): void {
  // The parent may go at any time; without a callback that would be an error nobody handles.
  if (process.connected) process.send?.(report, undefined, undefined, () => {});
}
