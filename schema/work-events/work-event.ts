import { z } from 'zod';
import {
  type EventIdentity,
  type EventRecord,
  parseEventHeaders,
  toEventRecord,
} from '../facturation/event.ts';
import type { MessageProblem } from '../facturation/message-problem.ts';

/** A record read as an event, or its problems, at least one. */
export type DecodedWork<Event> =
  | { readonly kind: 'event'; readonly identity: EventIdentity; readonly event: Event }
  | { readonly kind: 'invalid'; readonly problems: readonly MessageProblem[] };

interface WorkEventOptions<Event> {
  /** The type of the CloudEvent. */
  readonly type: string;
  /** A sentence about what has happened. */
  readonly says: string;
  readonly title: string;
  /** The members on the wire. */
  readonly form: z.ZodType<Event>;
  /** Events of one key keep their order. */
  readonly toKey: (event: Event) => string;
  /** The name of the object for people. */
  readonly toSubject: (event: Event) => string;
  /** The time of the event, an RFC 3339 instant. */
  readonly toTime: (event: Event) => string;
}

/** The largest number of problems that are told of one record. */
const maxProblems = 20;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** One type of event that concerns people's work: its members, and how it is written and read. */
export class WorkEvent<Event> {
  readonly type: string;
  readonly says: string;
  readonly title: string;
  readonly #options: WorkEventOptions<Event>;

  constructor(options: WorkEventOptions<Event>) {
    this.type = options.type;
    this.says = options.says;
    this.title = options.title;
    this.#options = options;
  }

  /**
   * Puts an event into a record.
   *
   * @throws {z.ZodError} when the event is one that `decode` would refuse, which is a bug of the sender
   */
  encode(event: Event, identity: EventIdentity): EventRecord {
    const { type, form, toKey, toSubject, toTime } = this.#options;
    const wire = form.parse(event);
    const attributes = { type, key: toKey(event), subject: toSubject(event), time: toTime(event) };
    return toEventRecord(Buffer.from(JSON.stringify(wire)), attributes, identity);
  }

  /** Reads a record, or says all that is wrong with it. Members that are not known do not count. */
  decode({ headers, value }: Pick<EventRecord, 'headers' | 'value'>): DecodedWork<Event> {
    const parsed = parseEventHeaders(headers, this.type);
    const { event, problems } = this.#read(value);
    if (parsed.kind === 'event' && event !== undefined)
      return { kind: 'event', identity: parsed.event, event };
    const ofHeaders = parsed.kind === 'invalid' ? parsed.problems : [];
    return { kind: 'invalid', problems: [...ofHeaders, ...problems] };
  }

  /** The form on the wire as a JSON Schema, without its header. */
  toJsonSchema(): object {
    const { $schema, ...schema } = z.toJSONSchema(this.#options.form, {
      // Readers pass over members that they do not know.
      override: ({ jsonSchema }) => delete jsonSchema.additionalProperties,
    });
    return schema;
  }

  #read(bytes: Uint8Array): { event?: Event; problems: readonly MessageProblem[] } {
    let wire: unknown;
    try {
      wire = JSON.parse(utf8.decode(bytes));
    } catch {
      return { problems: [{ path: '', message: 'must be JSON in UTF-8' }] };
    }
    const read = this.#options.form.safeParse(wire);
    if (read.success) return { event: read.data, problems: [] };
    return {
      problems: read.error.issues.slice(0, maxProblems).map(({ path, message }) => ({
        path: path.map((step) => `/${String(step)}`).join(''),
        message,
      })),
    };
  }
}
