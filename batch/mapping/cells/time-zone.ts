const dayMs = 86_400_000;
/** Days whose offset is remembered, per zone. */
const mostDays = 10_000;

/** A local time is none, one or two instants: clocks are put forward and back. */
export interface LocalTimes {
  /**
   * The instants, earliest first, at which clocks show a local time, given as if it were UTC in milliseconds since 1970.
   */
  toInstants(localMs: number): readonly number[];
}

/** Whether a text names a time zone that is known here. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The local times of a zone (IANA time zone database).
 *
 * @throws {RangeError} when there is no such zone
 */
export function createLocalTimes(timeZone: string): LocalTimes {
  const offsetAt = createOffsets(timeZone);
  /** The offset on days around which no clock is changed. */
  const steady = new Map<number, number | undefined>();

  function steadyOffset(day: number): number | undefined {
    if (steady.has(day)) return steady.get(day);
    // No zone is further than 15 hours from UTC, so what is meant lies between these.
    const [before, noon, after] = [day - 1, day + 0.5, day + 2].map((at) => offsetAt(at * dayMs));
    const offset = before === noon && noon === after ? noon : undefined;
    if (steady.size >= mostDays) steady.clear();
    steady.set(day, offset);
    return offset;
  }

  return {
    toInstants: (localMs) => {
      const offset = steadyOffset(Math.floor(localMs / dayMs));
      if (offset !== undefined) return [localMs - offset];
      const offsets = new Set([offsetAt(localMs - dayMs), offsetAt(localMs + dayMs)]);
      return [...offsets]
        .map((candidate) => localMs - candidate)
        .filter((instant) => offsetAt(instant) === localMs - instant)
        .toSorted((one, other) => one - other);
    },
  };
}

/** What a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function createOffsets(timeZone: string): (instantMs: number) => number {
  let format: Intl.DateTimeFormat | undefined;
  const create = () =>
    new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  return (instantMs) => {
    // Dear to make, and not needed by files that write offsets.
    format ??= create();
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(instantMs)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const shownMs = Date.UTC(year, month - 1, day, hour, minute, second);
    return shownMs - Math.floor(instantMs / 1_000) * 1_000;
  };
}
