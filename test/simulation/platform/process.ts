import { alternatives, pick } from '../alternatives.ts';
import type { FaultAt } from '../faults.ts';
import type { World } from '../world.ts';
import { ProcessClock } from './process-clock.ts';

/** What services answer when they do not do what they were asked to. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}

export type ProcessKind = 'api' | 'worker' | 'dead-letter worker' | 'sweeper' | 'publisher' | 'socket';

export type Ended<T> =
  | { readonly how: 'returned'; readonly value: T }
  | { readonly how: 'threw'; readonly error: unknown }
  | { readonly how: 'killed' };

const latencies = alternatives([6, 1], [2, 4], [2, 30], [1, 300]);

/** The effect takes place, and what follows decides how the caller learns of it. */
const hidesAnswer: readonly FaultAt<'call'>[] = ['sent twice', 'killed after', 'answer lost'];

const slowMs = 4000;
const frozenMs = 45_000;

/** One run of a function. May be killed at any call it makes; then nothing of it goes on. */
export class Process {
  readonly kind: ProcessKind;
  readonly name: string;
  readonly clock: ProcessClock;
  /** To a table or a queue. */
  hasWritten = false;
  /** Some call of it went wrong or took long. */
  isHindered = false;
  /** How many of its calls were answered with an error. */
  failedCalls = 0;
  alive = true;
  readonly #world: World;
  readonly #endsAt: number;
  #onKill: () => void = () => {};

  constructor(world: World, kind: ProcessKind, about: string, timeoutMs: number) {
    const name = `${kind} ${about}`;
    this.kind = kind;
    this.name = name;
    this.#world = world;
    this.#endsAt = world.time.now + timeoutMs;
    this.clock = new ProcessClock(world.time, world.faults.at('clock', name, 'clock'), () => this.alive);
  }

  remainingMs(): number {
    return this.#endsAt - this.#world.time.now;
  }

  /** To its end, whichever that is. */
  run<T>(work: () => Promise<T>): Promise<Ended<T>> {
    return new Promise((resolve) => {
      const end = (ended: Ended<T>) => {
        if (!this.alive) return;
        this.alive = false;
        resolve(ended);
      };
      this.#onKill = () => end({ how: 'killed' });
      this.#world.time.after(this.remainingMs(), () => this.kill('its time was up'));
      work().then(
        (value) => end({ how: 'returned', value }),
        (error: unknown) => end({ how: 'threw', error }),
      );
    });
  }

  kill(why: string): void {
    if (!this.alive) return;
    this.#world.story.tell(this.name, () => `killed, ${why}`);
    this.#onKill();
  }

  /** Calls a service: `effect` happens there, at some time, once, twice or not at all. */
  call<T>(what: string, effect: () => T, told: (answer: T) => string = () => ''): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.alive) return;
      const { faults, decisions, time } = this.#world;
      const fault = faults.at('call', this.name, what);
      const delay = pick(decisions, this.name, `${what} takes`, latencies) + extraDelay(fault);
      if (fault !== 'fine') this.isHindered = true;
      time.after(delay, () => this.#perform({ what, effect, told, fault, resolve, reject }));
    });
  }

  #perform<T>(call: Call<T>): void {
    const { what, fault } = call;
    if (fault === 'refused') this.#fail(call, 'refused');
    else if (fault === 'killed before') this.kill(`before ${what}`);
    else if (fault === 'effect after the error') {
      this.#world.time.after(slowMs, () => this.#effect(call, () => {}));
      this.#fail(call, 'timed out');
    } else if (fault === 'answered late') {
      this.#effect(call, (answer) =>
        this.#world.time.after(slowMs, () => this.#answer(() => call.resolve(answer), `${what}: answered`)),
      );
    } else {
      this.#effect(call, hidesAnswer.includes(fault) ? () => {} : call.resolve);
      this.#followUp(call);
    }
  }

  #followUp<T>(call: Call<T>): void {
    if (call.fault === 'sent twice') this.#effect(call, call.resolve);
    if (call.fault === 'killed after') this.kill(`after ${call.what}`);
    if (call.fault === 'answer lost') this.#fail(call, 'answer lost');
  }

  #fail<T>({ what, reject }: Call<T>, how: string): void {
    this.failedCalls += 1;
    this.#answer(() => reject(new ServiceError(`${what}: ${how}`)), `${what}: ${how}`);
  }

  /** Takes place whether or not the caller lives to see it. */
  #effect<T>({ what, effect, told, reject }: Call<T>, settle: (answer: T) => void): void {
    try {
      const answer = effect();
      this.#answer(() => settle(answer), `${what} ${told(answer)}`);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#answer(() => reject(error), error.message);
    }
  }

  #answer(settle: () => void, told: string): void {
    this.#world.story.tell(this.name, () => told);
    if (this.alive) settle();
  }
}

interface Call<T> {
  readonly what: string;
  readonly effect: () => T;
  readonly told: (answer: T) => string;
  readonly fault: FaultAt<'call'>;
  readonly resolve: (answer: T) => void;
  readonly reject: (error: Error) => void;
}

function extraDelay(fault: FaultAt<'call'>): number {
  if (fault === 'slow') return slowMs;
  return fault === 'frozen' ? frozenMs : 0;
}
