import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { originHeaders } from '#platform/audit/request-origin.ts';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { toErrorText } from '#platform/errors/to-error.ts';

/** RFC 9110 section 5.6.2. */
const tokenPattern = /^[!#$%&'*+.^_`|~\da-z-]+$/;
/** RFC 9110 section 5.5, without what cannot be written in one byte. */
const fieldValuePattern = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Headers that belong to one connection or to one message (RFC 9110 section 7.6.1), or that the gateway writes itself. A
 * cookie is a credential for this origin alone.
 */
const neverForwarded = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const neverForwardedPrefixes = ['if-', 'sec-websocket-'];
/** The gateway decides about these; a rule may remove them. */
const originNames: ReadonlySet<string> = new Set(Object.values(originHeaders));
const builtInNames: ReadonlySet<string> = new Set([
  'authorization',
  'traceparent',
  'tracestate',
  ...originNames,
]);

const headerName = z
  .string()
  .transform((name) => name.toLowerCase())
  .refine((name) => tokenPattern.test(name), { message: 'must be the name of a header' });

const passableName = headerName.refine(isPassable, {
  message: 'must not be a header of one connection or message, nor a cookie',
});

const clientName = passableName.refine((name) => !builtInNames.has(name), {
  message: 'is decided about by the gateway itself and cannot be forwarded from a client',
});

const writtenNames: ReadonlySet<string> = new Set(['traceparent', 'tracestate', ...originNames]);

const targetName = passableName.refine((name) => !writtenNames.has(name), {
  message: 'is written by the gateway itself',
});

const fieldValue = z
  .string()
  .max(4_096)
  .refine((value) => fieldValuePattern.test(value), { message: 'must be the value of a header' });

const rule = z.union(
  [
    z.strictObject({ forward: clientName, as: targetName.optional(), default: fieldValue.optional() }),
    z.strictObject({ set: targetName, value: fieldValue }),
    z.strictObject({ remove: headerName }),
  ],
  'must be {"forward": name, "as"?: name, "default"?: value}, {"set": name, "value": value} or {"remove": name}, with a name that may pass',
);

const rulesOfOne = z.strictObject({
  headers: z.array(rule).default([]),
  connectionPayload: z.array(rule).default([]),
});

const ruleFile = z.strictObject({
  all: rulesOfOne.default({ headers: [], connectionPayload: [] }),
  subgraphs: z.record(z.string(), rulesOfOne).default({}),
});

/** One step that decides about one header. */
export type HeaderRule = z.output<typeof rule>;

/** The steps for all subgraphs, and those that come after them for some. */
export type HeaderRules = z.output<typeof ruleFile>;

/** Nothing passes but what is built in. */
export const noHeaderRules: HeaderRules = { all: { headers: [], connectionPayload: [] }, subgraphs: {} };

/** True if a text can be the value of a header, at most 4,096 characters long. */
export function isFieldValue(value: string): boolean {
  return value.length <= 4_096 && fieldValuePattern.test(value);
}

/**
 * Reads header rules from JSON.
 *
 * @throws {ConfigurationError} that lists all that is wrong, by its place
 */
export function parseHeaderRules(text: string, origin: string): HeaderRules {
  const parsed = ruleFile.safeParse(parseJson(text, origin));
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map(({ path, message }) => `${origin}: ${path.join('.') || 'the file'} ${message}`),
  );
}

/**
 * Loads header rules; without a file there are none.
 *
 * @throws {ConfigurationError} when the file cannot be read, or is wrong
 */
export async function loadHeaderRules(path: string | undefined): Promise<HeaderRules> {
  if (path === undefined) return noHeaderRules;
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new ConfigurationError([`HEADER_RULES_FILE cannot be read: ${error.message}`]);
  });
  return parseHeaderRules(text, path);
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = toErrorText(error);
    throw new ConfigurationError([`${origin}: must be JSON: ${reason}`]);
  }
}

function isPassable(name: string): boolean {
  return !neverForwarded.has(name) && !neverForwardedPrefixes.some((beginning) => name.startsWith(beginning));
}
