import type { FederatedGraph } from '../graph/graph.ts';
import type { Caller } from './caller.ts';
import type { OperationParameters } from './operation-parameters.ts';

/** The way in which an operation comes to the gateway. */
export type Transport = 'http' | 'event-stream' | 'multipart' | 'websocket';

/** Sets a header of the answer to an operation. */
export type SetHeader = (name: string, value: string) => void;

/** One operation of one caller, of which nothing has been looked at. */
export interface IncomingOperation {
  /** The graph that it is to run on. */
  readonly graph: FederatedGraph;
  /** Of the request that brought it, or its own if its connection carries several. */
  readonly requestId: string;
  readonly parameters: OperationParameters;
  readonly caller: Caller;
  readonly transport: Transport;
  /** Where the client calls from, in the form by which addresses are counted. */
  readonly clientAddress: string;
  /** Aborted when nobody waits for the operation any more; a check that asks others stops then. */
  readonly signal: AbortSignal;
  /** Absent if the answer has no headers of its own, as by WebSocket. */
  readonly setHeader?: SetHeader | undefined;
}
