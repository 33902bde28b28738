import { z } from 'zod';

/** Absolute numbers by keys: a message that comes twice changes nothing. */
const counts = z.array(z.tuple([z.string(), z.number().int().min(0)]));

const question = z.discriminatedUnion('what', [
  /** Gives the figures of a process, or of all, as prom-client has them. */
  z.object({ what: z.literal('figures') }),
  /** Offers a newer token for a stream of another process. */
  z.object({ what: z.literal('renewal'), stream: z.string(), token: z.string() }),
]);

const messageSchema = z.discriminatedUnion('type', [
  /** The numbers that a worker has open; to a worker: those that the others have. */
  z.object({ type: z.literal('counts'), counts }),
  /** Data may have changed. */
  z.object({ type: z.literal('changed') }),
  /** The number of workers that are ready. */
  z.object({ type: z.literal('staff'), ready: z.number(), wanted: z.number() }),
  z.object({ type: z.literal('question'), id: z.number(), question }),
  z.object({ type: z.literal('answer'), id: z.number(), answer: z.unknown().optional() }),
]);

/** A message between a worker and its supervisor, over the IPC channel of `fork`. */
export type WorkerMessage = z.output<typeof messageSchema>;

/** A question that is answered by another message. */
export type WorkerQuestion = z.output<typeof question>;

/** Sends a message; it is lost if the other process is gone. */
export type SendWorkerMessage = (message: WorkerMessage) => void;

/** Reads a message. The channel carries others too, for which this gives `undefined`. */
export function parseWorkerMessage(message: unknown): WorkerMessage | undefined {
  return messageSchema.safeParse(message).data;
}
