import sax from 'sax';
import { maxAttributes, writeBounded } from '#documents/reading/xml/write-bounded.ts';
import { ElementTexts, type StatementHead } from './statement-entry.ts';
import { StatementError } from './statement-error.ts';
import { type StatementRow, toStatementRows } from './to-statement-rows.ts';

/** The bounds of a statement, beyond which the file is refused: none that a bank sends comes near. */
const maxDepth = 40;
const maxTransactions = 50_000;
/** The number of characters of one element's text that are kept. */
const maxTextLength = 2_000;
/** The maximum number of characters without a tag: more are no text of a statement. */
const maxRunLength = 1 << 20;

const namespaceForm = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(\d\d)$/;
const supported = ['02', '03', '04', '05', '06', '07', '08'];
const statementPath = 'Document/BkToCstmrStmt/Stmt';
const entryPath = `${statementPath}/Ntry`;
const detailsPath = `${entryPath}/NtryDtls/TxDtls`;
const accountPaths = new Set([`${statementPath}/Acct/Id/IBAN`, `${statementPath}/Acct/Id/Othr/Id`]);

/**
 * Reads a bank statement, ISO 20022 camt.053, as its text arrives. Of the XML it keeps the entry that is open and nothing
 * else. A document type declaration is refused, so there are no entities but those of XML itself.
 */
export class CamtReader {
  readonly #parser: sax.SAXParser;
  readonly #rows: StatementRow[] = [];
  readonly #path: string[] = [];
  readonly #encoding: 'utf8' | 'latin1';
  #text: string | undefined;
  #statements = 0;
  #head: StatementHead = { id: '', account: '', entries: 0 };
  #entry: ElementTexts | undefined;
  #details: ElementTexts | undefined;
  #transactions: ElementTexts[] = [];
  /** The place of the last tag. */
  #lastPosition = 0;
  /** The text at hand, the place of its first character, and that of its first byte. */
  #piece = { text: '', position: 0, byteOffset: 0 };

