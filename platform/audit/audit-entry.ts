import { z } from 'zod';

/** The actors of an action: a person, a client of the API, a process of the system, or somebody who is not known. */
const actorKinds = ['PERSON', 'CLIENT', 'SERVICE', 'ANONYMOUS'] as const;

/** The weight of an entry: ordinary work, what changes money or rights or was refused, what an attack may look like. */
export const auditLevels = ['INFO', 'NOTICE', 'WARNING'] as const;

/** An action was done, with its effect, or refused, without one. */
const auditOutcomes = ['DONE', 'REFUSED'] as const;

/** The bounds of an entry's texts, in UTF-16 code units, and of its count. */
export const auditBounds = {
  id: 255,
  word: 64,
  source: 32,
  address: 45,
  requestId: 64,
  count: 1_000_000_000,
} as const;

/** An identifier that another system gave: without control characters and lone surrogates. */
const identifier = z
  .string()
  .min(1)
  .max(auditBounds.id)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must have no control characters');

const word = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'must be a word of 1 to 64 capital letters, digits and underscores');

/** The members of an entry. Unknown members are refused: nothing but identifiers may get into the audit. */
export const auditEntryForm = z.strictObject({
  /** Names the entry; repeated messages of one entry have the same. */
  id: z.uuidv7(),
  /** The time of the action: an instant of RFC 3339 in UTC. */
  at: z.iso.datetime({ precision: 3 }),
  actor: z.strictObject({
    /** The subject of the token, or the name of a process; null if not known. */
    id: identifier.nullable(),
    kind: z.enum(actorKinds),
  }),
  /** The client that obtained the token (`azp`). */
  clientId: identifier.nullable(),
  /** The IP address of the client. */
  address: z.union([z.ipv4(), z.ipv6()]).nullable(),
  /** The id of the request, which the log names too. */
  requestId: z
    .string()
    .regex(/^[!-~]{1,64}$/, 'must be 1 to 64 printable characters of ASCII')
    .nullable(),
  /** The process that wrote the entry, such as `billing` or `gateway`. */
  source: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a name in small letters'),
  /** The action, such as `INVOICE_ISSUED`. */
  action: word,
  level: z.enum(auditLevels),
  /** The object that was acted on; null if there is none, or none that is known. */
  object: z
    .strictObject({
      type: z.string().regex(/^[A-Z][A-Za-z0-9]{0,63}$/, 'must be the name of a type'),
      id: identifier,
    })
    .nullable(),
  outcome: z.enum(auditOutcomes),
  /** The reason for a refusal; null for an action that was done. */
  code: word.nullable(),
  /** The number of equal actions that the entry stands for: above 1 for refusals that are counted for a minute. */
  count: z.int().min(1).max(auditBounds.count),
});

/** One entry of the audit: who did what to which object, from where, with which client and outcome. */
export type AuditEntry = Readonly<z.infer<typeof auditEntryForm>>;
export type ActorKind = (typeof actorKinds)[number];
export type AuditLevel = (typeof auditLevels)[number];
export type AuditOutcome = (typeof auditOutcomes)[number];
