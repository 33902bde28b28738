import type { LiveStatus } from '../../api/live-connection.ts';
import type { LiveFiguresFragment, LiveRankFragment } from '../../generated/graphql.ts';
import { keepEqual } from './keep-equal.ts';

/** An invoice among the newest. */
export interface NewestInvoice {
  readonly number: string;
  readonly customerName: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly issuedAt: string | undefined;
  readonly isSimulated: boolean;
  /** The id at billing, where it is known; otherwise the invoice is found by its number. */
  readonly id: string | undefined;
}

/** The figures of one moment, one a second. */
export interface LiveSample {
  readonly atMs: number;
  /** Null while nothing was known: the line has a gap there. */
  readonly invoicesPerSecond: number | null;
  /** Amounts of the last five seconds by currency. */
  readonly totals: Readonly<Record<string, string>>;
}

/** The state of all that is followed: that of the worst feed. `stale` is `live` without totals, which come every second. */
export type LiveState = LiveStatus | 'stale';

/** The live figures that the page shows at one moment. */
export interface LiveSnapshotView {
  readonly state: LiveState;
  readonly problem: { readonly code: string; readonly message: string } | undefined;
  readonly isPaused: boolean;
  readonly figures: LiveFiguresFragment | undefined;
  readonly ranks: readonly LiveRankFragment[] | undefined;
  /** Newest first. */
  readonly invoices: readonly NewestInvoice[];
  /** Oldest first. */
  readonly samples: readonly LiveSample[];
  /** The time of the newest figures, in milliseconds of the clock here. */
  readonly receivedAtMs: number | undefined;
  /** Invoices received since the pause began. */
  readonly waitingCount: number;
}

/** The feeds that the figures come by. */
export type LiveFeed = 'totals' | 'customers' | 'invoices';

export interface LiveStoreOptions {
  /** Runs the task soon, and not more often than people can follow. */
  readonly schedule: (task: () => void) => void;
  /** Runs the task after what is rendered now is on the screen, and whatever was pressed meanwhile. */
  readonly afterPaint: (task: () => void) => void;
  readonly now: () => number;
}

export const sampleEveryMs = 1_000;
/** Five minutes. */
export const maxSamples = 300;
const maxInvoices = 20;
const maxReceived = 200;
const staleAfterMs = 2_500;
/** A browser lets the timers of a hidden tab run late. */
const gapAfterMs = 3_000;

/** Parts of a view that are rendered one by one after all else that is in it: a key or a click waits for one of them at the most. */
const laterParts = ['ranks', 'invoices', 'samples'] as const;

const stateOrder: readonly LiveStatus[] = ['ended', 'reconnecting', 'connecting', 'live'];

/**
 * Keeps the live figures and tells of a new view of them a few times a second, however many events come. The view comes in parts, each
 * after the paint of the one before, so that a key or a click between them waits for one part alone. While it is paused it goes on to
 * receive, and its view stays.
 */
export class LiveStore {
  readonly #options: LiveStoreOptions;
  readonly #listeners = new Set<() => void>();
  readonly #statuses = new Map<LiveFeed, LiveStatus>();
  readonly #problems = new Map<LiveFeed, LiveSnapshotView['problem']>();
  #figures: LiveFiguresFragment | undefined;
  #ranks: readonly LiveRankFragment[] | undefined;
  #invoices: readonly NewestInvoice[] = [];
  /** Received since the last view, the oldest first. */
  #received: NewestInvoice[] = [];
  #samples: readonly LiveSample[] = [];
  #receivedAtMs: number | undefined;
  #isPaused = false;
  #waitingCount = 0;
  /** True from the first change until all parts of the view that has it are shown. */
  #isScheduled = false;
  /** True if something has changed since the view was created that is being shown. */
  #isChanged = false;
  #view: LiveSnapshotView;

  constructor(options: LiveStoreOptions) {
    this.#options = options;
    this.#view = this.#create();
  }

