import type { StepHandler } from '../domain/steps/step-handler.ts';
import type { coffee } from './task.ts';

/** Letters and digits that nobody mistakes for each other when they are called out. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Writes the cup: the code that is called out at the counter, and the label. */
export const labelling: StepHandler<typeof coffee, { pickupCode: string; label: string }> = ({
  orderId,
  request: { drink, size, name },
}) => {
  const pickupCode = codeOf(orderId);
  const label = [drink, size, name, `#${pickupCode}`].filter(Boolean).join(' / ');
  return Promise.resolve({ done: { pickupCode, label: label.toUpperCase() } });
};

/** From the random end of the id, so that a second run writes the same code. */
function codeOf(id: string): string {
  const bits = Number.parseInt(id.slice(-5), 16);
  return [15, 10, 5, 0].map((shift) => alphabet[(bits >> shift) & 31]).join('');
}
