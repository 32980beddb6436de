import * as v from 'valibot';
import { type Slip, slipSchema } from '../../domain/slip.ts';

/** As much of a slip as tells whose order it is, whatever else is wrong with it. */
export const remnantSchema = v.object({ orderId: v.pipe(v.string(), v.uuid()) });

/** Throws on what is no slip, or one of a newer kind: it returns to the queue, for a newer worker or the dead letters. */
export function parseSlip(body: string): Slip {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), slipSchema), body);
  if (result.success) return result.output;
  throw new Error(`not a slip that this worker knows: ${v.summarize(result.issues).replaceAll('\n', ' ')}`);
}

/** For the log, which tells whose order had trouble also when the slip is of no known form. */
export function orderIdIn(body: string): string | undefined {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), remnantSchema), body);
  return result.success ? result.output.orderId : undefined;
}
