import { Questions } from './questions.ts';
import { WorkerFigures } from './worker-figures.ts';
import type { SendWorkerMessage, WorkerMessage, WorkerQuestion } from './worker-messages.ts';

/** The time that one worker has to give its figures, in milliseconds. */
const figuresWithinMs = 2_000;
/** The time that the workers have to renew a token, in milliseconds. It takes an answer of the identity provider. */
const renewalWithinMs = 20_000;

interface Member {
  readonly send: SendWorkerMessage;
  readonly questions: Questions;
  /** The numbers that it has open, by keys. */
  readonly counts: Map<string, number>;
  isReady: boolean;
}

/** The supervisor's end: passes on between workers what they tell and ask. */
export class WorkerHub {
  readonly #wanted: number;
  readonly #members = new Map<number, Member>();
  /** The sums of all workers' counts, by keys. */
  readonly #totals = new Map<string, number>();
  readonly #figures: WorkerFigures;

  /** @param wanted the number of workers that there should be */
  constructor(wanted: number) {
    this.#wanted = wanted;
    this.#figures = new WorkerFigures();
  }

  get readyCount(): number {
    return this.#listReady().length;
  }

  /** A worker was started. Messages to it may be lost until it is ready, as its code is loaded meanwhile. */
  join(id: number, send: SendWorkerMessage): void {
    this.#members.set(id, { send, questions: new Questions(send), counts: new Map(), isReady: false });
    this.#tellStaff();
  }

  /** A worker takes requests. It is told everything that the others have open. */
  becomeReady(id: number): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    member.isReady = true;
    this.#tellCounts(member, this.#totals.keys());
    this.#tellStaff();
  }

  /** A worker has ended: what it had open is closed. */
  leave(id: number): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    this.#count(
      member,
      [...member.counts.keys()].map((key) => [key, 0]),
    );
    this.#members.delete(id);
    member.questions.giveUp();
    this.#figures.leave(id);
    this.#tellStaff();
  }

  /** Takes a message of a worker. */
  receive(id: number, message: WorkerMessage): void {
    const member = this.#members.get(id);
    if (member === undefined) return;
    if (message.type === 'counts') this.#count(member, message.counts);
    else if (message.type === 'changed') this.#tellOthers(member, message);
    else if (message.type === 'answer') member.questions.settle(message.id, message.answer);
    else if (message.type === 'question') void this.#answer(member, message.id, message.question);
  }

  #count(member: Member, counts: readonly (readonly [string, number])[]): void {
    for (const [key, count] of counts) {
      const total = (this.#totals.get(key) ?? 0) + count - (member.counts.get(key) ?? 0);
      if (count > 0) member.counts.set(key, count);
      else member.counts.delete(key);
      if (total > 0) this.#totals.set(key, total);
      else this.#totals.delete(key);
    }
    const keys = counts.map(([key]) => key);
    for (const other of this.#members.values()) if (other !== member) this.#tellCounts(other, keys);
  }

  /** Tells a worker what the others have open of some keys. */
  #tellCounts({ send, counts }: Member, keys: Iterable<string>): void {
    const elsewhere = Array.from(keys, (key): [string, number] => [
      key,
      (this.#totals.get(key) ?? 0) - (counts.get(key) ?? 0),
    ]);
    if (elsewhere.length > 0) send({ type: 'counts', counts: elsewhere });
  }

  async #answer(asking: Member, id: number, question: WorkerQuestion): Promise<void> {
    const answer =
      question.what === 'figures' ? await this.#gatherFigures() : await this.#askOthers(asking, question);
    asking.send({ type: 'answer', id, answer });
  }

  async #gatherFigures(): Promise<string> {
    await Promise.all(
      this.#listReady().map(async ([id, { questions }]) =>
        this.#figures.put(id, await questions.ask({ what: 'figures' }, figuresWithinMs)),
      ),
    );
    return this.#figures.write(this.readyCount);
  }

  /** @returns the first answer of a worker that has one, or `undefined` */
  async #askOthers(asking: Member, question: WorkerQuestion): Promise<unknown> {
    const others = this.#listReady().filter(([, member]) => member !== asking);
    const answers = others.map(async ([, { questions }]) => {
      const answer = await questions.ask(question, renewalWithinMs);
      if (answer === undefined || answer === null) throw new Error('not there');
      return answer;
    });
    return Promise.any(answers).catch(() => undefined);
  }

  /** Those that answer questions. */
  #listReady(): readonly (readonly [id: number, member: Member])[] {
    return [...this.#members].filter(([, { isReady }]) => isReady);
  }

  #tellOthers(member: Member, message: WorkerMessage): void {
    for (const other of this.#members.values()) if (other !== member) other.send(message);
  }

  #tellStaff(): void {
    const staff = { type: 'staff', ready: this.readyCount, wanted: this.#wanted } as const;
    for (const { send } of this.#members.values()) send(staff);
  }
}
