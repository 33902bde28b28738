const startedAtMs = Number(process.hrtime.bigint()) / 1_000_000 - performance.now();

/** Milliseconds of the machine's monotonic clock: processes of one machine can compare them, and nobody sets it. */
export function nowMs(): number {
  return startedAtMs + performance.now();
}
