/** A row that this code cannot read: it is damaged, or newer code has written it. Its content is told to nobody. */
export class UnreadableOrderError extends Error {
  override readonly name = 'UnreadableOrderError';
  readonly orderId: string;
  /** Newer code can read it: after a rollback, or while a deployment is under way. */
  readonly isNewer: boolean;

  constructor(orderId: string, isNewer: boolean, why: string) {
    super(`the row of order ${orderId} cannot be read: ${why}`);
    this.orderId = orderId;
    this.isNewer = isNewer;
  }
}
