import { randomBytes } from 'node:crypto';
import { formatTraceparent, parseTraceparent } from '#platform/tracing/traceparent.ts';

/** The flags `sampled` and `random trace id` go on; what later versions may mean by others is not known here. */
const knownFlags = 0x03;

/** Section 3.3.1: key and value of one member; a key is simple, or a tenant's at a system. */
const memberPattern =
  /^[a-z\d][a-z\d_*/@-]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const maxMembers = 32;
/** Section 3.3.1.5: at least so much is passed on, and members over 128 characters are the first to go. */
const maxStateLength = 512;
const longMember = 128;

/** The part of a trace that a client brings: where its own work stands, and what vendors noted. */
export interface TraceContext {
  readonly traceparent?: string;
  readonly tracestate?: string;
}

/**
 * Reads the trace that a client's headers belong to. Without a valid `traceparent` there is none, and its `tracestate`
 * counts for nothing (section 4.3).
 */
export function readTraceContext(headers: {
  readonly traceparent?: unknown;
  readonly tracestate?: unknown;
}): TraceContext {
  const { traceparent, tracestate } = headers;
  if (typeof traceparent !== 'string' || parseTraceparent(traceparent) === undefined) return {};
  const state = typeof tracestate === 'string' ? readTracestate(tracestate) : undefined;
  return { traceparent, ...(state !== undefined && { tracestate: state }) };
}

/** The `traceparent` for one request that follows from another: the same trace, with a parent id of its own. */
export function toChildTraceparent(traceparent: string): string {
  const { traceId, flags } = parseTraceparent(traceparent) ?? { traceId: '0'.repeat(32), flags: 0 };
  return formatTraceparent({ traceId, parentId: randomBytes(8).toString('hex'), flags: flags & knownFlags });
}

/** @returns `undefined` if any member is not valid, as the whole then is not */
function readTracestate(text: string): string | undefined {
  const members = text
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
  const keys = new Set(members.map((member) => member.split('=', 1)[0]));
  const isValid = members.length <= maxMembers && keys.size === members.length;
  if (members.length === 0 || !isValid || !members.every((member) => memberPattern.test(member)))
    return undefined;
  return shorten(members).join(',') || undefined;
}

function shorten(members: readonly string[]): string[] {
  const isLong = (list: readonly string[]) => list.join(',').length > maxStateLength;
  const kept = isLong(members) ? members.filter(({ length }) => length <= longMember) : [...members];
  while (isLong(kept)) kept.pop();
  return kept;
}
