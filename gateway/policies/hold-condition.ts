import { findClaim } from '#platform/tokens/claims.ts';
import type { Condition, Day } from './conditions.ts';

/** The facts about an operation that conditions ask for. */
export interface PolicyFacts {
  /** The claims of the caller's token; absent for an anonymous caller. */
  readonly claims: object | undefined;
  readonly clientId: string | undefined;
  /** Where the client calls from, in the form by which addresses are counted. */
  readonly address: string;
  readonly atMs: number;
}

/**
 * Decides a condition by three-valued logic (Kleene): nothing is known of the claims and the client of an anonymous caller, and what is
 * unknown neither holds nor does its opposite.
 *
 * @returns `undefined` if nobody can know
 */
export function holdsCondition(condition: Condition, facts: PolicyFacts): boolean | undefined {
  switch (condition.kind) {
    case 'all':
      return combine(condition.of, facts, false);
    case 'any':
      return combine(condition.of, facts, true);
    case 'not': {
      const held = holdsCondition(condition.of, facts);
      return held === undefined ? undefined : !held;
    }
    case 'authenticated':
      return (facts.claims !== undefined) === condition.is;
    case 'claim':
      return facts.claims && holdsClaim(findClaim(facts.claims, condition.path), condition.test);
    case 'client':
      return facts.claims && facts.clientId !== undefined && condition.ids.has(facts.clientId);
    case 'address':
      return condition.addresses.has(facts.address);
    case 'time':
      return isWithinHours(condition, facts.atMs);
    case 'period':
      return facts.atMs >= condition.fromMs && facts.atMs < condition.untilMs;
  }
}

/** @param decisive the value of one part that decides the whole */
function combine(
  conditions: readonly Condition[],
  facts: PolicyFacts,
  decisive: boolean,
): boolean | undefined {
  const held = conditions.map((condition) => holdsCondition(condition, facts));
  if (held.includes(decisive)) return decisive;
  return held.includes(undefined) ? undefined : !decisive;
}

type Claim = Extract<Condition, { readonly kind: 'claim' }>;

function holdsClaim(claim: unknown, test: Claim['test']): boolean {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [];
  switch (test.operator) {
    case 'exists':
      return (claim !== undefined && claim !== null) === test.is;
    case 'contains':
      return values.includes(test.value);
    case 'in':
      return test.values.some((value) => value === claim);
  }
}

const minutesOfDay = 1_440;
const weekDays: readonly Day[] = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function isWithinHours(
  { days, fromMinute, untilMinute, zone }: Extract<Condition, { readonly kind: 'time' }>,
  atMs: number,
): boolean {
  const { day, minute } = toLocalTime(zone, atMs);
  const isOn = (which: number) => days === undefined || days.has(weekDays[(which + 7) % 7] ?? 'SUN');
  if (fromMinute < untilMinute) return isOn(day) && minute >= fromMinute && minute < untilMinute;
  return (isOn(day) && minute >= fromMinute) || (isOn(day - 1) && minute < untilMinute % minutesOfDay);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of the week, 0 for Sunday, and the minute of the day in a time zone. */
function toLocalTime(zone: string, atMs: number): { readonly day: number; readonly minute: number } {
  const known = formats.get(zone);
  const format =
    known ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    });
  if (known === undefined) formats.set(zone, format);
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const day = weekDays.indexOf(parts.get('weekday')?.toUpperCase() as Day);
  return { day, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}
