import { toMediaType } from '#platform/text/media-type.ts';
import { encodeMessage } from './codec.ts';
import { parseInstant } from './instant.ts';
import { type FacturationMessage, toMessageKey } from './message.ts';
import type { MessageProblem } from './message-problem.ts';

/** The type of the CloudEvent that carries a message. */
export const invoiceIssuedType = 'facturation.invoice.issued.v1';

/** Most identities: a form that is quick to check. */
const printableAscii = /^[ -~]+$/;

/** The identity of an event: the two together are unique to it, also if the log has it several times (CloudEvents 1.0, `id`). */
export interface EventIdentity {
  readonly id: string;
  /** The sender as a URI reference, for example `/billing`. */
  readonly source: string;
}

/** An event in the form an event log takes. */
export interface EventRecord {
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** The time of the event, in milliseconds since 1970: stream time is the time of the events. */
  readonly timestampMs: number;
}

/** The attributes of an event beside its identity. */
export interface EventAttributes {
  readonly type: string;
  /** The order of events of one key is kept. */
  readonly key: string;
  /** The number of the document. */
  readonly subject: string;
  /** An RFC 3339 instant. */
  readonly time: string;
}

/** Puts JSON into a record with the headers of CloudEvents 1.0 (Kafka protocol binding, binary content mode). */
export function toEventRecord(
  value: Uint8Array,
  { type, key, subject, time }: EventAttributes,
  { id, source }: EventIdentity,
): EventRecord {
  return {
    key,
    value,
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: source,
      ce_type: type,
      ce_time: time,
      ce_subject: subject,
      'content-type': 'application/json',
    },
    timestampMs: parseInstant(time) ?? 0,
  };
}

/**
 * Puts a message into a record.
 *
 * @throws {TypeError} when the message is not right, which is a bug of the sender
 */
export function toFacturationRecord(message: FacturationMessage, identity: EventIdentity): EventRecord {
  const { invoiceNumber: subject, issuedAt: time } = message;
  const attributes = { type: invoiceIssuedType, key: toMessageKey(message), subject, time };
  return toEventRecord(encodeMessage(message), attributes, identity);
}

/**
 * The identity in a record's headers, or all that is wrong with them.
 *
 * @param type the type that the event must have
 */
export function parseEventHeaders(
  headers: Readonly<Record<string, string>>,
  type = invoiceIssuedType,
):
  | { readonly kind: 'event'; readonly event: EventIdentity }
  | { readonly kind: 'invalid'; readonly problems: readonly MessageProblem[] } {
  const problems: MessageProblem[] = [];
  const { ce_id: id, ce_source: source } = headers;
  const require = (name: string, isRight: boolean, wanted: string) => {
    if (!isRight) problems.push({ path: `/headers/${name}`, message: `must be ${wanted}` });
  };
  require('ce_specversion', headers['ce_specversion'] === '1.0', '1.0');
  require('ce_type', headers['ce_type'] === type, type);
  require('ce_id', isIdentity(id), 'a text of 1 to 200 characters');
  require('ce_source', isIdentity(source), 'a URI reference of 1 to 200 characters');
  require('content-type', isJson(headers['content-type']), 'application/json');
  if (problems.length > 0 || id === undefined || source === undefined) return { kind: 'invalid', problems };
  return { kind: 'event', event: { id, source } };
}

/** Identities of a simulator begin so. Its messages of earlier releases carry no mark. */
const simulatorSource = '/simulator/';

/** Makes the `source` of a simulator's events. */
export function toSimulatorSource(prefix: string): string {
  return `${simulatorSource}${prefix}`;
}

/** Tests if a simulator made the invoice up. */
export function isSimulated(message: FacturationMessage, { source }: EventIdentity): boolean {
  return message.simulated === true || source.startsWith(simulatorSource);
}

function isJson(contentType: string | undefined): boolean {
  if (contentType === 'application/json') return true;
  return toMediaType(contentType) === 'application/json';
}

function isIdentity(value: string | undefined): boolean {
  if (value === undefined || value.length === 0 || value.length > 200) return false;
  return printableAscii.test(value) || !/[\p{Cc}\p{Cs}]/u.test(value);
}
