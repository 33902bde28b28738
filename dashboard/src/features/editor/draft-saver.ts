import { createRandomKey } from '../../api/create-random-key.ts';
import type { Problem } from '../../api/problem.ts';
import type { ChangeResult, InputProblem } from '../../api/use-change.ts';
import type { CreateInvoiceInput, UpdateInvoiceInput } from '../../generated/graphql.ts';
import type { DraftDocument } from './draft-document.ts';
import type { DraftReading } from './draft-reading.ts';
import type { DraftValues } from './draft-values.ts';
import type { StoredDraft } from './stored-draft.ts';

/** The state of saving the typed text. */
export type SaveState =
  | { readonly kind: 'pristine' }
  | { readonly kind: 'dirty' }
  /** Something is missing or wrong, so that it cannot be saved yet. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly atMs: number }
  /** The server did not take it; it is sent again. */
  | { readonly kind: 'waiting'; readonly problem: Problem }
  | { readonly kind: 'refused'; readonly userErrors: readonly InputProblem[]; readonly sent: SentDraft }
  | { readonly kind: 'conflict'; readonly theirs: StoredDraft }
  /** The draft is one no more. */
  | { readonly kind: 'closed' };

/** The values that were sent, as typed and as read. */
export interface SentDraft {
  readonly values: DraftValues;
  readonly reading: DraftReading;
}

/** The state that a saver needs to go on where another one stopped. */
export interface SaveProgress {
  /** The id of the draft; undefined until it was saved for the first time. */
  readonly id: string | undefined;
  readonly version: number;
  /** The values that the server had when this version was read or written. */
  readonly base: DraftValues;
  /** The first saving of a new draft, for as long as its answer has not come: the same must be sent again. */
  readonly creating: { readonly input: CreateInvoiceInput; readonly values: DraftValues } | undefined;
  /** A change whose answer has not come: the server may have it. */
  readonly unconfirmed: DraftValues | undefined;
}

type Saved = ChangeResult<{ readonly invoice: { readonly id: string; readonly version: number } | null }>;

/** Where drafts are saved. */
interface DraftServer {
  create(input: CreateInvoiceInput): Promise<Saved>;
  update(input: UpdateInvoiceInput): Promise<Saved>;
  /** The draft as it is now; `closed` if it is no draft any more; undefined if that cannot be told. */
  load(id: string): Promise<StoredDraft | 'closed' | undefined>;
}

export interface DraftSaverOptions {
  readonly document: DraftDocument;
  readonly server: DraftServer;
  readonly read: (values: DraftValues) => DraftReading;
  /** True if two drafts are the same but for their form. */
  readonly isSame: (one: DraftValues, other: DraftValues) => boolean;
  readonly progress: SaveProgress;
  /** True for text that a browser kept: it is not saved yet. */
  readonly isUnsaved: boolean;
  readonly now?: () => number;
  readonly waitMs?: { readonly idle: number; readonly firstRetry: number };
}

const usualWaitMs = { idle: 1_200, firstRetry: 1_000 };
const longestRetryMs = 30_000;
/** Longer than the gateway lets anything take. */
const answerWithinMs = 60_000;
const noAnswer: Problem = { kind: 'offline', code: undefined, message: '', requestId: undefined };
/** States that only a person can end. */
const finalKinds: readonly SaveState['kind'][] = ['conflict', 'closed'];

/**
 * Saves a draft while somebody writes it, one request at a time and each from the version before. What the server does not take
 * is sent again; what somebody else has changed is never overwritten.
 */
export class DraftSaver {
  readonly #options: DraftSaverOptions;
  readonly #waitMs: { readonly idle: number; readonly firstRetry: number };
  readonly #listeners = new Set<() => void>();
  #state: SaveState = { kind: 'pristine' };
  #progress: SaveProgress;
  #savedText: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #running: Promise<void> | undefined;
  #isStopped = true;
  readonly #pristine: DraftValues | undefined;

