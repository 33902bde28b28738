import type { OperationContext } from '../../operation/operation-context.ts';

/** The request that brought an operation, as Apollo Server hands it on. */
export interface HttpContext extends OperationContext {
  /** Where the client calls from, in the form by which addresses are counted. */
  readonly clientAddress: string;
}
