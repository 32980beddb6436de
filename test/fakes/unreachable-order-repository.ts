import type { OrderRepository } from '../../domain/ports.ts';

/** A table that fails every call, by default because it cannot be reached, with an error that tells of the inside. */
export class UnreachableOrderRepository implements OrderRepository {
  readonly error: Error;

  constructor(
    error: Error = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7, table PrintStack-Orders'), {
      code: 'ECONNREFUSED',
    }),
  ) {
    this.error = error;
  }

  readonly get = () => this.#fail();
  readonly create = () => this.#fail();
  readonly save = () => this.#fail();
  readonly listByOwner = () => this.#fail();

  #fail(): Promise<never> {
    return Promise.reject(this.error);
  }
}
