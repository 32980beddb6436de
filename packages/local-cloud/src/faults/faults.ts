import type { Cloud } from '../cloud.ts';
import type { AwsCall, Service } from '../endpoint/aws-call.ts';
import type { Intercept } from '../endpoint/endpoint-wiring.ts';
import type { RequestBody } from '../endpoint/service-reply.ts';
import type { InterceptInvocation } from '../functions.ts';
import type { CallFault, FaultTools, InvocationFault, Reply } from './fault.ts';
import { type Random, seededRandom } from './random.ts';

interface Rule {
  /** What it is counted by. */
  readonly name: string;
  /** Functions whose logical id holds this. @default any */
  readonly function?: string;
  /** 0 to 1. @default 1 */
  readonly probability?: number;
  /** How often at most. @default no limit */
  readonly times?: number;
}

/** Which AWS calls go wrong, and how. Where several rules hit one call, the one added first is the outermost. */
export interface CallRule extends Rule {
  readonly fault: CallFault;
  readonly service?: Service;
  /** As in the service's API reference. @default any */
  readonly action?: string;
  readonly where?: (call: AwsCall) => boolean;
}

export interface InvocationRule extends Rule {
  readonly fault: InvocationFault;
}

/** Takes the rule back. */
export type Remove = () => void;

export interface Faults {
  add(rule: CallRule): Remove;
  addToInvocations(rule: InvocationRule): Remove;
  /** Takes all rules back. */
  off(): void;
  /** How often each rule has struck, by name. */
  counts(): ReadonlyMap<string, number>;
  readonly intercept: Intercept;
  readonly interceptInvocation: InterceptInvocation;
  /** Faults that kill and hang up need to know where; before this they do neither. */
  attach(cloud: Pick<Cloud, 'functions' | 'sockets'>): void;
}

export interface FaultsOptions {
  /** Each rule draws from a sequence of its own: its n-th candidate is hit or spared alike in every run. */
  readonly seed: number;
  readonly onFault?: (name: string) => void;
}

interface Active<R extends Rule> {
  readonly rule: R;
  /** Who is hit. */
  readonly hitSampler: Random;
  /** How hard. */
  readonly random: Random;
  left: number;
}

/** Everything that goes wrong on purpose; nothing does until a rule is added. */
export function createFaults({ seed, onFault = () => {} }: FaultsOptions): Faults {
  const callRules = new Set<Active<CallRule>>();
  const invocationRules = new Set<Active<InvocationRule>>();
  const counts = new Map<string, number>();
  let cloud: Pick<Cloud, 'functions' | 'sockets'> | undefined;
  let added = 0;

  const tools: Omit<FaultTools, 'random'> = {
    async kill({ caller, session }) {
      if (session !== undefined) await cloud?.functions.named(caller.name).kill(session);
    },
    freeze({ caller, session }, milliseconds) {
      if (session !== undefined) cloud?.functions.named(caller.name).freeze(session, milliseconds);
    },
    hangUp: (connectionId) => cloud?.sockets.cut(connectionId),
  };

  function addTo<R extends Rule>(rules: Set<Active<R>>, rule: R): Remove {
    added += 1;
    const [hitSampler, random] = [seededRandom(`${seed}/${added}`), seededRandom(`${seed}/${added}/fault`)];
    const active = { rule, hitSampler, random, left: rule.times ?? Number.POSITIVE_INFINITY };
    rules.add(active);
    return () => rules.delete(active);
  }

  function strikes<R extends Rule>(active: Active<R>): boolean {
    if (active.left <= 0 || active.hitSampler() >= (active.rule.probability ?? 1)) return false;
    active.left -= 1;
    counts.set(active.rule.name, (counts.get(active.rule.name) ?? 0) + 1);
    onFault(active.rule.name);
    return true;
  }

  return {
    add: (rule) => addTo(callRules, rule),
    addToInvocations: (rule) => addTo(invocationRules, rule),
    off() {
      callRules.clear();
      invocationRules.clear();
    },
    counts: () => counts,
    intercept(call, forward) {
      let next: (body?: RequestBody) => Promise<Reply> = forward;
      for (const active of [...callRules]
        .filter(({ rule }) => isFor(rule, call))
        .filter(strikes)
        .reverse()) {
        const inner = next;
        next = (body = call.body) =>
          active.rule.fault({ ...call, body }, inner, { ...tools, random: active.random });
      }
      return next();
    },
    interceptInvocation(logicalId, invoke) {
      const hit = [...invocationRules]
        .filter(({ rule }) => logicalId.includes(rule.function ?? ''))
        .find(strikes);
      return hit ? hit.rule.fault(invoke) : invoke();
    },
    attach(running) {
      cloud = running;
    },
  };
}

function isFor(rule: CallRule, call: AwsCall): boolean {
  return (
    [call.service, undefined].includes(rule.service) &&
    [call.action, undefined].includes(rule.action) &&
    call.caller.name.includes(rule.function ?? '') &&
    (rule.where?.(call) ?? true)
  );
}
