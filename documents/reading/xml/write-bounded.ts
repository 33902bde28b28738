import type sax from 'sax';

/** The most attributes of an element. */
export const maxAttributes = 40;

/** In characters: so many are parsed between two looks at the attributes. */
const pieceLength = 1 << 13;

/** The attributes of the tag that is open, which the parser's types do not have. */
type OpenTag = { readonly attribList: readonly unknown[] };

/**
 * Parses a text in pieces, and throws where a tag that is still open has too many attributes. The parser compares each attribute with all before
 * it, and tells them only at the end of the tag, which may be far away.
 *
 * @param refuse makes the error
 */
export function writeBounded(parser: sax.SAXParser, text: string, refuse: () => Error): void {
  for (let from = 0; from < text.length; from += pieceLength) {
    parser.write(text.slice(from, from + pieceLength));
    if ((parser as sax.SAXParser & OpenTag).attribList.length > maxAttributes) throw refuse();
  }
}
