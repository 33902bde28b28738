import { isAscii } from 'node:buffer';
import { countCodePoints, isBlank, isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import { isDay } from '../calendar/day.ts';
import { formatMinor, isCurrency, minorDigits, parseMoney } from '../money.ts';
import { parseInstant } from './instant.ts';
import type { FacturationMessage } from './message.ts';
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
const amountForm = /^-?\d{1,15}(\.\d{1,4})?$/;

/**
 * The bytes of a message: JSON in UTF-8.
 *
 * @throws {TypeError} when the message is one that `decodeMessage` would refuse, which is a bug of the sender
 */
export function encodeMessage(message: FacturationMessage): Uint8Array {
  const { invoiceNumber, customerName, amountMinor, currency, issuedAt } = message;
  const { customerId, issueDate, simulated } = message;
  const amount = formatMinor(amountMinor, currency);
  // In the order in which parseUsual expects them.
  const wire = {
    invoiceNumber: normaliseText(invoiceNumber),
    customerName: normaliseText(customerName),
    amount,
    currency,
    issuedAt,
    customerId,
    issueDate,
    simulated,
  };
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
  return checkMembers(wire as Readonly<Record<string, unknown>>);
}

/** A message as `encodeMessage` writes it, when none of its texts has anything to escape. */
const usualForm = (() => {
  const member = (name: string) => `"${name}":"([^"\\\\\\p{Cc}]*)"`;
  const needed = ['invoiceNumber', 'customerName', 'amount', 'currency', 'issuedAt'].map(member).join(',');
  const optional = ['customerId', 'issueDate'].map((name) => `(?:,${member(name)})?`).join('');
  return new RegExp(`^\\{${needed}${optional}(,"simulated":true)?\\}$`, 'u');
})();

/** Reads what nearly all messages are, in less time than JSON takes; undefined for any other text, right or wrong. */
function parseUsual(text: string): Readonly<Record<string, unknown>> | undefined {
  const match = usualForm.exec(text);
  if (match === null) return undefined;
  const [, invoiceNumber, customerName, amount, currency, issuedAt, customerId, issueDate, mark] = match;
  const simulated = mark === undefined ? undefined : true;
  return { invoiceNumber, customerName, amount, currency, issuedAt, customerId, issueDate, simulated };
}

/** @throws {TypeError} when the bytes are no UTF-8 */
function toText(bytes: Uint8Array): string {
  // Nearly all are ASCII, for which this takes a third of the time.
  return isAscii(bytes) && Buffer.isBuffer(bytes) ? bytes.toString('latin1') : utf8.decode(bytes);
}

function checkMembers(wire: Readonly<Record<string, unknown>>): DecodedMessage {
  const problems: MessageProblem[] = [];
  const { invoiceNumber, customerName, amount, currency, issuedAt, customerId, issueDate, simulated } = wire;
  const problem = (member: string, message: string) => problems.push({ path: `/${member}`, message });
  const toText = (member: string, value: unknown, maxLength: number): string => {
    const text = toNormalText(value, maxLength);
    if (text === undefined)
      problem(member, `must be a text of 1 to ${maxLength} characters without control characters`);
    return text ?? '';
  };

  const texts = {
    invoiceNumber: toText('invoiceNumber', invoiceNumber, 64),
    customerName: toText('customerName', customerName, 500),
    ...(customerId !== undefined && { customerId: toText('customerId', customerId, 64) }),
  };
  const isMoney = typeof currency === 'string' && isCurrency(currency);
  if (!isMoney) problem('currency', 'must be an ISO 4217 code in capital letters, for example "EUR"');
  const isAmount = typeof amount === 'string' && amountForm.test(amount);
  const money = isAmount && isMoney ? parseMoney(amount, currency) : undefined;
  if (!isAmount) {
    problem('amount', 'must be a decimal number as a text, for example "1234.50"');
  } else if (isMoney && money === undefined) {
    problem('amount', `must have at most ${minorDigits(currency)} decimals in ${currency}`);
  }
  const issuedAtMs = typeof issuedAt === 'string' ? parseInstant(issuedAt) : undefined;
  if (issuedAtMs === undefined) {
    problem('issuedAt', 'must be an RFC 3339 instant with an offset, for example "2026-03-01T09:30:00Z"');
  }
  if (issueDate !== undefined && !isIssueDate(issueDate))
    problem('issueDate', 'must be a day of the calendar, for example "2026-03-01"');
  if (simulated !== undefined && typeof simulated !== 'boolean')
    problem('simulated', 'must be true or false');
  if (problems.length > 0 || money === undefined || issuedAtMs === undefined) return invalid(problems);

  const message: FacturationMessage = {
    ...texts,
    amountMinor: money.amountMinor,
    currency: money.currency,
    issuedAt: String(issuedAt),
    ...(issueDate !== undefined && { issueDate: String(issueDate) }),
    ...(simulated === true && { simulated }),
  };
  return { kind: 'message', message, issuedAtMs };
}

/** The day that came last: most messages of a log are of one day. */
let latestDay = '';

/** PostgreSQL, RFC 3339 and CSV readers write the years 1 to 9999 alike. */
function isIssueDate(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (value === latestDay) return true;
  if (value.startsWith('0000') || !isDay(value)) return false;
  latestDay = value;
  return true;
}

/** A text in its normal form, undefined if it cannot be in a message. Lengths are in code points, as in JSON Schema. */
function toNormalText(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== 'string' || !isPlainText(value)) return undefined;
  const text = normaliseText(value);
  const isLong = [value, text].some((form) => form.length > maxLength && countCodePoints(form) > maxLength);
  return isLong || isBlank(text) ? undefined : text;
}

function invalid(problems: readonly MessageProblem[]): DecodedMessage {
  return { kind: 'invalid', problems };
}
