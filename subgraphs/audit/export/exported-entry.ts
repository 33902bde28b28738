/** A row of the trail as a file has it. A type alias: rows of SQL are made of it. */
export type ExportedEntry = {
  readonly number: string;
  readonly id: string;
  readonly at: string;
  readonly level: string;
  readonly actorId: string | null;
  readonly actorKind: string | null;
  readonly clientId: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly source: string | null;
  readonly action: string | null;
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly outcome: string | null;
  readonly code: string | null;
  readonly count: number | null;
  readonly redactedAt: string | null;
  readonly hash: string;
};

/** The columns of a file, from left to right. The names are those of the API, for programs that read it. */
export const exportedColumns = [
  'number',
  'id',
  'at',
  'level',
  'actorId',
  'actorKind',
  'clientId',
  'address',
  'requestId',
  'source',
  'action',
  'objectType',
  'objectId',
  'outcome',
  'code',
  'count',
  'redactedAt',
  'hash',
] as const satisfies readonly (keyof ExportedEntry)[];
