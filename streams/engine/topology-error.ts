/** A topology that cannot be built as it is described. It is a mistake in the program, found before the first record. */
export class TopologyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TopologyError';
  }
}
