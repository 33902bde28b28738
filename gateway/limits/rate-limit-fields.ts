import type { Bucket } from './counting/bucket.ts';

/** A bucket with the points that its key has used. */
export interface ReadBucket {
  readonly bucket: Bucket;
  readonly used: number;
  readonly endsAtMs: number;
}

/** The seconds until a window ends, at least one: RFC 9110 section 10.2.3 knows no parts of a second. */
export function toSecondsLeft(endsAtMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((endsAtMs - nowMs) / 1_000));
}

/** The points that are left of a quota. */
export function toRemaining({ bucket, used }: Pick<ReadBucket, 'bucket' | 'used'>): number {
  return Math.max(0, bucket.quota - used);
}

/**
 * The field `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10, section 3): an item for each bucket. The draft registers no
 * unit for cost; it stands in a parameter of our own, as the draft provides for these.
 */
export function toPolicyField(buckets: readonly Bucket[]): string {
  return buckets
    .map((bucket) => {
      const unit = bucket.unit === 'operations' ? '' : `;gateway-unit="${bucket.unit}"`;
      return `"${toItemName(bucket)}";q=${bucket.quota};w=${bucket.windowMs / 1_000}${unit}`;
    })
    .join(', ');
}

/** The field `RateLimit` (section 4 of the draft): what is left of each bucket, and the seconds until there is more. */
export function toLimitField(read: readonly ReadBucket[], nowMs: number): string {
  return read
    .map((one) => `"${toItemName(one.bucket)}";r=${toRemaining(one)};t=${toSecondsLeft(one.endsAtMs, nowMs)}`)
    .join(', ');
}

function toItemName({ policy, unit }: Bucket): string {
  return unit === 'operations' ? policy : `${policy}-${unit}`;
}
