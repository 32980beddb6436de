import type { ClientOptions, ClientTask } from '../../client/client-options.ts';
import { UnexpectedAnswerError } from '../../client/errors.ts';
import type { Abortable } from '../../client/http/orders-api.ts';
import { signalOf } from '../../client/http/sendable.ts';
import { TaskClient } from '../../client/task-client.ts';
import { sentence } from '../../domain/task.ts';
import type { MenuEntry } from '../menu.ts';
import type { coffee } from '../task.ts';
import { words } from '../words.ts';
import type { PublicOrder } from './orders.ts';

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
