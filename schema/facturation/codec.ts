import { isAscii } from 'node:buffer';
import { parseInstant } from './instant.ts';
import { type Members, type NamedMembers, readMembers, writeMembers } from './members-codec.ts';
import type { FacturationMessage } from './message.ts';
import { messageMembers } from './message-members.ts';
import type { MessageProblem } from './message-problem.ts';

export type DecodedMessage =
  | {
      readonly kind: 'message';
      readonly message: FacturationMessage;
      /** The message's time of issue in milliseconds since 1970. */
      readonly issuedAtMs: number;
    }
  /** All that is wrong, at least one. */
  | { readonly kind: 'invalid'; readonly problems: readonly MessageProblem[] };

const utf8 = new TextDecoder('utf-8', { fatal: true });
const members: NamedMembers = Object.entries(messageMembers);

/**
 * The bytes of a message: JSON in UTF-8.
 *
 * @throws {TypeError} when the message is one that `decodeMessage` would refuse, which is a bug of the sender
 */
export function encodeMessage(message: FacturationMessage): Uint8Array {
  // In the order in which parseUsual expects them.
  const wire = writeMembers(members, message);
  const checked = checkMembers(wire);
  if (checked.kind === 'invalid') {
    const [problem] = checked.problems;
    throw new TypeError(`A FACTURATION message cannot be sent: ${problem?.path} ${problem?.message}`);
  }
  return Buffer.from(JSON.stringify(wire));
}

/** Reads a message, or says all that is wrong with the bytes. Members that are not known do not count. */
export function decodeMessage(bytes: Uint8Array): DecodedMessage {
  let wire: unknown;
  try {
    const text = toText(bytes);
    wire = parseUsual(text) ?? JSON.parse(text);
  } catch {
    return invalid([{ path: '', message: 'must be JSON in UTF-8' }]);
  }
  if (typeof wire !== 'object' || wire === null || Array.isArray(wire)) {
    return invalid([{ path: '', message: 'must be a JSON object' }]);
  }
  return checkMembers(wire as Readonly<Members>);
}

/** The members of a message as `encodeMessage` writes it, when none of its texts has anything to escape. */
const usualMembers = members.filter(([, { usualForm }]) => usualForm !== undefined);
const usualForm = (() => {
  const parts = usualMembers.map(([name, member], index) => {
    const value = member.usualForm === 'true' ? '(true)' : '"([^"\\\\\\p{Cc}]*)"';
    const part = `${index === 0 ? '' : ','}"${name}":${value}`;
    return member.isOptional ? `(?:${part})?` : part;
  });
  return new RegExp(`^\\{${parts.join('')}\\}$`, 'u');
})();

/** Reads what nearly all messages are, in less time than JSON takes; undefined for any other text, right or wrong. */
function parseUsual(text: string): Readonly<Members> | undefined {
  const match = usualForm.exec(text);
  if (match === null) return undefined;
  const wire: Members = {};
  let group = 0;
  for (const [name, member] of usualMembers) {
    group += 1;
    const value = match[group];
    if (value !== undefined) wire[name] = member.usualForm === 'true' ? true : value;
  }
  return wire;
}

/** @throws {TypeError} when the bytes are no UTF-8 */
function toText(bytes: Uint8Array): string {
  // Nearly all are ASCII, for which this takes a third of the time.
  return isAscii(bytes) && Buffer.isBuffer(bytes) ? bytes.toString('latin1') : utf8.decode(bytes);
}

function checkMembers(wire: Readonly<Members>): DecodedMessage {
  const { value, problems } = readMembers(members, wire);
  if (problems.length > 0) return invalid(problems);
  const issuedAtMs = parseInstant(String(value['issuedAt'])) ?? 0;
  return { kind: 'message', message: value as unknown as FacturationMessage, issuedAtMs };
}

function invalid(problems: readonly MessageProblem[]): DecodedMessage {
  return { kind: 'invalid', problems };
}
