const keptReasons: Readonly<Record<string, string>> = {
  ISSUED: 'it was changed after it was imported',
  REVERSED: 'its payment was reversed already',
  REFUNDED: 'money of its payment was given back',
};

/** Says why an undo leaves a record, by its status. */
export function describeKept(status: string): string {
  return keptReasons[status] ?? `it is ${status}`;
}
