import { refuse, scriptOptions } from '../build/script-options.ts';
import type { Source } from './clause.ts';
import { httpSemantics } from './http-semantics.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { asyncRequestReply, longRunningOperations, requestIdentification } from './long-running.ts';
import { type Deployment, Probe } from './probe.ts';
import { problemDetails } from './problem-details.ts';
import { cloudEvents, pushContract, webSocket } from './push.ts';
import { type Finding, findOut, heading, lineOf, summary } from './report.ts';

const usage = `npm run conformance -- --url https://… --live wss://…/live --token … [--other-token …] [--json]

Asks a deployment from outside whether it does what the standards say. It places some orders as the customer of --token;
with the token of another customer it also tries to see what is not theirs. Exit code 1 when a clause fails, 2 when it is called wrongly.

  --url URL            of the HTTP API
  --live URL           of the WebSocket API
  --token TOKEN        an access token of a customer, who orders
  --other-token TOKEN  that of another customer
  --json               the findings as JSON`;

const sources: readonly Source[] = [
  httpSemantics,
  problemDetails,
  idempotencyKey,
  longRunningOperations,
  requestIdentification,
  asyncRequestReply,
  webSocket,
  cloudEvents,
  pushContract,
];

// Whoever reads our output has read enough.
process.stdout.on('error', () => process.exit(1));
const { deployment, json } = readOptions();
const say = (text: string) => void (json || console.log(text));
await reach(deployment.url);
const probe = new Probe(deployment);
const findings: Finding[] = [];
for (const source of sources) {
  say(heading(source));
  for (const clause of source.clauses) {
    const finding = await findOut(source, clause, probe);
    findings.push(finding);
    say(lineOf(finding));
  }
}
say(summary(findings));
if (json) console.log(JSON.stringify(findings, undefined, 2));
process.exit(findings.some(({ outcome }) => outcome === 'fail') ? 1 : 0);

function readOptions(): { deployment: Deployment; json: boolean } {
  const text = { type: 'string' } as const;
  const options = {
    url: text,
    live: text,
    token: text,
    'other-token': text,
    json: { type: 'boolean' },
  } as const;
  const { url, live, token, 'other-token': otherToken, json = false } = scriptOptions(usage, options, 2);
  if (url && live && token) return { deployment: { url, live, token, otherToken }, json };
  return refuse('--url, --live and --token are needed', usage, 2);
}

/** Says it once, and not by every clause, when there is nobody at the address. */
async function reach(url: string): Promise<void> {
  try {
    await fetch(url);
  } catch (error) {
    console.error(
      `${url} does not answer: ${((error as Error).cause as Error | undefined)?.message ?? error}`,
    );
    process.exit(1);
  }
}
