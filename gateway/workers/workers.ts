import type { ReadinessPart } from '#platform/http/readiness.ts';
import { type FindSharedCount, loneCount } from '#platform/process/shared-count.ts';
import type { RenewStream } from '../clients/streams/renewal-route.ts';
import type { Changes } from '../upstream/changes.ts';

/** The processes of one gateway, as one of them sees the others. */
export interface Workers {
  /** The number among which limits are divided. */
  readonly count: number;
  readonly findCount: FindSharedCount;
  /** Notes changes of the others as well, and tells them of those here. */
  shareChanges(changes: Changes): Changes;
  /** Offers a token for a stream that another process may have; `undefined` if none has. */
  readonly renewElsewhere: RenewStream;
  /** Answers when others offer a token for a stream of this process. */
  answerRenewals(renew: RenewStream): void;
  /** The figures of all processes in the form of Prometheus; absent if there is one. */
  readonly figures?: (() => Promise<string>) | undefined;
  /** Parts of the readiness of the gateway as a whole. */
  readonly readiness: Readonly<Record<string, ReadinessPart>>;
}

/** A gateway that is one process. */
export const loneWorker: Workers = {
  count: 1,
  findCount: () => loneCount,
  shareChanges: (changes) => changes,
  renewElsewhere: async () => undefined,
  answerRenewals: () => {},
  readiness: {},
};
