import { z } from 'zod';
import { type AuditLevel, auditLevels } from '../audit-entry.ts';

/** The days for which entries of each level are kept. */
export type AuditRetention = Readonly<Record<AuditLevel, number>>;

/** The fewest days: a repeat of an entry that the event log still has must find it. The table's constraint has the same. */
export const minRetentionDays = 30;
const maxRetentionDays = 36_500;

/** Ten years, with their leap days. */
const usualDays = 3_653;

export const usualAuditRetention: AuditRetention = {
  INFO: usualDays,
  NOTICE: usualDays,
  WARNING: usualDays,
};

const form = /^\d{1,6}$/;

/** The variables of whoever prepares the trail. */
export const auditTrailFields = {
  /** Days for all entries, such as `3653`, or by level, such as `INFO=365,NOTICE=1000`; a level that is not named keeps ten years. */
  AUDIT_RETENTION: z
    .string()
    .default('')
    .transform((text, context): AuditRetention => {
      const { retention, problems } = parseAuditRetention(text);
      for (const message of problems) context.addIssue({ code: 'custom', message });
      return retention;
    }),
};

/** Reads a rule, with all that is wrong with it. */
function parseAuditRetention(text: string): { retention: AuditRetention; problems: readonly string[] } {
  const problems: string[] = [];
  const parseDays = (days: string): number => {
    const value = Number(days);
    if (form.test(days) && value >= minRetentionDays && value <= maxRetentionDays) return value;
    problems.push(`must have whole days from ${minRetentionDays} to ${maxRetentionDays}, not "${days}"`);
    return usualDays;
  };
  const trimmed = text.trim();
  if (trimmed === '') return { retention: usualAuditRetention, problems };
  if (!trimmed.includes('=')) {
    const days = parseDays(trimmed);
    return { retention: { INFO: days, NOTICE: days, WARNING: days }, problems };
  }
  const given = new Map<AuditLevel, number>();
  for (const part of trimmed.split(',')) {
    const [name = '', days = ''] = part.split('=').map((side) => side.trim());
    const level = auditLevels.find((one) => one === name);
    if (level === undefined)
      problems.push(`must name the levels ${auditLevels.join(', ')}, as INFO=365,NOTICE=1000, not "${name}"`);
    else if (given.has(level)) problems.push(`must name ${level} once`);
    else given.set(level, parseDays(days));
  }
  return { retention: { ...usualAuditRetention, ...Object.fromEntries(given) }, problems };
}
