import { coffee } from '../../../coffee/task.ts';
import { stepHandlers } from '../../../domain/step-handler.ts';

/** A label printer that never comes to an end and listens to nobody. */
export const steps = stepHandlers(coffee, { labelling: () => new Promise(() => {}) });
