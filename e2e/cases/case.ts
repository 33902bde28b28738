import type { Place } from './place.ts';

/** An input whose result must be the right one, tried on the running system. */
export interface Case {
  /** A sentence that says what is right. */
  readonly name: string;
  /** @throws when the result is another one */
  run(place: Place): Promise<void>;
}
