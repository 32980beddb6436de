/** One deliberate defect: `snippet` of `file` becomes `defect`. */
export interface Mutant {
  readonly name: string;
  /** From the root of the project. */
  readonly file: string;
  /** Occurs there exactly once. */
  readonly snippet: string;
  readonly defect: string;
}

export const mutants: readonly Mutant[] = [
  {
    name: 'a save does not look at the revision',
    file: 'test/simulation/platform/order-table.ts',
    snippet: 'if (row?.order.revision !== previous.revision)',
    defect: 'if (!row)',
  },
  {
    name: 'a second create overwrites the order',
    file: 'test/simulation/platform/order-table.ts',
    snippet: "if (this.#rows.has(ordered.id)) return 'exists';",
    defect: '',
  },
  {
    name: 'the message is sent before the order is written',
    file: 'domain/serving/place-order.ts',
    snippet: "if ((await deps.orders.create(order)) === 'exists') return placeAgain(deps, id, request);",
    defect:
      "await sendMessage(deps, order); if ((await deps.orders.create(order)) === 'exists') return placeAgain(deps, id, request);",
  },
  {
    name: 'an order without a key is not ended when its request is refused',
    file: 'domain/serving/place-order.ts',
    snippet: 'await failOrder(deps, id, { failure }).catch(() => {});',
    defect: ';',
  },
  {
    name: 'a repeated request does not send the message again',
    file: 'domain/serving/place-order.ts',
    snippet: 'if (isQueued(order)) await sendMessage(deps, order);',
    defect: '',
  },
  {
    name: 'a key may be used for another order',
    file: 'domain/serving/place-order.ts',
    snippet: "if (!isSameJson(request, order.request)) return { outcome: 'key-reused' };",
    defect: '',
  },
  {
    name: 'the next message is sent before the step is written',
    file: 'domain/steps/handle-message.ts',
    snippet: "if ((await deps.orders.save(order, decision.order)) === 'conflict') return 'conflict';",
    defect:
      "if (isOpen(order)) await deps.queue.send(nextMessage(order, deps.clock.now()));\n    if ((await deps.orders.save(order, decision.order)) === 'conflict') return 'conflict';",
  },
  {
    name: 'a started step sends no message',
    file: 'domain/steps/handle-message.ts',
    snippet: 'return passOn(deps, order, outcomes[decision.do]);',
    defect: 'return { outcome: outcomes[decision.do], order };',
  },
  {
    name: 'a message that waits is not requeued',
    file: 'domain/steps/handle-message.ts',
    snippet: 'await queue.send(due);',
    defect: '',
  },
  {
    name: 'the message of a step under way is dropped instead of passed on',
    file: 'domain/steps/decide.ts',
    snippet: "? whenFree(order, message) : { do: 'pass-on', order };",
    defect: "? whenFree(order, message) : { do: 'drop', because: 'passed' };",
  },
  {
    name: 'the message of finished work is dropped instead of passed on',
    file: 'domain/steps/decide.ts',
    snippet: 'return message.step === order.step - 1 && isWork(order, message.step)',
    defect: 'return message.step === order.step - 2 && isWork(order, message.step)',
  },
  {
    name: 'a lease is ignored',
    file: 'domain/steps/decide.ts',
    snippet: 'const isClaimable = isFree(order) || message.observedRevision === order.revision;',
    defect: 'const isClaimable = true;',
  },
  {
    name: 'a lease ends by the clock of whoever looks',
    file: 'domain/steps/decide.ts',
    snippet: 'return whenReached(message, order);',
    defect:
      "if (ahead === 0 && isUnderway(order) && isWork(order, message.step) && leaseRemainingMs(order, now) === 0) return { do: 'claim', order };\n  return whenReached(message, order);",
  },
  {
    name: 'the fencing number is not checked',
    file: 'domain/steps/leased-order.ts',
    snippet: 'return isUnderway(current) && current.lease?.fence === this.fence;',
    defect: 'return isUnderway(current);',
  },
  {
    name: 'a new claim keeps the old fencing number',
    file: 'domain/steps/lease.ts',
    snippet: 'const lease = { ...newLease(order, now, ms),',
    defect: 'const lease = { ...newLease(order, now, ms), ...(order.lease && { fence: order.lease.fence }),',
  },
  {
    name: 'the lease is not renewed while the work goes on',
    file: 'domain/steps/leased-order.ts',
    snippet: 'if (fraction !== undefined) {',
    defect: 'if (fraction !== undefined || this.fence > 0) return false;\n    if (fraction !== undefined) {',
  },
  {
    name: 'a checkpoint is not saved',
    file: 'domain/steps/lease.ts',
    snippet: '...(checkpoint === undefined ? {} : { checkpoint, sweeps: 0 })',
    defect: '',
  },
  {
    name: 'work that was lost counts as done',
    file: 'domain/steps/handle-message.ts',
    snippet: "if (run === 'lost') return 'conflict';",
    defect: "if (run === 'lost') return { outcome: 'worked', order };",
  },
  {
    name: 'work that failed counts as done',
    file: 'domain/steps/handle-message.ts',
    snippet: 'const run = await runHandler(deps, order, delivery);',
    defect:
      "const run = await runHandler(deps, order, delivery).catch(() => undefined);\n    if (!run) return { outcome: 'worked', order };",
  },
  {
    name: 'a clock that went back is believed',
    file: 'domain/order/transition.ts',
    snippet: 'const at = Math.max(now, order.updatedAt);',
    defect: 'const at = now;',
  },
  {
    name: 'progress may fall',
    file: 'domain/order/transition.ts',
    snippet:
      'const progress = Math.max(order.progress, progressWithin(order.steps, order.step - 1, change.fraction));',
    defect: 'const progress = progressWithin(order.steps, order.step - 1, change.fraction);',
  },
  {
    name: 'a lease raises the version',
    file: 'domain/steps/lease.ts',
    snippet: 'return { ...order, revision: order.revision + 1, lease };',
    defect: 'return { ...order, revision: order.revision + 1, version: order.version + 1, lease };',
  },
  {
    name: 'dead letters fail orders that have ended',
    file: 'domain/steps/give-up-message.ts',
    snippet: "if (!order || !isOpen(order) || decision === 'drop') return order;",
    defect:
      "if (!order || order.status === 'failed' || (isOpen(order) && decision === 'drop')) return order;",
  },
  {
    name: 'dead letters fail orders that have left them behind',
    file: 'domain/steps/give-up-message.ts',
    snippet: "|| decision === 'drop') return",
    defect: ') return',
  },
  {
    name: 'dead letters fail orders whose step has begun',
    file: 'domain/steps/give-up-message.ts',
    snippet: "decision === 'wait' || decision === 'pass-on'",
    defect: "decision === 'wait'",
  },
  {
    name: 'dead letters send no message in their place',
    file: 'domain/steps/give-up-message.ts',
    snippet: 'await queue.send(nextMessage(order, now));',
    defect: '',
  },
  {
    name: 'dead letters take work for dead by their own clock',
    file: 'domain/steps/give-up-message.ts',
    snippet: 'leaseRemainingMs(order, now - clocksApartMs) > 0',
    defect: 'leaseRemainingMs(order, now) > 0',
  },
  {
    name: 'what failed for good may be handled again',
    file: 'domain/steps/leased-order.ts',
    snippet: "transition(order, { to: 'failed', failure }, now)",
    defect: "transition(order, { to: 'failed', failure, redrivable: true }, now)",
  },
  {
    name: 'a cancellation that came too late is confirmed',
    file: 'domain/serving/cancel-order.ts',
    snippet: "return saved === 'saved' ? { outcome: 'cancelled', order: cancelled } : 'conflict';",
    defect: "return saved ? { outcome: 'cancelled', order: cancelled } : 'conflict';",
  },
  {
    name: "anybody's order can be read",
    file: 'domain/serving/read-order.ts',
    snippet: 'return order?.owner === owner ? order : undefined;',
    defect: 'return order ?? (owner ? order : undefined);',
  },
  {
    name: 'the sweeper does not look at the deadline',
    file: 'domain/steps/sweep.ts',
    snippet: '|| order.deadline > now) return',
    defect: ') return',
  },
  {
    name: 'the sweeper fails an order the first time',
    file: 'domain/steps/sweep.ts',
    snippet: 'const maxSweeps = 2;',
    defect: 'const maxSweeps = 0;',
  },
  {
    name: 'the sweeper sends no message',
    file: 'domain/steps/sweep.ts',
    snippet: 'await queue.send(nextMessage(swept, now));',
    defect: '',
  },
  {
    name: 'the sweeper finds nothing',
    file: 'domain/steps/sweep.ts',
    snippet: 'await deps.overdue.overdue(deps.clock.now(), limit)',
    defect: '(await deps.overdue.overdue(deps.clock.now(), limit)).slice(0, 0)',
  },
  {
    name: 'an announcement stops at the first post that fails',
    file: 'domain/serving/publish-update.ts',
    snippet: 'failures.push(error);',
    defect: 'failures.push(error);\n      throw error;',
  },
  {
    name: 'an announcement that failed counts as made',
    file: 'domain/serving/publish-update.ts',
    snippet: 'if (failures.length > 0) throw',
    defect: 'if (failures.length > 1000) throw',
  },
  {
    name: 'a 410 forgets who is still connecting',
    file: 'domain/serving/publish-update.ts',
    snippet: 'if (clock.now() - connection.connectedAt > connectingMs) await',
    defect: 'await',
  },
  {
    name: 'sync leaves out open orders',
    file: 'domain/serving/sync.ts',
    snippet: "if (!(await tell(syncing, request, others))) return { outcome: 'gone' };",
    defect: '',
  },
  {
    name: 'sync leaves out what has ended',
    file: 'domain/serving/sync.ts',
    snippet: 'isOpen(order) || order.version > version',
    defect: 'isOpen(order)',
  },
  {
    name: 'a sync that has more says that it is over',
    file: 'domain/serving/sync.ts',
    snippet: "return { outcome: 'more', after };",
    defect: "return { outcome: 'told' };",
  },
];
