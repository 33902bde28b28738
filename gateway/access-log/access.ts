import type { OperationTypeNode } from 'graphql';
import type { Transport } from '../operation/incoming-operation.ts';

/** The parts of an access that are known when it begins. */
export interface AccessBeginning {
  /** Of the request, or of the operation if its connection carries several. */
  readonly id: string;
  readonly method?: string | undefined;
  /** Without a query string. */
  readonly path?: string | undefined;
  /** Where the client calls from, in the form by which addresses are counted. */
  readonly clientAddress: string;
}

/** One access: a request by HTTP, or an operation by WebSocket. Each part that looks at it adds what it knows. */
export interface Access extends AccessBeginning {
  /** By the clock of `performance`. */
  readonly beganAtMs: number;
  /** The HTTP status; absent if no answer was begun. */
  status?: number | undefined;
  bytes: number;
  /** True if the client left before the end. */
  hasLeft?: boolean;
  subject?: string | undefined;
  clientId?: string | undefined;
  transport?: Transport;
  operationType?: `${OperationTypeNode}`;
  operationName?: string | undefined;
  documentHash?: string;
  cost?: number | undefined;
  /** The code of the first error. */
  code?: string | undefined;
}

/** An access that is over. */
export interface EndedAccess extends Readonly<Access> {
  readonly endedAt: Date;
  readonly tookMs: number;
}
