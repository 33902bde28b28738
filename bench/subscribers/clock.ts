/** Milliseconds of the machine's monotonic clock: processes of one machine can compare them, and nobody sets it. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1_000_000;
}
