import * as v from 'valibot';
import {
  newerStepMessageSchema,
  orderId,
  type StepMessage,
  stepMessageSchema,
} from '../../domain/steps/step-message.ts';

/** As much of a message as tells whose order it is, whatever else is wrong with it. */
export const remnantSchema = v.object({ orderId });

/** A message, or as much of one of newer code as tells whose order it is. */
export type ParsedMessage =
  | { readonly form: 'known'; readonly message: StepMessage }
  | { readonly form: 'newer'; readonly orderId: string };

/** Throws on what is no message. */
export function parseMessage(body: string): ParsedMessage {
  const result = v.safeParse(
    v.pipe(v.string(), v.parseJson(), v.union([newerStepMessageSchema, stepMessageSchema])),
    body,
  );
  if (!result.success) {
    throw new Error(`not a step message: ${v.summarize(result.issues).replaceAll('\n', ' ')}`);
  }
  return v.is(newerStepMessageSchema, result.output)
    ? { form: 'newer', orderId: result.output.orderId }
    : { form: 'known', message: result.output };
}

/** For the log, which tells whose order had trouble also when the message is of no known form. */
export function orderIdIn(body: string): string | undefined {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), remnantSchema), body);
  return result.success ? result.output.orderId : undefined;
}
