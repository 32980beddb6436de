import type { DueMessage, StepMessage } from '../../../domain/steps/step-message.ts';
import { alternatives, pick } from '../alternatives.ts';
import type { World } from '../world.ts';

export interface Message {
  readonly body: StepMessage;
  readonly name: string;
  receives: number;
  /** Milliseconds; when the next worker may have it. */
  visibleAt: number;
  deleted: boolean;
}

export interface QueueWatch {
  onSent(message: StepMessage): void;
  /** A second worker may have the message: by the queue's doing, or because the first one was lost. */
  onRepeated(message: StepMessage): void;
  onDeleted(message: StepMessage): void;
}

export interface QueueSettings {
  readonly name: string;
  readonly visibilityMs: number;
  /** Messages received more often go where `giveUp` puts them. */
  readonly maxReceives: number;
  readonly giveUp?: (message: StepMessage) => void;
  readonly watch: QueueWatch;
}

const pickUps = alternatives([6, 5], [2, 200], [1, 2000]);
const batching = alternatives([3, false], [1, true]);

const lateMs = 90_000;
/** In one history: SQS does it rarely, and each is a message more for as long as its order lasts. */
const maxRepeats = 12;
const batchSize = 3;

/** A standard SQS queue with a function at its end: at least once, in any order. */
export class MessageQueue {
  readonly #world: World;
  readonly #settings: QueueSettings;
  readonly #messages = new Set<Message>();
  #repeats = 0;
  #worker: (messages: readonly Message[]) => void = () => {};

  constructor(world: World, settings: QueueSettings) {
    this.#world = world;
    this.#settings = settings;
  }

  workedBy(worker: (messages: readonly Message[]) => void): void {
    this.#worker = worker;
  }

  get isEmpty(): boolean {
    return this.#messages.size === 0;
  }

  holds(orderId: string): number {
    let count = 0;
    for (const { body } of this.#messages) if (body.orderId === orderId) count += 1;
    return count;
  }

  send({ message: body, delaySeconds }: DueMessage): void {
    const name = `${this.#settings.name} ${body.orderId}/${body.step}.${body.requeues}`;
    const message = { body, name, receives: 0, visibleAt: 0, deleted: false };
    this.#messages.add(message);
    this.#settings.watch.onSent(body);
    this.extendVisibility(message, delaySeconds);
  }

  /** For so many seconds from now. */
  extendVisibility(message: Message, seconds: number): void {
    const visibleAt = this.#world.time.now + seconds * 1000;
    message.visibleAt = visibleAt;
    this.#offerAfter(seconds * 1000, message, visibleAt);
  }

  /** Its worker is done with it. */
  delete(message: Message): void {
    const isLost = this.#world.faults.at('removal', message.name, 'deleted') === 'lost' && this.#mayRepeat();
    if (isLost) this.#settings.watch.onRepeated(message.body);
    else this.#remove(message);
  }

  #remove(message: Message): void {
    if (!this.#messages.delete(message)) return;
    message.deleted = true;
    this.#settings.watch.onDeleted(message.body);
  }

  #offerAfter(ms: number, message: Message, visibleAt: number): void {
    const { faults, decisions, time } = this.#world;
    const delivery = faults.at('delivery', message.name, 'delivered');
    const delay =
      pick(decisions, message.name, 'picked up after', pickUps) + (delivery === 'late' ? lateMs : 0);
    time.after(ms + delay, () => {
      if (message.deleted || message.visibleAt !== visibleAt) return;
      if (delivery === 'twice' && this.#mayRepeat()) this.#deliverAgainSoon(message);
      this.#deliver(message);
    });
  }

  #mayRepeat(): boolean {
    this.#repeats += 1;
    return this.#repeats <= maxRepeats;
  }

  #deliverAgainSoon(message: Message): void {
    const again = pick(this.#world.decisions, message.name, 'again after', pickUps);
    this.#world.time.after(again, () => {
      if (!message.deleted) this.#deliver(message);
    });
  }

  #deliver(first: Message): void {
    const batch = [first, ...this.#others(first)].filter((message) => this.#received(message));
    if (batch.length > 0) this.#worker(batch);
  }

  #others(first: Message): readonly Message[] {
    if (this.#messages.size === 1 || !pick(this.#world.decisions, first.name, 'with others', batching))
      return [];
    const isVisible = (message: Message) => message !== first && message.visibleAt <= this.#world.time.now;
    return [...this.#messages].filter(isVisible).slice(0, batchSize - 1);
  }

  #received(message: Message): boolean {
    const { maxReceives, giveUp, visibilityMs, watch } = this.#settings;
    if (message.receives >= maxReceives) {
      this.#world.story.tell(message.name, () => `given up after ${message.receives} receives`);
      giveUp?.(message.body);
      this.#remove(message);
      return false;
    }
    message.receives += 1;
    if (message.receives > 1) watch.onRepeated(message.body);
    this.extendVisibility(message, visibilityMs / 1000);
    return true;
  }
}
