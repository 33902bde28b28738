/** Version, trace id, parent id and flags; later versions may add fields (W3C Trace Context, section 3.2). */
const pattern = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const noTrace = '0'.repeat(32);
const noParent = '0'.repeat(16);

/** The parts of a `traceparent`. */
export interface Traceparent {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits: the span that whoever receives it works for. */
  readonly parentId: string;
  /** Bits; the lowest says that the trace is recorded. */
  readonly flags: number;
}

/** Reads a `traceparent` (W3C Trace Context, section 3.2). @returns `undefined` if it is not valid */
export function parseTraceparent(text: unknown): Traceparent | undefined {
  if (typeof text !== 'string') return undefined;
  const [, version, traceId = noTrace, parentId = noParent, flags = '00', more] = pattern.exec(text) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (traceId === noTrace || parentId === noParent) return undefined;
  return { traceId, parentId, flags: Number.parseInt(flags, 16) };
}

/** Writes a `traceparent` of version 00. */
export function formatTraceparent({ traceId, parentId, flags }: Traceparent): string {
  return `00-${traceId}-${parentId}-${flags.toString(16).padStart(2, '0')}`;
}

/** Tests if a `traceparent` is valid and its trace is recorded (section 3.2.2.5.1). */
export function isSampled(text: unknown): text is string {
  return ((parseTraceparent(text)?.flags ?? 0) & 1) === 1;
}
