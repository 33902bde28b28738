/**
 * Puts the text of a supergraph to use.
 *
 * @throws when it cannot be used; whatever was in use before stays.
 */
export type UseSupergraph<Used> = (sdl: string) => Used;

/** The place that supergraphs come from: a file, or a registry. */
export interface SupergraphSource {
  /**
   * Gives the first text that can be used to `use`.
   *
   * @returns whatever `use` makes of it
   * @throws when there is no text to read, or none that can be used
   */
  load<Used>(use: UseSupergraph<Used>): Promise<Used>;
  /** Gives each text that differs from the last one to `use`, until closed. One that cannot be used is not given again. */
  watch(use: UseSupergraph<unknown>): void;
  /** Stops watching. Nothing is given afterwards. */
  close(): Promise<void>;
}
