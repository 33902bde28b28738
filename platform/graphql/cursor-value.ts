import { isUuid } from '#platform/database/uuid.ts';
import type { Cursor } from './cursor.ts';

/** The PostgreSQL types that a list may be ordered by. */
export type OrderType = 'text' | 'timestamptz' | 'date' | 'bigint' | 'uuid';

/** The form in which PostgreSQL writes an instant in UTC. */
const instantForm = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?\+00$/;
const dayForm = /^(\d{4}-\d\d-\d\d)$/;

const isOfType: Record<OrderType, (value: string) => boolean> = {
  text: (value) => value.isWellFormed() && !value.includes('\0'),
  timestamptz: (value) => isInstant(instantForm.exec(value)),
  date: (value) => isInstant(dayForm.exec(value)),
  bigint: (value) => /^-?\d{1,18}$/.test(value),
  uuid: isUuid,
};

/** True if PostgreSQL can read the values of a cursor; those of a forged cursor may be unreadable. */
export function isReadable(cursor: Cursor, type: OrderType): boolean {
  return isUuid(cursor.id) && isReadableValue(cursor, type);
}

/** The same for a cursor of an order that needs no id. */
export function isReadableValue({ value }: Cursor, type: OrderType): boolean {
  return isOfType[type](value);
}

/** PostgreSQL refuses a 30 February and a year 0 with an error. */
function isInstant(match: RegExpExecArray | null): boolean {
  const [, day = '', time = '00:00:00'] = match ?? [];
  const instant = new Date(`${day}T${time}Z`);
  if (Number.isNaN(instant.getTime()) || day.startsWith('0000')) return false;
  return instant.toISOString().startsWith(`${day}T${time}`);
}
