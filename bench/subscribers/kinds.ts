/** The kinds of subscriptions. */
export type Kind = 'liveTotals' | 'customerTotal' | 'invoiceReceived' | 'invoiceReceived, reaching out';

/** The operation of a kind, and the one number that is read from each of its events. */
export interface KindOfSubscription {
  readonly query: string;
  /**
   * Of a total how many invoices it counts; of an invoice its own number, counted from 1.
   *
   * @returns undefined for a message without one
   */
  readonly read: (payload: Buffer) => number | undefined;
}

/** True if each event is about one invoice, and none is left out. */
export function tellsEach(kind: Kind): boolean {
  return kind !== 'liveTotals' && kind !== 'customerTotal';
}

const total = 'count total { amount currency }';
const zero = 0x30;

export const kinds: Readonly<Record<Kind, KindOfSubscription>> = {
  liveTotals: {
    query: `subscription { liveTotals { allTime { ${total} } lastFiveSeconds { ${total} } invoicesPerSecond } }`,
    read: readCount,
  },
  customerTotal: {
    query: `subscription Total($id: ID) { customerTotal(customerId: $id) { customerName totals { ${total} } } }`,
    read: readCount,
  },
  invoiceReceived: {
    query:
      'subscription { invoiceReceived { cursor invoiceNumber customerName amount { amount currency } issuedAt } }',
    read: readNumber,
  },
  'invoiceReceived, reaching out': {
    query:
      'subscription { invoiceReceived { amount { amount } invoice { number status } customer { displayName email } } }',
    // Without what is reached for, it does not count as received.
    read: (payload) =>
      payload.includes('"status":"') && payload.includes('"email":"') ? readNumber(payload) : undefined,
  },
};

/** The first is that of all time; there is none before the first invoice. */
function readCount(payload: Buffer): number | undefined {
  const count = readDigits(payload, '"count":');
  if (count !== undefined) return count;
  return payload.includes('"allTime":[]') || payload.includes('"totals":[]') ? 0 : undefined;
}

/** The invoices' amounts are their numbers, in cents. */
function readNumber(payload: Buffer): number | undefined {
  return readDigits(payload, '"amount":"');
}

function readDigits(payload: Buffer, after: string): number | undefined {
  const start = payload.indexOf(after);
  if (start < 0) return undefined;
  let value = 0;
  for (let at = start + after.length; at < payload.length; at += 1) {
    const digit = (payload[at] ?? 0) - zero;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    // The point of an amount.
    else if (digit !== -2) break;
  }
  return value;
}
