import type { Shop } from '../world.ts';
import { Process } from './process.ts';

export type Answered<T> =
  | { readonly outcome: 'answered'; readonly value: T }
  /** A 5xx, a timeout, or a lost connection: the customer cannot tell which, nor whether it had an effect. */
  | { readonly outcome: 'no-answer' };

const timeoutMs = 10_000;

/**
 * One request to the api function, in a process of its own.
 * @param onAnswer what the function's answer is held against, whether or not it reaches the customer
 */
export async function httpCall<T>(
  shop: Shop,
  who: string,
  request: (process: Process) => Promise<T>,
  onAnswer: (answer: T, process: Process) => void,
): Promise<Answered<T>> {
  const process = new Process(shop, 'api', who, timeoutMs);
  const ended = await process.run(() => request(process));
  if (ended.how !== 'returned') return { outcome: 'no-answer' };
  onAnswer(ended.value, process);
  if (shop.faults.at('answer', process.name, 'answer') === 'lost') return { outcome: 'no-answer' };
  return { outcome: 'answered', value: ended.value };
}
