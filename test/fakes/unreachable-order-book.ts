import type { OrderBook } from '../../domain/ports.ts';

/** A table that cannot be reached, with an error that tells of the inside. */
export class UnreachableOrderBook implements OrderBook {
  readonly error = new Error('connect ECONNREFUSED 10.0.0.7, table SmartCoffee-Orders');
  readonly get = () => this.#fail();
  readonly create = () => this.#fail();
  readonly save = () => this.#fail();
  readonly listByOwner = () => this.#fail();

  #fail(): Promise<never> {
    return Promise.reject(this.error);
  }
}
