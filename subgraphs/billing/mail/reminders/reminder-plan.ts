import { addDays } from '#schema/calendar/day.ts';
import { isCurrency, parseMoney } from '#schema/money.ts';

/** A step of the plan. */
export interface ReminderStep {
  /** Its day, counted from the due date: below zero is before it. */
  readonly days: number;
  /** The day from which it is too late for it: that of the next step. */
  readonly endDays: number;
  /** The fee that the mail names, in minor units by currency. */
  readonly fees: ReadonlyMap<string, bigint>;
}

/** The steps in the order of their days; none means that nobody is reminded. */
export type ReminderPlan = readonly ReminderStep[];

export const planBounds = { steps: 10, minDays: -30, maxDays: 365 } as const;

/** The days for which the last step may still be sent. */
const lastWindowDays = 7;

/**
 * Parses the days of a plan, for example `-3,0,7,14,30` or `NONE`, and the fees of its steps, for example `14:EUR:15.00,30:EUR:40.00`.
 *
 * @returns the plan, or what is wrong with days or fees
 */
export function parseReminderPlan(
  days: string,
  fees = '',
): { readonly plan: ReminderPlan } | { readonly problem: string; readonly of: 'days' | 'fees' } {
  const steps = parseDays(days);
  if (steps === undefined) {
    const { minDays, maxDays } = planBounds;
    const problem = `must be at most ${planBounds.steps} days from ${minDays} to ${maxDays} in ascending order, such as -3,0,7,14,30`;
    return { problem, of: 'days' };
  }
  const byStep = parseFees(fees, steps);
  if (byStep === undefined) {
    const problem = 'must be fees of overdue steps by currency, each once, such as 14:EUR:15.00,30:EUR:40.00';
    return { problem, of: 'fees' };
  }
  const plan = steps.map((day, index) => ({
    days: day,
    endDays: steps[index + 1] ?? day + lastWindowDays,
    fees: byStep.get(day) ?? new Map(),
  }));
  return { plan };
}

/** The day of a step for a due date. */
export function toStepDay(dueDate: string, { days }: Pick<ReminderStep, 'days'>): string {
  return addDays(dueDate, days);
}

/** True on the days on which a step may be sent: from its own to the one before that of the next step. */
export function isInWindow(step: ReminderStep, dueDate: string, today: string): boolean {
  return toStepDay(dueDate, step) <= today && today < addDays(dueDate, step.endDays);
}

function parseDays(text: string): number[] | undefined {
  if (text.trim() === '' || text.trim() === 'NONE') return [];
  const parts = text.split(',').map((part) => part.trim());
  if (!parts.every((part) => /^-?\d{1,3}$/.test(part))) return undefined;
  const days = parts.map(Number);
  const isAscending = days.every((day, index) => index === 0 || day > (days[index - 1] ?? day));
  const isWithin = days.every((day) => day >= planBounds.minDays && day <= planBounds.maxDays);
  return isAscending && isWithin && days.length <= planBounds.steps ? days.map((day) => day + 0) : undefined;
}

function parseFees(text: string, steps: readonly number[]): Map<number, Map<string, bigint>> | undefined {
  const fees = new Map<number, Map<string, bigint>>();
  if (text.trim() === '') return fees;
  for (const part of text.split(',')) {
    const [, days, currency = '', amount = ''] = /^\s*(\d{1,3}):([A-Z]{3}):([\d.]+)\s*$/.exec(part) ?? [];
    const step = Number(days);
    const amountMinor = isCurrency(currency) ? parseMoney(amount, currency)?.amountMinor : undefined;
    const ofStep = fees.get(step) ?? new Map<string, bigint>();
    const isRight = step > 0 && steps.includes(step) && amountMinor !== undefined && amountMinor > 0n;
    if (!isRight || ofStep.has(currency)) return undefined;
    fees.set(step, ofStep.set(currency, amountMinor));
  }
  return fees;
}