  constructor(options: DraftSaverOptions) {
    this.#options = options;
    this.#waitMs = options.waitMs ?? usualWaitMs;
    this.#progress = options.progress;
    if (options.isUnsaved) this.#state = { kind: 'dirty' };
    else this.#pristine = options.document.values;
    if (options.progress.id !== undefined) this.#savedText = this.#toText(options.progress.base);
  }

  get state(): SaveState {
    return this.#state;
  }

  get progress(): SaveProgress {
    return this.#progress;
  }

  /** True while something typed is not at the server. */
  get isUnsaved(): boolean {
    return this.#state.kind !== 'pristine' && this.#state.kind !== 'saved';
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins to follow the document. @returns a function that stops it; a request under way is not taken back */
  start(): () => void {
    this.#isStopped = false;
    const leave = this.#options.document.subscribe(() => this.#noteChange());
    if (this.#state.kind === 'dirty') this.#schedule(this.#waitMs.idle);
    return () => {
      this.#isStopped = true;
      clearTimeout(this.#timer);
      leave();
    };
  }

  /** Saves now all that is typed. @returns true if the server has it all */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (finalKinds.includes(this.#state.kind)) return false;
    while (this.#running) await this.#running;
    await this.#run();
    return !this.isUnsaved && this.#progress.id !== undefined;
  }

  /** Goes on from the server's newest version with what somebody chose of both sides. */
  resolve(theirs: StoredDraft, merged: DraftValues): void {
    this.#adopt(theirs);
    this.#set({ kind: 'dirty' });
    this.#options.document.change(() => merged);
    this.#schedule(this.#waitMs.idle);
  }

  /** Takes note of a new way to write numbers: what was read before is the same, written otherwise. */
  translate(translate: (values: DraftValues) => DraftValues): void {
    const { base, unconfirmed } = this.#progress;
    this.#progress = {
      ...this.#progress,
      base: translate(base),
      unconfirmed: unconfirmed && translate(unconfirmed),
    };
  }

  #noteChange(): void {
    if (finalKinds.includes(this.#state.kind)) {
      this.#tell();
      return;
    }
    if (this.#state.kind === 'waiting') {
      this.#tell();
      return;
    }
    if (this.#state.kind !== 'saving') this.#set({ kind: 'dirty' });
    this.#schedule(this.#waitMs.idle);
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      if (this.#running === undefined) void this.#run();
      else this.#schedule(delayMs);
    }, delayMs);
  }

  #run(): Promise<void> {
    const running = this.#saveAll().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  /** Saves until nothing is left to be saved, or something is in the way. */
  async #saveAll(): Promise<void> {
    for (let isAgain = true; isAgain; ) {
      const { values } = this.#options.document;
      const reading = this.#options.read(values);
      const { creating } = this.#progress;
      if (creating !== undefined)
        isAgain = await this.#create(creating, { values: creating.values, reading });
      else if (values === this.#pristine) {
        this.#set({ kind: 'pristine' });
        isAgain = false;
      } else if (!reading.isComplete) {
        this.#set({ kind: 'incomplete' });
        isAgain = false;
      } else if (JSON.stringify(reading.input) === this.#savedText) {
        this.#set({ kind: 'saved', atMs: this.#now() });
        isAgain = false;
      } else if (this.#progress.id === undefined) {
        const { customerId, ...input } = reading.input;
        const given = { ...input, customerId: customerId ?? '', idempotencyKey: createRandomKey() };
        this.#progress = { ...this.#progress, creating: { input: given, values } };
      } else isAgain = await this.#update(this.#progress.id, { values, reading });
    }
  }

  async #create({ input }: NonNullable<SaveProgress['creating']>, sent: SentDraft): Promise<boolean> {
    this.#set({ kind: 'saving' });
    const result = await withinLimit(this.#options.server.create(input));
    // Refused, it has used no key, and what is sent next has another one.
    if (result.kind === 'refused') this.#progress = { ...this.#progress, creating: undefined };
    return this.#take(result, sent, JSON.stringify(this.#options.read(sent.values).input));
  }

  async #update(id: string, sent: SentDraft): Promise<boolean> {
    const { currency: _, ...input } = sent.reading.input;
    const { version, unconfirmed } = this.#progress;
    this.#set({ kind: 'saving' });
    this.#progress = { ...this.#progress, unconfirmed: sent.values };
    const result = await withinLimit(this.#options.server.update({ ...input, id, expectedVersion: version }));
    const codes = result.kind === 'refused' ? result.userErrors.map(({ code }) => code) : [];
    const isGone = result.kind === 'refused' && result.userErrors.some(isOfDraft);
    if (codes.includes('WRONG_STATE') || isGone) {
      this.#set({ kind: 'closed' });
      return false;
    }
    if (codes.includes('CONFLICT')) return this.#compare(id, [sent.values, unconfirmed]);
    return this.#take(result, sent, JSON.stringify(sent.reading.input));
  }

  /** Finds out whose change it was that came between: one of ours whose answer was lost is not a conflict. */
  async #compare(id: string, ours: readonly (DraftValues | undefined)[]): Promise<boolean> {
    const theirs = await this.#options.server.load(id).catch(() => undefined);
    if (theirs === undefined) return this.#retryLater(noAnswer);
    if (theirs === 'closed') {
      this.#set({ kind: 'closed' });
      return false;
    }
    const { values } = this.#options.document;
    if ([...ours, values].some((one) => one && this.#options.isSame(one, theirs.values))) {
      const isAll = this.#options.isSame(values, theirs.values);
      this.#adopt(theirs);
      if (isAll) this.#savedText = this.#toText(values);
      return true;
    }
    this.#set({ kind: 'conflict', theirs });
    return false;
  }

  #adopt(theirs: StoredDraft): void {
    const { id, version, values: base } = theirs;
    this.#progress = { id, version, base, creating: undefined, unconfirmed: undefined };
    this.#savedText = this.#toText(base);
  }

  #take(result: Saved, sent: SentDraft, sentText: string): boolean {
    if (result.kind === 'failed') return this.#retryLater(result.problem);
    if (result.kind === 'refused') {
      const unavailable = result.userErrors.find(({ code }) => code === 'UNAVAILABLE');
      if (unavailable) return this.#retryLater({ ...noAnswer, kind: 'failed', message: unavailable.message });
      this.#failures = 0;
      this.#progress = { ...this.#progress, unconfirmed: undefined };
      this.#set({ kind: 'refused', userErrors: result.userErrors, sent });
      return false;
    }
    this.#failures = 0;
    const { invoice } = result.payload;
    if (invoice === null) return this.#retryLater(noAnswer);
    const { id, version } = invoice;
    this.#savedText = sentText;
    this.#progress = { id, version, base: sent.values, creating: undefined, unconfirmed: undefined };
    return true;
  }

  #retryLater(problem: Problem): false {
    this.#set({ kind: 'waiting', problem });
    const delayMs = Math.min(longestRetryMs, this.#waitMs.firstRetry * 2 ** this.#failures);
    this.#failures += 1;
    this.#schedule(delayMs);
    return false;
  }

  #toText(values: DraftValues): string {
    return JSON.stringify(this.#options.read(values).input);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  #set(state: SaveState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** True if the draft itself does not exist any more. */
function isOfDraft({ field, code }: InputProblem): boolean {
  return code === 'NOT_FOUND' && field.join('.') === 'id';
}

async function withinLimit(answer: Promise<Saved>): Promise<Saved> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<Saved>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'failed', problem: noAnswer }), answerWithinMs);
  });
  try {
    return await Promise.race([answer, limit]);
  } catch {
    return { kind: 'failed', problem: noAnswer };
  } finally {
    clearTimeout(timer);
  }
}
