import { isUnderway, type Lease, type Order } from '../../../domain/order/order.ts';
import { leaseMs } from '../../../domain/steps/lease.ts';
import type { StepInput } from '../../../domain/steps/step-handler.ts';
import type { Process } from '../platform/process.ts';
import type { VirtualTime } from '../virtual-time.ts';
import { briefly } from './order-promises.ts';
import type { Verdict } from './verdict.ts';

const once = 'P3 each step counts once';

interface Claim {
  readonly holder: Process;
  readonly fence: number;
  readonly checkpoint: unknown;
  /** What its work said to go on from. */
  continueFrom?: unknown;
  /** Milliseconds, true time. */
  liveUntil: number;
}

/** Who may do the work of a step, and whose result counts. */
export class LeasePromises {
  readonly #time: VirtualTime;
  readonly #verdict: Verdict;
  readonly #claims = new Map<string, Claim>();

  constructor(time: VirtualTime, verdict: Verdict) {
    this.#time = time;
    this.#verdict = verdict;
  }

  onSaved(after: Order, before: Order, writer: Process): void {
    const held = leaseOf(before);
    const lease = leaseOf(after);
    this.#expectResults(after, before, held);
    if (held && (writer.kind === 'sweeper' || writer.kind === 'dead-letter worker'))
      this.#expectNobodyAtWork(after, writer);
    if (lease && (lease.fence !== held?.fence || after.step !== before.step)) {
      this.#claimed(after, before, writer);
      return;
    }
    if (held && writer.kind === 'worker') this.#expectHolder(after, before, writer);
    if (lease && writer.kind === 'worker') this.#renewed(after, lease, writer);
  }

  /** What one run is given must be what its own claim says. */
  onRun(process: Process, { orderId, fence, checkpoint }: StepInput): void {
    const claim = this.#claims.get(orderId);
    const isOlder = claim !== undefined && fence < claim.fence;
    const told = () =>
      `${process.name} works on ${orderId} with fence ${fence}, the last claim is ${claim?.fence}`;
    this.#verdict.expect(isOlder || claim?.fence === fence, once, told);
    if (claim?.fence !== fence) return;
    this.#verdict.expect(claim.holder === process, once, told);
    const from = () => `${process.name} goes on from ${checkpoint}, saved was ${claim.checkpoint}`;
    this.#verdict.expect(checkpoint === claim.checkpoint, once, from);
  }

  /** The work of a run is to be continued by the next one. */
  onContinued({ orderId, fence }: StepInput, continueFrom: unknown): void {
    const claim = this.#claims.get(orderId);
    if (claim?.fence === fence) claim.continueFrom = continueFrom;
  }

  /** Whether somebody may be at work on the order (true time). */
  isLive(id: string): boolean {
    return (this.#claims.get(id)?.liveUntil ?? 0) > this.#time.now;
  }

  #expectNobodyAtWork(after: Order, { kind }: Process): void {
    const told = () => `the ${kind} failed ${after.id} while somebody was at work on it`;
    this.#verdict.expect(after.status !== 'failed' || !this.isLive(after.id), once, told);
  }

  #claimed(after: Order, before: Order, writer: Process): void {
    const lease = leaseOf(after) as Lease;
    const last = this.#claims.get(after.id);
    const told = () =>
      `${writer.name} claimed ${briefly(after)} with fence ${lease.fence}, before it was ${last?.fence}`;
    this.#verdict.expect(writer.kind === 'worker', once, told);
    this.#verdict.expect(lease.fence > (last?.fence ?? 0), once, told);
    if (leaseOf(before)) this.#expectFree(before, told);
    const checkpoint = checkpointOf(after);
    this.#claims.set(after.id, { holder: writer, fence: lease.fence, checkpoint, liveUntil: 0 });
    this.#renewed(after, lease, writer);
  }

  #expectFree(before: Order, told: () => string): void {
    const last = this.#claims.get(before.id);
    const early = () => `${told()}, whose lease had ${(last?.liveUntil ?? 0) - this.#time.now} ms to go`;
    this.#verdict.expect(!this.isLive(before.id), once, early);
    const isAtWork = last?.holder.alive === true && !last.holder.isHindered && leaseOf(before)?.until !== 0;
    this.#verdict.expect(!isAtWork, once, () => `${told()}, whose holder is alive and well`);
  }

  /** A clock that was set in between makes the end uncertain: the earliest counts. */
  #renewed(after: Order, lease: Lease, writer: Process): void {
    const claim = this.#claims.get(after.id);
    if (!claim) return;
    claim.liveUntil = Math.min(lease.until - writer.clock.ahead, this.#time.now + leaseMs);
    if (lease.until > 0 || claim.continueFrom === undefined || writer.isHindered) return;
    const told = () => `${briefly(after)} was given back without the checkpoint ${claim.continueFrom}`;
    this.#verdict.expect(checkpointOf(after) === claim.continueFrom, once, told);
  }

  #expectHolder(after: Order, before: Order, writer: Process): void {
    const claim = this.#claims.get(before.id);
    const told = () =>
      `${writer.name} made ${briefly(before)} ${briefly(after)}, which ${claim?.holder.name} had claimed`;
    this.#verdict.expect(claim?.holder === writer, once, told);
  }

  /** One result for each work step, by the run that held it. */
  #expectResults(after: Order, before: Order, held: Lease | undefined): void {
    const isWorked = isUnderway(before) && before.steps[before.step - 1]?.kind === 'work';
    const wentOn = after.step !== before.step || after.status === 'ready';
    const results = Object.keys(after.results).length - Object.keys(before.results).length;
    const told = () => `${briefly(before)} went on with the results ${JSON.stringify(after.results)}`;
    this.#verdict.expect(results === (isWorked && wentOn ? 1 : 0), once, told);
    if (!isWorked || !wentOn) return;
    const result = after.results[before.status] as { fence?: number } | undefined;
    this.#verdict.expect(held !== undefined && result?.fence === held.fence, once, told);
  }
}

function leaseOf(order: Order): Lease | undefined {
  return isUnderway(order) ? order.lease : undefined;
}

/** In a history they are numbers. */
function checkpointOf(order: Order): unknown {
  return 'checkpoint' in order ? order.checkpoint : undefined;
}
