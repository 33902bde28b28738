/** An element as it was read. */
export interface XmlNode {
  /** The URI of its namespace; empty for none. */
  readonly namespace: string;
  /** Its name without a prefix. */
  readonly name: string;
  /** The attributes without a namespace, by their names. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The line on which its start tag ends, counted from 1. */
  readonly line: number;
  readonly children: XmlNode[];
  /** All text directly in it. */
  text: string;
}
