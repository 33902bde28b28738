import type { ReminderPauseRow } from '../../mail-tables.ts';

/** True on the days of a pause, its last one included. */
export function isPaused(pause: Pick<ReminderPauseRow, 'pausedUntil'> | undefined, today: string): boolean {
  return pause !== undefined && (pause.pausedUntil === null || today <= pause.pausedUntil);
}
