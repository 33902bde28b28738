import type { EndedAccess } from './access.ts';

/** One field of a line. */
export interface AccessField {
  /** As the directive `#Fields` names it. */
  readonly name: string;
  readonly meaning: string;
  readonly read: (access: EndedAccess) => string | number | undefined;
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
    read: ({ endedAt }) => endedAt.toISOString().slice(0, 10),
  },
  {
    name: 'time',
    meaning: 'the time at which it ended, in UTC, to the millisecond',
    read: ({ endedAt }) => endedAt.toISOString().slice(11, 23),
  },
  {
    name: 'time-taken',
    meaning: 'its time in seconds; of a stream or a subscription until that ends',
    read: ({ tookMs }) => (tookMs / 1_000).toFixed(millisecond),
  },
  {
    name: 'c-ip',
    meaning:
      "the client's address, behind the proxies of `TRUSTED_PROXIES`; of IPv6 the network of 64 bits, as it is counted",
    read: ({ clientAddress }) => clientAddress,
  },
  {
    name: 'cs-username',
    meaning: "the person's id: the subject of the token; no name and no e-mail address",
    read: ({ subject }) => subject,
  },
  {
    name: 'x-client',
    meaning: 'the client to which the token was given (`azp`)',
    read: ({ clientId }) => clientId,
  },
  {
    name: 'x-request-id',
    meaning: 'the id that the JSON log and the answers to failed requests have',
    read: ({ id }) => id,
  },
  {
    name: 'cs-method',
    meaning: 'the method; none for an operation by WebSocket and for a request that could not be read',
    read: ({ method }) => method,
  },
  {
    name: 'cs-uri-stem',
    meaning: 'the path without its query string',
    read: ({ path }) => path,
  },
  {
    name: 'sc-status',
    meaning:
      'the HTTP status; of an operation by WebSocket the one that it would have by HTTP; none if the client left before an answer was begun',
    read: ({ status }) => status,
  },
  {
    name: 'sc-bytes',
    meaning: 'the bytes of the answer with its headers; of an operation by WebSocket those of its results',
    read: ({ bytes }) => bytes,
  },
  {
    name: 'x-transport',
    meaning: '`http`, `event-stream`, `multipart` or `websocket`, if an operation was read',
    read: ({ transport }) => transport,
  },
  {
    name: 'x-operation-type',
    meaning: '`query`, `mutation` or `subscription`',
    read: ({ operationType }) => operationType,
  },
  {
    name: 'x-operation-name',
    meaning: "the operation's name; of one that was not valid the name that was asked for",
    read: ({ operationName }) => operationName,
  },
  {
    name: 'x-document-hash',
    meaning: "the SHA-256 of the document's text, in hexadecimal digits",
    read: ({ documentHash }) => documentHash,
  },
  {
    name: 'x-cost',
    meaning: 'the estimate that `MAX_COST` bounds',
    read: ({ cost }) => cost,
  },
  {
    name: 'x-code',
    meaning: 'the code of the first error of an operation, or of its refusal',
    read: ({ code }) => code,
  },
  {
    name: 'x-ending',
    meaning: '`left` if the client left before the end, as from a subscription; otherwise `whole`',
    read: ({ hasLeft }) => (hasLeft ? 'left' : 'whole'),
  },
];
