import { loadTemporal } from './temporal.ts';

const nanosecondsPerMs = 1_000_000;

/** A time in which a zone's clocks are not changed; instants in milliseconds since 1970. */
interface SteadyPeriod {
  readonly fromMs: number;
  /** The next change. */
  readonly untilMs: number;
  readonly offsetMs: number;
}

/** The periods that were asked for, by zone, and the one that was asked for last. A zone has two a year at most. */
interface KnownPeriods {
  latest: SteadyPeriod;
  readonly all: SteadyPeriod[];
}

const knownZones = new Map<string, KnownPeriods>();

/**
 * By how many milliseconds clocks of a time zone are ahead of UTC at an instant.
 *
 * @throws {RangeError} if the zone does not exist
 */
export function findSteadyOffset(instantMs: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const known = knownZones.get(zone);
  if (known === undefined) {
    const period = readPeriod(instantMs, zone);
    knownZones.set(zone, { latest: period, all: [period] });
    return period.offsetMs;
  }
  if (!contains(known.latest, instantMs)) known.latest = findPeriod(known.all, instantMs, zone);
  return known.latest.offsetMs;
}

function findPeriod(all: SteadyPeriod[], instantMs: number, zone: string): SteadyPeriod {
  const found = all.find((period) => contains(period, instantMs));
  if (found !== undefined) return found;
  const period = readPeriod(instantMs, zone);
  all.push(period);
  return period;
}

function contains({ fromMs, untilMs }: SteadyPeriod, instantMs: number): boolean {
  return fromMs <= instantMs && instantMs < untilMs;
}

function readPeriod(instantMs: number, zone: string): SteadyPeriod {
  const instant = loadTemporal().Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone);
  // `previous` excludes the instant itself; a change at this very instant begins the period.
  const before = instant.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = instant.getTimeZoneTransition('next');
  return {
    fromMs: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    untilMs: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: instant.offsetNanoseconds / nanosecondsPerMs,
  };
}
