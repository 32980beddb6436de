import { parseArgs } from 'node:util';
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
with the token of another customer it also tries to see what is not theirs. Exit code 1 when a clause fails.`;

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
  try {
    const { values } = parseArgs({
      options: { url: text, live: text, token: text, 'other-token': text, json: { type: 'boolean' } },
    });
    const { url, live, token, 'other-token': otherToken, json = false } = values;
    if (url && live && token) return { deployment: { url, live, token, otherToken }, json };
  } catch (error) {
    console.error((error as Error).message);
  }
  return end(2, usage);
}

/** Says it once, and not by every clause, when there is nobody at the address. */
async function reach(url: string): Promise<void> {
  try {
    await fetch(url);
  } catch (error) {
    end(1, `${url} does not answer: ${((error as Error).cause as Error | undefined)?.message ?? error}`);
  }
}

function end(code: number, words: string): never {
  console.error(words);
  process.exit(code);
}