  /** @param encoding how many bytes a character had in the file */
  constructor(encoding: 'utf8' | 'latin1') {
    this.#encoding = encoding;
    this.#parser = sax.parser(true, { xmlns: true, position: true, trim: false });
    this.#parser.onopentag = (tag) => this.#open(tag as sax.QualifiedTag);
    this.#parser.onclosetag = () => this.#close();
    this.#parser.ontext = (text) => this.#append(text);
    this.#parser.oncdata = (text) => this.#append(text);
    this.#parser.ondoctype = () => {
      const message = `the document type declaration in line ${this.#line} is refused: bank statements have none, and it could name other files`;
      throw new StatementError('FILE_UNSUPPORTED', message);
    };
    this.#parser.onerror = (error) => {
      // The parser's message has the place in further lines.
      const [what = ''] = error.message.split('\n');
      const message = `line ${this.#line} is not well-formed XML: ${what.replace(/\.$/, '')}`;
      throw new StatementError('FILE_DAMAGED', message);
    };
  }

  /** Reads the next text, and returns the rows that it completes. */
  push(text: string): StatementRow[] {
    const { text: before, position, byteOffset } = this.#piece;
    this.#piece = {
      text,
      position: position + before.length,
      byteOffset: byteOffset + Buffer.byteLength(before, this.#encoding),
    };
    writeBounded(this.#parser, text, () => {
      const message = `an element in line ${this.#line} has more than ${maxAttributes} attributes: this is not a bank statement`;
      return new StatementError('FILE_UNSUPPORTED', message);
    });
    if (this.#parser.position - this.#lastPosition > maxRunLength) {
      const message = `more than ${maxRunLength.toLocaleString('en-US')} characters before line ${this.#line} have no element: this is not a bank statement`;
      throw new StatementError('FILE_UNSUPPORTED', message);
    }
    return this.#rows.splice(0);
  }

  /** Ends the statement. */
  end(): void {
    this.#parser.close();
    if (this.#statements > 0) return;
    throw new StatementError('FILE_UNSUPPORTED', `it has no statement (${statementPath})`);
  }

  get #line(): number {
    return this.#parser.line + 1;
  }

  #open({ local, uri, attributes }: sax.QualifiedTag): void {
    this.#lastPosition = this.#parser.position;
    if (this.#path.length === 0) assertRoot(local, uri);
    if (this.#path.length >= maxDepth) {
      const message = `line ${this.#line} has more than ${maxDepth} elements within each other: this is not a bank statement`;
      throw new StatementError('FILE_UNSUPPORTED', message);
    }
    this.#path.push(local);
    this.#text = '';
    const path = this.#path.join('/');
    if (path === statementPath) {
      this.#statements += 1;
      this.#head = { id: '', account: '', entries: 0 };
    } else if (path === entryPath) {
      this.#head.entries += 1;
      this.#entry = new ElementTexts(this.#place());
      this.#transactions = [];
    } else if (path === detailsPath) {
      if (this.#transactions.length >= maxTransactions) {
        const message = `the entry in line ${this.#entry?.place.line} has more than ${maxTransactions.toLocaleString('en-US')} transactions`;
        throw new StatementError('FILE_UNSUPPORTED', message);
      }
      this.#details = new ElementTexts(this.#place());
      this.#transactions.push(this.#details);
    } else if (path.startsWith(entryPath)) {
      const currency = attributes['Ccy']?.value;
      if (currency !== undefined) this.#keep(path, '@Ccy', currency);
    }
  }

  #close(): void {
    this.#lastPosition = this.#parser.position;
    const path = this.#path.join('/');
    const text = (this.#text ?? '').trim();
    // Only an element without others has a text; one that held others has had its text taken.
    this.#text = undefined;
    this.#path.pop();
    if (path === entryPath) this.#endEntry();
    else if (path === detailsPath) this.#details = undefined;
    else if (path.startsWith(entryPath)) this.#keep(path, '', text);
    else if (path === `${statementPath}/Id`) this.#head.id = text;
    else if (accountPaths.has(path) && this.#head.account === '') this.#head.account = text;
  }

  #endEntry(): void {
    if (this.#entry !== undefined) {
      const entry = { entry: this.#entry, transactions: this.#transactions };
      this.#rows.push(...toStatementRows(entry, this.#head));
    }
    this.#entry = undefined;
    this.#transactions = [];
  }

  #keep(path: string, suffix: string, text: string): void {
    if (this.#details === undefined) {
      this.#entry?.add(path.slice(entryPath.length + 1) + suffix, text);
    } else {
      this.#details.add(path.slice(detailsPath.length + 1) + suffix, text);
    }
  }

  #append(text: string): void {
    if (this.#text === undefined || this.#text.length >= maxTextLength) return;
    this.#text = (this.#text + text).slice(0, maxTextLength);
  }

  /** The place of the element that has just begun: `startTagPosition` counts characters from 1. */
  #place(): { line: number; byteOffset: number } {
    const { text, position, byteOffset } = this.#piece;
    const characters = this.#parser.startTagPosition - 1 - position;
    // A tag that began in the piece before is placed at the beginning of this one.
    const before = text.slice(0, Math.max(characters, 0));
    return { line: this.#line, byteOffset: byteOffset + Buffer.byteLength(before, this.#encoding) };
  }
}

function assertRoot(local: string, uri: string): void {
  const [, version] = namespaceForm.exec(uri) ?? [];
  if (local === 'Document' && version !== undefined && supported.includes(version)) return;
  const found = version === undefined ? `<${local}> of ${JSON.stringify(uri)}` : `camt.053.001.${version}`;
  throw new StatementError(
    'FILE_UNSUPPORTED',
    `it must be a bank statement of ISO 20022, camt.053.001.02 to .08, and is ${found}`,
  );
}
