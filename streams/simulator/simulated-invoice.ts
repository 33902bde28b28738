import { hash } from 'node:crypto';
import { toCustomerName } from './customer-name.ts';
import { formatNumber } from './number.ts';

/** The settings of an endless sequence of invoices; the same settings make the same sequence. */
export interface SequenceSettings {
  /** The beginning of the invoice numbers. */
  readonly prefix: string;
  readonly seed: string;
  /** The number of customers. */
  readonly customers: number;
  /** The share of invoices, from 0 to 1, that carry an earlier time than now. */
  readonly disorder: number;
  /** The largest difference between that time and now, in milliseconds. */
  readonly maxLatenessMs: number;
}

/** One invoice of the sequence. */
export interface SimulatedInvoice {
  /** The same on every machine and at every time, so that a repeat is recognised. */
  readonly eventId: string;
  readonly invoiceNumber: string;
  readonly customerName: string;
  readonly amountMinor: bigint;
  readonly currency: 'EUR';
  readonly issuedAt: Date;
}

const cheapestMinor = 500;
const dearestMinor = 500_000;

/**
 * The nth invoice of a sequence, counted from 1. All but its time follows from the settings and its place, so a sequence
 * goes on anywhere without the invoices before.
 *
 * @param nowMs milliseconds since 1970, from which a late one's lateness is taken
 */
export function simulateInvoice(settings: SequenceSettings, place: number, nowMs: number): SimulatedInvoice {
  const chance = hash('sha256', `${settings.prefix} ${settings.seed} ${place}`, 'buffer');
  const customer = Math.floor(toShare(chance, 0) * settings.customers);
  const isLate = toShare(chance, 8) < settings.disorder;
  const latenessMs = isLate ? 1 + Math.floor(toShare(chance, 12) * settings.maxLatenessMs) : 0;
  return {
    eventId: toEventId(chance.subarray(16)),
    invoiceNumber: formatNumber(settings.prefix, place),
    customerName: toCustomerName(customer),
    amountMinor: toAmountMinor(toShare(chance, 4)),
    currency: 'EUR',
    issuedAt: new Date(nowMs - latenessMs),
  };
}

/** Four bytes as a number from 0 up to 1. */
function toShare(bytes: Buffer, offset: number): number {
  return bytes.readUInt32BE(offset) / 2 ** 32;
}

/** Many small amounts and few large ones, as on real invoices. */
function toAmountMinor(share: number): bigint {
  return BigInt(Math.floor(cheapestMinor * (dearestMinor / cheapestMinor) ** share));
}

/** A UUID of version 8, whose bits are the application's own (RFC 9562, section 5.8). */
function toEventId(bytes: Buffer): string {
  const id = Buffer.from(bytes.subarray(0, 16));
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x80, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  const text = id.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}
