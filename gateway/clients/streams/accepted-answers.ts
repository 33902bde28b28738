/** The ways in which the results of one operation come in an HTTP answer that stays open. */
export type StreamKind = 'event-stream' | 'multipart';

/** The answers that a client can read, by its `Accept` header (RFC 9110 section 12.5.1). */
export interface AcceptedAnswers {
  /** The stream that it wants most. */
  readonly stream: StreamKind | undefined;
  /**
   * True if it wants server-sent events more than plain JSON, so that queries and mutations are answered by them too.
   * Multipart is for subscriptions, and for what comes later of other operations.
   */
  readonly prefersEvents: boolean;
  /** True if it can read multipart answers of which parts come later (`@defer`). */
  readonly takesParts: boolean;
}

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

/** Types that plain JSON answers, wildcards among them. */
const jsonRanges = new Set(['application/json', 'application/graphql-response+json', 'application/*', '*/*']);

/** Reads an `Accept` header. Of ranges with the same quality the first counts as wanted more. */
export function parseAccept(header: string | undefined): AcceptedAnswers {
  const ranges = (header ?? '')
    .split(',')
    .map(parseRange)
    .filter(({ quality }) => quality > 0)
    .toSorted((left, right) => right.quality - left.quality);
  const kinds = ranges.map(toStreamKind);
  const events = kinds.indexOf('event-stream');
  const json = ranges.findIndex(({ type }) => jsonRanges.has(type));
  return {
    stream: kinds.find((kind) => kind !== undefined),
    prefersEvents: events >= 0 && (json < 0 || events < json),
    takesParts: ranges.some(isForParts),
  };
}

function parseRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = new Map(rest.map(parseParameter));
  const quality = Number(parameters.get('q') ?? 1);
  return { type: type.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 0 : quality };
}

function parseParameter(text: string): [string, string] {
  const [name = '', value = ''] = text.split('=');
  return [name.trim().toLowerCase(), value.trim().replaceAll('"', '')];
}

/** The version that Apollo Router and Apollo Client name after a draft of the specification. */
function isForParts({ type, parameters }: MediaRange): boolean {
  return type === 'multipart/mixed' && parameters.get('deferspec') === '20220824';
}

function toStreamKind({ type, parameters }: MediaRange): StreamKind | undefined {
  if (type === 'text/event-stream') return 'event-stream';
  const isForSubscriptions = type === 'multipart/mixed' && parameters.get('subscriptionspec') === '1.0';
  return isForSubscriptions ? 'multipart' : undefined;
}
