import { AggregatorRegistry, Counter, Gauge, Registry } from 'prom-client';
import { z } from 'zod';

/** The parts of prom-client's form that are needed here. */
const figureSchema = z.looseObject({ name: z.string(), type: z.string(), values: z.array(z.unknown()) });
type Figure = z.output<typeof figureSchema>;

/** Figures that only grow, and must not fall when a worker ends: Prometheus would take that for a restart of all. */
const growingTypes = new Set(['counter', 'histogram']);

/** Adds the figures of workers up, those of workers that have ended among them. */
export class WorkerFigures {
  /** The last figures of each worker. */
  readonly #known = new Map<number, readonly Figure[]>();
  #departed: readonly Figure[] = [];
  /** Workers that have ended, whose figures are being added to those of earlier ones. */
  #departing: Promise<void> = Promise.resolve();
  readonly #own = new Registry();
  readonly #workers: Gauge;
  readonly #ended: Counter;

  constructor() {
    const registers = [this.#own];
    this.#workers = new Gauge({ name: 'gateway_workers', help: 'Workers that take requests.', registers });
    this.#ended = new Counter({
      name: 'gateway_workers_ended_total',
      help: 'Workers that have ended, and were started again unless the gateway ends.',
      registers,
    });
  }

  /** Keeps what a worker answered; one that does not answer keeps its earlier figures. */
  put(id: number, answer: unknown): void {
    const figures = z.array(figureSchema).safeParse(answer);
    if (figures.success) this.#known.set(id, figures.data);
  }

  /** A worker has ended: what only grows stays in the sums, as it was when it was last asked. */
  leave(id: number): void {
    this.#ended.inc();
    const last = this.#known.get(id) ?? [];
    this.#known.delete(id);
    const add = async () => {
      const growing = last.filter(({ type }) => growingTypes.has(type));
      this.#departed = (await sum([this.#departed, growing]).getMetricsAsJSON()) as unknown as Figure[];
    };
    // Figures that do not fit those of others are lost, and nothing else is.
    this.#departing = this.#departing.then(add).catch(() => {});
  }

  /** Writes the sums in the form of Prometheus. */
  async write(readyCount: number): Promise<string> {
    this.#workers.set(readyCount);
    await this.#departing;
    const own = (await this.#own.getMetricsAsJSON()) as unknown as Figure[];
    return sum([...this.#known.values(), this.#departed, own]).metrics();
  }
}

function sum(figures: readonly (readonly Figure[])[]): Registry {
  return AggregatorRegistry.aggregate([...figures]);
}
