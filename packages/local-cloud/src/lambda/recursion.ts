import { createHash, randomBytes } from 'node:crypto';

/**
 * Invocations of one function in one chain of events, after which Lambda stops the next one unless the function says
 * `RecursiveLoop: Allow`. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export const maximumLoops = 16;

/**
 * The X-Ray header of the invocation that an event with `traceHeader` causes, and how often the function has then
 * been invoked in this chain. Lambda counts in the header's Lineage, which the AWS SDK hands on:
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function nextTrace(
  traceHeader: string | undefined,
  functionArn: string,
): { trace: string; loops: number } {
  const fields = parseFields(traceHeader);
  const counts = parseLineage(fields.get('Lineage'));
  const id = createHash('sha256').update(functionArn).digest('hex').slice(0, 8);
  const loops = (counts.get(id) ?? 0) + 1;
  counts.set(id, loops);
  const trace = [
    `Root=${fields.get('Root') ?? newRoot()}`,
    `Parent=${randomBytes(8).toString('hex')}`,
    `Sampled=${fields.get('Sampled') ?? '0'}`,
    `Lineage=${[...counts].map((entry) => entry.join(':')).join('|')}`,
  ].join(';');
  return { trace, loops };
}

function parseFields(header = ''): Map<string, string> {
  const pairs = header.split(';').map((field) => field.split('='));
  return new Map(pairs.flatMap(([name, value]) => (name && value ? [[name.trim(), value.trim()]] : [])));
}

function parseLineage(lineage = ''): Map<string, number> {
  const entries = lineage.split('|').map((entry) => entry.split(':'));
  return new Map(entries.flatMap(([id, count]) => (id && Number(count) > 0 ? [[id, Number(count)]] : [])));
}

function newRoot(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `1-${seconds}-${randomBytes(12).toString('hex')}`;
}
