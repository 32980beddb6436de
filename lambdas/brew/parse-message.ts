import * as v from 'valibot';
import { newerSlipSchema, type Slip, slipSchema } from '../../domain/steps/step-message.ts';

/** As much of a slip as tells whose order it is, whatever else is wrong with it. */
export const remnantSchema = v.object({ orderId: v.pipe(v.string(), v.uuid()) });

/** A slip, or as much of one of newer code as tells whose order it is. */
export type ParsedSlip =
  | { readonly form: 'known'; readonly slip: Slip }
  | { readonly form: 'newer'; readonly orderId: string };

/** Throws on what is no slip. */
export function parseSlip(body: string): ParsedSlip {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), v.union([newerSlipSchema, slipSchema])), body);
  if (!result.success) {
    throw new Error(`not a step message: ${v.summarize(result.issues).replaceAll('\n', ' ')}`);
  }
  return v.is(newerSlipSchema, result.output)
    ? { form: 'newer', orderId: result.output.orderId }
    : { form: 'known', slip: result.output };
}

/** For the log, which tells whose order had trouble also when the slip is of no known form. */
export function orderIdIn(body: string): string | undefined {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), remnantSchema), body);
  return result.success ? result.output.orderId : undefined;
}
