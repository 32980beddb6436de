import type { MenuEntry } from '../coffee/menu.ts';
import type { coffee } from '../coffee/task.ts';
import { words } from '../coffee/words.ts';
import { sentence } from '../domain/task.ts';
import type { ClientOptions, ClientTask } from './client-options.ts';
import type { PublicOrder } from './coffee.ts';
import { UnexpectedAnswerError } from './errors.ts';
import type { Abortable } from './orders-api.ts';
import { signalOf } from './sendable.ts';
import { TaskClient } from './task-client.ts';

/** The task without its schemas, which no page needs. */
export const coffeeTask: ClientTask = {
  name: 'coffee',
  collection: 'orders',
  message: (status, order) => sentence(words, status, order as PublicOrder),
};

/** Orders coffee and hears of it. */
export class CoffeeClient extends TaskClient<typeof coffee> {
  constructor(options: ClientOptions) {
    super({ ...options, task: coffeeTask });
  }

  async menu(options?: Abortable): Promise<readonly MenuEntry[]> {
    const call = { method: 'GET', path: '/menu', isPublic: true, signal: signalOf(options) } as const;
    const { drinks } = Object((await this.http(call)).body) as Record<string, unknown>;
    if (!Array.isArray(drinks)) throw new UnexpectedAnswerError('not a menu');
    return drinks;
  }
}

export function messageFor(order: PublicOrder): string {
  return sentence(words, order.status, order);
}
