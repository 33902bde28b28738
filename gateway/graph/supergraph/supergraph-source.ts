/** Where supergraphs come from: a file here, a registry elsewhere. */
export interface SupergraphSource {
  /**
   * Reads the current text.
   *
   * @throws when there is none to read.
   */
  load(): Promise<string>;
  /** Tells of each text that differs from the last one told or loaded, until closed. */
  watch(onChange: (sdl: string) => void): void;
  /** Stops watching. Nothing is told afterwards. */
  close(): Promise<void>;
}
