import type { IncomingMessage } from 'node:http';
import type { SetHeader } from '../../operation/incoming-operation.ts';
import type { OperationRefusal } from '../../operation/refusal.ts';

/** A request that is refused by its client's address, and the headers that tell why. */
export interface RefusedRequest {
  readonly refusal: OperationRefusal;
  readonly headers: ReadonlyMap<string, string>;
}

type Verdict = RefusedRequest | undefined | Promise<RefusedRequest | undefined>;

/** Decides about a request of which only the address of its client is known. */
export type AddressGate = (request: IncomingMessage, clientAddress: string) => Verdict;

/** Decides about an operation by the address of its client. */
export type AdmitAddress = (
  clientAddress: string,
  setHeader: SetHeader,
) => OperationRefusal | undefined | Promise<OperationRefusal | undefined>;

/** Creates a gate at which each request counts once, however many paths to an answer it tries. */
export function createAddressGate(admitAddress: AdmitAddress): AddressGate {
  const verdicts = new WeakMap<IncomingMessage, { readonly verdict: Verdict }>();
  return (request, clientAddress) => {
    const known = verdicts.get(request);
    if (known) return known.verdict;
    const headers = new Map<string, string>();
    const finish = (refusal: OperationRefusal | undefined) => refusal && { refusal, headers };
    const admitted = admitAddress(clientAddress, (name, value) => void headers.set(name, value));
    const verdict = admitted instanceof Promise ? admitted.then(finish) : finish(admitted);
    verdicts.set(request, { verdict });
    return verdict;
  };
}
