import type { EndedAccess } from './access.ts';

/** One field of a line. */
export interface AccessField {
  /** As the directive `#Fields` names it. */
  readonly name: string;
  readonly meaning: string;
  readonly valueOf: (access: EndedAccess) => string | number | undefined;
}

const millisecond = 3;

/**
 * The fields of a line, in their order. Those without `x-` are of the Extended Log File Format (W3C working draft WD-logfile-960323)
 * or, `cs-username` and `sc-bytes`, in the sense that other servers give them.
 */
export const accessFields: readonly AccessField[] = [
  {
    name: 'date',
    meaning: 'the day on which the access ended, in UTC',
    valueOf: ({ endedAt }) => endedAt.toISOString().slice(0, 10),
  },
  {
    name: 'time',
    meaning: 'the time at which it ended, in UTC, to the millisecond',
    valueOf: ({ endedAt }) => endedAt.toISOString().slice(11, 23),
  },
  {
    name: 'time-taken',
    meaning: 'its time in seconds; of a stream or a subscription until that ends',
    valueOf: ({ tookMs }) => (tookMs / 1_000).toFixed(millisecond),
  },
  {
    name: 'c-ip',
    meaning:
      "the client's address, behind the proxies of `TRUSTED_PROXIES`; of IPv6 the network of 64 bits, as it is counted",
    valueOf: ({ clientAddress }) => clientAddress,
  },
  {
    name: 'cs-username',
    meaning: "the person's id: the subject of the token; no name and no e-mail address",
    valueOf: ({ subject }) => subject,
  },
  {
    name: 'x-client',
    meaning: 'the client to which the token was given (`azp`)',
    valueOf: ({ clientId }) => clientId,
  },
  {
    name: 'x-request-id',
    meaning: 'the id that the JSON log and the answers to failed requests have',
    valueOf: ({ id }) => id,
  },
  {
    name: 'cs-method',
    meaning: 'the method; none for an operation by WebSocket and for a request that could not be read',
    valueOf: ({ method }) => method,
  },
  {
    name: 'cs-uri-stem',
    meaning: 'the path without its query string',
    valueOf: ({ path }) => path,
  },
  {
    name: 'sc-status',
    meaning:
      'the HTTP status; of an operation by WebSocket the one that it would have by HTTP; none if the client left before an answer was begun',
    valueOf: ({ status }) => status,
  },
  {
    name: 'sc-bytes',
    meaning: 'the bytes of the answer with its headers; of an operation by WebSocket those of its results',
    valueOf: ({ bytes }) => bytes,
  },
  {
    name: 'x-transport',
    meaning: '`http`, `event-stream`, `multipart` or `websocket`, if an operation was read',
    valueOf: ({ transport }) => transport,
  },
  {
    name: 'x-operation-type',
    meaning: '`query`, `mutation` or `subscription`',
    valueOf: ({ operationType }) => operationType,
  },
  {
    name: 'x-operation-name',
    meaning: "the operation's name; of one that was not valid the name that was asked for",
    valueOf: ({ operationName }) => operationName,
  },
  {
    name: 'x-document-hash',
    meaning: "the SHA-256 of the document's text, in hexadecimal digits",
    valueOf: ({ documentHash }) => documentHash,
  },
  {
    name: 'x-cost',
    meaning: 'the estimate that `MAX_COST` bounds',
    valueOf: ({ cost }) => cost,
  },
  {
    name: 'x-code',
    meaning: 'the code of the first error of an operation, or of its refusal',
    valueOf: ({ code }) => code,
  },
  {
    name: 'x-ending',
    meaning: '`left` if the client left before the end, as from a subscription; otherwise `whole`',
    valueOf: ({ hasLeft }) => (hasLeft ? 'left' : 'whole'),
  },
];
