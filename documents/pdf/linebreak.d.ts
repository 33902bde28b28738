declare module 'linebreak' {
  /** The places at which a text may be broken (UAX 14). */
  class LineBreaker {
    constructor(text: string);
    /** The next place, as an index of UTF-16 units; null after the last one. */
    nextBreak(): { readonly position: number; readonly required: boolean } | null;
  }

  // biome-ignore lint/style/noDefaultExport: the package has one
  export { LineBreaker as default };
}
