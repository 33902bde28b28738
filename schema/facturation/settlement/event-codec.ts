import { type EventIdentity, type EventRecord, parseEventHeaders, toEventRecord } from '../event.ts';
import { parseInstant } from '../instant.ts';
import {
  type Members,
  type MoneyValues,
  type NamedMembers,
  readMembers,
  writeMembers,
} from '../members-codec.ts';
import { toMessageKey } from '../message.ts';
import type { MessageProblem } from '../message-problem.ts';
import type { invoiceMembers } from './invoice-members.ts';

/** The members that every event about an issued invoice has. */
export type InvoiceEvent = MoneyValues<typeof invoiceMembers>;

/** A record read as an event, or its problems, at least one. */
export type DecodedEvent<Event> =
  | {
      readonly kind: 'event';
      readonly identity: EventIdentity;
      readonly event: Event;
      /** The time of the event, in milliseconds since 1970. */
      readonly occurredAtMs: number;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly MessageProblem[] };

interface EventCodecOptions<Event> {
  readonly type: string;
  /** The members on the wire. */
  readonly members: Readonly<Record<keyof typeof invoiceMembers, unknown>>;
  /** The time of an event, an RFC 3339 instant. */
  readonly toTime: (event: Event) => string;
  /** Asks what no member alone can say. */
  readonly findProblem?: (event: Event) => MessageProblem | undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Writes and reads events of one type. */
export class EventCodec<Event extends InvoiceEvent> {
  /** The type of the CloudEvent. */
  readonly type: string;
  /** The members on the wire, in the order in which they are written. */
  readonly members: NamedMembers;
  readonly #toTime: (event: Event) => string;
  readonly #findProblem: (event: Event) => MessageProblem | undefined;

  constructor({ type, members, toTime, findProblem = () => undefined }: EventCodecOptions<Event>) {
    this.type = type;
    this.members = Object.entries(members) as unknown as NamedMembers;
    this.#toTime = toTime;
    this.#findProblem = findProblem;
  }

  /**
   * Puts an event into a record.
   *
   * @throws {TypeError} when the event is one that `decode` would refuse, which is a bug of the sender
   */
  encode(event: Event, identity: EventIdentity): EventRecord {
    const wire = writeMembers(this.members, event);
    const [problem] = this.#read(wire).problems;
    if (problem !== undefined)
      throw new TypeError(`${this.type} cannot be sent: ${problem.path} ${problem.message}`);
    const attributes = {
      type: this.type,
      key: toMessageKey(event),
      subject: String(wire['invoiceNumber']),
      time: this.#toTime(event),
    };
    return toEventRecord(Buffer.from(JSON.stringify(wire)), attributes, identity);
  }

  /** Reads a record, or says all that is wrong with it. Members that are not known do not count. */
  decode({ headers, value: bytes }: Pick<EventRecord, 'headers' | 'value'>): DecodedEvent<Event> {
    const parsed = parseEventHeaders(headers, this.type);
    const { event, problems } = this.#parse(bytes);
    if (parsed.kind === 'event' && event !== undefined)
      return {
        kind: 'event',
        identity: parsed.event,
        event,
        occurredAtMs: parseInstant(this.#toTime(event)) ?? 0,
      };
    return {
      kind: 'invalid',
      problems: [...(parsed.kind === 'invalid' ? parsed.problems : []), ...problems],
    };
  }

  #parse(bytes: Uint8Array): { event?: Event; problems: readonly MessageProblem[] } {
    let wire: unknown;
    try {
      wire = JSON.parse(utf8.decode(bytes));
    } catch {
      return { problems: [{ path: '', message: 'must be JSON in UTF-8' }] };
    }
    if (typeof wire !== 'object' || wire === null || Array.isArray(wire))
      return { problems: [{ path: '', message: 'must be a JSON object' }] };
    return this.#read(wire as Readonly<Members>);
  }

  #read(wire: Readonly<Members>): { event?: Event; problems: readonly MessageProblem[] } {
    const { value, problems } = readMembers(this.members, wire);
    if (problems.length > 0) return { problems };
    const event = value as unknown as Event;
    const problem = this.#findProblem(event);
    return problem === undefined ? { event, problems } : { problems: [problem] };
  }
}
