import { formatMinor, type Money, minorDigits, parseMoney } from '../money.ts';
import type { MessageProblem } from './message-problem.ts';
import type { MemberValues, WireMember } from './wire-member.ts';

/** A value by names of members, on the wire or read. */
export type Members = Record<string, unknown>;

/** Members by name, in the order in which they are written; `amount` and `currency` are among them. */
export type NamedMembers = readonly (readonly [string, WireMember<unknown>])[];

/** The value that members make: the amount is in minor units. */
export type MoneyValues<Form> = Money & Omit<MemberValues<Form>, 'amount' | 'currency'>;

/** The members of a value as they are written. */
export function writeMembers(members: NamedMembers, value: Money): Members {
  const values: Readonly<Members> = { ...value, amount: formatMinor(value.amountMinor, value.currency) };
  const wire: Members = {};
  for (const [name, { write }] of members) {
    const member = values[name];
    if (member !== undefined) wire[name] = write === undefined ? member : write(member);
  }
  return wire;
}

/**
 * Reads the members of a JSON object, the amount as `amountMinor`. Members that are not known do not count.
 *
 * @returns the value and all that is wrong; the value is whole if nothing is
 */
export function readMembers(
  members: NamedMembers,
  wire: Readonly<Members>,
): { readonly value: Members; readonly problems: MessageProblem[] } {
  const problems: MessageProblem[] = [];
  const value: Members = {};
  let amount: unknown;
  for (const [name, member] of members) {
    const given = wire[name];
    if (given === undefined && member.isOptional) continue;
    const read = member.read(given);
    if (read === undefined) problems.push({ path: `/${name}`, message: member.rule });
    else if (name === 'amount') amount = read;
    else if (read !== false) value[name] = read;
  }
  const { currency } = value;
  if (typeof amount === 'string' && typeof currency === 'string') {
    const money = parseMoney(amount, currency);
    if (money === undefined) problems.push({ path: '/amount', message: describeDecimals(currency) });
    else value['amountMinor'] = money.amountMinor;
  }
  return { value, problems };
}

function describeDecimals(currency: string): string {
  return `must have at most ${minorDigits(currency)} decimals in ${currency}`;
}
