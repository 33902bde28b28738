/** The stages at which an open request is alerted of: its deadline is near, or has passed. */
export const alertStages = ['DUE_SOON', 'OVERDUE'] as const;
export type AlertStage = (typeof alertStages)[number];

/** The time before a deadline from which its alert is due, in milliseconds. */
const alertAheadMs = 24 * 3_600_000;

/** The instant of a deadline's first alert; null without one. */
export function toFirstAlert(deadline: Date | null): Date | null {
  return deadline === null ? null : new Date(deadline.getTime() - alertAheadMs);
}

/** The stage of a deadline whose alert is due, and the instant of the next alert; null if it is the last. */
export function toAlert(deadline: Date, now: Date): { stage: AlertStage; nextAt: Date | null } {
  return deadline <= now ? { stage: 'OVERDUE', nextAt: null } : { stage: 'DUE_SOON', nextAt: deadline };
}