  get view(): LiveSnapshotView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setStatus(feed: LiveFeed, status: LiveStatus): void {
    if (this.#statuses.get(feed) === status) return;
    this.#statuses.set(feed, status);
    if (status === 'live') this.#problems.delete(feed);
    this.#change();
  }

  /** Takes note of what is wrong with a feed until it is live; another one that is live says nothing of it. */
  setProblem(feed: LiveFeed, code: string, message: string): void {
    this.#problems.set(feed, { code, message });
    this.#change();
  }

  takeFigures(figures: LiveFiguresFragment): void {
    this.#figures = figures;
    this.#receivedAtMs = this.#options.now();
    this.#change();
  }

  takeRanks(ranks: readonly LiveRankFragment[]): void {
    this.#ranks = ranks;
    this.#change();
  }

  /** Takes an invoice that comes after all others. One that is known already, from the snapshot, moves to the top. */
  takeInvoice(invoice: NewestInvoice): void {
    this.#received.push(invoice);
    // Nothing is shown, and so nothing merged, while it is paused or the tab is hidden.
    if (this.#received.length >= maxReceived) this.#mergeReceived();
    if (this.#isPaused) this.#waitingCount += 1;
    this.#change();
  }

  /** Takes the newest invoices of a snapshot, newest first; those received already come before them. */
  takeOlderInvoices(invoices: readonly NewestInvoice[]): void {
    this.#mergeReceived();
    this.#invoices = toDistinct([...this.#invoices, ...invoices]);
    this.#change();
  }

  /** Adds a sample to the chart; called once a second. */
  tick(): void {
    const atMs = this.#options.now();
    const last = this.#samples.at(-1);
    const isLive = this.#state() === 'live' && this.#figures !== undefined;
    const missed = last !== undefined && atMs - last.atMs > gapAfterMs ? [toGap(last.atMs + 1)] : [];
    const sample = isLive && this.#figures ? toSample(atMs, this.#figures) : toGap(atMs);
    if (last !== undefined || isLive)
      this.#samples = [...this.#samples, ...missed, sample].slice(-maxSamples);
    this.#change();
  }

  pause(): void {
    this.#isPaused = true;
    this.#waitingCount = 0;
    this.#show({ isPaused: true, waitingCount: 0 });
  }

  /** Goes on; the newest figures come with the next view, so that the button answers at once. */
  resume(): void {
    this.#isPaused = false;
    this.#show({ isPaused: false });
    this.#change();
  }

  /** Merges what was received since, once for each view however many came. */
  #mergeReceived(): void {
    if (this.#received.length === 0) return;
    this.#invoices = toDistinct([...this.#received.toReversed(), ...this.#invoices]);
    this.#received = [];
  }

  #state(): LiveState {
    const statuses = [...this.#statuses.values()];
    const worst = stateOrder.find((one) => statuses.includes(one)) ?? 'connecting';
    if (worst !== 'live' || this.#receivedAtMs === undefined) return worst;
    return this.#options.now() - this.#receivedAtMs > staleAfterMs ? 'stale' : 'live';
  }

  #create(): LiveSnapshotView {
    const now = {
      state: this.#state(),
      problem: this.#problems.values().next().value,
      isPaused: this.#isPaused,
      waitingCount: this.#waitingCount,
    };
    if (this.#isPaused) return { ...this.#view, ...now };
    this.#mergeReceived();
    return {
      ...now,
      figures: this.#figures && keepCurrencies(this.#view.figures, this.#figures),
      ranks: this.#ranks && keepEqual(this.#view.ranks, this.#ranks),
      invoices: this.#invoices,
      samples: this.#samples,
      receivedAtMs: this.#receivedAtMs,
    };
  }

  #change(): void {
    this.#isChanged = true;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.schedule(() => {
      this.#isChanged = false;
      const next = this.#create();
      const { ranks, invoices, samples } = this.#view;
      this.#show({ ...next, ranks, invoices, samples });
      this.#showLater(next, laterParts);
    });
  }

  /** Shows parts one by one, then begins with what has changed meanwhile. */
  #showLater(next: LiveSnapshotView, parts: readonly (typeof laterParts)[number][]): void {
    const [part, ...rest] = parts;
    if (part === undefined) {
      this.#isScheduled = false;
      if (this.#isChanged) this.#change();
    } else if (next[part] === this.#view[part]) this.#showLater(next, rest);
    else
      this.#options.afterPaint(() => {
        this.#show({ [part]: next[part] });
        this.#showLater(next, rest);
      });
  }

  #show(change: Partial<LiveSnapshotView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** New figures with the currencies of those before that have not changed. */
function keepCurrencies(
  before: LiveFiguresFragment | undefined,
  given: LiveFiguresFragment,
): LiveFiguresFragment {
  return {
    ...given,
    allTime: [...keepEqual(before?.allTime, given.allTime)],
    lastFiveSeconds: [...keepEqual(before?.lastFiveSeconds, given.lastFiveSeconds)],
  };
}

/** The first invoices, each number once. */
function toDistinct(invoices: readonly NewestInvoice[]): readonly NewestInvoice[] {
  const found = new Map<string, NewestInvoice>();
  for (const invoice of invoices) {
    if (found.size === maxInvoices) break;
    if (!found.has(invoice.number)) found.set(invoice.number, invoice);
  }
  return [...found.values()];
}

function toGap(atMs: number): LiveSample {
  return { atMs, invoicesPerSecond: null, totals: {} };
}

function toSample(atMs: number, { invoicesPerSecond, lastFiveSeconds }: LiveFiguresFragment): LiveSample {
  const totals = Object.fromEntries(lastFiveSeconds.map(({ total }) => [total.currency, total.amount]));
  return { atMs, invoicesPerSecond, totals };
}
