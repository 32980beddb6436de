import type { Faults } from './faults.ts';
import { failInvocation, refuse } from './invocation-faults.ts';
import { breakAnswer, delay, drop, hang } from './network-faults.ts';
import { byProcess, kill } from './process-faults.ts';
import { duplicate, redeliver, reorder } from './queue-faults.ts';
import type { ChaosLevel } from './read-chaos.ts';
import { serverError, stall, throttle } from './service-faults.ts';
import { hangUp } from './socket-faults.ts';

/**
 * A bad day at every service. `mild` is what retries hide; `wild` also kills workers and loses networks.
 * What an app has promised its clients it must keep all the same.
 */
export function enableChaos(faults: Faults, level: ChaosLevel): void {
  const often = level === 'wild' ? 3 : 1;
  faults.add({ name: 'slow', fault: delay(80), probability: 0.08 * often });
  faults.add({ name: 'throttled', fault: throttle, probability: 0.02 * often });
  faults.add({ name: 'failed before effect', fault: serverError('before'), probability: 0.01 * often });
  faults.add({ name: 'failed after effect', fault: serverError('after'), probability: 0.01 * often });
  faults.add({ name: 'sent twice', action: 'SendMessage', fault: duplicate, probability: 0.04 * often });
  faults.add({ name: 'out of order', action: 'SendMessage', fault: reorder(2), probability: 0.04 * often });
  if (level === 'wild') enableWildChaos(faults);
}

function enableWildChaos(faults: Faults): void {
  faults.add({
    name: 'killed before a call',
    fault: kill('before'),
    probability: 0.004,
    where: byProcess,
  });
  faults.add({ name: 'killed after a call', fault: kill('after'), probability: 0.004, where: byProcess });
  faults.add({ name: 'reset before effect', fault: drop('before'), probability: 0.01 });
  faults.add({ name: 'reset after effect', fault: drop('after'), probability: 0.01 });
  faults.add({ name: 'no answer', fault: hang('after'), probability: 0.002, where: byProcess });
  faults.add({ name: 'half an answer', fault: breakAnswer('cut'), probability: 0.005 });
  faults.add({ name: 'redelivered early', action: 'ReceiveMessage', fault: redeliver(1), probability: 0.05 });
  faults.add({ name: 'stalled shard', action: 'GetRecords', fault: stall, probability: 0.3 });
  faults.add({ name: 'hung up', action: 'PostToConnection', fault: hangUp('after'), probability: 0.02 });
  faults.addToInvocations({ name: 'invocation throttled', fault: refuse, probability: 0.01 });
  faults.addToInvocations({ name: 'invocation lost', fault: failInvocation('after'), probability: 0.01 });
}
