import type { Order, StoredFile } from '../order/order.ts';
import type { FileStore, OrderRepository } from '../ports.ts';
import type { FileContent } from './file.ts';
import type { LeasedOrder } from './leased-order.ts';

interface FileOfRunDeps {
  readonly orders: OrderRepository;
  readonly files?: FileStore;
}

/** The file that one run of a work step makes: it stays if the order is saved with it. */
export class FileOfRun {
  readonly #deps: FileOfRunDeps;
  readonly #leased: LeasedOrder;
  #storing: Promise<StoredFile> | undefined;
  #isKept = false;

  constructor(deps: FileOfRunDeps, leased: LeasedOrder) {
    this.#deps = deps;
    this.#leased = leased;
  }

  async store(content: FileContent): Promise<void> {
    const { order, fence, signal } = this.#leased;
    const { files } = this.#deps;
    if (!files) throw new Error(`${order.status} made a file: give the LongRunningTask results: 'bucket'`);
    signal.throwIfAborted();
    this.#storing = files.store({ orderId: order.id, fence }, content, signal);
    await this.#storing;
  }

  /** Ends the step with the file that was stored. */
  async finish(): Promise<Order | 'lost'> {
    const file = await this.#storing;
    if (!file) throw new TypeError('no file was stored');
    // Should the write be answered with an error, it may have been made: the file stays, for a later run to remove.
    this.#isKept = true;
    const saved = await this.#leased.finish({ file });
    if (saved !== 'lost') {
      // Should this fail, the store's own time limit removes them.
      const run = { orderId: saved.id, fence: this.#leased.fence };
      await this.#deps.files?.removeOlder(run).catch(() => {});
      return saved;
    }
    const order = await this.#deps.orders.get(this.#leased.order.id);
    this.#isKept = order?.file?.key === file.key;
    return 'lost';
  }

  /** At the end of the run. Waits for what is still being stored: its signal has aborted. */
  async removeUnlessKept(): Promise<void> {
    const file = await this.#storing?.catch(() => undefined);
    if (file && !this.#isKept) await this.#deps.files?.remove(file.key);
  }
}
