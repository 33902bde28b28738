import { z } from 'zod';

const reportSchema = z.discriminatedUnion('type', [
  /** The one service of the process has started; a process for several has loaded them and takes requests. */
  z.object({ type: z.literal('ready') }),
  /** One service of several has started, at first or again. */
  z.object({ type: z.literal('service-ready'), service: z.string() }),
  /** One service of several could not start or could not go on, and will be started again. */
  z.object({ type: z.literal('service-failed'), service: z.string() }),
]);

const requestSchema = z.discriminatedUnion('type', [
  /** Start a service with these variables of its own. */
  z.object({
    type: z.literal('start'),
    service: z.string(),
    environment: z.record(z.string(), z.string()),
  }),
  /** Close a service and start it again. */
  z.object({ type: z.literal('restart'), service: z.string() }),
]);

/** A message from a process to its parent, over the IPC channel of `fork`. */
export type ProcessReport = z.output<typeof reportSchema>;

/** A message from the parent over the same channel. */
export type ProcessRequest = z.output<typeof requestSchema>;
export type ServiceStart = Extract<ProcessRequest, { readonly type: 'start' }>;

/** Reads a message from a child process; `undefined` if it is not a report. */
export function parseProcessReport(message: unknown): ProcessReport | undefined {
  return reportSchema.safeParse(message).data;
}

/** Tells the parent, if there is one that listens. */
export function reportToParent(report: ProcessReport): void {
  // The parent may go at any time; without a callback that would be an error nobody handles.
  if (process.connected) process.send?.(report, undefined, undefined, () => {});
}

/** Calls a function for each request of the parent; other messages are ignored. */
export function followRequests(follow: (request: ProcessRequest) => void): void {
  process.on('message', (message) => {
    const request = requestSchema.safeParse(message).data;
    if (request !== undefined) follow(request);
  });
}
