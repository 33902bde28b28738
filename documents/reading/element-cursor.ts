import type { DocumentProblem, NotKept } from './document-problem.ts';
import type { XmlNode } from './xml/xml-node.ts';

/** The names of namespaces by the prefixes that paths use here, whatever a document calls them. */
export type Namespaces = Readonly<Record<string, string>>;

/** Collects what is found in a document while it is read. */
export class ReadingLog {
  readonly problems: DocumentProblem[] = [];
  readonly notKept: NotKept[] = [];
}

/** The most texts that a list of what is not kept names. */
const maxNotKept = 100;
/** In characters. */
const maxShownText = 80;

/**
 * An element of a document. It remembers which of its children and attributes were read, so that at the end everything else can
 * be named: nothing disappears in silence.
 */
export class ElementCursor {
  readonly path: string;
  readonly log: ReadingLog;
  readonly #node: XmlNode;
  readonly #namespaces: Namespaces;
  /** The children that were read. */
  readonly #read = new Map<XmlNode, ElementCursor>();
  readonly #readAttributes = new Set<string>();
  #isTextRead = false;

  constructor(node: XmlNode, path: string, namespaces: Namespaces, log: ReadingLog) {
    this.#node = node;
    this.path = path;
    this.#namespaces = namespaces;
    this.log = log;
  }

  get line(): number {
    return this.#node.line;
  }

  /** Returns the first element of this path below, for example `cac:Party/cbc:Name`; undefined if there is none. */
  find(path: string): ElementCursor | undefined {
    let found: ElementCursor | undefined = this;
    for (const name of path.split('/')) found = found?.all(name)[0];
    return found;
  }

  /** Returns the children of this name in their order; each must be read, or it will be named as not kept. */
  all(name: string): ElementCursor[] {
    const [prefix = '', local] = name.split(':');
    const namespace = this.#namespaces[prefix];
    const same = this.#node.children.filter((child) => child.name === local && child.namespace === namespace);
    return same.map((child, index) => this.#toCursor(child, name, same.length > 1 ? `[${index + 1}]` : ''));
  }

  /** The text in it without white space at its ends; undefined if it is empty. */
  get text(): string | undefined {
    this.#isTextRead = true;
    return trimXml(this.#node.text);
  }

  /** The value of an attribute; undefined if it is absent or empty. */
  attribute(name: string): string | undefined {
    this.#readAttributes.add(name);
    return trimXml(this.#node.attributes[name] ?? '');
  }

  /** Says that what is in the element is known and needs no place in the model. */
  pass(): void {
    this.#isTextRead = true;
    for (const name of Object.keys(this.#node.attributes)) this.#readAttributes.add(name);
    for (const child of this.#node.children) {
      const cursor = this.#read.get(child);
      if (cursor === undefined) this.#toCursor(child, child.name, '').pass();
      else cursor.pass();
    }
  }

  /** Notes that something is wrong here. */
  refuse(term: string, message: string, rule?: string): void {
    const { path, line } = this;
    this.log.problems.push({ path, line, term, message, ...(rule !== undefined && { rule }) });
  }

  /** Notes that something here is not kept as it is. */
  loosen(text: string): void {
    this.log.notKept.push({ path: this.path, line: this.line, text });
  }

  /** Notes every text and attribute below that was not read; the attributes of a text go with it. */
  logUnread(): void {
    if (this.log.notKept.length >= maxNotKept) return;
    const { children, text } = this.#node;
    const own = this.#isTextRead || children.length > 0 ? undefined : trimXml(text);
    if (own === undefined) this.#logUnreadAttributes();
    else this.loosen(shorten(own));
    for (const child of children) this.#childOf(child).logUnread();
  }

  #logUnreadAttributes(): void {
    const { path, line } = this;
    for (const [name, value] of Object.entries(this.#node.attributes)) {
      const text = trimXml(value);
      if (text === undefined || this.#readAttributes.has(name)) continue;
      this.log.notKept.push({ path: `${path}/@${name}`, line, text: shorten(text) });
    }
  }

  #childOf(child: XmlNode): ElementCursor {
    return this.#read.get(child) ?? this.#toCursor(child, this.#nameOf(child), '');
  }

  #toCursor(child: XmlNode, name: string, place: string): ElementCursor {
    const known = this.#read.get(child);
    if (known !== undefined) return known;
    const cursor = new ElementCursor(child, `${this.path}/${name}${place}`, this.#namespaces, this.log);
    this.#read.set(child, cursor);
    return cursor;
  }

  #nameOf({ namespace, name }: XmlNode): string {
    const known = Object.entries(this.#namespaces).find(([, uri]) => uri === namespace);
    return known === undefined ? name : `${known[0]}:${name}`;
  }
}

/** The white space of XML (production 3); other spaces are characters of the text. */
const xmlSpaces: ReadonlySet<string | undefined> = new Set([' ', '\t', '\r', '\n']);

/** Takes white space away in one pass: a regular expression that is bound to the end tries each of a million blanks within. */
function trimXml(text: string): string | undefined {
  let start = 0;
  let end = text.length;
  while (start < end && xmlSpaces.has(text[start])) start += 1;
  while (end > start && xmlSpaces.has(text[end - 1])) end -= 1;
  return start === end ? undefined : text.slice(start, end);
}

function shorten(text: string): string {
  return text.length <= maxShownText ? text : `${text.slice(0, maxShownText)}…`;
}
