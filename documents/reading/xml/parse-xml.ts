import sax from 'sax';
import { findForbiddenInXml } from '../../xml/xml-characters.ts';
import { DocumentReadError } from '../document-read-error.ts';
import { decodeXml } from './decode-xml.ts';
import { maxAttributes, writeBounded } from './write-bounded.ts';
import type { XmlNode } from './xml-node.ts';

/** The bounds of a document. An invoice of 1,000 lines has 50,000 elements, 2 MiB and a depth of 9. */
export const xmlBounds = {
  bytes: 32 << 20,
  depth: 40,
  elements: 500_000,
  attributes: maxAttributes,
} as const;

/**
 * Parses an XML 1.0 document with namespaces into a tree. A document type declaration is refused, and with it every entity that a
 * document could define: none is expanded but XML's own five.
 *
 * @throws {DocumentReadError}
 */
export function parseXml(bytes: Uint8Array): XmlNode {
  if (bytes.length > xmlBounds.bytes) {
    const message = `it has ${bytes.length} bytes, and a document may have ${xmlBounds.bytes}`;
    throw new DocumentReadError('TOO_LARGE', message);
  }
  const text = decodeXml(bytes);
  const builder = new TreeBuilder();
  builder.write(text);
  return builder.end();
}

/** Without `strictEntities` the parser would also know those of HTML; its types do not have the option. */
const options: sax.SAXOptions & { readonly strictEntities: true } = {
  xmlns: true,
  position: true,
  strictEntities: true,
};

/** Makes a tree of the parser's events. */
class TreeBuilder {
  readonly #parser = sax.parser(true, options);
  readonly #open: XmlNode[] = [];
  #root: XmlNode | undefined;
  #elements = 0;

  constructor() {
    const parser = this.#parser;
    parser.onopentag = (tag) => this.#begin(tag as sax.QualifiedTag);
    parser.onclosetag = () => this.#end();
    parser.ontext = (text) => this.#append(text);
    parser.oncdata = (text) => this.#append(text);
    parser.ondoctype = () => {
      throw this.#refuse('UNSUPPORTED', 'a document type declaration is refused: invoices have none');
    };
    parser.onerror = (error) => {
      // The parser's message has the place in further lines.
      const [what = ''] = error.message.split('\n');
      throw this.#refuse('DAMAGED', `it is not well-formed XML: ${what.replace(/\.$/, '')}`);
    };
  }

  write(text: string): void {
    writeBounded(this.#parser, text, () => this.#tooManyAttributes());
  }

  end(): XmlNode {
    this.#parser.close();
    if (this.#root === undefined) throw this.#refuse('DAMAGED', 'it has no element');
    return this.#root;
  }

  #begin({ local, uri, attributes }: sax.QualifiedTag): void {
    this.#elements += 1;
    const all = Object.values(attributes);
    if (this.#elements > xmlBounds.elements) throw this.#tooMany('elements', xmlBounds.elements);
    if (this.#open.length >= xmlBounds.depth) throw this.#tooMany('nested elements', xmlBounds.depth);
    if (all.length > xmlBounds.attributes) throw this.#tooManyAttributes();
    const own = all.filter((attribute) => attribute.prefix === '' && attribute.name !== 'xmlns');
    const node: XmlNode = {
      namespace: uri,
      name: local,
      attributes: Object.fromEntries(own.map(({ name, value }) => [name, this.#checked(value)])),
      line: this.#line,
      children: [],
      text: '',
    };
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.children.push(node);
    else if (this.#root === undefined) this.#root = node;
    else throw this.#refuse('DAMAGED', 'it has more than one element at its top');
    this.#open.push(node);
  }

  #end(): void {
    this.#open.pop();
  }

  #append(text: string): void {
    const node = this.#open.at(-1);
    if (node !== undefined) node.text += this.#checked(text);
  }

  #checked(text: string): string {
    const found = findForbiddenInXml(text);
    if (found === undefined) return text;
    throw this.#refuse('DAMAGED', `it has the character ${found}, which XML cannot carry`);
  }

  #tooManyAttributes(): DocumentReadError {
    return this.#tooMany('attributes of an element', xmlBounds.attributes);
  }

  get #line(): number {
    return this.#parser.line + 1;
  }

  #tooMany(what: string, limit: number): DocumentReadError {
    return this.#refuse('TOO_LARGE', `it has more than ${limit.toLocaleString('en-US')} ${what}`);
  }

  #refuse(code: DocumentReadError['code'], message: string): DocumentReadError {
    return new DocumentReadError(code, `line ${this.#line}: ${message}`, this.#line);
  }
}
