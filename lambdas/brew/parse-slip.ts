import * as v from 'valibot';
import { type Slip, slipSchema } from '../../domain/slip.ts';

/** Throws on what is no slip, or one of a newer kind: it returns to the queue, for a newer worker or the dead letters. */
export function parseSlip(body: string): Slip {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), slipSchema), body);
  if (result.success) return result.output;
  throw new Error(`not a slip that this worker knows: ${v.summarize(result.issues).replaceAll('\n', ' ')}`);
}
