import type { Platform } from '../client-options.ts';
import { backoffMs } from '../http/backoff.ts';

/** After so much silence (milliseconds) there is no more to the answer. */
const toldMs = 5_000;
const minPauseMs = 1_000;
const maxBackoffMs = 60_000;
/** So many errors in a row, and the question is put anew instead of going on in the middle of the answer. */
const startAgainAfter = 3;

/** Asks on one connection what is new: further where there is more, and again where the answer is an error. */
export class SyncTalk {
  readonly #platform: Platform;
  readonly #send: (message: string) => void;
  readonly #question: () => string;
  readonly #ended: AbortSignal;
  #startedAt = 0;
  #saidAt = 0;
  #toldSince = 0;
  #said = '';
  #turn = 0;
  #failedTurn = 0;
  #failures = 0;
  #failedAt = 0;

  constructor(
    platform: Platform,
    send: (message: string) => void,
    question: () => string,
    ended: AbortSignal,
  ) {
    this.#platform = platform;
    this.#send = send;
    this.#question = question;
    this.#ended = ended;
  }

  /** When the question was put that must be answered by now (milliseconds); once for each, undefined until then. */
  toldSince(): number | undefined {
    const isNews = this.#startedAt > this.#toldSince;
    if (!isNews || this.#platform.clock.now() - this.#saidAt < toldMs) return undefined;
    this.#toldSince = this.#startedAt;
    return this.#toldSince;
  }

  start(): void {
    this.#startedAt = this.#platform.clock.now();
    this.#say(this.#question());
  }

  goOn(after: string): void {
    const message = JSON.stringify({ action: 'sync', after });
    // Who is sent to the same place again would never arrive.
    if (message === this.#said) void this.fail();
    else this.#say(message);
  }

  /** The answer was an error: asks again later, and ever later. Once is enough for all errors of one question. */
  async fail(): Promise<void> {
    if (this.#turn === this.#failedTurn) return;
    const turn = this.#turn;
    const { clock, random } = this.#platform;
    this.#failures = clock.now() - this.#failedAt > 2 * maxBackoffMs ? 1 : this.#failures + 1;
    this.#failedTurn = turn;
    this.#failedAt = clock.now();
    await clock.sleep(minPauseMs + backoffMs(this.#failures, maxBackoffMs, random), this.#ended);
    if (this.#ended.aborted || turn !== this.#turn) return;
    if (this.#failures % startAgainAfter === 0) this.start();
    else this.#say(this.#said);
  }

  #say(message: string): void {
    this.#turn += 1;
    this.#said = message;
    this.#saidAt = this.#platform.clock.now();
    this.#send(message);
  }
}
